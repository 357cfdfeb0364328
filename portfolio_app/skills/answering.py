"""Answering a questionnaire, and saying that a part of its result does not fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Executable, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, insert_or_renew, table_of, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import several_lines
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.skills import policy
from portfolio_app.skills.framework import UnknownCode
from portfolio_app.skills.models import QuestionnaireAnswer, QuestionnaireRejection, QuestionnaireRound
from portfolio_app.skills.questionnaire import Questionnaire, questionnaire
from portfolio_app.skills.scoring import Scored, score

LONGEST_WHY = 1000
MOST_ROUNDS = 1000
DELETED = N_("You have deleted these answers. Load this page again to begin anew.")
SUPERSEDED = N_("You have begun a new round, perhaps on another device. Load this page again to go on there.")


@dataclass(frozen=True)
class Round:
    """A round with its answers so far."""

    id: UUID
    number: int
    version: int
    answers: Mapping[str, int]
    deleted: bool = False
    """Whether it rests among the recently deleted: its number stays taken, and nobody answers in it."""


def known(code: str) -> Questionnaire:
    """The questionnaire with that code. Raises `NotFound` for a code there is none of."""
    try:
        return questionnaire(code)
    except UnknownCode as problem:
        raise NotFound() from problem


def parts_of(scored: Scored) -> frozenset[str]:
    """The parts of a result that can be rejected: themes that stand out, and surprises."""
    themes = {f"theme:{theme.code}" for theme in scored.standing_out}
    return frozenset(themes | {f"surprise:{one.statement}" for one in scored.surprises})


def rejection_draft(round_id: UUID, part: str) -> str:
    """The name of the draft of why a part of a round's result does not fit."""
    return rejection_drafts(round_id) + part.replace(":", ".")


def rejection_drafts(round_id: UUID) -> str:
    """How the names of all of these drafts of a round begin."""
    return f"rejection:{round_id}."


def must_go_on(current: int, number: int) -> None:
    """Raise unless round `number` is the newest, `current`, or the next one: `Conflict` for one that is over,
    `NotFound` for any other."""
    if number not in (current, current + 1) or not 1 <= number <= MOST_ROUNDS:
        raise Conflict(SUPERSEDED) if 1 <= number < current else NotFound()


async def answer(actor: Actor, code: str, number: int, answers: Mapping[str, int]) -> int:
    """Keep answers (statement code -> 1 to 4) of the actor's round `number` of a questionnaire; the last one to a
    statement counts. Returns how many statements of the round are answered now.

    The number after the newest round begins the next one, with its first answer. Raises `NotFound` for statements and
    values that the round does not have (then nothing is kept), `Conflict` for a round that is over.
    """
    policy.may_keep_skills(actor)
    used = known(code)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        newest = await newest_round(session, actor.person_id, code)
        current = newest.number if newest else 0
        must_go_on(current, number)
        begun = newest if newest and number == current else None
        if begun and begun.deleted:
            raise Conflict(DELETED)
        version = begun.version if begun else used.version
        asked = {one.code for one in used.asked(version)}
        if any(statement not in asked or value not in (1, 2, 3, 4) for statement, value in answers.items()):
            raise NotFound()
        before: Mapping[str, int] = begun.answers if begun else {}
        new = {statement: value for statement, value in answers.items() if before.get(statement) != value}
        if new:
            round_id = begun.id if begun else await _begin(session, actor, used, number)
            rows = [_row(round_id, statement, value) for statement, value in new.items()]
            await insert_or_renew(session, QuestionnaireAnswer, ("round_id", "statement"), rows)
            _audit(session, "skills.answer", actor, f"questionnaire:{code}:{number}", statements=len(new))
        return len({*before, *new} & asked)


