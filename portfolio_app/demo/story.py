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
from portfolio_app.demo.words import EntryWords, EvidenceWords, GoalWords
from portfolio_app.plan.models import Goal, GoalBarrier, GoalCapability, GoalEvidence, GoalHelper, GoalStep
from portfolio_app.portfolio.models import Entry, EntryCapability, EntryEvidence
from portfolio_app.schools.membership import DEFAULT_FRAMEWORK
from portfolio_app.sharing.models import Access, Audience, Comment, Grant, Kind
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
                title=words.title,
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
        self._did(moment)
        return entry_id

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
        self, kind: Kind, thing: str, by: str, words: str, moment: datetime, *, read_at: datetime | None
    ) -> None:
        """Somebody whom a thing is shared with wrote about it."""
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

    def _did(self, moment: datetime) -> None:
        self.last = max(self.last or moment, moment)
