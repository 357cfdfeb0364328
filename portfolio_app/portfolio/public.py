"""What a link shows to whoever has it: the same as anybody sees whom the thing is shared with, without what leads
further into the app, and with as much of its owner's name, and of photos and files, as they chose."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.models import MediaFile
from portfolio_app.portfolio.collections.queries import shared_collection
from portfolio_app.portfolio.credentials.queries import CredentialFile, CredentialLine, file_of, shared_credentials
from portfolio_app.portfolio.cv.gathering import saved_content
from portfolio_app.portfolio.cv.models import Cv
from portfolio_app.portfolio.cv.pieces import Contact, CvContent
from portfolio_app.portfolio.cv.wording import title_of
from portfolio_app.portfolio.files import part_of
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.policy import fit_for_others, owned_by
from portfolio_app.portfolio.queries import FILES, Attachment, EntryView, entry_view
from portfolio_app.portfolio.shown_evidence import ShownEvidence, shown_evidence
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.links import OpenLink
from portfolio_app.sharing.models import Kind, ShownName
from portfolio_app.skills.framework import pupils_framework

PDF = "page.pdf"
"""What the document is called under a link's address."""


@dataclass(frozen=True)
class PublicThing:
    """A thing as a link shows it: an evidence, an entry, a collection with its entries, a CV or a credential."""

    title: str
    by: str = ""
    """As much of its owner's name as they chose, "" for none."""
    about: str = ""
    entry: EntryView | None = None
    evidence: ShownEvidence | None = None
    entries: tuple[EntryView, ...] | None = None
    cv: CvContent | None = None
    credential: CredentialLine | None = None
    pdf: str = ""
    """Where the same is to be had as a PDF, "" for what has none."""


async def public_thing(session: AsyncSession, link: OpenLink, path: str) -> PublicThing:
    """What the link shows; its pictures and files lie under `path`. Raises `NotFound` for what went meanwhile."""
    by = await _by(session, link)
    if link.kind is Kind.CV:
        content, _cv = await linked_cv(session, link)
        return PublicThing(title_of(content), cv=content, pdf=f"{path}/{PDF}")
    if link.kind is Kind.CREDENTIAL:
        (credential,) = await shared_credentials(session, link.owner_id, [link.thing]) or (None,)
        if credential is None:
            raise NotFound()
        files = {"json_href": f"{path}/credential.json", "png_href": f"{path}/credential.png"}
        return PublicThing(credential.title, credential=replace(credential, href="", **files))
    if link.kind is Kind.COLLECTION:
        found = await shared_collection(session, link.owner_id, link.thing)
        entries = tuple(_reached(one, link, path) for one in found.listed)
        return PublicThing(found.title, by, found.about, entries=entries, pdf=f"{path}/{PDF}" if entries else "")
    if link.kind is Kind.ENTRY:
        view = _reached(await _entry(session, link), link, path)
        return PublicThing(view.title, by, entry=view)
    used = pupils_framework(await framework_of(session, link.owner_id))
    shown = await shown_evidence(session, link.owner_id, used, link.thing)
    item = shown.item
    item = replace(
        item,
        href="",
        thumbnail="",
        picture=_address(item.picture, link, path),
        open_href=_address(item.open_href, link, path),
    )
    return PublicThing(item.title, by, evidence=replace(shown, item=item))


async def _by(session: AsyncSession, link: OpenLink) -> str:
    """As much of the owner's name as the link shows."""
    name = (await session.execute(select(col(Person.name)).where(col(Person.id) == link.owner_id))).scalar_one()
    return {ShownName.FULL: name, ShownName.FIRST: name.split()[0], ShownName.NONE: ""}[link.name]


async def linked_cv(session: AsyncSession, link: OpenLink) -> tuple[CvContent, Cv]:
    """A CV as the link shows it: with as much of the name, and with contact lines or without. Raises `NotFound`."""
    content, cv = await saved_content(session, link.owner_id, await _by(session, link))
    return content if link.contact else replace(content, contact=Contact()), cv


async def _entry(session: AsyncSession, link: OpenLink) -> EntryView:
    which = (owned_by(link.owner_id), fit_for_others(), col(Entry.id) == UUID(link.thing))
    found = await session.execute(select(Entry).where(*which))
    entry = found.scalar_one_or_none()
    if entry is None:
        raise NotFound()
    return await entry_view(session, entry, for_others=True)


def _reached(view: EntryView, link: OpenLink, path: str) -> EntryView:
    """The entry with its photos and files where whoever has the link reaches them, or without them."""

    def part(one: Attachment) -> Attachment:
        picture, href = _address(one.picture, link, path), _address(one.href, link, path)
        return replace(one, href=href, picture=picture, thumbnail="", about_href="")

    photos = tuple(part(one) for one in view.photos) if link.files else ()
    attachments = tuple(part(one) for one in view.attachments if link.files or not one.href.startswith(FILES))
    return replace(view, photos=photos, attachments=attachments)


def _address(address: str, link: OpenLink, path: str) -> str:
    """Where a file is reached by the link, "" for one it does not show; other addresses stay."""
    if not address.startswith(FILES):
        return address
    return f"{path}/{address.removeprefix(FILES)}" if link.files else ""


async def public_credential(session: AsyncSession, link: OpenLink) -> CredentialFile:
    """The file of the credential that the link shows. Raises `NotFound` for a link to anything else."""
    found = await file_of(session, as_id(link.thing)) if link.kind is Kind.CREDENTIAL else None
    if found is None or found.owner_id != link.owner_id:
        raise NotFound()
    return found


async def public_file(session: AsyncSession, link: OpenLink, media_id: UUID) -> MediaFile:
    """A photo or file that the link shows. Raises `NotFound` for any other."""
    found = await session.execute(
        select(MediaFile).where(col(MediaFile.id) == media_id, col(MediaFile.person_id) == link.owner_id)
    )
    media = found.scalar_one_or_none()
    if media is None or not link.files:
        raise NotFound()
    if not await part_of(session, link.owner_id, link.kind, link.thing, media_id):
        raise NotFound()
    return media
