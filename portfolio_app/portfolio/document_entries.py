"""Entries as a document shows them: what others may read of them, with their photos out of the store."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_ids
from portfolio_app.core.media import MediaMissing, media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.portfolio.document import DocumentDial, DocumentEntry, DocumentPhoto, DocumentSkill
from portfolio_app.portfolio.queries import FILES, Attachment, EntryView

Hashes = Mapping[str, str]
"""Of photos, by the id that stands in their address."""


async def photo_hashes(session: AsyncSession, owner_id: UUID, views: Iterable[EntryView]) -> Hashes:
    """Under which hash each photo of those entries is stored."""
    ids = as_ids(_media_of(one) for view in views for one in view.photos)
    rows = await session.execute(
        select(col(MediaFile.id), col(MediaFile.sha256)).where(
            col(MediaFile.id).in_(ids), col(MediaFile.person_id) == owner_id
        )
    )
    return {str(media_id): sha256 for media_id, sha256 in rows}


async def document_entries(
    views: Iterable[EntryView], hashes: Hashes, *, with_parts: bool = False
) -> tuple[DocumentEntry, ...]:
    """The entries, in their order; `with_parts` also the titles of files, and links and notes in words."""
    return tuple([await _entry(view, hashes, with_parts) for view in views])


async def _entry(view: EntryView, hashes: Hashes, with_parts: bool) -> DocumentEntry:
    return DocumentEntry(
        title=view.title,
        day=None,
        about=view.about,
        heading=view.heading,
        happened=view.happened,
        noticed=view.noticed,
        learned=view.learned,
        next_step=view.try_next,
        dials=tuple(DocumentDial(dial.name, dial.said, dial.words) for dial in view.dials),
        photos=tuple([DocumentPhoto(await _content(hashes.get(_media_of(one))), one.title) for one in view.photos]),
        skills=tuple(DocumentSkill(tag.name, tag.theme) for tag in view.skills if tag.theme),
        tags=tuple(tag.name for tag in view.tags),
        parts=tuple(_part(one) for one in view.attachments) if with_parts else (),
    )


def _media_of(photo: Attachment) -> str:
    return photo.picture.removeprefix(FILES)


def _part(one: Attachment) -> str:
    address = one.href if one.href.startswith(("https://", "http://")) else ""
    return "\n".join(line for line in (one.title, address, one.words) if line)


async def _content(sha256: str | None) -> bytes:
    """A photo's bytes; one that is missing in the store is unreadable."""
    try:
        return await media_store().get(sha256) if sha256 else b""
    except MediaMissing:
        return b""
