"""How old pupils are, where the hours of a placement depend on it: month and year, sealed."""

import re
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.sealed import register
from portfolio_app.core.secrets import Unsealable, seal, unseal
from portfolio_app.marketplace.placements.models import BirthMonth
from portfolio_app.marketplace.working_hours import BornIn

PURPOSE = "birth month"
register(table_of(BirthMonth), "sealed", PURPOSE)

NEEDED = N_("Say in which month they were born: how long they may work depends on their age.")


async def born_in(session: AsyncSession, person_id: UUID) -> BornIn | None:
    """In which month somebody was born; None when nobody has said."""
    sealed = await session.scalar(select(col(BirthMonth.sealed)).where(col(BirthMonth.person_id) == person_id))
    if sealed is None:
        return None
    try:
        year, month = unseal(PURPOSE, sealed).decode().split("-")
    except Unsealable:  # the key of this instance was lost: they are asked once more
        return None
    return BornIn(int(year), int(month))


async def keep_birth_month(session: AsyncSession, person_id: UUID, typed: str, by: UUID, *, field: str) -> BornIn:
    """Within a transaction that has asked its own policy: keep the month (`2011-04`). Raises `Invalid` for `field`."""
    found = month_typed(typed, field=field)
    text = seal(PURPOSE, f"{found.year:04d}-{found.month:02d}".encode())
    row = (
        await session.execute(select(BirthMonth).where(col(BirthMonth.person_id) == person_id).with_for_update())
    ).scalar_one_or_none()
    if row is None:
        session.add(BirthMonth(person_id=person_id, sealed=text, by_id=by, made_at=now()))
    else:
        row.sealed, row.by_id, row.made_at = text, by, now()
    await session.flush()
    return found


def month_typed(typed: str, *, field: str) -> BornIn:
    """The month that was typed, as a browser's own field sends it, or as `4/2011`. Raises `Invalid`."""
    said = typed.strip()
    if not said:
        raise Invalid(NEEDED, field=field)
    usual, other = re.fullmatch(r"(\d{4})-(\d{1,2})", said), re.fullmatch(r"(\d{1,2})[./ ](\d{4})", said)
    year, month = (
        (usual.group(1), usual.group(2)) if usual else (other.group(2), other.group(1)) if other else ("0", "0")
    )
    today = local_date(now())
    if not (1 <= int(month) <= 12 and 8 <= _years(int(year), int(month), today) <= 99):
        raise Invalid(N_("Write the month as 2011-04."), field=field)
    return BornIn(int(year), int(month))


def _years(year: int, month: int, today: date) -> int:
    return BornIn(year, month).age_on(today) if year else 0
