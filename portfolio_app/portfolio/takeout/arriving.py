"""Makes rows of what stands in a takeout: the same portfolio as where it was made, and nothing twice.

Every row keeps its id, so that what is here already is known again and left as it is; where somebody else here has that
id, it gets another that follows from it and from whose it becomes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Column, Date, DateTime, Table, TypeDecorator, Uuid, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core import personal
from portfolio_app.core.clock import now
from portfolio_app.core.database import metadata, writing
from portfolio_app.core.erasure import children_first, theirs
from portfolio_app.core.errors import Invalid
from portfolio_app.core.models import MediaFile
from portfolio_app.core.personal import Named, Owned
from portfolio_app.portfolio.takeout.contents import THING
from portfolio_app.skills.framework import UnknownCode, frameworks

BATCH = 100
"""Rows of one transaction: others write in between."""

Fields = dict[str, Any]


@dataclass
class Arrival:
    """What came of it so far, by the names of kinds: rows that are new, that were here, that could not come in."""

    person_id: UUID
    owner_id: str
    """Whose it was where it was made."""
    new: Counter[str] = field(default_factory=Counter[str])
    here: Counter[str] = field(default_factory=Counter[str])
    out: Counter[str] = field(default_factory=Counter[str])
    beside: dict[str, int] = field(default_factory=dict[str, int])
    """What of another program's file has no place here: English msgids with counts."""
    ids: dict[str, UUID] = field(default_factory=dict[str, UUID])
    """The id here of everything that is here by now, by its id in the takeout."""


async def arrive(arrival: Arrival, holds: Mapping[str, Sequence[Fields]]) -> None:
    """Bring in the rows of every kind that is brought in, but for files, which have been: parents before what belongs
    to them, and last what names its thing without referring to its row. Harmless to repeat."""
    parents_first = reversed(children_first(personal.owned().values()))
    for one in sorted(parents_first, key=lambda one: THING in personal.table(one).c):
        if one.imported and one.table is not MediaFile:
            rows = holds.get(one.name, [])
            for at in range(0, len(rows), BATCH):
                async with writing() as session:
                    await _some(session, arrival, one, rows[at : at + BATCH])


async def _some(session: AsyncSession, arrival: Arrival, one: Owned, rows: Sequence[Fields]) -> None:
    """One batch: in one go, or, where the database refuses one of them, each by itself."""
    chosen = await choose_ids(session, arrival.person_id, one, [str(row["id"]) for row in rows])
    found = await _catalogue(session, one, rows)
    fit: dict[str, Fields] = {}
    for row in rows:
        here, new_id = chosen[str(row["id"])]
        if here:
            arrival.here[one.name] += 1
            arrival.ids[str(row["id"])] = new_id
            continue
        values = _values(arrival, one, row, new_id, found)
        if values is None:
            arrival.out[one.name] += 1
        else:
            fit[str(row["id"])] = values
    try:
        async with session.begin_nested():
            came = {key: await _insert(session, one, values) for key, values in fit.items()}
    except IntegrityError:
        came = {key: await _alone(session, one, values) for key, values in fit.items()}
    for key, is_in in came.items():
        if is_in:
            arrival.new[one.name] += 1
            arrival.ids[key] = fit[key]["id"]
        else:
            arrival.out[one.name] += 1


async def choose_ids(
    session: AsyncSession, person_id: UUID, one: Owned, ids: Sequence[str]
) -> dict[str, tuple[bool, UUID]]:
    """For each id in a takeout whether that row is here already, and the id it has or gets here."""
    table = personal.table(one)
    own = {key: UUID(key) for key in ids}
    others = {key: uuid5(person_id, key) for key in ids}
    asked = select(table.c.id, theirs(one, person_id).label("mine")).where(
        table.c.id.in_({*own.values(), *others.values()})
    )
    known = {row.id: row.mine for row in await session.execute(asked)}
    chosen: dict[str, tuple[bool, UUID]] = {}
    for key in ids:
        taken_here = own[key] in known and not known[own[key]]
        new_id = others[key] if taken_here else own[key]
        chosen[key] = (bool(known.get(new_id)), new_id)
    return chosen


