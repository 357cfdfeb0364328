"""The story of Siiri Niemi, told in full: whoever tries the app out as her finds three years of a life in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from portfolio_app.demo.credentials import credential_id
from portfolio_app.demo.school_years import PERIODS
from portfolio_app.demo.story import CLASS_TEACHERS, OutsideAdult, Story
from portfolio_app.demo.words import EntryWords, EvidenceWords, GoalWords, Part, read_text
from portfolio_app.portfolio.cv.models import Layout
from portfolio_app.portfolio.cv.shareable import cv_thing
from portfolio_app.sharing.actions import CLASS, PROFILE
from portfolio_app.sharing.models import Kind, ShownName

USERNAME = "siiri"

When = tuple[str, int]


class _Said(Part):
    when: When
    step: int
    reason: str


class _Evidence(EvidenceWords):
    key: str
    when: When
    people: str = ""
    share: tuple[str, ...] = ()
    deleted: bool = False


class _Entry(EntryWords):
    when: When
    evidence: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    deleted: bool = False


class _Cv(Part):
    """What is in her CV, by title, how it looks, and its contact lines."""

    when: When
    entries: tuple[str, ...]
    layout: Layout
    town: str
    email: str


class _Goal(GoalWords):
    when: When
    settled: When | None = None
    evidence: tuple[str, ...] = ()
    share: tuple[str, ...] = ()
    deleted: bool = False


class _Link(Part):
    """A link made that many days ago; `opened` says how many days ago it was opened how often."""

    about: tuple[Kind, str]
    days_ago: int
    ended: int | None = None
    name: ShownName = ShownName.NONE
    files: bool = False
    opened: Mapping[int, int] = {}


class _Collection(Part):
    title: str
    about: str
    when: When
    entries: tuple[str, ...]
    share: tuple[str, ...] = ()


class _Voice(Part):
    about: str
    by: str
    at: str = ""
    """Where an adult outside school works; "": somebody of the school, by user name."""
    when: When
    step: int | None = None
    """None: they were asked and have not answered."""
    reason: str = ""
    answer: str = ""


class _Comment(Part):
    about: tuple[Kind, str]
    by: str
    when: When
    words: str
    read: bool


class _Talk(Part):
    by: str
    when: When
    words: str
    answer: str = ""


class SiirisWords(Part):
    """What Siiri wrote and what was written to her."""

    assessments: Mapping[str, tuple[_Said, ...]]
    share_capabilities: Mapping[str, tuple[str, ...]]
    evidence: tuple[_Evidence, ...]
    entries: tuple[_Entry, ...]
    collections: tuple[_Collection, ...]
    links: tuple[_Link, ...]
    cv: _Cv
    goals: tuple[_Goal, ...]
    voices: tuple[_Voice, ...]
    comments: tuple[_Comment, ...]
    talks: tuple[_Talk, ...]


def tell(story: Story) -> None:
    """Tell it."""
    words = read_text(USERNAME, SiirisWords)
    _Telling(story).tell(words)


class _Telling:
    def __init__(self, story: Story) -> None:
        self._story = story
        self._years = story.scene.years
        self._lately = self._years.now - timedelta(days=5)
        self._shared: dict[str, datetime] = {}
        self._asked: set[tuple[str, str]] = set()

    def tell(self, words: SiirisWords) -> None:
        for capability, answers in words.assessments.items():
            for said in answers:
                self._story.assess(capability, said.step, said.reason, self._moment(said.when))
        things: dict[tuple[Kind, str], str] = {}
        for capability, audience in words.share_capabilities.items():
            thing = self._story.capability_thing(capability)
            things[Kind.CAPABILITY, capability] = thing
            moment = self._moment(words.assessments[capability][-1].when)
            self._share(Kind.CAPABILITY, thing, audience, moment + timedelta(minutes=2))
        evidence: dict[str, UUID] = {}
        for one in words.evidence:
            moment = self._moment(one.when)
            deleted_at = self._lately if one.deleted else None
            evidence[one.key] = self._story.add_evidence(one, moment, people=one.people, deleted_at=deleted_at)
            things[Kind.EVIDENCE, one.key] = str(evidence[one.key])
            self._share(Kind.EVIDENCE, str(evidence[one.key]), one.share, moment + timedelta(minutes=4))
        # the oldest first: each new one goes to the top
        for entry in sorted(words.entries, key=lambda one: (PERIODS.index(one.when[0]), one.when[1])):
            moment = self._moment(entry.when)
            parts = [evidence[key] for key in entry.evidence]
            entry_id = self._story.add_entry(entry, moment, parts, deleted_at=self._lately if entry.deleted else None)
            things[Kind.ENTRY, entry.title] = str(entry_id)
            self._share(Kind.ENTRY, str(entry_id), entry.share, moment + timedelta(minutes=20))
        for collection in words.collections:
            moment = self._moment(collection.when)
            within = [UUID(things[Kind.ENTRY, title]) for title in collection.entries]
            made = self._story.add_collection(collection.title, collection.about, within, moment)
            things[Kind.COLLECTION, collection.title] = str(made)
            self._share(Kind.COLLECTION, str(made), collection.share, moment + timedelta(minutes=15))
        chosen = [UUID(things[Kind.ENTRY, title]) for title in words.cv.entries]

        cv, when = words.cv, self._moment(words.cv.when)
        self._story.keep_cv(chosen, when, layout=cv.layout, town=cv.town, email=cv.email)
        things[Kind.CV, "cv"] = cv_thing(self._story.person_id)
        things[Kind.CREDENTIAL, "0"] = str(credential_id(0, USERNAME))
        for goal in words.goals:
            moment = self._moment(goal.when)
            goal_id = self._story.add_goal(
                goal,
                moment,
                [evidence[key] for key in goal.evidence],
                state_at=self._moment(goal.settled) if goal.settled else moment,
                deleted_at=self._lately if goal.deleted else None,
            )
            things[Kind.GOAL, goal.title] = str(goal_id)
            self._share(Kind.GOAL, str(goal_id), goal.share, moment + timedelta(minutes=10))
        for link in words.links:
            self._show(link, things[link.about])
        for voice in words.voices:
            self._hear(voice)
        for comment in words.comments:
            kind, name = comment.about
            moment = max(self._moment(comment.when), self._shared[things[kind, name]] + timedelta(hours=1))
            read_at = self._years.after(moment, 1.2) if comment.read else None
            self._story.comment(kind, things[kind, name], comment.by, comment.words, moment, read_at=read_at)
        self._story.seen("satu", PROFILE, self._moment(("spring2", 80)))
        for percent in (35, 78, 91):
            self._story.seen("tuula", CLASS, self._moment(("since", percent)))
        self._story.seen("tuula", PROFILE, self._moment(("since", 95)))
        self._story.seen("janne", PROFILE, self._moment(("since", 97)))
        for talk in words.talks:
            moment = self._moment(talk.when)
            self._story.talk(talk.by, talk.words, moment, answer=talk.answer, answered_at=self._years.after(moment, 2))

    def _show(self, link: _Link, thing: str) -> None:
        def ago(days: int) -> datetime:
            return self._years.now - timedelta(days=days, hours=2)

        self._story.show_by_link(
            link.about[0],
            thing,
            ago(link.days_ago),
            name=link.name,
            files=link.files,
            ended_at=None if link.ended is None else ago(link.ended),
            opened={ago(days).date(): count for days, count in link.opened.items()},
        )

    def _hear(self, voice: _Voice) -> None:
        asked = self._moment(voice.when)
        moment = self._years.after(asked, 3)
        by = OutsideAdult(voice.by, voice.at) if voice.at else voice.by
        if isinstance(by, OutsideAdult):
            self._story.ask_outside(by, voice.about, asked, moment)
        elif (by, voice.about) not in self._asked:
            self._asked.add((by, voice.about))
            self._story.ask(by, voice.about, asked)
        if voice.step is not None:
            answered_at = self._years.after(moment, 1)
            self._story.voice(
                by, voice.about, voice.step, voice.reason, moment, answer=voice.answer, answered_at=answered_at
            )

    def _share(self, kind: Kind, thing: str, audience: tuple[str, ...], moment: datetime) -> None:
        self._shared[thing] = moment
        for one in audience:
            self._story.share(kind, thing, one, moment)
            if one != CLASS_TEACHERS:
                self._story.seen(one, f"{kind.value}:{thing}", self._years.after(moment, 2))

    def _moment(self, when: When) -> datetime:
        return self._years.moment(*when, self._story.chance)
