"""Where a pupil belongs right now: the school whose framework they work in, and the stage of their class."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.models import Membership
from portfolio_app.core.database import table_of
from portfolio_app.schools.models import ClassMember, School, SchoolClass

DEFAULT_FRAMEWORK = "scotland-cms"
DEFAULT_STAGE = "13-15"
AFTER_SCHOOL = "after"
"""The stage of whoever has left school (`actions.STAGES`)."""


@dataclass(frozen=True)
class Belonging:
    """A pupil's school and class; without a school, what one starts with."""

    framework: str = DEFAULT_FRAMEWORK
    stage: str = DEFAULT_STAGE
    school_id: UUID | None = None
    school_name: str = ""
    class_id: UUID | None = None
    class_name: str = ""
    links_from: str = ""
    """From which stage on its pupils may show things by a link (schools/links.py)."""


# Written once, and on the tables themselves: it is asked at every page and every change.
_SCHOOL, _CLASS, _ROLE, _PLACE = (table_of(kind) for kind in (School, SchoolClass, Membership, ClassMember))
_BELONGING = (
    select(
        _SCHOOL.c.framework,
        func.coalesce(_CLASS.c.stage, DEFAULT_STAGE),
        _SCHOOL.c.id,
        _SCHOOL.c.name,
        _CLASS.c.id,
        func.coalesce(_CLASS.c.name, ""),
        _SCHOOL.c.links_from,
    )
    .join_from(_SCHOOL, _ROLE, _ROLE.c.school_id == _SCHOOL.c.id)
    .outerjoin(
        _PLACE,
        (_PLACE.c.person_id == _ROLE.c.person_id) & (_PLACE.c.role == "pupil") & _PLACE.c.ended_at.is_(None),
    )
    .outerjoin(_CLASS, (_CLASS.c.id == _PLACE.c.class_id) & (_CLASS.c.school_id == _SCHOOL.c.id))
    .where(_ROLE.c.person_id == bindparam("person"), _ROLE.c.role == "pupil", _ROLE.c.ended_at.is_(None))
    .order_by(_CLASS.c.id.is_(None), _PLACE.c.began_at.desc(), _ROLE.c.began_at.desc())
    .limit(1)
)


_FORMER = (
    select(_SCHOOL.c.framework)
    .join_from(_SCHOOL, _ROLE, _ROLE.c.school_id == _SCHOOL.c.id)
    .where(_ROLE.c.person_id == bindparam("person"), _ROLE.c.role == "pupil")
    .order_by(_ROLE.c.ended_at.desc())
    .limit(1)
)


async def belonging(session: AsyncSession, person_id: UUID) -> Belonging:
    """Where the pupil `person_id` belongs; the class joined last when there are several. Whoever has left school goes
    on in the framework of their last one, and no school's rules hold for them."""
    row = (await session.execute(_BELONGING, {"person": person_id})).first()
    if row is not None:
        return Belonging(*row)
    former = (await session.execute(_FORMER, {"person": person_id})).scalar_one_or_none()
    return Belonging() if former is None else Belonging(former, AFTER_SCHOOL)


async def framework_of(session: AsyncSession, person_id: UUID) -> str:
    """The code of the framework a pupil works in: their school's."""
    return (await belonging(session, person_id)).framework
