"""What the screens of collections show: the list, one to arrange, one to read as somebody it is shared with."""

from collections.abc import Collection as Some
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, as_ids, reading
from portfolio_app.core.drafts import load_draft
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, ngettext, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.resting import rest_lasts
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.portfolio.collections import policy
from portfolio_app.portfolio.collections.actions import NEW, draft_of, shown_in
from portfolio_app.portfolio.collections.models import Collection, CollectionEntry
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.policy import may_keep_a_portfolio
from portfolio_app.portfolio.policy import own as own_entries
from portfolio_app.portfolio.queries import EntryCard, EntryView, entry_cards, entry_views
from portfolio_app.sharing.link_views import OwnLink, own_link
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import Nameable, Remark, WhoCanSee, nameable, remarks, who_can_see
from portfolio_app.skills.evidence_views import DeletedThing, deleted_thing, typed_in


@dataclass(frozen=True)
class CollectionLine:
    """A collection in the list."""

    id: str = ""
    title: str = ""
    detail: str = ""
    href: str = ""
    audience: str = ""
    private: bool = True


@dataclass(frozen=True)
class CollectionsView:
    """A page of the list, and the form of a new one with what was typed into it."""

    listed: tuple[CollectionLine, ...] = ()
    count: int = 0
    search: str = ""
    findable: bool = False
    """Whether the list is so long that somebody may look for a word in it."""
    paging: Paging = field(default_factory=Paging)
    request: str = ""
    draft: str = NEW
    draft_version: int = 0
    title: str = ""
    about: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class OfferedEntry:
    """An entry that can be put into a collection."""

    id: str = ""
    label: str = ""


