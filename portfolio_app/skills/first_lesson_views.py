"""What the pages of the first lesson show: one step at a time, with what was said so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import load_draft, typed_text
from portfolio_app.core.languages import _, format_number, spoken
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.queries import nameable
from portfolio_app.skills import policy
from portfolio_app.skills.about_me import newest, typed_lines
from portfolio_app.skills.carried import named
from portfolio_app.skills.first_lesson_actions import (
    NOT_SURE,
    OWN_WORDS,
    LessonStanding,
    deed_draft,
    field_of,
    lines_draft,
    newest_lesson,
    question_draft,
)
from portfolio_app.skills.first_lesson_format import FirstLesson, LessonQuestion, first_lesson
from portfolio_app.skills.first_lesson_lines import Answered, Answers, Offered, lines_of, most_said, offered
from portfolio_app.skills.first_lesson_steps import (
    DEED,
    DONE,
    LINES,
    PAPER,
    WITNESS,
    after,
    answers_sent,
    lesson_href,
    steps_of,
)
from portfolio_app.skills.framework import pupils_framework
from portfolio_app.skills.models import Evidence, EvidenceCapability
from portfolio_app.skills.questionnaire import said


@dataclass(frozen=True)
class ChoiceView:
    """An answer to tick in the field `name`; `picture` is the path of its drawing."""

    code: str = ""
    name: str = ""
    label: str = ""
    picture: str = ""
    ticked: bool = False


@dataclass(frozen=True)
class AskedQuestion:
    """A question with what was answered, or what is ticked and not kept. `unsure`: that one does not know yet, which
    nothing said is not."""

    code: str = ""
    own_name: str = ""
    """The field for one's own words."""
    ask: str = ""
    most_said: str = ""
    choices: tuple[ChoiceView, ...] = ()
    own_words: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class SkillChoice:
    """A skill as a card to choose."""

    value: str = ""
    label: str = ""
    help: str = ""


@dataclass(frozen=True)
class DeedView:
    """Something I did well: what is typed of it, or the evidence it has become."""

    starters: tuple[str, ...] = ()
    choices: tuple[SkillChoice, ...] = ()
    """Skills it may show, each with its reason, and that one is not sure."""
    words: str = ""
    capability: str = ""
    draft: str = ""
    draft_version: int = 0
    evidence_href: str = ""
    evidence_title: str = ""
    skill: str = ""
    """What that evidence shows."""


@dataclass(frozen=True)
class WitnessView:
    """Somebody who could say so: an adult of the school, or whoever is named."""

    adults: tuple[Option, ...] = ()
    adult: str = ""
    name: str = ""
    shown: str = ""
    """Who it is, in words; "" for nobody."""


@dataclass(frozen=True)
class LineView:
    """One of the three lines: what it is about, and what stands in it."""

    name: str = ""
    words: str = ""


@dataclass(frozen=True)
class LinesView:
    """The lines about oneself: as they are typed, else as they hold, else as the answers make them."""

    lines: tuple[LineView, ...] = ()
    composed: tuple[str, ...] = ()
    """As the answers make them, for whoever wants these back."""
    draft: str = ""
    draft_version: int = 0


@dataclass(frozen=True)
class FirstLessonView:
    """A step of the lesson."""

    loaded: bool = False
    number: int = 1
    step: str = ""
    title: str = ""
    lead: str = ""
    step_said: str = ""
    percent: int = 0
    """How far that is."""
    previous_href: str = ""
    next_href: str = ""
    begun: bool = False
    finished: bool = False
    first_href: str = ""
    deed_href: str = ""
    heart: str = ""
    """The drawing beside the lines."""
    again_href: str = ""
    """Where the next round begins, once this one is finished."""
    questions: tuple[AskedQuestion, ...] = ()
    """The one of this step, or all of them."""
    draft: str = ""
    draft_version: int = 0
    paper_href: str = ""
    """Where all questions are typed in at once."""
    deed: DeedView = field(default_factory=DeedView)
    witness: WitnessView = field(default_factory=WitnessView)
    lines: LinesView = field(default_factory=LinesView)
    request: str = ""


