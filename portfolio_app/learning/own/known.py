"""What pages say of own modules whose names they meet: titles, minutes and aims, without reading files.

    await look(session)      what other processes have changed is known, too: at most once a second
    outline_of("our-week")   its outline; None for a module that is no school's own

Names are met in many places that draw a page and cannot ask the database one by one. Who may see what is never decided
here: that is asked of the database (`policy.py`, `reaching.py`).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any, cast
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import Database, after_commit, database, table_of
from portfolio_app.learning.own.models import OwnModule
from portfolio_app.learning.reading import Module

LOOK_AGAIN_SECONDS = 1.0

_OWN = table_of(OwnModule)


@dataclass(frozen=True)
class Outline:
    """An own module in as much as lists and hours need of it; `pieces` are its activities with their minutes."""

    name: str
    school_id: UUID
    hash: str
    titles: Mapping[str, str]
    year: int
    aims: tuple[int, ...]
    pieces: tuple[tuple[str, int], ...]
    deleted: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in."""
        return tuple(self.titles)

    def title(self, language: str) -> str:
        """What it is called."""
        return self.titles[self.language_for(language)]

    def language_for(self, wanted: str) -> str:
        """The language of the title that somebody who reads `wanted` gets."""
        return next((one for one in (wanted, "en") if one in self.titles), next(iter(self.titles)))


@dataclass
class _Known:
    outlines: dict[str, Outline] = field(default_factory=dict[str, Outline])
    until: datetime | None = None
    looked_at: float = float("-inf")


_known: "WeakKeyDictionary[Database, _Known]" = WeakKeyDictionary()


def outline_written(module: Module) -> dict[str, Any]:
    """What `OwnModule.outline` keeps of a module."""
    return {
        "hash": module.hash,
        "titles": {language: module.title(language) for language in module.languages},
        "year": module.about.years[0],
        "aims": list(module.about.aims),
        "pieces": [[one.code, one.minutes] for one in module.about.activities],
    }


def outline_read(name: str, school_id: UUID, outline: Mapping[str, Any], *, deleted: bool = False) -> Outline:
    """The same, as it is used."""
    return Outline(
        name,
        school_id,
        str(outline["hash"]),
        cast(Mapping[str, str], outline["titles"]),
        int(outline["year"]),
        tuple(outline["aims"]),
        tuple((str(code), int(minutes)) for code, minutes in outline["pieces"]),
        deleted,
    )


async def look(session: AsyncSession) -> None:
    """Know what has changed since somebody looked, unless that was within this second."""
    known = _known.setdefault(database(), _Known())
    if monotonic() - known.looked_at < LOOK_AGAIN_SECONDS:
        return
    known.looked_at = monotonic()
    wanted = select(_OWN.c.name, _OWN.c.school_id, _OWN.c.outline, _OWN.c.deleted_at, _OWN.c.changed_at)
    if known.until is not None:
        wanted = wanted.where(_OWN.c.changed_at >= known.until)
    for name, school_id, outline, deleted_at, changed_at in await session.execute(wanted):
        known.outlines[name] = outline_read(name, school_id, outline, deleted=deleted_at is not None)
        known.until = max(changed_at, known.until or changed_at)


def look_again(session: AsyncSession) -> None:
    """Once this transaction is on disk, the next who looks sees what it changed."""

    def forget() -> None:
        if (known := _known.get(database())) is not None:
            known.looked_at = float("-inf")

    after_commit(session, forget)


def outline_of(name: str) -> Outline | None:
    """The outline of the own module of that name, deleted or not, as far as it was looked at."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:  # from the command line, where nobody has looked
        return None
    known = _known.get(database())
    return known.outlines.get(name) if known else None
