"""Making, changing, deleting and bringing back collections, and what is in them."""

from collections.abc import Collection as Some
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.portfolio.collections import policy
from portfolio_app.portfolio.collections.models import Collection, CollectionEntry
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.policy import may_keep_a_portfolio
from portfolio_app.portfolio.policy import own as own_entries
from portfolio_app.sharing.actions import one_at_a_time

LONGEST_TITLE = 160
LONGEST_ABOUT = 2000
MOST_COLLECTIONS = 200
MOST_IN_ONE = 50
"""Entries in a collection: more than anybody reads who was sent one."""
NEW = "collection:new"
"""The draft of a collection that is not made yet."""


@dataclass(frozen=True)
class CollectionForm:
    """What somebody wrote about a collection."""

    title: str
    about: str = ""


def draft_of(collection_id: UUID | None) -> str:
    """The name of a collection's draft, or of a new one's."""
    return f"collection:{collection_id}" if collection_id else NEW


def _checked(form: CollectionForm) -> dict[str, Any]:
    empty = N_("Give it a title, such as “For my application”.")
    return {
        "title": one_line(form.title, field="title", most=LONGEST_TITLE, empty=empty),
        "about": several_lines(form.about, field="about", most=LONGEST_ABOUT),
    }


async def make_collection(actor: Actor, form: CollectionForm, request: UUID) -> UUID:
    """Make a collection with nothing in it; returns its id.

    `request` is the form's own id: sent twice, kept once. Raises `Invalid` with the field.
    """
    may_keep_a_portfolio(actor)
    texts = _checked(form)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        count = select(func.count()).select_from(Collection).where(policy.own(actor))
        if (await session.execute(count)).scalar_one() >= MOST_COLLECTIONS:
            raise Invalid(N_("You have many collections already. Delete one you no longer need."), field="title")
        made = Collection(person_id=actor.person_id, made_at=now(), changed_at=now(), request=request, **texts)
        if not await insert_new(session, made):
            return await _made_of(session, actor, request)
        await drop_draft(session, actor.person_id, NEW)
        _audit(session, "portfolio.make_collection", actor, made.id)
        return made.id


async def _made_of(session: AsyncSession, actor: Actor, request: UUID) -> UUID:
    found = await session.execute(
        select(col(Collection.id)).where(
            col(Collection.request) == request, col(Collection.person_id) == actor.person_id
        )
    )
    already = found.scalar_one_or_none()
    if already is None:
        raise NotFound()
    return already


async def change_collection(actor: Actor, collection_id: UUID, form: CollectionForm, version: int) -> int:
    """Keep another title and other lines; returns the new version.

    Raises `Conflict` when it has another version than the one that was being edited, and changes nothing then.
    """
    texts = _checked(form)
    async with writing() as session:
        collection = await policy.own_collection(session, actor, collection_id)
        if collection.version != version:
            raise Conflict()
        collection.title, collection.about = texts["title"], texts["about"]
        collection.version += 1
        collection.changed_at = now()
        await drop_draft(session, actor.person_id, draft_of(collection.id))
        _audit(session, "portfolio.change_collection", actor, collection.id, version=collection.version)
        return collection.version


async def put_in(actor: Actor, collection_id: UUID, entry_ids: Some[UUID], *, at: int | None = None) -> None:
    """Put entries of the actor's into a collection, after what is there, or before what stands at place `at`.

    Whoever sees the collection sees them from then on. What is in it already stays where it is. Raises `Invalid` for
    none or too many.
    """
    wanted = list(dict.fromkeys(entry_ids))
    if not wanted:
        raise Invalid(N_("Tick at least one entry."), field="entry")
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        collection = await policy.own_collection(session, actor, collection_id)
        mine = select(col(Entry.id)).where(own_entries(actor), policy.collectable(), col(Entry.id).in_(wanted))
        if len((await session.execute(mine)).all()) != len(wanted):
            raise NotFound()
        rows = await _rows(session, collection)
        there = {row.entry_id for row in rows}
        new = [CollectionEntry(collection_id=collection.id, entry_id=one) for one in wanted if one not in there]
        if len(rows) + len(new) > MOST_IN_ONE:
            raise Invalid(N_("A collection has room for {n} entries."), field="entry", n=MOST_IN_ONE)
        if not new:
            return
        place = len(rows) if at is None else min(max(at, 0), len(rows))
        rows[place:place] = new
        session.add_all(new)
        _renumber(rows)
        _changed(session, "portfolio.put_in", actor, collection, entries=len(new))


