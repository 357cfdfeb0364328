"""Which columns hold what was sealed with the instance's key, so that a new key can take its place."""

from dataclasses import dataclass

from sqlalchemy import Table, select, update

from portfolio_app.core.audit import audit
from portfolio_app.core.database import writing
from portfolio_app.core.secrets import Turning, Unsealable


@dataclass(frozen=True)
class Sealed:
    """A text column of sealed things, and what they were sealed for."""

    table: Table
    column: str
    purpose: str


@dataclass(frozen=True)
class Turned:
    """How many things were sealed anew, and how many with neither key: those were lost before."""

    anew: int
    lost: int


_sealed: list[Sealed] = []


def register(table: Table, column: str, purpose: str) -> None:
    """Say that a column holds sealed things; called once, by the module that seals them."""
    _sealed.append(Sealed(table, column, purpose))


async def rotate_secret() -> Turned:
    """Make a new key for this instance and seal with it what the old one sealed. For an instance that is not served.

    Begun again after a crash, it goes on with the key it had made. One-time codes, printed cards and links in mails
    are good with the old key alone, so they end.
    """
    turning = Turning()
    anew = lost = 0
    async with writing() as session:
        for one in _sealed:
            column = one.table.c[one.column]
            rows = await session.execute(select(one.table.c.id, column).where(column != ""))
            for row_id, sealed in rows.all():
                try:
                    renewed = turning.sealed_anew(one.purpose, sealed)
                except Unsealable:
                    lost += 1
                    continue
                values = {one.column: renewed}
                await session.execute(update(one.table).where(one.table.c.id == row_id).values(values))
                anew += 1
        audit(session, "core.rotate_secret", actor_id=None, sealed=anew, lost=lost)
    turning.finish()
    return Turned(anew, lost)
