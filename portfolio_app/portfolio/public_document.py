"""What a link shows as a document: a collection or a CV, with nothing in it that its page does not show."""

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import local_date
from portfolio_app.core.turns import Turns
from portfolio_app.portfolio.collections.document import CollectionDocument, collection_pdf
from portfolio_app.portfolio.cv.document import cv_pdf
from portfolio_app.portfolio.cv.models import Layout
from portfolio_app.portfolio.cv.wording import title_of
from portfolio_app.portfolio.document_entries import document_entries, photo_hashes
from portfolio_app.portfolio.public import linked_cv, public_thing
from portfolio_app.portfolio.queries import FILES
from portfolio_app.sharing.links import OpenLink
from portfolio_app.sharing.models import Kind

_TURNS = Turns(1)
"""One at a time for all the world, so that those at school wait for none of them."""


async def public_pdf(link: OpenLink) -> tuple[str, bytes]:
    """The title and the PDF of what the link shows, in the language being spoken. Raises `NotFound` for what has no
    document."""
    async with _TURNS.taken_by(link.owner_id):
        return await (_cv(link) if link.kind is Kind.CV else _collection(link))


async def _cv(link: OpenLink) -> tuple[str, bytes]:
    async with reading() as session:
        content, cv = await linked_cv(session, link)
    fitted = await cv_pdf(content, Layout(cv.layout), cv.pages, local_date(now()))
    return title_of(content), fitted.document.pdf


async def _collection(link: OpenLink) -> tuple[str, bytes]:
    async with reading() as session:
        thing = await public_thing(session, link, FILES.rstrip("/"))
        if not thing.entries:
            raise NotFound()
        hashes = await photo_hashes(session, link.owner_id, thing.entries)
    entries = await document_entries(thing.entries, hashes, with_parts=True)
    made_on = local_date(now())
    made = await collection_pdf(CollectionDocument(thing.title, thing.by, thing.about, made_on, link.language, entries))
    return thing.title, made.pdf
