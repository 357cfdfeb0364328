"""Doing the ten-minute first lesson: answers one by one, something done well, somebody who could say so, three lines.

Each part is kept when it is said, from whichever device, and any part can be left out: a round ends with its lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_or_renew, reading, table_of, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, ngettext
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.sharing.policy import must_be_nameable
from portfolio_app.skills import policy
from portfolio_app.skills.about_me import keep_lines
from portfolio_app.skills.actions import LONGEST_WORDS, EvidenceForm, add_evidence
from portfolio_app.skills.answering import must_go_on
from portfolio_app.skills.first_lesson_format import LessonQuestion, first_lesson
from portfolio_app.skills.first_lesson_lines import Answered, Answers, offered
from portfolio_app.skills.framework import UnknownCode, pupils_framework
from portfolio_app.skills.models import Evidence, EvidenceKind, LessonAnswer, LessonRound

LONGEST_OWN_WORDS = 60
LONGEST_NAME = 120
LONGEST_TITLE = 60
OWN_WORDS = "own_words"
"""Ends the name of the field for an answer in one's own words; `field_of` begins it."""
NOT_SURE = "not-sure"
"""Instead of a capability: the first one offered is taken, and the pupil is told which."""
DEED_KEPT = N_("You have saved something for this lesson already. You can change it where your evidence is.")


@dataclass(frozen=True)
class LessonStanding:
    """A round as it stands."""

    row: LessonRound
    answers: Answers


def field_of(question: str, choice: str) -> str:
    """The name of the field of an answer; with `OWN_WORDS`, of the one for own words."""
    return f"{question}:{choice}"


def question_draft(number: int, step: str) -> str:
    """The name of the draft of a question's answer, in a round."""
    return f"first-lesson-answer:{number}.{step}"


def deed_draft(number: int) -> str:
    """The name of the draft of what went well, in a round."""
    return f"first-lesson-deed:{number}"


def lines_draft(number: int) -> str:
    """The name of the draft of the lines of a round."""
    return f"first-lesson-lines:{number}"


async def answer_question(
    actor: Actor, number: int, question: str, choices: Sequence[str] = (), own_words: str = ""
) -> None:
    """Keep what is answered to a question in the actor's round `number`; no choice and no words are "I don't know yet".
    The last answer counts. The number after the newest round begins the next one.

    Raises `NotFound` for what is not asked, `Conflict` for a round that is over, `Invalid` for too many choices.
    """
    await answer_questions(actor, number, {question: Answered(tuple(choices), own_words)}, question)


async def answer_questions(actor: Actor, number: int, given: Answers, step: str) -> None:
    """Keep answers to several questions at once, all or none of them; else as `answer_question`. `step` is where they
    were typed in: its draft is dropped."""
    policy.may_keep_skills(actor)
    rows = [_row(code, answered) for code, answered in given.items()]
    async with writing() as session:
        round_ = await _going_on(session, actor, number)
        in_round = {"round_id": round_.id, "made_at": now()}
        await insert_or_renew(session, LessonAnswer, ("round_id", "question"), [values | in_round for values in rows])
        await drop_draft(session, actor.person_id, question_draft(number, step))
        _audit(session, "skills.answer_first_lesson", actor, number)


def _row(code: str, answered: Answered) -> dict[str, Any]:
    """An answer as it is kept. `Invalid` says it at the question, or at its field for own words."""
    asked = _question(code)
    told = one_line(answered.own_words, field=field_of(code, OWN_WORDS), most=LONGEST_OWN_WORDS)
    given = [one.code for one in asked.asked if one.code in answered.choices]
    if set(answered.choices) - set(given):
        raise NotFound()
    if len(given) + bool(told) > asked.most:
        raise Invalid(ngettext("Choose one answer.", "Choose at most {n} answers.", asked.most), field=code)
    return {"id": uuid4(), "question": code, "choices": " ".join(given), "own_words": told}


