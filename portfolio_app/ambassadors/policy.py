"""Who looks after the ambassadors of a school (its teachers and counsellors), who is one today, and whose term is
whose. A check for one, a filter for many. Being an ambassador opens nothing of anybody else's."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Date, Uuid, and_, bindparam, exists, false, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.models import Ambassador, AmbassadorTerm
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import local_date
from portfolio_app.marketplace.placements.policy import allowed_one
from portfolio_app.schools.models import School

# An alias, because statements on ambassadors join their terms and would mean these.
_term: Any = aliased(AmbassadorTerm)

GUIDES = (Role.TEACHER, Role.COUNSELLOR)
"""Who looks after ambassadors at a school."""


def guides(actor: Actor, school_id: UUID) -> None:
    """Raise `NotFound` unless the actor looks after the ambassadors of the school."""
    if school_id not in actor.schools(*GUIDES):
        raise NotFound()


def school_guided(actor: Actor) -> UUID:
    """The school at which the actor looks after ambassadors (the first of several); raises `Refused` for none."""
    schools = actor.schools(*GUIDES)
    if not schools:
        raise Refused()
    return schools[0]


def terms_guided_by(actor: Actor) -> ColumnElement[bool]:
    """Terms that the actor looks after, whatever has become of them: a filter on `AmbassadorTerm`."""
    schools = actor.schools(*GUIDES)
    return col(AmbassadorTerm.school_id).in_(schools) if schools else false()


async def check_term(
    session: AsyncSession, actor: Actor, term_id: str | UUID, *, lock: bool = False, ended: bool | None = False
) -> AmbassadorTerm:
    """The term (`ended`: the ended one, None: either), when the actor looks after it; raises `NotFound` otherwise."""
    found = await allowed_one(session, AmbassadorTerm, term_id, terms_guided_by(actor), lock=lock)
    if ended is not None and (found.ended_at is not None) is not ended:
        raise NotFound()
    return found


def terms_of_pupil(actor: Actor) -> ColumnElement[bool]:
    """Terms of the schools at which the actor is a pupil: a filter on `AmbassadorTerm`."""
    return terms_at(actor.schools(Role.PUPIL))


def terms_at(schools: Any) -> ColumnElement[bool]:
    """Terms of these schools that have not been called off: a filter on `AmbassadorTerm`."""
    return and_(col(AmbassadorTerm.school_id).in_(schools), col(AmbassadorTerm.ended_at).is_(None))


def guided_by(actor: Actor) -> ColumnElement[bool]:
    """Ambassadors whom the actor looks after, and those who were: a filter on `Ambassador`."""
    schools = actor.schools(*GUIDES)
    if not schools:
        return false()
    return and_(col(Ambassador.school_id).in_(schools), _of_open_term())


async def check_guides(
    session: AsyncSession, actor: Actor, ambassador_id: str | UUID, *, lock: bool = False
) -> Ambassador:
    """The ambassador, when the actor looks after them; raises `NotFound` otherwise."""
    return await allowed_one(session, Ambassador, ambassador_id, guided_by(actor), lock=lock)


def own(actor: Actor) -> ColumnElement[bool]:
    """The actor's own terms as an ambassador, past ones too; what they did stays theirs: a filter on `Ambassador`."""
    return and_(col(Ambassador.person_id) == actor.person_id, _of_open_term())


async def check_own(
    session: AsyncSession, actor: Actor, ambassador_id: str | UUID, *, lock: bool = False
) -> Ambassador:
    """The ambassador, when the actor is or was that one; raises `NotFound` otherwise."""
    return await allowed_one(session, Ambassador, ambassador_id, own(actor), lock=lock)


async def check_sees(session: AsyncSession, actor: Actor, ambassador_id: str | UUID) -> tuple[Ambassador, bool]:
    """The ambassador, when the actor is or was that one or looks after them, and whether it is their own; raises
    `NotFound` otherwise."""
    try:
        return await check_own(session, actor, ambassador_id), True
    except NotFound:
        return await check_guides(session, actor, ambassador_id), False


def serving_today() -> ColumnElement[bool]:
    """Ambassadors who have not ended and whose term is not over; it may still lie ahead, for training comes before
    it: a filter on `Ambassador`."""
    return _serving_on(local_date(now()))


def _serving_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    running = exists().where(_term.id == col(Ambassador.term_id), _term.ended_at.is_(None), _term.last_day >= day)
    open_school = exists().where(col(School.id) == col(Ambassador.school_id), col(School.ended_at).is_(None))
    return and_(col(Ambassador.ended_at).is_(None), running, open_school)


# Written once: it is asked each time a pupil comes to Home.
_SERVING = (
    select(Ambassador)
    .where(
        col(Ambassador.person_id) == bindparam("actor", type_=Uuid()),
        col(Ambassador.school_id).in_(bindparam("schools", type_=Uuid(), expanding=True)),
        _serving_on(bindparam("day", type_=Date())),
    )
    .order_by(col(Ambassador.chosen_at).desc(), col(Ambassador.id))
)


async def serving(session: AsyncSession, actor: Actor, school_id: UUID | str | None = None) -> Ambassador | None:
    """By what the actor is an ambassador today, at that school (None: at any): chosen, not ended, the term not over,
    still a pupil there. The one that was chosen last, where there are several."""
    wanted = None if school_id is None else as_id(school_id)
    found = await all_serving(session, actor)
    return next((one for one in found if wanted in (None, one.school_id)), None)


async def all_serving(session: AsyncSession, actor: Actor, *, lock: bool = False) -> list[Ambassador]:
    """All by which the actor is an ambassador today (see `serving`), the one that was chosen last first."""
    which = {"actor": actor.person_id, "schools": actor.schools(Role.PUPIL), "day": local_date(now())}
    return list((await session.execute(_SERVING.with_for_update() if lock else _SERVING, which)).scalars())


async def check_serving(
    session: AsyncSession, actor: Actor, ambassador_id: str | UUID, *, lock: bool = False
) -> Ambassador:
    """The actor's own, when they serve by it today; raises `NotFound` otherwise."""
    found = await check_own(session, actor, ambassador_id, lock=lock)
    wanted = select(col(Ambassador.id)).where(col(Ambassador.id) == found.id, serving_today())
    if found.school_id not in actor.schools(Role.PUPIL) or await session.scalar(wanted) is None:
        raise NotFound()
    return found


def _of_open_term() -> ColumnElement[bool]:
    return exists().where(_term.id == col(Ambassador.term_id), _term.ended_at.is_(None))