async def take_out(actor: Actor, collection_id: UUID, entry_id: UUID) -> int:
    """Take an entry out of a collection; it stays in the portfolio. Returns the place it had, for `put_in`.

    Twice is fine.
    """
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        collection = await policy.own_collection(session, actor, collection_id)
        await _must_be_own(session, actor, entry_id)
        rows = await _rows(session, collection)
        place = next((n for n, row in enumerate(rows) if row.entry_id == entry_id), None)
        if place is None:
            return len(rows)
        await session.execute(delete(CollectionEntry).where(col(CollectionEntry.id) == rows.pop(place).id))
        _renumber(rows)
        _changed(session, "portfolio.take_out", actor, collection)
        return place


async def move_in(actor: Actor, collection_id: UUID, entry_id: UUID, by: int) -> None:
    """Move an entry up (-1) or down (1) by one place within a collection; at either end nothing changes."""
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        collection = await policy.own_collection(session, actor, collection_id)
        rows = await _rows(session, collection)
        here = next((n for n, row in enumerate(rows) if row.entry_id == entry_id), None)
        if here is None:
            raise NotFound()
        shown = set((await session.execute(shown_in(collection.id))).scalars())
        there = here + by
        while 0 <= there < len(rows) and rows[there].entry_id not in shown:
            there += by  # past what rests deleted, which nobody sees there
        if not 0 <= there < len(rows):
            return
        rows.insert(there, rows.pop(here))
        _renumber(rows)
        _changed(session, "portfolio.move_in", actor, collection)


def shown_in(collection_id: UUID) -> Select[UUID]:
    """The ids of the entries that are shown in a collection, in its order, as a statement."""
    return (
        select(col(Entry.id))
        .join(CollectionEntry, col(CollectionEntry.entry_id) == col(Entry.id))
        .where(col(CollectionEntry.collection_id) == collection_id, policy.collectable())
        .order_by(col(CollectionEntry.position), col(CollectionEntry.id))
    )


async def _must_be_own(session: AsyncSession, actor: Actor, entry_id: UUID) -> None:
    mine = select(col(Entry.id)).where(col(Entry.id) == entry_id, col(Entry.person_id) == actor.person_id)
    if (await session.execute(mine)).first() is None:
        raise NotFound()


async def _rows(session: AsyncSession, collection: Collection) -> list[CollectionEntry]:
    found = await session.execute(
        select(CollectionEntry)
        .where(col(CollectionEntry.collection_id) == collection.id)
        .order_by(col(CollectionEntry.position), col(CollectionEntry.id))
        .with_for_update()
    )
    return list(found.scalars())


def _renumber(rows: list[CollectionEntry]) -> None:
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position


async def delete_collection(actor: Actor, collection_id: UUID) -> None:
    """Put a collection among the recently deleted, where it rests 30 days; nobody else sees it meanwhile, and its
    entries stay. Twice is fine."""
    async with writing() as session:
        found = await session.get(Collection, collection_id)
        if found is not None and found.person_id == actor.person_id and found.deleted_at is not None:
            return
        collection = await policy.own_collection(session, actor, collection_id)
        collection.deleted_at = now()
        await drop_draft(session, actor.person_id, draft_of(collection.id))
        _audit(session, "portfolio.delete_collection", actor, collection.id)


async def restore_collection(actor: Actor, collection_id: UUID) -> None:
    """Bring a recently deleted collection back. One that is there already stays as it is."""
    async with writing() as session:
        found = await session.get(Collection, collection_id)
        if found is not None and found.person_id == actor.person_id and found.deleted_at is None:
            return
        collection = await policy.own_collection(session, actor, collection_id, deleted=True)
        if collection.deleted_at is not None and collection.deleted_at < rested_before():
            raise NotFound()
        collection.deleted_at = None
        _audit(session, "portfolio.restore_collection", actor, collection.id)


def _changed(session: AsyncSession, action: str, actor: Actor, collection: Collection, **detail: Any) -> None:
    collection.changed_at = now()
    _audit(session, action, actor, collection.id, **detail)


def _audit(session: AsyncSession, action: str, actor: Actor, collection_id: UUID, **detail: Any) -> None:
    thing = f"collection:{collection_id}"
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=thing, **detail)
