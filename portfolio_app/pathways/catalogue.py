"""The catalogue in memory: read from the database once, and again when an import has changed it."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import database, table_of
from portfolio_app.core.languages import spoken
from portfolio_app.core.wording import folded
from portfolio_app.pathways.models import Pathway, PathwayKind, PathwayLink
from portfolio_app.skills.questionnaire import said

_PATHWAY, _LINK = table_of(Pathway), table_of(PathwayLink)
_LINKS = select(func.count()).select_from(_LINK).scalar_subquery()
_STAMP = select(func.count(), func.max(_PATHWAY.c.imported_at), func.max(_PATHWAY.c.retired_at), _LINKS)
_EVERYTHING = select(_PATHWAY)
_WAYS = select(_LINK.c.route_id, _LINK.c.occupation_id)


@dataclass(frozen=True)
class Known:
    """A pathway of the catalogue, in every language it is told in."""

    code: str
    kind: PathwayKind
    interests: tuple[str, ...]
    regions: tuple[str, ...]
    """Where it can be learnt or done; none: everywhere in the country."""
    learnt: tuple[str, ...]
    months: int | None
    checked_on: date
    words: Mapping[str, Mapping[str, str]]
    retired: bool

    def text(self, name: str) -> str:
        """What is said of it in the language being spoken: `name`, `what` …; "" for what is not said."""
        return said(self.words.get(name, {}))


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All pathways by code, retired ones too, and for each which ones it leads to or is reached by."""

    pathways: Mapping[str, Known]
    ways: Mapping[str, tuple[str, ...]]
    _orders: dict[str, tuple[Known, ...]] = field(default_factory=dict[str, tuple[Known, ...]])
    _texts: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Regions that one of them names which is not retired, by name."""
        names = {region for one in self.pathways.values() if not one.retired for region in one.regions}
        return tuple(sorted(names, key=str.casefold))

    def in_order(self) -> tuple[Known, ...]:
        """All of them as they are listed in the language being spoken."""
        language = spoken()
        if language not in self._orders:
            self._orders[language] = mixed(self.pathways.values())
        return self._orders[language]

    def says(self, words: Collection[str], one: Known) -> bool:
        """Whether every one of `words`, as they are `folded`, stands in what a pathway is called and is in the language
        being spoken, or in the name of what it leads to or is reached by."""
        key = spoken(), one.code
        if key not in self._texts:
            ways = (self.pathways[code].text("name") for code in self.ways.get(one.code, ()))
            self._texts[key] = folded(" ".join([one.text("name"), one.text("what"), *ways]))
        text = self._texts[key]
        return all(word in text for word in words)


def mixed(pathways: Iterable[Known]) -> tuple[Known, ...]:
    """Pathways so that no kind and no school comes before another: by name within each, and each spread evenly over the
    whole list. Nobody is put anywhere because of who reads it."""

    def group(one: Known) -> tuple[str, ...]:
        return (one.kind, *one.learnt)

    placed: list[tuple[float, str, Known]] = []
    for _group, members in groupby(sorted(pathways, key=group), key=group):
        names = sorted((one.text("name").casefold(), one.code, one) for one in members)
        placed += [((at + 0.5) / len(names), name, one) for at, (name, _code, one) in enumerate(names)]
    return tuple(one for *_place, one in sorted(placed, key=lambda one: (one[0], one[1], one[2].code)))


_kept: dict[str, tuple[Any, Catalogue]] = {}
_loading = asyncio.Lock()


async def load_catalogue(session: AsyncSession) -> Catalogue:
    """The catalogue as it is now. What another process has imported is noticed: each call asks for the stamp."""
    stamp = tuple((await session.execute(_STAMP)).one())
    key = str(database().url)
    if key not in _kept or _kept[key][0] != stamp:
        async with _loading:  # everybody comes with the next page, and it takes long
            if key not in _kept or _kept[key][0] != stamp:
                _kept.clear()
                _kept[key] = stamp, await _read(session)
    return _kept[key][1]


async def _read(session: AsyncSession) -> Catalogue:
    codes: dict[UUID, str] = {}
    pathways: dict[str, Known] = {}
    for row in await session.execute(_EVERYTHING):
        codes[row.id] = row.code
        pathways[row.code] = Known(
            row.code,
            PathwayKind(row.kind),
            tuple(row.interests),
            tuple(row.regions),
            tuple(row.learnt),
            row.months,
            row.checked_on,
            MappingProxyType(row.words),
            row.retired_at is not None,
        )
    ways: dict[str, list[str]] = {}
    for route, occupation in await session.execute(_WAYS):
        ways.setdefault(codes[route], []).append(codes[occupation])
        ways.setdefault(codes[occupation], []).append(codes[route])
    return Catalogue(MappingProxyType(pathways), {code: tuple(some) for code, some in ways.items()})
