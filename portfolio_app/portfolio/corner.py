"""The private corner: entries that no teacher, school, family or host can open, whatever was shared before.

Those who run the server could, and pages say so. What lies in the corner has no grant and can be given none
(`shareable.py`), is in no document unless its owner asks for it, and is shown to nobody else. Evidence in such an entry
keeps its own audience: it is a thing of its own.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.languages import N_
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.collections.models import CollectionEntry
from portfolio_app.portfolio.models import Entry
from portfolio_app.sharing.actions import end_grants, one_at_a_time, reopen_grants
from portfolio_app.sharing.models import Kind

OBSTACLE = N_("This is in your private corner, so nobody else can be let see it. Take it out of there first.")


async def put_into_corner(session: AsyncSession, actor: Actor, entry: Entry) -> None:
    """Within a transaction that has called `one_at_a_time`: the entry is its owner's alone from now on."""
    entry.corner_at = now()
    await end_grants(session, actor, Kind.ENTRY, str(entry.id), at=entry.corner_at)


async def move_into_corner(actor: Actor, entry_id: UUID) -> None:
    """Put one's own entry into the private corner: all sharing of it ends. Twice is fine."""
    async with writing() as session:
        entry = await _own(session, actor, entry_id)
        if entry.corner_at is None:
            await put_into_corner(session, actor, entry)
            _audit(session, "portfolio.move_into_corner", actor, entry_id)


async def take_out_of_corner(actor: Actor, entry_id: UUID) -> None:
    """Take one's own entry out of the corner, and of the collections it was in: only its owner sees it until they
    choose somebody. Twice is fine."""
    async with writing() as session:
        entry = await _own(session, actor, entry_id)
        if entry.corner_at is not None:
            entry.corner_at = None
            await session.execute(delete(CollectionEntry).where(col(CollectionEntry.entry_id) == entry_id))
            _audit(session, "portfolio.take_out_of_corner", actor, entry_id)


async def undo_move(actor: Actor, entry_id: UUID) -> None:
    """Undo `move_into_corner`: whoever could see the entry at that moment can see it again. Twice is fine."""
    async with writing() as session:
        entry = await _own(session, actor, entry_id)
        if entry.corner_at is not None:
            moved_at, entry.corner_at = entry.corner_at, None
            await session.flush()  # what lies in the corner cannot be shared
            await reopen_grants(session, actor, Kind.ENTRY, str(entry_id), ended_at=moved_at)
            _audit(session, "portfolio.undo_corner", actor, entry_id)


async def _own(session: AsyncSession, actor: Actor, entry_id: UUID) -> Entry:
    await one_at_a_time(session, actor.person_id)
    return await policy.own_entry(session, actor, entry_id)


def _audit(session: AsyncSession, action: str, actor: Actor, entry_id: UUID, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=f"entry:{entry_id}", **detail)
