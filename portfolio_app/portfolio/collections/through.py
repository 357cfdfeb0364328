"""Which collections entries are in, and so who sees them as a part of one."""

from collections.abc import Collection as Some
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import table_of
from portfolio_app.core.languages import _, format_list
from portfolio_app.portfolio.collections import policy
from portfolio_app.portfolio.collections.models import Collection, CollectionEntry
from portfolio_app.portfolio.models import Entry
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import WhoCanSee, who_can_see

_COLLECTION, _PLACE, _ENTRY = table_of(Collection), table_of(CollectionEntry), table_of(Entry)
_WITH = (
    select(_PLACE.c.entry_id, _COLLECTION.c.id, _COLLECTION.c.title)
    .join_from(_PLACE, _COLLECTION, _COLLECTION.c.id == _PLACE.c.collection_id)
    .join(_ENTRY, _ENTRY.c.id == _PLACE.c.entry_id)
    .where(
        policy.collectable(),
        policy.owned_by(bindparam("owner", type_=Uuid())),
        _PLACE.c.entry_id.in_(bindparam("entries", expanding=True)),
    )
    .order_by(_COLLECTION.c.made_at, _COLLECTION.c.id)
)


@dataclass(frozen=True)
class InCollection:
    """An entry is in a collection."""

    entry_id: UUID
    id: UUID
    title: str


async def collections_with(session: AsyncSession, owner_id: UUID, entry_ids: Some[UUID]) -> tuple[InCollection, ...]:
    """The owner's collections that hold any of those entries, once for each entry, the oldest first."""
    if not entry_ids:
        return ()
    rows = await session.execute(_WITH, {"owner": owner_id, "entries": list(entry_ids)})
    return tuple(InCollection(*row) for row in rows)


async def who_can_see_entries(session: AsyncSession, owner_id: UUID, entry_ids: Some[UUID]) -> Mapping[str, WhoCanSee]:
    """Who can see each of the owner's entries: those it is shared with, and those who see a collection it is in."""
    who = await who_can_see(session, owner_id, Kind.ENTRY, [str(one) for one in entry_ids])
    places = await collections_with(session, owner_id, entry_ids)
    seen = await who_can_see(session, owner_id, Kind.COLLECTION, {str(one.id) for one in places})
    titles: dict[str, list[str]] = {}
    for one in places:
        if not seen[str(one.id)].private:
            titles.setdefault(str(one.entry_id), []).append(_("“{title}”").format(title=one.title))
    return {name: _through(said, titles.get(name, [])) for name, said in who.items()}


def _through(who: WhoCanSee, titles: list[str]) -> WhoCanSee:
    if not titles:
        return who
    # Translators: who can see an entry: those it is shared with, then those who can see a collection it is in
    words = _("{who}, and whoever can see {collections}").format(
        who=_("You") if who.private else who.words, collections=format_list(titles)
    )
    return replace(who, words=words, private=False)
