"""What a pupil says on the way out of school: that they want help, went through their things, opened the takeout."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import throttle
from portfolio_app.accounts.actions import fold_code
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import today
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid, Refused
from portfolio_app.core.languages import N_
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.portfolio.takeout.opening_code import opening_code
from portfolio_app.schools.leaving_day import leaver_of, leaving_days
from portfolio_app.schools.membership import belonging
from portfolio_app.schools.models import Leaving

LATEST = 10
"""How many takeouts back a code is known."""
WRONG = N_("This is not the code of a takeout of yours. It stands at the top of index.html in the file you took out.")


async def want_help(actor: Actor, *, wanted: bool) -> None:
    """The actor wants help with leaving, or no more: teachers who look after leavers see that. Twice is fine."""
    async with writing() as session:
        row = await _own(session, actor)
        if row.help_wanted != wanted:
            row.help_wanted = wanted
            _audit(session, "portfolio.want_help_leaving", actor, row.school_id, wanted=wanted)


async def say_gone_through(actor: Actor, *, done: bool) -> None:
    """The actor has looked at what to keep, hide and delete, or wants to do so again. Twice is fine."""
    async with writing() as session:
        row = await _own(session, actor)
        if (row.gone_through_on is not None) != done:
            row.gone_through_on = today() if done else None
            _audit(session, "portfolio.gone_through", actor, row.school_id, done=done)


async def type_opening_code(actor: Actor, code: str) -> None:
    """The actor has opened one of their takeouts, and types the code that stands in it. Twice is fine.

    Raises `Invalid` for any other code, `TooMany` after some of those.
    """
    tries = f"takeout code {actor.person_id}"
    async with throttle.trying(tries), writing() as session:
        row = await _own(session, actor)
        if fold_code(code) not in await _codes(session, actor.person_id):
            throttle.failed(tries)
            raise Invalid(WRONG, field="code")
        throttle.forgive(tries)
        if row.opened_on is None:
            row.opened_on = today()
            _audit(session, "portfolio.opened_takeout", actor, row.school_id)


async def _codes(session: AsyncSession, person_id: UUID) -> set[str]:
    rows = await session.execute(
        select(col(Takeout.id))
        .where(col(Takeout.person_id) == person_id, col(Takeout.ready_at).is_not(None))
        .order_by(col(Takeout.ready_at).desc())
        .limit(LATEST)
    )
    return {fold_code(opening_code(takeout_id)) for takeout_id in rows.scalars()}


async def school_left(session: AsyncSession, person_id: UUID) -> UUID | None:
    """The school that somebody is on the way out of: the one they leave first, else the one they are at."""
    leaves = (await leaving_days(session, [person_id])).get(person_id)
    return leaves.school_id if leaves else (await belonging(session, person_id)).school_id


async def _own(session: AsyncSession, actor: Actor) -> Leaving:
    if not actor.has(Role.PUPIL):
        raise Refused()
    school_id = await school_left(session, actor.person_id)
    if school_id is None:
        raise Refused()
    return await leaver_of(session, actor.person_id, school_id)


def _audit(session: AsyncSession, action: str, actor: Actor, school_id: UUID, **detail: bool) -> None:
    me = actor.person_id
    audit(session, action, actor_id=me, about_id=me, school_id=school_id, thing=f"person:{me}", **detail)
