"""Takes a person out of every domain at once, and says what was removed and what a law makes a school keep."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Executable, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core import personal
from portfolio_app.core.clock import now
from portfolio_app.core.database import metadata, writing
from portfolio_app.core.personal import Mentioned, Owned, Then


@dataclass(frozen=True)
class Kept:
    """Rows that stay without their person, until a day, for a reason that a receipt can print."""

    name: str
    label: str
    """What they are called: an English msgid."""
    count: int
    until: date
    why: str
    """An English msgid."""


@dataclass(frozen=True)
class Erased:
    """What erasing somebody did: rows removed and rows made nameless by their kind, and what was kept."""

    removed: dict[str, int] = field(default_factory=dict[str, int])
    nameless: dict[str, int] = field(default_factory=dict[str, int])
    kept: tuple[Kept, ...] = ()

    @property
    def labels(self) -> tuple[tuple[str, int], ...]:
        """What was removed in words for a receipt: English msgids with counts, in the order of the domains."""
        counts = Counter[str]()
        for one in (*personal.owned().values(), *personal.mentioned().values()):
            if one.label and self.removed.get(called(one), 0):
                counts[one.label] += self.removed[called(one)]
        return tuple(counts.items())


def called(one: Owned | Mentioned) -> str:
    """Under which name its rows are counted."""
    return one.name or str(one.table.__tablename__)


async def erase(session: AsyncSession, person_id: UUID) -> Erased:
    """Remove the person and all that is theirs in the transaction of `session`, and their name from what is others'.

    Bytes of files go once it is committed, unless somebody else has the same. What a law makes a school keep stays
    without the person. Asks nobody whether that may be: whoever calls it has.
    """
    removed, nameless = Counter[str](), Counter[str]()
    kept: list[Kept] = []
    for hook in personal.before_erasure():
        removed.update(await hook(session, person_id))
    for (table_name, column), one in personal.mentioned().items():
        where = metadata().tables[table_name].c[column] == person_id
        if one.then is Then.DELETED:
            removed[called(one)] += await _count(session, delete(personal.table(one)).where(where))
        else:
            emptied = {column: None} | dict.fromkeys(one.emptied, "")
            nameless[called(one)] += await _count(session, update(personal.table(one)).where(where).values(emptied))
    for one in children_first(personal.owned().values()):
        if one.keep:
            kept += await _keep(session, one, person_id)
        else:
            removed[called(one)] += await _count(session, delete(personal.table(one)).where(theirs(one, person_id)))
    return Erased(_without_zeros(removed), _without_zeros(nameless), tuple(kept))


def children_first(ones: Iterable[Owned]) -> list[Owned]:
    """Those in such an order that no row goes before what refers to it."""
    order = {table.name: at for at, table in enumerate(metadata().sorted_tables)}
    return sorted(ones, key=lambda one: -order[str(one.table.__tablename__)])


def theirs(one: Owned, person_id: UUID) -> ColumnElement[bool]:
    """Which rows of a table are the person's, directly or through what they belong to."""
    column = personal.table(one).c[one.through]
    if one.parent is None:
        return column == person_id
    parent = personal.owned()[one.parent]
    return column.in_(select(personal.table(parent).c.id).where(theirs(parent, person_id)))


async def _keep(session: AsyncSession, one: Owned, person_id: UUID) -> list[Kept]:
    """Take the person out of rows that stay. They go by themselves once their time has passed (`remove_kept`)."""
    assert one.keep
    table, keep = personal.table(one), one.keep
    since = table.c[keep.since]
    latest = (await session.execute(select(func.max(since)).where(theirs(one, person_id)))).scalar_one()
    if latest is None:
        return []
    last = latest.date() if isinstance(latest, datetime) else latest
    emptied = {one.through: None} | dict.fromkeys(keep.emptied, "")
    count = await _count(session, update(table).where(theirs(one, person_id)).values(emptied))
    return [Kept(one.name, one.label, count, last + timedelta(days=keep.days), keep.why)]


async def remove_kept() -> int:
    """Remove rows of people who are gone that had to be kept until now; returns how many. Harmless to repeat."""
    count = 0
    async with writing() as session:
        for one in personal.owned().values():
            if one.keep:
                since = personal.table(one).c[one.keep.since]
                limit = now() - timedelta(days=one.keep.days)
                of_nobody = personal.table(one).c[one.through].is_(None)
                over = since < (limit.date() if since.type.python_type is date else limit)
                count += await _count(session, delete(personal.table(one)).where(of_nobody, over))
    return count


async def _count(session: AsyncSession, statement: Executable) -> int:
    done = await session.execute(statement)
    return done.rowcount if isinstance(done, CursorResult) else 0


def _without_zeros(counts: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


@dataclass(frozen=True)
class WillBeKept:
    """What a law would make a school keep of somebody, without their name, and until when."""

    label: str
    count: int
    until: date
    why: str


async def holdings(session: AsyncSession, person_id: UUID) -> tuple[Mapping[str, int], tuple[WillBeKept, ...]]:
    """What there is of somebody, in the words of a receipt (English msgids) with counts: what erasing would remove, and
    what would be kept."""
    counts = Counter[str]()
    stays: list[WillBeKept] = []
    for one in personal.owned().values():
        if not one.label:
            continue
        rows = select(func.count()).select_from(personal.table(one)).where(theirs(one, person_id))
        count = (await session.execute(rows)).scalar_one()
        if one.keep and count:
            since = personal.table(one).c[one.keep.since]
            latest = (await session.execute(select(func.max(since)).where(theirs(one, person_id)))).scalar_one()
            last = latest.date() if isinstance(latest, datetime) else latest
            stays.append(WillBeKept(one.label, count, last + timedelta(days=one.keep.days), one.keep.why))
        elif count:
            counts[one.label] += count
    return counts, tuple(stays)
