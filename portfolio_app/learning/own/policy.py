"""Who may do what with a school's own modules: its teachers, counsellors and coordinators make, change, take along and
delete them; whoever belongs to the school reads them. No other school sees that there are any."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.resting import rested_before
from portfolio_app.learning.own.models import OwnModule
from portfolio_app.learning.policy import TEACHING

_NAME = re.compile(r"[a-z0-9-]{1,50}")
PEOPLE = (Role.PUPIL, *TEACHING)


def own_schools(actor: Actor) -> tuple[UUID, ...]:
    """The schools whose own modules the actor makes and changes."""
    return actor.schools(*TEACHING)


def may_make_own(actor: Actor, school_id: UUID | None = None) -> UUID:
    """The school for which the actor makes a module their own: the one named, or the first where they teach. Raises
    `Refused` where there is none, and `NotFound` for another's."""
    schools = own_schools(actor)
    if not schools:
        raise Refused()
    if school_id is not None and school_id not in schools:
        raise NotFound()
    return school_id or schools[0]


def changed_by(actor: Actor) -> ColumnElement[bool]:
    """Modules the actor may change, take along and delete: a filter on `OwnModule`, whether they are deleted or not."""
    schools = own_schools(actor)
    return col(OwnModule.school_id).in_(schools) if schools else false()


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """Modules the actor may read: a filter on `OwnModule`."""
    schools = actor.schools(*PEOPLE)
    return and_(col(OwnModule.school_id).in_(schools), col(OwnModule.deleted_at).is_(None)) if schools else false()


async def check_changes(
    session: AsyncSession, actor: Actor, name: str, *, deleted: bool = False, changes: bool = False
) -> OwnModule:
    """The own module of that name, when the actor may change it; `deleted`: one that rests. `changes` locks it, so
    that two teachers take turns. Raises `NotFound` for any other."""
    if not _NAME.fullmatch(name):  # it came from outside
        raise NotFound()
    state: Any = col(OwnModule.deleted_at)
    wanted = select(OwnModule).where(
        col(OwnModule.name) == name,
        changed_by(actor),
        state > rested_before() if deleted else state.is_(None),
    )
    if changes:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = (await session.execute(wanted)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found
