"""What a notice is about, and what its reader may see of that at the moment of reading.

Notices lie beneath the domains whose things they speak of, so each of those says here how its things are found, and
where they lead. What nobody finds is not named: a notice holds no title of its own.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class About:
    """A thing of somebody's: `kind` and `thing` as the domain that owns it names them."""

    owner_id: UUID
    kind: str
    thing: str


@dataclass(frozen=True)
class Shown:
    """What a reader may see of it: its title in the language being spoken, and the page (without its language) that
    shows it to them."""

    title: str
    path: str


Finder = Callable[[AsyncSession, UUID, Collection[About]], Awaitable[Mapping[About, Shown]]]
"""Given the reader's id and things of one kind, those of them that the reader may see now."""

_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Say how things of `kind` are found; called where the app is put together."""
    _finders[kind] = finder


async def shown_to(session: AsyncSession, reader_id: UUID, things: Collection[About]) -> Mapping[About, Shown]:
    """What the reader may see of these things now; those they may not, or that are gone, are missing."""
    of_kind: defaultdict[str, list[About]] = defaultdict(list)
    for one in things:
        of_kind[one.kind].append(one)
    found: dict[About, Shown] = {}
    for kind, some in of_kind.items():
        if finder := _finders.get(kind):
            found |= await finder(session, reader_id, some)
    return found
