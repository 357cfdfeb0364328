"""What one pupil of the demo made, shared and got back, as rows: what the actions would have left over three years."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portfolio_app.core.clock import at
from portfolio_app.core.secrets import digest
from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.media import Media
from portfolio_app.demo.people import DemoPupil
from portfolio_app.demo.rows import Rows, identity
from portfolio_app.demo.school_years import SchoolYears
from portfolio_app.demo.tags import tags_on
from portfolio_app.demo.words import EntryWords, EvidenceWords, GoalWords
from portfolio_app.plan.models import Goal, GoalBarrier, GoalCapability, GoalEvidence, GoalHelper, GoalStep
from portfolio_app.portfolio.collections.models import Collection as EntryCollection
from portfolio_app.portfolio.collections.models import CollectionEntry
from portfolio_app.portfolio.cv.models import Cv, CvEntry, Layout
from portfolio_app.portfolio.entry_dials import CODE as DIALS
from portfolio_app.portfolio.models import (
    Entry,
    EntryCapability,
    EntryDial,
    EntryEvidence,
    EntryKind,
    Scaffold,
)
from portfolio_app.schools.membership import DEFAULT_FRAMEWORK
from portfolio_app.sharing.links import LASTS as LINK_LASTS
from portfolio_app.sharing.links import link_key
from portfolio_app.sharing.models import (
    Access,
    Audience,
    Comment,
    Grant,
    Kind,
    LinkLook,
    ShareLink,
    ShownName,
    Talk,
)
from portfolio_app.skills.framework import framework
from portfolio_app.skills.models import (
    Assessment,
    Evidence,
    EvidenceCapability,
    EvidenceKind,
    GivenVoice,
    PeopleInIt,
    Voice,
    VoiceAsk,
    VoiceLink,
)
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_links import LASTS


def _written(day: datetime, lasted: int) -> str:
    """A day as an entry has it; of what took long, the month."""
    return day.date().isoformat()[: 7 if lasted > MONTHS_FROM else 10]


def _ended(words: EntryWords, moment: datetime) -> str:
    """The last day of what an entry tells of, or until which a qualification holds; "" where nobody said it."""
    if words.lasted is None or words.ongoing:
        return ""
    if words.kind is EntryKind.QUALIFICATION:
        return _written(moment + timedelta(days=words.holds), words.holds) if words.holds else ""
    return _written(moment, words.lasted)


MONTHS_FROM = 10
"""What took more days than that is told of in months."""

CLASS_TEACHERS = "teachers"
"""In a list of whom a thing is shared with: the teachers of the pupil's class; all others are user names."""


@dataclass(frozen=True)
class OutsideAdult:
    """An adult outside school who has seen the pupil at work."""

    name: str
    organisation: str


@dataclass(frozen=True)
class Scene:
    """What every story is written with. `ids` has everybody's person id by user name."""

    years: SchoolYears
    rows: Rows
    media: Media
    ids: Mapping[str, UUID]