async def load_first_lesson(actor: Actor, request: UUID, step: str = "", number: int = 0) -> FirstLessonView:
    """A step of the actor's first lesson; without one (or one there is none of), the first that has nothing yet.

    `number` is the round: one more than the newest begins another, whatever else shows the newest. `request` will be
    the form's id.
    """
    policy.may_keep_skills(actor)
    lesson = first_lesson()
    async with reading() as session:
        standing = await newest_lesson(session, actor.person_id)
        current = standing.row.number if standing else 0
        if number == current + 1 or standing is None:
            standing, number = None, current + 1
        else:
            number = current
        steps = steps_of(lesson)
        at = step if step in (*steps, PAPER) else _first_open(lesson, standing)
        parts = await _parts(session, actor, lesson, standing, number, at)
    title, lead = _head(at, parts)
    place = 0 if at == PAPER else steps.index(at)
    finished = standing is not None and standing.row.finished_at is not None
    return FirstLessonView(
        loaded=True,
        number=number,
        step=at,
        title=title,
        lead=lead,
        step_said="" if at in (PAPER, DONE) else _step_said(place, len(steps) - 1),
        percent=100 * (place + 1) // len(steps),
        previous_href=lesson_href(steps[place - 1], number) if place else "",
        next_href=after(at, number) if at != DONE else "",
        begun=standing is not None,
        finished=finished,
        first_href=lesson_href(steps[0], number),
        deed_href=lesson_href(DEED, number),
        heart=lesson.pictures[lesson.questions[0].picture],
        again_href=lesson_href(steps[0], number + 1) if finished else "",
        paper_href="" if at == PAPER else lesson_href(PAPER, number),
        request=str(request),
        **parts,
    )


def _first_open(lesson: FirstLesson, standing: LessonStanding | None) -> str:
    """Where one goes on: the first step of which nothing is kept; questions that were passed over stay so."""
    steps = steps_of(lesson)
    if standing is None:
        return steps[0]
    if standing.row.finished_at:
        return DONE
    kept = [one.code in standing.answers for one in lesson.questions]
    kept += [standing.row.evidence_id is not None, bool(standing.row.witness_id or standing.row.witness_name)]
    return steps[max((place + 1 for place, is_kept in enumerate(kept) if is_kept), default=0)]


def _head(at: str, parts: Mapping[str, Any]) -> tuple[str, str]:
    """What a step is called, and what one does there."""
    if at == PAPER:
        return _("From my sheet"), _("Tick what you ticked on paper, and leave out what you left out.")
    if at == DEED:
        return _("Something I did well"), _(
            "Think of the last few weeks. It may be small, and it need not be at school."
        )
    if at == WITNESS:
        return _("Somebody who could say so"), _(
            "Who saw it, or knows this side of you? Nobody is told that you say so."
        )
    if at == LINES:
        return _("Three lines about me"), _("Your answers made them. Change what does not fit, or write others.")
    if at == DONE:
        kept = parts["deed"].evidence_href
        said = _("Three lines and a first piece of evidence.") if kept else _("These are your lines.")
        return _("This is me, for now"), said + " " + _("You can change all of it at any time.")
    (question,) = parts["questions"]
    return question.ask, question.most_said


def _step_said(place: int, steps: int) -> str:
    return _("Step {n} of {all}").format(n=format_number(place + 1), all=format_number(steps))


async def _parts(
    session: AsyncSession, actor: Actor, lesson: FirstLesson, standing: LessonStanding | None, number: int, at: str
) -> dict[str, Any]:
    """What a step shows; the last one shows all that came of it."""
    answers: Answers = standing.answers if standing else {}
    if at == DEED:
        return {"deed": await _deed(session, actor, lesson, standing, number)}
    if at == WITNESS:
        return {"witness": await _witness(session, actor, standing)}
    if at == LINES:
        return {"lines": await _lines(session, actor, lesson, standing, number)}
    if at == DONE:
        return {
            "deed": await _deed(session, actor, lesson, standing, number),
            "witness": await _witness(session, actor, standing),
            "lines": await _lines(session, actor, lesson, standing, number),
        }
    return await _questions(session, actor, lesson, answers, number, at)


