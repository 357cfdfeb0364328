"""A way to sign in was added to an account: whoever stands above and cares is told, in the same transaction."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Listener = Callable[[AsyncSession, UUID, str, str], Awaitable[None]]
"""Is given the session, whose account it is, which way ("passkey", "book", "mail"), and the id of that passkey ("")."""

_listeners: list[Listener] = []


def when_a_way_is_added(listener: Listener) -> None:
    """Have `listener` called each time; called where the app is put together."""
    if listener not in _listeners:
        _listeners.append(listener)


async def tell_of_added(session: AsyncSession, person_id: UUID, way: str, thing: str = "") -> None:
    """Tell the listeners."""
    for listener in _listeners:
        await listener(session, person_id, way, thing)
