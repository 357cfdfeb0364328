"""Somebody has signed in: whoever stands above accounts and cares is told, within the same transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import OneTimeCode, Session, SignIn


@dataclass(frozen=True)
class Arrival:
    """A sign-in to an account that has a passphrase, or has been used before."""

    person_id: UUID
    device: str
    """Browser and system in words; "" when the browser does not say."""
    new_device: bool
    """Whether its owner has used other browsers before, and not this one."""
    code_id: UUID | None = None
    """The one-time code, card or link it was opened with."""
    giver_id: UUID | None = None
    """Who made that; None for the instance itself."""


Listener = Callable[[AsyncSession, Arrival], Awaitable[None]]

_listeners: list[Listener] = []


def when_somebody_arrives(listener: Listener) -> None:
    """Have `listener` called at every sign-in; called where the app is put together."""
    if listener not in _listeners:
        _listeners.append(listener)


async def tell_of_arrival(session: AsyncSession, person_id: UUID, device: str, code: OneTimeCode | None = None) -> None:
    """Tell the listeners, before the new session is written. A newcomer's first sign-in is no news to anybody."""
    if not _listeners:
        return
    devices = set((await session.execute(_devices(person_id))).scalars())
    newcomer = not devices or (code is not None and await _has_no_passphrase(session, person_id))
    arrival = Arrival(
        person_id,
        device,
        new_device=not newcomer and device not in devices,
        code_id=None if newcomer or code is None else code.id,
        giver_id=code.issued_by if code else None,
    )
    for listener in _listeners:
        await listener(session, arrival)


def _devices(person_id: UUID) -> Select[str]:
    return select(col(Session.device)).where(col(Session.person_id) == person_id).distinct()


async def _has_no_passphrase(session: AsyncSession, person_id: UUID) -> bool:
    hashes = await session.execute(select(col(SignIn.secret_hash)).where(col(SignIn.person_id) == person_id))
    return not any(hashes.scalars())