async def _questions(
    session: AsyncSession, actor: Actor, lesson: FirstLesson, answers: Answers, number: int, at: str
) -> dict[str, Any]:
    """The question of a step, or all of them: as ticked and not kept yet, else as answered."""
    name = question_draft(number, at)
    draft = await load_draft(session, actor.person_id, name)
    typed: Mapping[str, Answered] = {}
    if draft:
        typed = answers_sent({one: typed_text(draft, one) for one in draft.fields}, at)
    asked = lesson.questions if at == PAPER else (lesson.question(at),)
    return {
        "questions": tuple(_asked(lesson, one, answers.get(one.code), typed.get(one.code)) for one in asked),
        "draft": name,
        "draft_version": draft.version if draft else 0,
    }


def _asked(
    lesson: FirstLesson, question: LessonQuestion, answered: Answered | None, typed: Answered | None
) -> AskedQuestion:
    given = typed or answered or Answered()
    return AskedQuestion(
        code=question.code,
        own_name=field_of(question.code, OWN_WORDS),
        ask=said(question.ask),
        most_said=most_said(question),
        choices=tuple(
            ChoiceView(
                one.code,
                field_of(question.code, one.code),
                said(one.label),
                lesson.pictures[one.picture],
                one.code in given.choices,
            )
            for one in question.asked
        ),
        own_words=given.own_words,
        unsure=answered is not None and answered.unsure and given.unsure,
    )


async def _deed(
    session: AsyncSession, actor: Actor, lesson: FirstLesson, standing: LessonStanding | None, number: int
) -> DeedView:
    if standing and standing.row.evidence_id:
        evidence = await session.get(Evidence, standing.row.evidence_id)
        if evidence and evidence.deleted_at is None:
            return DeedView(
                evidence_href=f"/{spoken()}/evidence?id={evidence.id}",
                evidence_title=evidence.title,
                skill=await _shown_skill(session, evidence.id),
            )
    used = pupils_framework(await framework_of(session, actor.person_id))
    name = deed_draft(number)
    draft = await load_draft(session, actor.person_id, name)
    return DeedView(
        starters=tuple(said(one) for one in lesson.starters),
        choices=_skills(offered(lesson, standing.answers if standing else {}, used)),
        words=typed_text(draft, "words"),
        capability=typed_text(draft, "capability"),
        draft=name,
        draft_version=draft.version if draft else 0,
    )


def _skills(some: Sequence[Offered]) -> tuple[SkillChoice, ...]:
    cards = tuple(SkillChoice(one.code, one.name, f"{one.meaning} {one.reason}") for one in some)
    return (*cards, SkillChoice(NOT_SURE, _("I am not sure"), _("Then it goes to the first one. You can change that.")))


async def _shown_skill(session: AsyncSession, evidence_id: UUID) -> str:
    """The first capability that an evidence shows, under the framework it was made in; "" for none."""
    shows = select(EvidenceCapability).where(col(EvidenceCapability.evidence_id) == evidence_id)
    one = (await session.execute(shows.order_by(col(EvidenceCapability.capability)))).scalars().first()
    return named(one.framework, one.capability) if one else ""


async def _witness(session: AsyncSession, actor: Actor, standing: LessonStanding | None) -> WitnessView:
    named = await nameable(session, actor.person_id)
    nobody = Option("", _("Nobody of my school"))
    adults = (nobody, *(Option(one.id, f"{one.name}, {one.role}") for one in named)) if named else ()
    if standing is None or not (standing.row.witness_id or standing.row.witness_name):
        return WitnessView(adults)
    name = select(col(Person.name)).where(col(Person.id) == standing.row.witness_id)
    shown = standing.row.witness_name or (await session.execute(name)).scalar_one_or_none() or ""
    adult = str(standing.row.witness_id or "")
    return WitnessView(adults, adult, standing.row.witness_name, shown)


async def _lines(
    session: AsyncSession, actor: Actor, lesson: FirstLesson, standing: LessonStanding | None, number: int
) -> LinesView:
    name = lines_draft(number)
    draft = await load_draft(session, actor.person_id, name)
    composed = lines_of(lesson, standing.answers if standing else {})
    words = composed
    if standing and standing.row.finished_at:
        holds = await newest(session, actor.person_id)
        words = tuple(holds.words.splitlines()) if holds else ()
    typed = typed_lines(draft, words)
    return LinesView(
        lines=tuple(LineView(said(line.name), text) for line, text in zip(lesson.lines, typed, strict=True)),
        composed=composed,
        draft=name,
        draft_version=draft.version if draft else 0,
    )