async def reject(actor: Actor, code: str, number: int, part: str, why: str) -> None:
    """Say that a part (see `parts_of`) of the result of a round does not fit, and why (nobody has to). Said before:
    the words change.

    Raises `NotFound` for a part that result does not have.
    """
    policy.may_keep_skills(actor)
    used = known(code)
    words = several_lines(why, field="why", most=LONGEST_WHY)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        about = await round_of(session, actor.person_id, code, number)
        if about is None or part not in parts_of(score(used, about.version, about.answers)):
            raise NotFound()
        row = QuestionnaireRejection(round_id=about.id, part=part, why=words, made_at=now())
        if not await insert_new(session, row):
            kept = await _rejection(session, about.id, part)
            kept.why, kept.made_at, kept.withdrawn_at = words, now(), None
        await drop_draft(session, actor.person_id, rejection_draft(about.id, part))
        _audit(session, "skills.reject", actor, f"questionnaire:{code}:{number}", part=part)


async def take_back_rejection(actor: Actor, code: str, number: int, part: str) -> None:
    """Take back that a part does not fit; what was written stays for whoever thinks again. Taken back already: fine."""
    policy.may_keep_skills(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        about = await round_of(session, actor.person_id, code, number)
        if about is None:
            raise NotFound()
        kept = await _rejection(session, about.id, part)
        if kept.withdrawn_at is None:
            kept.withdrawn_at = now()
            _audit(session, "skills.take_back_rejection", actor, f"questionnaire:{code}:{number}", part=part)


# Written once, and on the tables themselves: a whole class answers at the same time.
_ROUND, _ANSWER = table_of(QuestionnaireRound), table_of(QuestionnaireAnswer)
_WITH_ANSWERS = (
    select(_ROUND.c.id, _ROUND.c.number, _ROUND.c.version, _ROUND.c.deleted_at, _ANSWER.c.statement, _ANSWER.c.value)
    .join_from(_ROUND, _ANSWER, _ANSWER.c.round_id == _ROUND.c.id)
    .where(_ROUND.c.person_id == bindparam("person"), _ROUND.c.questionnaire == bindparam("code"))
)
_OF_NUMBER = _WITH_ANSWERS.where(_ROUND.c.number == bindparam("number"), _ROUND.c.deleted_at.is_(None))
_OTHER = _ROUND.alias()
_NEWEST = _WITH_ANSWERS.where(
    _ROUND.c.number
    == select(_OTHER.c.number)
    .where(_OTHER.c.person_id == bindparam("person"), _OTHER.c.questionnaire == bindparam("code"))
    .order_by(_OTHER.c.number.desc())
    .limit(1)
    .scalar_subquery()
)


async def newest_round(session: AsyncSession, person_id: UUID, code: str) -> Round | None:
    """The round begun last, deleted or not; None before the first."""
    return await _one_round(session, _NEWEST, {"person": person_id, "code": code})


async def round_of(session: AsyncSession, person_id: UUID, code: str, number: int) -> Round | None:
    """The round with that number, None where there is none."""
    if not 1 <= number <= MOST_ROUNDS:
        return None
    return await _one_round(session, _OF_NUMBER, {"person": person_id, "code": code, "number": number})


async def _one_round(session: AsyncSession, statement: Executable, which: dict[str, Any]) -> Round | None:
    rows = (await session.execute(statement, which)).all()
    if not rows:
        return None
    first, answers = rows[0], {row.statement: row.value for row in rows}
    return Round(first.id, first.number, first.version, answers, first.deleted_at is not None)


async def _begin(session: AsyncSession, actor: Actor, used: Questionnaire, number: int) -> UUID:
    row = QuestionnaireRound(
        person_id=actor.person_id, questionnaire=used.code, version=used.version, number=number, began_at=now()
    )
    session.add(row)
    await session.flush()
    return row.id


async def _rejection(session: AsyncSession, round_id: UUID, part: str) -> QuestionnaireRejection:
    found = await session.execute(
        select(QuestionnaireRejection).where(
            col(QuestionnaireRejection.round_id) == round_id, col(QuestionnaireRejection.part) == part
        )
    )
    kept = found.scalar_one_or_none()
    if kept is None:
        raise NotFound()
    return kept


def _row(round_id: UUID, statement: str, value: int) -> dict[str, Any]:
    return {"id": uuid4(), "round_id": round_id, "statement": statement, "value": value, "made_at": now()}


def _audit(session: AsyncSession, action: str, actor: Actor, thing: str, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=thing, **detail)
