"""Rows of every table, gathered first and written at once, tables that others refer to before those that do."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID, uuid5

from sqlalchemy import insert, inspect
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import Row, metadata

_DEMO = UUID("6d6f8b6e-3a52-4c1f-9a53-7e0f3a1c2b4d")  # drawn once; makes every demo's identities the same
_AT_ONCE = 500


def identity(*what: object) -> UUID:
    """The identity of a thing of the demo, the same at every load."""
    return uuid5(_DEMO, "/".join(map(str, what)))


class Rows:
    """Rows waiting to be written."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)

    def add(self, *rows: Row) -> None:
        """Gather rows of any tables."""
        for row in rows:
            self._rows[str(type(row).__tablename__)].append(row)

    def of(self, table: str) -> list[Row]:
        """Those of one table."""
        return self._rows[table]

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    async def write(self, session: AsyncSession, wrote: Callable[[int], None]) -> None:
        """Write them all in the transaction of `session`; `wrote` is told how many more are written."""
        for table in metadata().sorted_tables:
            rows = self._rows.get(table.name, [])
            if not rows:
                continue
            names = [column.key for column in inspect(type(rows[0])).columns]
            for start in range(0, len(rows), _AT_ONCE):
                some = [{name: getattr(row, name) for name in names} for row in rows[start : start + _AT_ONCE]]
                await session.execute(insert(table), some)
                wrote(len(some))
