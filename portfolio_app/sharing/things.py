"""What kinds of things can be shared. Sharing lies beneath the domains that own them, so each of those says here how
its things are found; a kind that nobody registered can neither be shared nor seen.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.sharing.models import Kind


@dataclass(frozen=True)
class Thing:
    """A thing of somebody's that is there: its title in the language being spoken, and why it cannot be shared (an
    English msgid), if it cannot."""

    title: str
    obstacle: str = ""


Finder = Callable[[AsyncSession, UUID, Collection[str]], Awaitable[Mapping[str, Thing]]]
"""Given an owner and names of things, those of them that are the owner's and not deleted."""

_finders: dict[Kind, Finder] = {}


def register(kind: Kind, finder: Finder) -> None:
    """Make things of `kind` shareable; called once, by the module that defines the finder."""
    _finders[kind] = finder


async def find(session: AsyncSession, owner_id: UUID, kind: Kind, names: Collection[str]) -> Mapping[str, Thing]:
    """Those things of `kind` among `names` that `owner_id` has, by name."""
    finder = _finders.get(kind)
    return await finder(session, owner_id, names) if finder and names else {}
