"""Stories of the many: drawn from the texts by chance that is the same at every load, uneven as in any school."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Generic, TypeVar
from uuid import UUID

from portfolio_app.demo.chance import chance_for
from portfolio_app.demo.people import DemoPupil, Pace
from portfolio_app.demo.school_years import PERIODS
from portfolio_app.demo.story import CLASS_TEACHERS, Story
from portfolio_app.demo.words import EntryWords, EvidenceWords, GoalWords, Words, words_in
from portfolio_app.plan.models import GoalState
from portfolio_app.sharing.actions import CLASS, PROFILE
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.models import Origin, PeopleInIt

Card = TypeVar("Card", EvidenceWords, EntryWords, GoalWords)

_OPENNESS = (0.0, 0.15, 0.4, 0.75)  # which share of their things pupils let somebody see
_PEOPLE = (PeopleInIt.NOBODY, PeopleInIt.NOBODY, PeopleInIt.AGREED, PeopleInIt.NOT_ASKED)
DIARY_DAYS = 190
"""How many pages the diary of the pupil with very much evidence has."""


class Deck(Generic[Card]):
    """Texts of one class: all draw from one pile, so that no two pupils wrote the same before it is used up."""

    def __init__(self, cards: Sequence[Card], chance: Random) -> None:
        self._cards = list(cards)
        chance.shuffle(self._cards)
        self._next = 0

    def draw(self, had: set[str]) -> Card | None:
        """The next text whose title is not in `had`, which it joins; None when there is none left."""
        for _try in range(len(self._cards)):
            card = self._cards[self._next % len(self._cards)]
            self._next += 1
            if card.title not in had:
                had.add(card.title)
                return card
        return None


class Decks:
    """What the pupils of one class write, in one language; the youngest have not been at work yet."""

    def __init__(self, class_name: str, language: str, stage: str) -> None:
        chance = chance_for("deck", class_name, language)
        words = words_in(language)
        beyond = {"N2", "H1"} if stage == "11-13" else set[str]()
        evidence = [one for one in words.all_evidence() if not (beyond.intersection(one.shows) or (beyond and one.pdf))]
        self.evidence = Deck(evidence, chance)
        self.entries = Deck([one for one in words.entries if not beyond.intersection(one.shows)], chance)
        self.goals = Deck([one for one in words.goals if not beyond.intersection(one.shows)], chance)
        self.words: Words = words


def tell(story: Story, decks: Decks, teachers: Sequence[str], counsellor: str) -> None:
    """Draw the story of one pupil, whom `teachers` (user names) teach and `counsellor` looks after."""
    pupil = story.pupil
    if pupil.pace is Pace.NOT_BEGUN:
        return
    drawn = _Drawn(story, decks, teachers, counsellor)
    for period in _periods(pupil, story.chance):
        if story.chance.random() < pupil.pace.share:
            drawn.period(period)
    if story.last is None:
        drawn.period("since" if pupil.pace is not Pace.STOPPED else PERIODS[-3])
    drawn.looked_at()
    drawn.plan()


def _periods(pupil: DemoPupil, chance: Random) -> Sequence[str]:
    """The periods the pupil was here for, without the last ones of those who stopped."""
    periods = PERIODS[-(2 * pupil.years + 1) :]
    return periods[: -chance.choice((2, 3))] if pupil.pace is Pace.STOPPED else periods


class _Drawn:
    """A story on its way."""

    def __init__(self, story: Story, decks: Decks, teachers: Sequence[str], counsellor: str) -> None:
        self._story = story
        self._chance = story.chance
        self._years = story.scene.years
        self._decks = decks
        self._teachers = teachers
        self._counsellor = counsellor
        self._openness = self._chance.choice(_OPENNESS) if teachers else 0.0
        self._steps: dict[str, int] = {}
        self._had: set[str] = set()
        self._shares = False
        self._shared_capabilities: set[str] = set()

    def period(self, period: str) -> None:
        """One autumn or spring of looking at oneself, gathering evidence and writing."""
        most, chance = self._story.pupil.pace.most, self._chance
        capabilities = sorted(self._decks.words.reasons)
        for capability in chance.sample(capabilities, min(len(capabilities), chance.randint(1, most + 1))):
            self._assess(capability, self._moment(period))
        gathered: list[tuple[UUID, datetime]] = []
        for _piece in range(chance.randint(0 if self._story.last else 1, most)):
            if (card := self._decks.evidence.draw(self._had)) is not None:
                gathered.append(self._gather(card, self._moment(period)))
        for _piece in range(chance.choice((0, 0, 1, most // 2))):
            if (entry := self._decks.entries.draw(self._had)) is not None:
                self._write(entry, self._moment(period), gathered)

    def plan(self) -> None:
        """Some pupils have a goal or two: most work on them, some have reached one or let it rest."""
        for _goal in range(self._chance.choice((0, 0, 1, 1, 2))):
            if (words := self._decks.goals.draw(self._had)) is None:
                return
            state = self._chance.choices(tuple(GoalState), (75, 15, 10))[0]
            if state is GoalState.DONE:
                done = tuple(step.model_copy(update={"done": 8 + 3 * n}) for n, step in enumerate(words.steps))
                words = words.model_copy(update={"steps": done})
            moment = self._moment(PERIODS[-1])
            goal = words.model_copy(update={"state": state, "review_in": self._chance.choice((None, 9, 25, 40))})
            settled = moment if state is GoalState.OPEN else self._years.after(moment, self._chance.uniform(2, 30))
            self._let_in(Kind.GOAL, str(self._story.add_goal(goal, moment, state_at=settled)), moment)

    def keep_diary(self) -> None:
        """Very many pieces of evidence: a page of a diary every few days, over two years."""
        diary = self._decks.words.diary
        first, last = self._years.span("autumn2")[0], self._years.span("since")[1]
        for number in range(DIARY_DAYS):
            share = number / (DIARY_DAYS - 1)
            day = first + timedelta(days=round((last - first).days * share))
            moment = datetime.fromisoformat(f"{day}T15:{number % 60:02}:00+00:00")
            words = diary.words[self._chance.randrange(len(diary.words))]
            page = EvidenceWords(
                title=diary.title.format(n=number + 1),
                words=words,
                shows=(diary.shows[number % len(diary.shows)],),
                origin=Origin.CLUB,
            )
            self._story.add_evidence(page, moment)

    def looked_at(self) -> None:
        """Teachers look at whoever shares something, now and then."""
        if not self._shares:
            return
        for days in self._chance.sample(range(1, 60), 3):
            moment = self._years.now - timedelta(days=days)
            self._story.seen(self._chance.choice(self._teachers), self._chance.choice((CLASS, PROFILE)), moment)

    def _moment(self, period: str) -> datetime:
        # what came since the last spring came mostly of late: schools are closed in summer
        percent = self._chance.triangular(5, 99, 95) if period == PERIODS[-1] else self._chance.uniform(5, 98)
        return self._years.moment(period, percent, self._chance)

    def _assess(self, capability: str, moment: datetime) -> None:
        chance, before = self._chance, self._steps.get(capability)
        change = chance.choices((1, 0, -1), (50, 35, 15))[0]
        step = chance.choice((1, 1, 2, 2, 3)) if before is None else min(4, max(1, before + change))
        reason = self._decks.words.reasons[capability][step - 1] if chance.random() < 0.55 else ""
        self._steps[capability] = step
        self._story.assess(capability, step, reason, moment)
        if capability not in self._shared_capabilities and chance.random() < self._openness / 2:
            self._shared_capabilities.add(capability)
            self._let_in(Kind.CAPABILITY, self._story.capability_thing(capability), moment)

    def _gather(self, card: EvidenceWords, moment: datetime) -> tuple[UUID, datetime]:
        people = self._chance.choice(_PEOPLE) if card.photo else ""
        evidence_id = self._story.add_evidence(card, moment, people=people)
        if people != PeopleInIt.NOT_ASKED:
            self._let_in(Kind.EVIDENCE, str(evidence_id), moment)
        return evidence_id, moment

    def _write(self, words: EntryWords, moment: datetime, gathered: Sequence[tuple[UUID, datetime]]) -> None:
        changed = self._years.after(moment, self._chance.uniform(0.5, 9)) if self._chance.random() < 0.3 else None
        there = [evidence_id for evidence_id, made_at in gathered if made_at < moment]
        parts = self._chance.sample(there, min(len(there), self._chance.randint(0, 2)))
        if words.photo and self._chance.random() < 0.7:
            picture = EvidenceWords(title=words.title, shows=words.shows, photo=words.photo)
            parts.append(self._gather(picture, moment - timedelta(minutes=self._chance.randint(3, 200)))[0])
        entry_id = self._story.add_entry(words, moment, parts, changed_at=changed)
        self._let_in(Kind.ENTRY, str(entry_id), changed or moment)

    def _let_in(self, kind: Kind, thing: str, moment: datetime) -> None:
        """Perhaps share a thing; perhaps somebody looks at it then, and perhaps says something."""
        chance = self._chance
        if chance.random() >= self._openness:
            return
        begins = self._years.after(moment, chance.uniform(0, 12))
        named = chance.random() < 0.2
        audience = chance.choice((*self._teachers, self._counsellor)) if named else CLASS_TEACHERS
        if chance.random() < 0.05:
            self._story.share(kind, thing, audience, begins, ended_at=self._years.after(begins, chance.uniform(1, 40)))
            return
        self._story.share(kind, thing, audience, begins)
        self._shares = self._shares or not named
        if chance.random() < 0.45:
            return
        viewer = audience if named else chance.choice(self._teachers)
        looked = self._years.after(begins, chance.uniform(0.2, 14))
        self._story.seen(viewer, f"{kind.value}:{thing}", looked)
        if chance.random() < 0.3:
            written = self._years.after(looked, chance.uniform(0, 0.02))
            read = self._years.after(written, chance.uniform(0.1, 6)) if chance.random() < 0.8 else None
            words = chance.choice(self._decks.words.comments)
            self._story.comment(kind, thing, viewer, words, written, read_at=read)


def tell_with_diary(story: Story, decks: Decks, teachers: Sequence[str], counsellor: str) -> None:
    """As `tell`, with a diary of very many pages beside it."""
    tell(story, decks, teachers, counsellor)
    _Drawn(story, decks, teachers, counsellor).keep_diary()