class Story:
    """The rows of one pupil. Each method leaves what one action leaves, at the moment it is given."""

    def __init__(self, scene: Scene, pupil: DemoPupil) -> None:
        self.scene = scene
        self.pupil = pupil
        self.chance = chance_for("story", pupil.username)
        self.person_id = scene.ids[pupil.username]
        self.last: datetime | None = None
        """When the pupil last did something."""
        self._count = 0
        self._position = 0
        self._version = framework(DEFAULT_FRAMEWORK).version
        self._seen: set[tuple[str, str, object]] = set()

    def assess(self, capability: str, step: int, reason: str, moment: datetime) -> None:
        """How the pupil saw themself in a capability."""
        row_id = self._id("assessment")
        self.scene.rows.add(
            Assessment(
                id=row_id,
                person_id=self.person_id,
                framework=DEFAULT_FRAMEWORK,
                framework_version=self._version,
                capability=capability,
                step=step,
                reason=reason,
                made_at=moment,
                request=identity("request", row_id),
            )
        )
        self._did(moment)

    def add_evidence(
        self, words: EvidenceWords, moment: datetime, *, people: str = "", deleted_at: datetime | None = None
    ) -> UUID:
        """An evidence; `people` answers who is in a photo (nobody, unless said)."""
        evidence_id = self._id("evidence")
        kind, media_id, people_in_it = EvidenceKind.WORDS, None, ""
        if words.link:
            kind = EvidenceKind.LINK
        if words.photo or words.pdf:
            kind = EvidenceKind.PHOTO if words.photo else EvidenceKind.PDF
            people_in_it = (people or PeopleInIt.NOBODY) if words.photo else ""
            media_id = self._add_file(words, moment)
        self.scene.rows.add(
            Evidence(
                id=evidence_id,
                person_id=self.person_id,
                kind=kind,
                title=words.title,
                words=words.words,
                url=words.link,
                media_id=media_id,
                people_in_it=people_in_it,
                origin=words.origin,
                made_at=moment,
                changed_at=moment,
                deleted_at=deleted_at,
                request=identity("request", evidence_id),
            )
        )
        for capability in words.shows:
            self.scene.rows.add(
                EvidenceCapability(
                    id=identity("shows", evidence_id, capability),
                    evidence_id=evidence_id,
                    framework=DEFAULT_FRAMEWORK,
                    capability=capability,
                )
            )
        self._tag(Kind.EVIDENCE, evidence_id, words.title, moment)
        self._did(moment)
        return evidence_id

    def add_entry(
        self,
        words: EntryWords,
        moment: datetime,
        evidence: Collection[UUID] = (),
        *,
        changed_at: datetime | None = None,
        deleted_at: datetime | None = None,
    ) -> UUID:
        """An entry at the top of the portfolio."""
        entry_id = self._id("entry")
        self._position -= 1
        self.scene.rows.add(
            Entry(
                id=entry_id,
                person_id=self.person_id,
                kind=words.kind,
                title=words.title,
                began="" if words.lasted is None else _written(moment - timedelta(days=words.lasted), words.lasted),
                ended=_ended(words, moment),
                ongoing=words.ongoing,
                place=words.place,
                scaffold=Scaffold.DIALS if words.dials else Scaffold.QUESTIONS,
                corner_at=moment if words.corner else None,
                happened=words.happened,
                noticed=words.noticed,
                learned=words.learned,
                try_next=words.try_next,
                position=self._position,
                made_at=moment,
                changed_at=changed_at or moment,
                version=2 if changed_at else 1,
                deleted_at=deleted_at,
                request=identity("request", entry_id),
            ),
            *(
                EntryCapability(
                    id=identity("shows", entry_id, capability),
                    entry_id=entry_id,
                    framework=DEFAULT_FRAMEWORK,
                    capability=capability,
                )
                for capability in words.shows
            ),
            *(
                EntryEvidence(
                    id=identity("in", entry_id, evidence_id),
                    entry_id=entry_id,
                    evidence_id=evidence_id,
                    position=number,
                )
                for number, evidence_id in enumerate(evidence)
            ),
        )
        self.scene.rows.add(
            *(
                EntryDial(
                    id=identity("dial", entry_id, code),
                    entry_id=entry_id,
                    framework=DIALS,
                    capability=code,
                    position=position,
                    words=reason,
                )
                for code, (position, reason) in words.dials.items()
            )
        )
        self._tag(Kind.ENTRY, entry_id, words.title, moment)
        self._did(moment)
        return entry_id

    def add_collection(self, title: str, about: str, entries: Collection[UUID], moment: datetime) -> UUID:
        """A collection with these entries in it."""
        collection_id = self._id("collection")
        self.scene.rows.add(
            EntryCollection(
                id=collection_id,
                person_id=self.person_id,
                title=title,
                about=about,
                made_at=moment,
                changed_at=moment,
                request=identity("request", collection_id),
            ),
            *(
                CollectionEntry(
                    id=identity("in", collection_id, entry_id),
                    collection_id=collection_id,
                    entry_id=entry_id,
                    position=place,
                )
                for place, entry_id in enumerate(entries)
            ),
        )
        self._did(moment)
        return collection_id

    def keep_cv(self, entries: Collection[UUID], moment: datetime, *, layout: Layout, town: str, email: str) -> None:
        """The choices of a CV."""
        cv_id = self._id("cv")
        self.scene.rows.add(
            Cv(
                id=cv_id,
                person_id=self.person_id,
                layout=layout,
                town=town,
                email=email,
                made_at=moment,
                changed_at=moment,
            ),
            *(CvEntry(id=identity("in cv", cv_id, one), cv_id=cv_id, entry_id=one) for one in entries),
        )
        self._did(moment)

    def add_goal(
        self,
        words: GoalWords,
        moment: datetime,
        evidence: Collection[UUID] = (),
        *,
        state_at: datetime,
        deleted_at: datetime | None = None,
    ) -> UUID:
        """A goal with its steps and all that belongs to it."""
        goal_id, now = self._id("goal"), self.scene.years.now

        def in_days(days: int | None) -> date | None:
            return None if days is None else max(now.date() + timedelta(days=days), moment.date())

        self.scene.rows.add(
            Goal(
                id=goal_id,
                person_id=self.person_id,
                title=words.title,
                why=words.why,
                helpers=words.helpers,
                outcome=words.outcome,
                by_when=in_days(words.in_days),
                review_on=in_days(words.review_in),
                state=words.state,
                state_at=state_at,
                made_on=moment.date(),
                made_at=moment,
                changed_at=moment,
                deleted_at=deleted_at,
                request=identity("request", goal_id),
            ),
            *(
                GoalStep(
                    id=identity("step", goal_id, place),
                    goal_id=goal_id,
                    words=step.words,
                    by_when=in_days(step.in_days),
                    done_at=None if step.done is None else max(now - timedelta(days=step.done), moment),
                    position=place,
                    made_at=moment,
                    changed_at=moment,
                    request=identity("request", "step", goal_id, place),
                )
                for place, step in enumerate(words.steps)
            ),
            *(
                GoalCapability(
                    id=identity("about", goal_id, code), goal_id=goal_id, framework=DEFAULT_FRAMEWORK, capability=code
                )
                for code in words.shows
            ),
            *(
                GoalHelper(id=identity("helps", goal_id, name), goal_id=goal_id, person_id=self.scene.ids[name])
                for name in words.persons
            ),
            *(
                GoalBarrier(id=identity("barrier", goal_id, kind), goal_id=goal_id, kind=kind, words=said)
                for kind, said in words.barriers.items()
            ),
            *(
                GoalEvidence(id=identity("proof", goal_id, one), goal_id=goal_id, evidence_id=one, position=place)
                for place, one in enumerate(evidence)
            ),
        )
        self._did(moment)
        return goal_id

    def share(
        self, kind: Kind, thing: str, audience: str, moment: datetime, *, ended_at: datetime | None = None
    ) -> None:
        """Let the class's teachers or somebody with that user name see a thing."""
        named = audience != CLASS_TEACHERS
        self.scene.rows.add(
            Grant(
                id=identity("grant", self.person_id, kind, thing, audience),
                owner_id=self.person_id,
                kind=kind,
                thing=thing,
                audience=Audience.PERSON if named else Audience.CLASS_TEACHERS,
                audience_id=self.scene.ids[audience] if named else None,
                from_at=moment,
                ended_at=ended_at,
                granted_by=self.person_id,
            )
        )
        self._did(moment)

    def show_by_link(
        self,
        kind: Kind,
        thing: str,
        moment: datetime,
        *,
        name: ShownName,
        files: bool,
        ended_at: datetime | None,
        opened: Mapping[date, int],
    ) -> None:
        """A link to a thing, and on which days it was opened how often."""
        link_id, grant_id = identity("share link", self.person_id, thing), identity("link grant", self.person_id, thing)
        self.scene.rows.add(
            Grant(
                id=grant_id,
                owner_id=self.person_id,
                kind=kind,
                thing=thing,
                audience=Audience.LINK,
                from_at=moment,
                until_at=moment + LINK_LASTS,
                ended_at=ended_at,
                granted_by=self.person_id,
            ),
            ShareLink(
                id=link_id,
                grant_id=grant_id,
                key_hash=digest(link_key(link_id)),
                language=self.pupil.writes,
                shown_name=name,
                shows_files=files,
                request=identity("request", link_id),
            ),
            *(
                LinkLook(id=identity("look", link_id, day), link_id=link_id, day=day, count=count)
                for day, count in opened.items()
            ),
        )
        self._did(moment)

    def seen(self, by: str, what: str, moment: datetime) -> None:
        """Somebody looked: at a thing (`seen(kind, thing)` of sharing), the profile or the class. Once a day counts."""
        key = (by, what, moment.date())
        if key in self._seen:
            return
        self._seen.add(key)
        self.scene.rows.add(
            Access(
                id=identity("access", self.person_id, *key),
                owner_id=self.person_id,
                viewer_id=self.scene.ids[by],
                what=what,
                day=moment.date(),
                first_at=moment,
            )
        )

    def comment(
        self,
        kind: Kind,
        thing: str,
        by: str,
        words: str,
        moment: datetime,
        *,
        read_at: datetime | None,
        answer: str = "",
    ) -> None:
        """Somebody whom a thing is shared with wrote about it; the pupil answered when they read it."""
        row_id = identity("comment", self.person_id, kind, thing, by)
        self.scene.rows.add(
            Comment(
                id=row_id,
                owner_id=self.person_id,
                author_id=self.scene.ids[by],
                kind=kind,
                thing=thing,
                words=words,
                made_at=moment,
                read_at=read_at,
                answer=answer,
                answered_at=read_at if answer else None,
                request=identity("request", row_id),
            )
        )
        self.seen(by, f"{kind.value}:{thing}", moment)

    def ask(self, who: str, capability: str, moment: datetime) -> None:
        """The pupil asked somebody of the school how they see them there."""
        self.scene.rows.add(
            VoiceAsk(
                id=identity("ask", self.person_id, who, capability),
                person_id=self.person_id,
                adult_id=self.scene.ids[who],
                framework=DEFAULT_FRAMEWORK,
                capability=capability,
                asked_at=moment,
            )
        )

    def ask_outside(self, adult: OutsideAdult, capability: str, moment: datetime, answered_at: datetime) -> None:
        """The pupil gave a link to an adult outside school, who answered by it."""
        self.scene.rows.add(
            VoiceLink(
                id=self._link(adult, capability),
                person_id=self.person_id,
                key_hash=digest(str(identity("key", self.person_id, adult.name, capability))),
                for_whom=adult.name,
                made_at=moment,
                until_at=moment + LASTS,
                answered_at=answered_at,
                request=identity("request", "link", self.person_id, adult.name, capability),
            ),
            VoiceAsk(
                id=identity("ask", self.person_id, adult.name, capability),
                person_id=self.person_id,
                link_id=self._link(adult, capability),
                framework=DEFAULT_FRAMEWORK,
                capability=capability,
                asked_at=moment,
            ),
        )

    def voice(
        self,
        by: str | OutsideAdult,
        capability: str,
        step: int,
        reason: str,
        moment: datetime,
        *,
        answer: str = "",
        answered_at: datetime | None = None,
    ) -> None:
        """How an adult sees the pupil, and what the pupil answered."""
        outside = None if isinstance(by, str) else by
        self.scene.rows.add(
            GivenVoice(
                id=identity("voice", self.person_id, by if isinstance(by, str) else by.name, capability, moment),
                person_id=self.person_id,
                kind=Voice.HOST if outside else Voice.TEACHER,
                giver_id=self.scene.ids[by] if isinstance(by, str) else None,
                link_id=self._link(outside, capability) if outside else None,
                giver_name=outside.name if outside else "",
                organisation=outside.organisation if outside else "",
                framework=DEFAULT_FRAMEWORK,
                framework_version=self._version,
                capability=capability,
                step=step,
                reason=reason,
                made_at=moment,
                answer=answer,
                answered_at=answered_at if answer else None,
                request=identity("request", "voice", self.person_id, str(by), capability, moment),
            )
        )

    def talk(self, adult: str, words: str, moment: datetime, *, answer: str, answered_at: datetime) -> None:
        """An adult of the school noted a talk on the day it was held, and what the pupil answered."""
        self.scene.rows.add(
            Talk(
                id=identity("talk", self.person_id, adult, moment),
                person_id=self.person_id,
                adult_id=self.scene.ids[adult],
                held_on=moment.date(),
                words=words,
                made_at=moment,
                answer=answer,
                answered_at=answered_at if answer else None,
                request=identity("request", "talk", self.person_id, adult, moment),
            )
        )

    def _link(self, adult: OutsideAdult, capability: str) -> UUID:
        return identity("link", self.person_id, adult.name, capability)

    def capability_thing(self, capability: str) -> str:
        """How a capability of the pupil's framework is named where it is shared."""
        return capability_thing(DEFAULT_FRAMEWORK, capability)

    def _add_file(self, words: EvidenceWords, moment: datetime) -> UUID:
        media = self.scene.media
        if words.photo:
            kept = media.photo(words.photo, self.chance.randrange(100))
        else:
            kept = media.paper(words.pdf, self.pupil.writes, self.pupil.name)
        with at(moment):
            row = kept.row(self.person_id)
        row.id = self._id("file")
        self.scene.rows.add(row)
        return row.id

    def _id(self, kind: str) -> UUID:
        self._count += 1
        return identity(kind, self.person_id, self._count)

    def _tag(self, kind: Kind, thing: UUID, title: str, moment: datetime) -> None:
        self.scene.rows.add(*tags_on(self.pupil.username, self.person_id, kind, thing, title, moment))

    def _did(self, moment: datetime) -> None:
        self.last = max(self.last or moment, moment)