async def keep_deed(actor: Actor, number: int, words: str, capability: str, request: UUID) -> UUID:
    """Keep something the actor did well as evidence, private until they share it; returns its id. `capability` is one
    of those offered, or `NOT_SURE`. The evidence's name is how its words begin.

    Sent twice, kept once. Raises as `add_evidence` does, and `Conflict` when the round has its evidence already.
    """
    policy.may_keep_skills(actor)
    text = several_lines(words, field="words", most=LONGEST_WORDS, empty=N_("Write a few words about it."))
    async with reading() as session:
        newest = await newest_lesson(session, actor.person_id)
        must_go_on(newest.row.number if newest else 0, number)
        standing = newest if newest and newest.row.number == number else None
        if standing and standing.row.evidence_id and not await _is_of(session, standing.row.evidence_id, request):
            raise Conflict(DEED_KEPT)
        used = pupils_framework(await framework_of(session, actor.person_id))
    may_be = [one.code for one in offered(first_lesson(), standing.answers if standing else {}, used)]
    if capability == NOT_SURE:
        capability = may_be[0]
    if capability not in may_be:
        raise Invalid(N_("Choose a skill, or that you are not sure."), field="capability")
    form = EvidenceForm(title=title_of(text), words=text, capabilities=(capability,))
    evidence_id = await add_evidence(actor, EvidenceKind.WORDS, form, request, from_entry=True)
    async with writing() as session:
        (await _going_on(session, actor, number)).evidence_id = evidence_id
        await drop_draft(session, actor.person_id, deed_draft(number))
        _audit(session, "skills.keep_deed", actor, number)
    return evidence_id


async def name_witness(actor: Actor, number: int, adult_id: UUID | None, name: str = "") -> None:
    """Keep who could say so too: a teacher or counsellor of the actor's school, or whoever is named; neither takes back
    what was kept. It is the actor's to remember: nobody is told.

    Raises `NotFound` for an adult who is not at the actor's school.
    """
    policy.may_keep_skills(actor)
    told = "" if adult_id else one_line(name, field="name", most=LONGEST_NAME)
    async with writing() as session:
        row = await _going_on(session, actor, number)
        await must_be_nameable(session, actor.person_id, [adult_id] if adult_id else [])
        row.witness_id, row.witness_name = adult_id, told
        _audit(session, "skills.name_witness", actor, number, named=bool(adult_id or told))


async def finish(actor: Actor, number: int, lines: Sequence[str], request: UUID) -> None:
    """End the round with these lines about oneself: they hold from now on. Sent twice, kept once; ended already, the
    lines change. Raises `Invalid` without any words: nobody leaves with an empty profile."""
    policy.may_keep_skills(actor)
    if not any(one.strip() for one in lines):
        raise Invalid(N_("Write at least one line about yourself."), field="line1")
    async with writing() as session:
        row = await _going_on(session, actor, number)
        await keep_lines(session, actor, lines, request)
        row.finished_at = row.finished_at or now()
        await drop_draft(session, actor.person_id, lines_draft(number))
        _audit(session, "skills.finish_first_lesson", actor, number)


def title_of(words: str) -> str:
    """The name an evidence gets from its words: its first line, or as many whole words of that as fit."""
    line = " ".join(words.strip().splitlines()[0].split())
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–-") + "…"


_ANSWER = table_of(LessonAnswer)


async def newest_lesson(session: AsyncSession, person_id: UUID) -> LessonStanding | None:
    """The round begun last with its answers, None before the first."""
    row = await _newest_round(session, person_id)
    if row is None:
        return None
    answers = await session.execute(
        select(_ANSWER.c.question, _ANSWER.c.choices, _ANSWER.c.own_words).where(_ANSWER.c.round_id == row.id)
    )
    return LessonStanding(row, {one.question: Answered(tuple(one.choices.split()), one.own_words) for one in answers})


async def _newest_round(session: AsyncSession, person_id: UUID) -> LessonRound | None:
    newest = select(LessonRound).where(col(LessonRound.person_id) == person_id)
    found = await session.execute(newest.order_by(col(LessonRound.number).desc()).limit(1))
    return found.scalar_one_or_none()


async def _going_on(session: AsyncSession, actor: Actor, number: int) -> LessonRound:
    """The actor's newest round when it has that number, or the next one, begun now; changed now. Raises `Conflict` for
    one that is over, `NotFound` for any other."""
    await one_at_a_time(session, actor.person_id)
    newest = await _newest_round(session, actor.person_id)
    must_go_on(newest.number if newest else 0, number)
    if newest and number == newest.number:
        newest.touched_at = now()
        return newest
    row = LessonRound(
        person_id=actor.person_id, number=number, version=first_lesson().version, began_at=now(), touched_at=now()
    )
    session.add(row)
    await session.flush()
    return row


async def _is_of(session: AsyncSession, evidence_id: UUID, request: UUID) -> bool:
    """Whether an evidence was made by that form, or was deleted meanwhile so that there is room for another."""
    row = await session.get(Evidence, evidence_id)
    return row is None or row.request == request or row.deleted_at is not None


def _question(code: str) -> LessonQuestion:
    try:
        return first_lesson().question(code)
    except UnknownCode as problem:
        raise NotFound() from problem


def _audit(session: AsyncSession, action: str, actor: Actor, number: int, **detail: Any) -> None:
    thing = f"first_lesson:{number}"
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=thing, **detail)
