"""Who assigns, plans and confirms lessons for a class: whoever teaches it. Its pupils see what is assigned to them, and
the deadlines of its plan; coordinators see the hours of their school."""

from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Role
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.learning.own.known import look
from portfolio_app.learning.teaching.models import AssignedPupil, Assignment, HeldLesson, PlanItem
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.schools.policy import classes_led_by, taught_by

_ASSIGNMENT, _NAMED = table_of(Assignment), table_of(AssignedPupil)
_CLASS, _MEMBER, _ROLE = (table_of(kind) for kind in (SchoolClass, ClassMember, Membership))

WHOLE_CLASS = "class"
"""The target of an assignment that is for everybody in the class, whoever joins later too."""


async def check_teaches(session: AsyncSession, actor: Actor, class_id: UUID, *, changes: bool = False) -> SchoolClass:
    """The open class, when the actor teaches it; raises `NotFound` otherwise. With `changes` it is locked, so that two
    teachers of a class take turns."""
    wanted = select(SchoolClass).where(col(SchoolClass.id) == class_id, taught_by(actor))
    found = (await session.execute(wanted.with_for_update() if changes else wanted)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    await look(session)
    return found


async def own_assignment(
    session: AsyncSession, actor: Actor, assignment_id: UUID, *, ended: bool = False
) -> tuple[SchoolClass, Assignment]:
    """An assignment that is open (or `ended`) of a class the actor teaches, with the class, which is locked for a
    change. Raises `NotFound` for any other."""
    return await _of_class(session, actor, Assignment, col(Assignment.ended_at), assignment_id, gone=ended)


async def own_item(
    session: AsyncSession, actor: Actor, item_id: UUID, *, deleted: bool = False
) -> tuple[SchoolClass, PlanItem]:
    """The same of an item of a plan."""
    return await _of_class(session, actor, PlanItem, col(PlanItem.deleted_at), item_id, gone=deleted)


async def own_lesson(
    session: AsyncSession, actor: Actor, lesson_id: UUID, *, deleted: bool = False
) -> tuple[SchoolClass, HeldLesson]:
    """The same of a lesson that was held."""
    return await _of_class(session, actor, HeldLesson, col(HeldLesson.deleted_at), lesson_id, gone=deleted)


async def _of_class(
    session: AsyncSession, actor: Actor, kind: Any, gone_at: Any, row_id: UUID, *, gone: bool
) -> tuple[SchoolClass, Any]:
    class_id = (await session.execute(select(kind.class_id).where(kind.id == row_id))).scalar()
    if class_id is None:
        raise NotFound()
    one = await check_teaches(session, actor, class_id, changes=True)
    state = gone_at.is_not(None) if gone else gone_at.is_(None)
    found = (
        await session.execute(
            select(kind).where(kind.id == row_id, state).with_for_update().execution_options(populate_existing=True)
        )
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return one, found


def hours_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Classes whose hours the actor may see and take along: a filter on `SchoolClass`."""
    return or_(taught_by(actor), and_(_CLASS.c.ended_at.is_(None), classes_led_by(actor)))


def in_class_now(person_id: UUID | BindParameter[UUID] | ColumnElement[UUID]) -> ColumnElement[bool]:
    """Filter, where classes are selected: those the person is a pupil of now, there and at the class's school."""
    return and_(
        _CLASS.c.ended_at.is_(None),
        exists().where(
            _MEMBER.c.class_id == _CLASS.c.id,
            _MEMBER.c.person_id == person_id,
            _MEMBER.c.role == "pupil",
            _MEMBER.c.ended_at.is_(None),
        ),
        exists().where(
            _ROLE.c.person_id == person_id,
            _ROLE.c.school_id == _CLASS.c.school_id,
            _ROLE.c.role == Role.PUPIL,
            _ROLE.c.ended_at.is_(None),
        ),
    )


def assigned_to(person_id: UUID | BindParameter[UUID] | ColumnElement[UUID]) -> ColumnElement[bool]:
    """Filter, where assignments and their classes are joined: those that are open and for that pupil."""
    return and_(
        _ASSIGNMENT.c.ended_at.is_(None),
        in_class_now(person_id),
        or_(
            _ASSIGNMENT.c.target == WHOLE_CLASS,
            exists().where(_NAMED.c.assignment_id == _ASSIGNMENT.c.id, _NAMED.c.person_id == person_id),
        ),
    )
