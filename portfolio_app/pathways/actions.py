"""Loading files of pathways: what they say is what there is; what they no longer name is retired."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.pathways.models import Pathway, PathwayLink
from portfolio_app.pathways.reading import PathwayFile, read_pathways


@dataclass(frozen=True)
class Imported:
    """What an import did, in numbers of pathways."""

    new: int = 0
    changed: int = 0
    same: int = 0
    retired: int = 0


async def import_pathways(*files: Path) -> Imported:
    """Check `files` and make the catalogue what they say, in one transaction; the same files again change nothing.

    Run by the operator from the command line. Raises `OperatorError` with a line a mistake; then nothing is changed.
    """
    read = read_pathways(files, now().date())
    async with writing() as session:
        rows = {row.code: row for row in (await session.execute(select(Pathway).with_for_update())).scalars()}
        new = changed = 0
        for one in read:
            if one.code not in rows:
                rows[one.code] = Pathway(**fields_of(one), imported_at=now())
                session.add(rows[one.code])
                new += 1
            elif _put(rows[one.code], one):
                changed += 1
        named = {one.code for one in read}
        gone = [row for code, row in rows.items() if code not in named and row.retired_at is None]
        for row in gone:
            row.retired_at = now()
        await session.flush()
        linked = await _link(session, read, rows)
        if new or changed or gone or linked:
            name = "pathways.import_pathways"
            audit(session, name, actor_id=None, new=new, changed=changed, retired=len(gone))
        return Imported(new, changed, len(read) - new - changed, len(gone))


def fields_of(one: PathwayFile) -> dict[str, Any]:
    """The columns of a pathway's row as its file has them."""
    return {
        "code": one.code,
        "kind": one.kind,
        "interests": list(one.interests),
        "regions": list(one.regions),
        "learnt": list(one.learnt),
        "months": one.months,
        "checked_on": one.checked,
        "words": one.words(),
    }


def _put(row: Pathway, one: PathwayFile) -> bool:
    """Make the row what the file says; whether that changed anything."""
    fields: dict[str, Any] = fields_of(one) | {"retired_at": None}
    different = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    if different:
        row.imported_at = now()
    return bool(different)


async def _link(session: AsyncSession, read: tuple[PathwayFile, ...], rows: Mapping[str, Pathway]) -> bool:
    """Make the links those of the files; whether that changed anything. Retired pathways keep none."""
    wanted = {(rows[route].id, rows[to].id) for one in read for route, to in one.links()}
    links = list((await session.execute(select(PathwayLink))).scalars())
    there = {(link.route_id, link.occupation_id) for link in links}
    for link in links:  # one by one: a list of them all is compared with every row, and may be too long to ask with
        if (link.route_id, link.occupation_id) not in wanted:
            await session.delete(link)
    session.add_all(PathwayLink(route_id=route, occupation_id=to) for route, to in sorted(wanted - there))
    ends = {end for link in there ^ wanted for end in link}
    for row in rows.values():
        if row.id in ends:
            row.imported_at = now()
    return bool(ends)
