"""What the page of a pupil shows to a teacher or counsellor, as it goes to the browser."""

from dataclasses import dataclass, field

from portfolio_app.plan.goal_view import GoalView
from portfolio_app.portfolio.collections.queries import SharedCollection
from portfolio_app.portfolio.credentials.queries import CredentialLine
from portfolio_app.portfolio.pupil_goals import SharedGoal
from portfolio_app.portfolio.queries import EntryView, SkillTag
from portfolio_app.portfolio.shown_work import ShownWork
from portfolio_app.sharing.phrases import PhraseLine
from portfolio_app.sharing.queries import Remark
from portfolio_app.skills.about_me import AboutLines
from portfolio_app.skills.queries import EvidenceItem
from portfolio_app.skills.shared_results import SharedResult
from portfolio_app.skills.voice_views import VoiceLine


@dataclass(frozen=True)
class SharedEvidence:
    """A piece of evidence in the list; `item.href` opens it here."""

    item: EvidenceItem = field(default_factory=EvidenceItem)
    commented: bool = False
    """Whether the reader wrote something on it."""


@dataclass(frozen=True)
class SharedSkill:
    """A capability of which something is shared: how the pupil sees it (`href` is "" when that is not), evidence."""

    code: str = ""
    name: str = ""
    theme: str = ""
    href: str = ""
    step: int = 0
    step_words: str = ""
    dial: bool = False
    """Whether `step` is a place on a dial between the words `first` and `second`."""
    first: str = ""
    second: str = ""
    reason: str = ""
    day: str = ""
    meaning: str = ""
    statement: str = ""
    former: str = ""
    """The framework of a skill from before; "" for one that is in use."""
    voices: tuple[VoiceLine, ...] = ()
    """What others said about it, when it is open, without what the pupil hid."""
    commented: bool = False
    evidence: tuple[SharedEvidence, ...] = ()


@dataclass(frozen=True)
class SharedTheme:
    """A theme of which something is shared."""

    code: str = ""
    name: str = ""
    skills: tuple[SharedSkill, ...] = ()


@dataclass(frozen=True)
class SharedEntry:
    """An entry in the list; `about` as its owner's list has it."""

    id: str = ""
    title: str = ""
    about: str = ""
    href: str = ""
    skills: tuple[SkillTag, ...] = ()
    commented: bool = False


@dataclass(frozen=True)
class SharedLines:
    """What the pupil says of themself; without lines when that is not shared. `href` opens it here."""

    about: AboutLines = field(default_factory=AboutLines)
    href: str = ""
    commented: bool = False


@dataclass(frozen=True)
class ListedResult:
    """A result of a questionnaire, a credential, or answers in a lesson, in the list."""

    id: str = ""
    title: str = ""
    detail: str = ""
    href: str = ""
    commented: bool = False


@dataclass(frozen=True)
class ListedCollection:
    """A collection in the list."""

    id: str = ""
    title: str = ""
    detail: str = ""
    href: str = ""
    commented: bool = False


@dataclass(frozen=True)
class AppearsInEntry:
    """An entry in which an evidence appears."""

    title: str = ""
    href: str = ""


@dataclass(frozen=True)
class OpenedThing:
    """One shared thing, as much of it as there is, and the form for a comment. `kind` is "" when none is open."""

    kind: str = ""
    thing: str = ""
    title: str = ""
    detail: str = ""
    skill: SharedSkill = field(default_factory=SharedSkill)
    evidence: EvidenceItem = field(default_factory=EvidenceItem)
    shows: tuple[SkillTag, ...] = ()
    """The skills an evidence shows."""
    appears: tuple[AppearsInEntry, ...] = ()
    """The entries with an evidence that are shared with the reader too."""
    entry: EntryView = field(default_factory=EntryView)
    goal: GoalView = field(default_factory=GoalView)
    about: AboutLines = field(default_factory=AboutLines)
    result: SharedResult = field(default_factory=SharedResult)
    collection: SharedCollection = field(default_factory=SharedCollection)
    credential: CredentialLine = field(default_factory=CredentialLine)
    work: ShownWork = field(default_factory=ShownWork)
    remarks: tuple[Remark, ...] = ()
    request: str = ""
    draft: str = ""
    draft_version: int = 0
    words: str = ""
    phrases: tuple[PhraseLine, ...] = ()
    """The reader's own, to put into the comment."""


@dataclass(frozen=True)
class PupilView:
    """A pupil, as a teacher or counsellor meets them."""

    loaded: bool = False
    id: str = ""
    name: str = ""
    title: str = ""
    lead: str = ""
    """The pupil's classes, or of whom and when the opened thing is."""
    empty: bool = False
    about: SharedLines = field(default_factory=SharedLines)
    themes: tuple[SharedTheme, ...] = ()
    other_evidence: tuple[SharedEvidence, ...] = ()
    listed: tuple[SharedEntry, ...] = ()
    goals: tuple[SharedGoal, ...] = ()
    former: tuple[SharedSkill, ...] = ()
    """Skills from before, with how the pupil saw themself."""
    collections: tuple[ListedCollection, ...] = ()
    results: tuple[ListedResult, ...] = ()
    credentials: tuple[ListedResult, ...] = ()
    works: tuple[ListedResult, ...] = ()
    """Answers in lessons."""
    opened: OpenedThing = field(default_factory=OpenedThing)
    all_href: str = ""
    """The page with everything."""
    class_href: str = ""
    """Back to the class, "" when the reader has none with this pupil."""
    offer_href: str = ""
    """Where the reader offers the pupil a credential, "" for whoever does not teach them."""
    helps: bool = False
    """Whether the reader may give the pupil a one-time code."""
    card_href: str = ""
    """Where a new sign-in card is printed, "" when the reader may not."""
