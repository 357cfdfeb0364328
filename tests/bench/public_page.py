"""Whoever has a link opens a collection of twenty entries on a phone with a slow processor and line: plain HTML, whose
photos are left out."""

import asyncio
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.core.database import close_database, reading
from portfolio_app.portfolio.collections import shareable  # noqa: F401 - lets collections be shared
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection, put_in
from portfolio_app.portfolio.collections.queries import load_collection
from portfolio_app.portfolio.models import Entry
from portfolio_app.sharing.links import LinkForm, link_key, make_link, path_of
from portfolio_app.sharing.models import Kind, ShownName
from tests.bench.figures import Figure
from tests.bench.instance import Instance, serving
from tests.bench.pages import KB, Metric, figures_of, visits_to

PART = "A public page of 20 entries, by a link"
ENTRIES = 20
METRICS = (
    Metric("text visible", "s", "visible", 1000, 0.7, 0.7),
    Metric("layout shift", "", "cls", 1, 0.02, 0.02),
    Metric("everything over the wire, without photos", "KB", "bytes", KB, 60, 60),
    Metric("scripts", "KB", "js_bytes", KB, 0, 0),
)


def measure(instance: Instance) -> list[Figure]:
    """Five first and second visits."""
    path = asyncio.run(_shown(instance))
    with serving(instance) as server:
        return figures_of(PART, visits_to(server.url + path, "main article h2", ()), METRICS)


async def _shown(instance: Instance) -> str:
    """Where a link to a collection of the author's leads."""
    author = await sessions.actor_of(instance.school.author.key)
    assert author is not None
    async with reading() as session:
        mine = select(col(Entry.id)).where(col(Entry.person_id) == author.person_id, col(Entry.deleted_at).is_(None))
        entries = list((await session.execute(mine.limit(ENTRIES))).scalars())
    assert len(entries) == ENTRIES
    collection = await make_collection(author, CollectionForm("For my application", "What I can do"), uuid4())
    await put_in(author, collection, entries)
    await make_link(author, Kind.COLLECTION, str(collection), LinkForm(name=ShownName.FULL), uuid4())
    link = (await load_collection(author, str(collection))).link
    await close_database()
    return path_of(link_key(UUID(link.id)))