async def _catalogue(session: AsyncSession, one: Owned, rows: Sequence[Fields]) -> dict[tuple[str, str], UUID]:
    """The ids here of what the rows refer to by a name that instances share, by its key and name."""
    found: dict[tuple[str, str], UUID] = {}
    for named in one.named:
        if named.found:
            other = metadata().tables[named.refers_to]
            names = {str(row[named.key]) for row in rows if row.get(named.key)}
            asked = select(other.c.id, other.c[named.shown].label("name")).where(other.c[named.shown].in_(names))
            found |= {(named.key, row.name): row.id for row in await session.execute(asked)}
    return found


def _values(
    arrival: Arrival, one: Owned, row: Fields, new_id: UUID, found: Mapping[tuple[str, str], UUID]
) -> Fields | None:
    """The row as it is kept here; None when it cannot come in."""
    table = personal.table(one)
    values: Fields = {column.name: _default(column) for column in table.columns}
    try:
        values |= {column.name: _value(column, row[column.name]) for column in one.columns if column.name in row}
    except ValueError:  # a day or a moment that there is none of
        return None
    for named in one.named:
        _name(table, values, named, row.get(named.key), found)
    for name in one.made_anew:
        values[name] = new_id
    if one.stamped:
        values[one.stamped] = now()
    if one.parent is None:
        values[one.through] = arrival.person_id
    values["id"] = new_id
    return values if _refer(arrival, one, values) and _holds(one, values) else None


def _name(
    table: Table, values: Fields, named: Named, called: str | None, found: Mapping[tuple[str, str], UUID]
) -> None:
    """Whoever is named has no account here: the name is kept where there is a place for it."""
    values[named.column] = found.get((named.key, called or "")) if named.found else None
    if named.text:
        kind: Any = table.c[named.text].type
        values[named.text] = (called or "")[: kind.length]


def _refer(arrival: Arrival, one: Owned, values: Fields) -> bool:
    """Put the ids of here in the place of those of there; whether all that the row belongs to is here."""
    table = personal.table(one)
    for column in table.columns:
        key = next(iter(column.foreign_keys), None)
        value = values[column.name]
        if key is None or value is None or (column.name == one.through and one.parent is None):
            continue
        if key.column.table.name in personal.owned() and key.column.table.name != personal.PERSON:
            values[column.name] = arrival.ids.get(str(value))
    if THING in table.c:
        thing = str(values[THING])
        if thing == arrival.owner_id:
            values[THING] = str(arrival.person_id)
        elif _is_id(thing):
            if thing not in arrival.ids:
                return False
            values[THING] = str(arrival.ids[thing])
    return all(column.nullable or values[column.name] is not None for column in table.columns)


def _holds(one: Owned, values: Fields) -> bool:
    """Whether the row may be kept here: its domain has a say, and what it says of a skill is of one known here."""
    try:
        if values.get("framework"):
            frameworks()[values["framework"]].name_of(values["capability"])
        if one.check:
            one.check(values)
    except (Invalid, KeyError, UnknownCode):
        return False
    return True


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is None or column.nullable:
        return None
    return default.arg(None) if default.is_callable else default.arg


def _value(column: Column[Any], value: Any) -> Any:
    """A value of JSON as its column holds it. The schema has said of which type it is."""
    kind: Any = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if not isinstance(value, str):
        return value
    if isinstance(kind, Uuid):
        return UUID(value)
    if isinstance(kind, DateTime):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


async def _insert(session: AsyncSession, one: Owned, values: Fields) -> bool:
    """Whether the row is in: another may be here that says the same."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    table = personal.table(one)
    statement = insert(table).values(values).on_conflict_do_nothing().returning(table.c.id)
    return (await session.execute(statement)).first() is not None


async def _alone(session: AsyncSession, one: Owned, values: Fields) -> bool:
    try:
        async with session.begin_nested():
            return await _insert(session, one, values)
    except IntegrityError:
        return False


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