@dataclass(frozen=True)
class CollectionView:
    """A collection as its owner arranges it."""

    id: str = ""
    title: str = ""
    about: str = ""
    lead: str = ""
    listed: tuple[EntryCard, ...] = ()
    offered: tuple[OfferedEntry, ...] = ()
    """Entries that are not in it, a page of them."""
    search: str = ""
    findable: bool = False
    paging: Paging = field(default_factory=Paging)
    version: int = 0
    draft: str = ""
    draft_version: int = 0
    typed_title: str = ""
    typed_about: str = ""
    who: WhoCanSee = field(default_factory=WhoCanSee)
    link: OwnLink = field(default_factory=OwnLink)
    nameable: tuple[Nameable, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: bool = False
    loaded: bool = False


@dataclass(frozen=True)
class SharedCollection:
    """A collection to read, as somebody who may."""

    title: str = ""
    about: str = ""
    day: str = ""
    listed: tuple[EntryView, ...] = ()


async def load_collections(actor: Actor, page: int = 1, search: str = "") -> CollectionsView:
    """A page of the actor's own collections, the newest first; with `search`, of those whose title or lines say all its
    words. A draft of a new one that was not kept is in its form."""
    may_keep_a_portfolio(actor)
    search = " ".join(search.split())[:LONGEST_SEARCH]
    async with reading() as session:
        rows = await session.execute(
            select(Collection).where(policy.own(actor)).order_by(col(Collection.made_at).desc(), col(Collection.id))
        )
        everything = list(rows.scalars())
        found = [one for one in everything if says(search, one.title, one.about)]
        pages = paging(len(found), page, "/collections", search=search)
        shown = found[pages.skipped : pages.skipped + A_PAGE]
        counts = await _counts(session, [one.id for one in shown])
        who = await who_can_see(session, actor.person_id, Kind.COLLECTION, [str(one.id) for one in shown])
        draft = await load_draft(session, actor.person_id, NEW)
    return CollectionsView(
        listed=tuple(_line(one, counts.get(one.id, 0), who[str(one.id)]) for one in shown),
        count=len(everything),
        search=search,
        findable=len(everything) > A_PAGE or bool(search),
        paging=pages,
        request=str(uuid4()),
        draft_version=draft.version if draft else 0,
        loaded=True,
        **({"title": "", "about": ""} | typed_in(draft, {"title": "", "about": ""})),
    )


def _line(one: Collection, count: int, who: WhoCanSee) -> CollectionLine:
    return CollectionLine(
        id=str(one.id),
        title=one.title,
        detail=counted(count),
        href=f"/{spoken()}/collection?id={one.id}",
        audience=who.words,
        private=who.private,
    )


def counted(count: int) -> str:
    """How many entries there are, in words."""
    return ngettext("{n} entry", "{n} entries", count)


async def _counts(session: AsyncSession, collection_ids: Some[UUID]) -> dict[UUID, int]:
    rows = await session.execute(
        select(col(CollectionEntry.collection_id), func.count())
        .join(Entry, col(Entry.id) == col(CollectionEntry.entry_id))
        .where(col(CollectionEntry.collection_id).in_(collection_ids), policy.collectable())
        .group_by(col(CollectionEntry.collection_id))
    )
    return {row[0]: row[1] for row in rows}


async def load_collection(actor: Actor, collection_id: str, page: int = 1, search: str = "") -> CollectionView:
    """One of the actor's own collections, with a page of the entries that could be put into it. Raises `NotFound`."""
    may_keep_a_portfolio(actor)
    search = " ".join(search.split())[:LONGEST_SEARCH]
    async with reading() as session:
        found = await session.execute(
            select(Collection).where(col(Collection.id) == as_id(collection_id), policy.own(actor))
        )
        collection = found.scalar_one_or_none()
        if collection is None:
            raise NotFound()
        name, draft_name = str(collection.id), draft_of(collection.id)
        ids = list((await session.execute(shown_in(collection.id))).scalars())
        cards = await entry_cards(session, actor, ids, within=(ids[0], ids[-1]) if ids else None)
        others = await _others(session, actor, ids)
        who = await who_can_see(session, actor.person_id, Kind.COLLECTION, [name])
        said = await remarks(session, actor.person_id, actor.person_id, Kind.COLLECTION, [name])
        link = await own_link(session, actor.person_id, Kind.COLLECTION, name)
        persons = await nameable(session, actor.person_id)
        draft = await load_draft(session, actor.person_id, draft_name)
    matching = [one for one in others if says(search, one.label)]
    pages = paging(len(matching), page, "/collection", fragment="add", id=name, search=search)
    typed = {"title": collection.title, "about": collection.about}
    typed |= typed_in(draft, typed)
    return CollectionView(
        id=name,
        title=collection.title,
        about=collection.about,
        lead=counted(len(ids)),
        listed=cards,
        offered=tuple(matching[pages.skipped : pages.skipped + A_PAGE]),
        search=search,
        findable=len(others) > A_PAGE or bool(search),
        paging=pages,
        version=collection.version,
        draft=draft_name,
        draft_version=draft.version if draft else 0,
        typed_title=typed["title"],
        typed_about=typed["about"],
        who=who[name],
        link=link,
        nameable=persons,
        remarks=said[name],
        unread=any(remark.unread for remark in said[name]),
        loaded=True,
    )


async def _others(session: AsyncSession, actor: Actor, ids: Some[UUID]) -> tuple[OfferedEntry, ...]:
    rows = await session.execute(
        select(col(Entry.id), col(Entry.title), col(Entry.made_at))
        .where(own_entries(actor), policy.collectable(), col(Entry.id).not_in(ids))
        .order_by(col(Entry.position), col(Entry.made_at).desc(), col(Entry.id))
    )
    # Translators: an entry that can be ticked: its title and the day it was made
    line = _("{title}, {day}")
    return tuple(OfferedEntry(str(one), line.format(title=title, day=format_date(day))) for one, title, day in rows)


async def shared_collection(session: AsyncSession, owner_id: UUID, name: str) -> SharedCollection:
    """A collection of the owner's as others read it: what is fit for others of each entry in it. Whether the reader may
    see it is decided before. Raises `NotFound` where there is none."""
    found = await session.execute(
        select(Collection).where(policy.owned_by(owner_id), col(Collection.id) == as_id(name))
    )
    collection = found.scalar_one_or_none()
    if collection is None:
        raise NotFound()
    ids = list((await session.execute(shown_in(collection.id))).scalars())
    rows = {
        one.id: one
        for one in (
            await session.execute(select(Entry).where(col(Entry.id).in_(ids), col(Entry.person_id) == owner_id))
        ).scalars()
    }
    return SharedCollection(
        title=collection.title,
        about=collection.about,
        day=format_date(collection.changed_at),
        listed=await entry_views(session, [rows[one] for one in ids if one in rows], for_others=True),
    )


async def shared_collections(
    session: AsyncSession, owner_id: UUID, names: Some[str]
) -> tuple[tuple[str, str, str], ...]:
    """Id, title and number of entries in words of those of the owner's collections `names`, the newest first; that the
    reader may see these is decided before."""
    rows = await session.execute(
        select(Collection)
        .where(policy.owned_by(owner_id), col(Collection.id).in_(as_ids(names)))
        .order_by(col(Collection.made_at).desc(), col(Collection.id))
    )
    found = list(rows.scalars())
    counts = await _counts(session, [one.id for one in found])
    return tuple((str(one.id), one.title, counted(counts.get(one.id, 0))) for one in found)


async def load_deleted_collections(actor: Actor) -> tuple[DeletedThing, ...]:
    """The actor's recently deleted collections, each with the day on which it goes for good."""
    rest = rest_lasts()
    async with reading() as session:
        rows = await session.execute(
            select(col(Collection.id), col(Collection.title), col(Collection.deleted_at))
            .where(policy.own(actor, deleted=True), col(Collection.deleted_at) > now() - rest)
            .order_by(col(Collection.deleted_at).desc())
        )
        return tuple(deleted_thing(one, title, _("Collection"), at) for one, title, at in rows if at)
