"""Who makes a period (teachers and counsellors, for classes they look after), who sees it, and which pupils are in it.
A check for one, a filter for many."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.marketplace.periods.models import Period, PeriodClass
from portfolio_app.marketplace.placements.policy import GUIDES, classes_guided_by
from portfolio_app.schools.models import ClassMember, SchoolClass


def guided_by(actor: Actor) -> ColumnElement[bool]:
    """Periods that the actor looks after: of a class they teach, of the whole school for a counsellor, and those for
    which they answer. A filter on `Period`."""
    working, counselled = actor.schools(*GUIDES), actor.schools(Role.COUNSELLOR)
    if not working:
        return false()
    theirs = (
        select(col(PeriodClass.period_id))
        .join(SchoolClass, col(SchoolClass.id) == col(PeriodClass.class_id))
        .where(classes_guided_by(actor))
    )
    return and_(
        col(Period.school_id).in_(working),
        or_(
            col(Period.id).in_(theirs),
            col(Period.adult_id) == actor.person_id,
            col(Period.made_by) == actor.person_id,
            col(Period.school_id).in_(counselled) if counselled else false(),
        ),
    )


async def check_guides(
    session: AsyncSession, actor: Actor, period_id: str | UUID, *, lock: bool = False, ended: bool | None = False
) -> Period:
    """The open period (`ended`: the ended one, None: either), when the actor looks after it; raises `NotFound`
    otherwise."""
    wanted = select(Period).where(col(Period.id) == as_id(period_id), guided_by(actor))
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = (await session.execute(wanted)).scalar_one_or_none()
    if found is None or (ended is not None and (found.ended_at is not None) is not ended):
        raise NotFound()
    return found


def of_pupil(actor: UUID | BindParameter[UUID], schools: Any) -> ColumnElement[bool]:
    """Open periods of a class that the actor is a pupil of now, at one of the `schools` where they are one: a filter on
    `Period`."""
    classes = (
        select(col(PeriodClass.period_id))
        .join(ClassMember, col(ClassMember.class_id) == col(PeriodClass.class_id))
        .where(
            col(ClassMember.person_id) == actor,
            col(ClassMember.role) == "pupil",
            col(ClassMember.ended_at).is_(None),
        )
    )
    return and_(col(Period.school_id).in_(schools), col(Period.ended_at).is_(None), col(Period.id).in_(classes))


async def check_of_pupil(session: AsyncSession, actor: Actor, period_id: str | UUID) -> Period:
    """The period, when it is one of the actor's own class; raises `NotFound` otherwise."""
    found = (
        await session.execute(
            select(Period).where(
                col(Period.id) == as_id(period_id), of_pupil(actor.person_id, actor.schools(Role.PUPIL))
            )
        )
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


async def check_classes(
    session: AsyncSession, actor: Actor, school_id: UUID, classes: Collection[UUID]
) -> list[SchoolClass]:
    """These open classes of the school, when the actor looks after each of them; raises `NotFound` otherwise."""
    found = await session.execute(
        select(SchoolClass)
        .where(col(SchoolClass.id).in_(classes), col(SchoolClass.school_id) == school_id, classes_guided_by(actor))
        .order_by(col(SchoolClass.name))
    )
    listed = list(found.scalars())
    if {one.id for one in listed} != set(classes):
        raise NotFound()
    return listed
