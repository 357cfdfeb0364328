"""A year after somebody left, nothing is kept of what they told their school; what they took back goes sooner."""

from typing import Any

from sqlalchemy import ColumnElement, Table, delete, or_, select

from portfolio_app.core.audit import audit
from portfolio_app.core.database import table_of, writing
from portfolio_app.core.resting import rested_before
from portfolio_app.guidance.departure import GUIDED_MONTHS, has_left, months_ago
from portfolio_app.guidance.models import CheckIn, CheckInAgreement, ContactWish, Destination
from portfolio_app.schools.models import Leaving

BATCH = 200

_WISH, _LEAVING = table_of(ContactWish), table_of(Leaving)
_KEPT: tuple[tuple[Table, str], ...] = (
    (table_of(Destination), "destination"),
    (table_of(CheckInAgreement), "check-in-agreement"),
    (table_of(CheckIn), "check-in"),
    (_WISH, "contact-wish"),
)


async def remove_past_guidance() -> int:
    """Erase what people told a school they left a year ago, and wishes taken back longer ago than `deleted_days`; at
    most `BATCH` of each kind at a time; returns how many. Harmless to repeat."""
    removed = 0
    async with writing() as session:
        for table, name in _KEPT:
            some = select(table.c.id).where(_over(table)).limit(BATCH)
            gone = await session.execute(
                delete(table).where(table.c.id.in_(some)).returning(table.c.id, table.c.person_id)
            )
            for row_id, person_id in gone.all():
                audit(
                    session,
                    "guidance.remove_past_guidance",
                    actor_id=None,
                    about_id=person_id,
                    thing=f"{name}:{row_id}",
                )
                removed += 1
    return removed


def _over(table: Table) -> ColumnElement[Any]:
    past = has_left(table.c.person_id, table.c.school_id, _LEAVING.c.left_on <= months_ago(GUIDED_MONTHS))
    return or_(past, _WISH.c.ended_at <= rested_before()) if table is _WISH else past
