"""Everything of one person at one moment, as `portfolio.json` has it: rows of every domain, by what its `personal.py`
says, with names instead of other people's ids."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Executable, Table, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person
from portfolio_app.core import personal
from portfolio_app.core.clock import now
from portfolio_app.core.database import metadata
from portfolio_app.core.erasure import children_first, theirs
from portfolio_app.core.errors import NotFound
from portfolio_app.core.models import MediaFile
from portfolio_app.core.personal import Owned
from portfolio_app.portfolio.takeout.corner import in_the_corner_alone
from portfolio_app.portfolio.takeout.words import named_frameworks, named_questionnaires

FORMAT = "polku-portfolio"
VERSION = 1
"""Of `portfolio.schema.json`. It rises with every change of that file between two releases; older ones are read."""

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf"}
THING = "thing"
"""The column that names one of the owner's things by its id, in rows of domains beneath that of the thing."""

Fields = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A file that goes along: where it lies in the takeout, and under what in the media store."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Contents:
    """`portfolio.json` as a value, and the files that belong to it."""

    portfolio: Fields
    files: tuple[File, ...]

    @property
    def owner(self) -> str:
        """Whose it is, by name."""
        return str(self.portfolio["owner"]["name"])


def path_of(sha256: str, content_type: str) -> str:
    """Where a file lies in a takeout: the same bytes once, however often they are kept."""
    return f"media/{sha256}{ENDINGS.get(content_type, '')}"


async def gather(session: AsyncSession, person_id: UUID, language: str, *, corner: bool = False) -> Contents:
    """All that is taken along, as it is at the moment of `session`'s transaction; with `corner`, what lies in the
    private corner too. Raises `NotFound` for nobody."""
    await one_moment(session)
    person = (await session.execute(select(Person).where(col(Person.id) == person_id))).scalar_one_or_none()
    if person is None:
        raise NotFound()
    stays = set[str]() if corner else await in_the_corner_alone(session, person_id)
    kinds = await _rows(session, person_id, stays, corner=corner)
    files = {str(row["path"]): File(str(row["path"]), str(row["sha256"]), int(row["bytes"])) for row in kinds["files"]}
    portfolio: Fields = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": as_json(now()),
        "language": language,
        "owner": {"id": str(person_id), "name": person.name},
        "frameworks": named_frameworks(kinds, language),
        "questionnaires": await asyncio.to_thread(named_questionnaires, kinds, language),  # reads files at first
        "holds": kinds,
    }
    return Contents(portfolio, tuple(files.values()))


async def one_moment(session: AsyncSession) -> None:
    """Whatever others change meanwhile, all that is read in this transaction is of the moment it began. SQLite reads
    like that by itself."""
    if session.get_bind().dialect.name == "postgresql":
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


async def _rows(
    session: AsyncSession, person_id: UUID, stays: Collection[str], *, corner: bool
) -> dict[str, list[Fields]]:
    kinds: dict[str, list[Fields]] = {}
    ids: dict[str, set[str]] = {}
    for one in reversed(children_first(personal.owned().values())):
        found = await session.execute(_select(one, person_id, corner=corner))
        rows = [_fields(one, row) for row in found.mappings()]
        rows = [row for row in rows if row["id"] not in stays and _whole(one, row, ids)]
        kinds[one.name] = rows
        ids[personal.table(one).name] = {str(row["id"]) for row in rows}
        await asyncio.sleep(0)  # there are many kinds: others come in between
    taken = {one for some in ids.values() for one in some} | {str(person_id)}
    for one in personal.owned().values():
        if one.imported and THING in personal.table(one).c:
            kinds[one.name] = [row for row in kinds[one.name] if not _is_id(row[THING]) or row[THING] in taken]
    return dict(sorted(kinds.items()))


def _select(one: Owned, person_id: UUID, *, corner: bool) -> Executable:
    """The rows of a table that are taken along, the oldest first, and what those they refer to are called."""
    table = personal.table(one)
    columns: list[Any] = [*one.columns]
    joined: Any = table
    for named in one.named:
        other = metadata().tables[named.refers_to].alias(f"{named.key}_named")
        columns.append(other.c[named.shown].label(f"{named.key}_named"))
        if named.text:
            columns.append(table.c[named.text])
        joined = joined.outerjoin(other, other.c.id == table.c[named.column])
    which = [theirs(one, person_id), *(table.c[name].is_not_distinct_from(value) for name, value in one.only.items())]
    if one.rests:
        which.append(table.c[one.rests].is_(None))
    if one.private and not corner:
        which.append(table.c[one.private].is_(None))
    return select(*columns).select_from(joined).where(*which).order_by(*_order(table))


def _order(table: Table) -> Iterable[Column[Any]]:
    return [table.c[name] for name in ("made_at", "began_at", "at", "id") if name in table.c]


def _fields(one: Owned, row: Mapping[Any, Any]) -> Fields:
    fields = {column.name: as_json(row[column.name]) for column in one.columns}
    for named in one.named:
        called = row[f"{named.key}_named"]
        fields[named.key] = called if called is not None or not named.text else row[named.text]
    if one.table is MediaFile:
        fields["path"] = path_of(fields["sha256"], fields["content_type"])
    return fields


def _whole(one: Owned, row: Fields, ids: Mapping[str, set[str]]) -> bool:
    """Whether what the row belongs to is taken along too; what it merely refers to is left out if not."""
    for column in one.columns:
        for key in column.foreign_keys:
            known = ids.get(key.column.table.name, set())
            if row[column.name] is not None and row[column.name] not in known:
                if not column.nullable or column.name == one.through:
                    return False
                row[column.name] = None
    return True


def as_json(value: Any) -> Any:
    """A column's value as JSON has it: moments and days in ISO 8601, in UTC."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _is_id(text: object) -> bool:
    try:
        return str(UUID(str(text))) == text
    except ValueError:
        return False
