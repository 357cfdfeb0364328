"""What an ambassador plans to do with others, and what came of it: minutes, how many were there, what they learned."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import ACTIONS, Ambassador, AmbassadorAction, AmbassadorTerm
from portfolio_app.ambassadors.terms.auditing import audit_ambassador
from portfolio_app.ambassadors.terms.serving import SIGNED, term_of
from portfolio_app.ambassadors.training.standing import may_meet
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import day_typed, one_line, several_lines

FEWEST, MOST = 3, 5
"""Actions in the plan of a term. More can be kept: `MOST_KEPT` at once."""
MOST_KEPT = 40
AFTER = timedelta(days=30)
"""For how long after the last day somebody still writes down what they did."""
ALONE = ("poster",)
"""Actions in which an ambassador meets nobody."""
UNTRAINED = N_(
    "First do the part of your training on what to do when somebody tells you a worry. Until then: a poster."
)
LONGEST_MINUTES, MOST_HEADS = 600, 2000


@dataclass(frozen=True)
class ActionForm(Typed):
    """An action as somebody plans it; `day` is ISO 8601."""

    kind: str = ""
    day: str = ""
    partner: str = ""
    place: str = ""
    plan_words: str = ""


@dataclass(frozen=True)
class LogForm(Typed):
    """What came of it, as somebody types it."""

    minutes: str = ""
    heads: str = ""
    learned: str = ""


def log_draft(action_id: UUID) -> str:
    """The name of the draft of what is written of an action."""
    return f"ambassador-log:{action_id}"


async def plan(actor: Actor, ambassador_id: str | UUID, form: ActionForm, request: UUID) -> None:
    """Plan one action more. Sent twice, kept once. Raises `Invalid` with the field, and `NotFound`."""
    async with writing() as session:
        row, term = await writes(session, actor, ambassador_id)
        values = _planned(form, term)
        await _check_trained(session, row, form, "kind")
        sent = await session.scalar(
            select(col(AmbassadorAction.ambassador_id)).where(col(AmbassadorAction.request) == request)
        )
        if sent is not None:
            if sent != row.id:
                raise NotFound()
            return
        kept = await session.scalar(
            select(func.count())
            .select_from(AmbassadorAction)
            .where(col(AmbassadorAction.ambassador_id) == row.id, col(AmbassadorAction.deleted_at).is_(None))
        )
        if (kept or 0) >= MOST_KEPT:
            raise Invalid(N_("There are {n} already. Delete one that does not take place."), field="kind", n=MOST_KEPT)
        moment = now()
        action = AmbassadorAction(ambassador_id=row.id, **values, made_at=moment, changed_at=moment, request=request)
        if await insert_new(session, action):
            audit_ambassador(session, "plan_action", actor, row, planned=str(action.id))


async def change_plan(actor: Actor, action_id: str | UUID, form: ActionForm, version: int) -> None:
    """Change what is planned. The same again changes nothing. Raises `Conflict` when it was changed since `version`,
    `Invalid` with the field, and `NotFound`."""
    async with writing() as session:
        row, term, action = await _own_action(session, actor, action_id)
        values = _planned(form, term, f"-{action.id}")
        if action.kind != form.kind:
            await _check_trained(session, row, form, f"kind-{action.id}")
        if all(getattr(action, name) == value for name, value in values.items()):
            return
        if action.version != version:
            raise Conflict()
        for name, value in values.items():
            setattr(action, name, value)
        action.version, action.changed_at = action.version + 1, now()
        audit_ambassador(session, "change_action", actor, row, planned=str(action.id))


async def log(actor: Actor, action_id: str | UUID, form: LogForm, version: int) -> None:
    """Write down what came of an action whose day has begun. The same again changes nothing.

    Raises `Conflict` when it was changed since `version`, `Invalid` with the field, and `NotFound`.
    """
    async with writing() as session:
        row, _term, action = await _own_action(session, actor, action_id)
        values = _logged(form, action)
        await drop_draft(session, actor.person_id, log_draft(action.id))
        if action.logged_at is not None and all(getattr(action, name) == value for name, value in values.items()):
            return
        if action.version != version:
            raise Conflict()
        for name, value in values.items():
            setattr(action, name, value)
        action.logged_at = action.logged_at or now()
        action.version, action.changed_at = action.version + 1, now()
        audit_ambassador(session, "log_action", actor, row, planned=str(action.id))


async def delete_action(actor: Actor, action_id: str | UUID, *, back: bool = False) -> None:
    """An action does not take place; or it does after all (`back`), within 30 days. Done already: fine. Raises
    `NotFound`."""
    async with writing() as session:
        row, _term, action = await _own_action(session, actor, action_id, deleted=None)
        if back is (action.deleted_at is None):
            return
        if action.deleted_at is not None and action.deleted_at <= rested_before():
            raise NotFound()
        action.deleted_at = None if back else now()
        action.version += 1
        audit_ambassador(session, "restore_action" if back else "delete_action", actor, row, planned=str(action.id))


async def writes(session: AsyncSession, actor: Actor, ambassador_id: str | UUID) -> tuple[Ambassador, AmbassadorTerm]:
    """The actor's own, locked, with its term, while they may write in it: not ended, still a pupil there, and the last
    day not 30 days past. Raises `Invalid` once it is signed, and `NotFound`."""
    row = await policy.check_own(session, actor, ambassador_id, lock=True)
    term = await term_of(session, row)
    if not may_write(actor, row, term):
        raise NotFound()
    if row.signed_at is not None:
        raise Invalid(SIGNED)
    return row, term


def may_write(actor: Actor, row: Ambassador, term: AmbassadorTerm) -> bool:
    """Whether the actor, whose own it is, may write in it today."""
    return (
        row.ended_at is None
        and row.school_id in actor.schools(Role.PUPIL)
        and local_date(now()) <= term.last_day + AFTER
    )


async def _own_action(
    session: AsyncSession, actor: Actor, action_id: str | UUID, *, deleted: bool | None = False
) -> tuple[Ambassador, AmbassadorTerm, AmbassadorAction]:
    whose = await session.scalar(
        select(col(AmbassadorAction.ambassador_id)).where(col(AmbassadorAction.id) == as_id(action_id))
    )
    if whose is None:
        raise NotFound()
    row, term = await writes(session, actor, whose)
    action = await session.get_one(AmbassadorAction, as_id(action_id), populate_existing=True)
    if deleted is not None and (action.deleted_at is not None) is not deleted:
        raise NotFound()
    return row, term, action


def _planned(form: ActionForm, term: AmbassadorTerm, suffix: str = "") -> dict[str, Any]:
    """What is planned; fields are named with `suffix`, because several plans stand on one page."""
    if form.kind not in ACTIONS:
        raise Invalid(N_("Choose what it is."), field="kind" + suffix)
    day = day_typed(form.day, field="day" + suffix)
    if not term.first_day <= day <= term.last_day:
        raise Invalid(N_("Choose a day of your term."), field="day" + suffix)
    return {
        "kind": form.kind,
        "day": day,
        "partner": one_line(form.partner, field="partner" + suffix, most=120),
        "place": one_line(form.place, field="place" + suffix, most=120),
        "words": several_lines(form.plan_words, field="plan_words" + suffix, most=500),
    }


async def _check_trained(session: AsyncSession, row: Ambassador, form: ActionForm, field: str) -> None:
    """Raise `Invalid` for what meets people, before the ambassador knows what to do when somebody tells a worry."""
    if form.kind not in ALONE and not await may_meet(session, row):
        raise Invalid(UNTRAINED, field=field)


def _logged(form: LogForm, action: AmbassadorAction) -> dict[str, Any]:
    if action.day > local_date(now()):
        raise Invalid(N_("Its day is still to come. Write about it afterwards."), field=f"minutes-{action.id}")
    return {
        "minutes": _number(form.minutes, f"minutes-{action.id}", 1, LONGEST_MINUTES),
        "heads": _number(form.heads, f"heads-{action.id}", 0, MOST_HEADS),
        "learned": several_lines(
            form.learned,
            field=f"learned-{action.id}",
            most=1500,
            empty=N_("Write in a sentence what you learned."),
        ),
    }


def _number(text: str, field: str, least: int, most: int) -> int:
    try:
        number = int(text)
    except ValueError as problem:
        raise Invalid(N_("Write it as a number."), field=field) from problem
    if not least <= number <= most:
        raise Invalid(N_("Write a number from {least} to {most}."), field=field, least=least, most=most)
    return number
