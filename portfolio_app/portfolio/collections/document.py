"""A collection as a document to send: what whoever may see the collection reads in it, set as a tagged PDF.

Its owner makes one with their name; whoever has a link to it, one with as much of the name, and of photos, as the link
shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import _, format_date, local_date, speaking, spoken
from portfolio_app.core.turns import Turns
from portfolio_app.core.typesetting import AT_ONCE, SetDocument, one_line, typeset
from portfolio_app.portfolio.collections.queries import shared_collection
from portfolio_app.portfolio.document import (
    TEMPLATE,
    DocumentEntry,
    paragraphs,
    source_of,
    told_entries,
    told_looks,
)
from portfolio_app.portfolio.document_entries import document_entries, photo_hashes
from portfolio_app.portfolio.policy import may_keep_a_portfolio

_TURNS = Turns(AT_ONCE)


@dataclass(frozen=True)
class CollectionDocument:
    """Everything the document shows. `by` is its owner's name, "" where that is not shown."""

    title: str
    by: str
    about: str
    made_on: date
    language: str
    entries: tuple[DocumentEntry, ...] = ()


async def collection_pdf(document: CollectionDocument) -> SetDocument:
    """The document as PDF/UA-1, with the characters that no font could set."""
    with speaking(document.language):
        entries, files = await told_entries(document.entries)
        content = _content(document, entries)
        title = " ".join(document.title.split()) or _("Untitled")
    return await typeset(
        TEMPLATE, content, language=document.language, title=title, made_on=document.made_on, files=files
    )


async def own_collection_pdf(actor: Actor, collection_id: UUID, language: str) -> tuple[str, bytes]:
    """The title of a collection of the actor's and its document in `language`. Raises `NotFound` for anybody else's."""
    may_keep_a_portfolio(actor)
    async with _TURNS.taken_by(actor.person_id):
        with speaking(language):
            document = await _load(actor, collection_id)
        made = await collection_pdf(document)
    async with writing() as session:
        me, thing = actor.person_id, f"collection:{collection_id}"
        count = len(document.entries)
        audit(session, "portfolio.download_collection", actor_id=me, about_id=me, thing=thing, entries=count)
    return document.title, made.pdf


async def _load(actor: Actor, collection_id: UUID) -> CollectionDocument:
    async with reading() as session:
        found = await shared_collection(session, actor.person_id, str(collection_id))
        hashes = await photo_hashes(session, actor.person_id, found.listed)
    entries = await document_entries(found.listed, hashes, with_parts=True)
    return CollectionDocument(found.title, actor.name, found.about, local_date(now()), spoken(), entries)


def _content(document: CollectionDocument, entries: Sequence[dict[str, object]]) -> dict[str, object]:
    """The document as the template reads it, in the language being spoken."""
    by, day = " ".join(document.by.split()), format_date(document.made_on)
    return {
        "whole": False,
        "cover": one_line(document.title.strip() or _("Untitled"), longest=20),
        "author": [by] if by else [],
        "about": [one_line(line) for line in (by, day) if line],
        "lines": paragraphs(document.about),
        "entries": entries,
        "looks": told_looks(),
        **{part: [] for part in ("steps", "themes", "shown", "goals", "credentials")},
        "check-at": "",
        "source": source_of(document.entries),
        "words": {
            "document": _("Collection"),
            "contents": _("Contents"),
            "lines": _("About this collection"),
            "entries": _("Entries in it"),
            "no-entries": _("There is nothing in this collection now."),
            "lost-photo": _("A photo of this entry could not be read, so it is not here."),
        },
    }
