"""One's own collection as a PDF to download: `/documents/collection.pdf?id=…&language=fi`."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import be_in
from portfolio_app.portfolio.collections.document import own_collection_pdf
from portfolio_app.schools.places import time_zone_of
from portfolio_app.web.cookie import key_in
from portfolio_app.web.pdf_answers import documents_under_way, language_of, pdf_to_keep, sign_in_first

ADDRESS = "/documents/collection.pdf"


async def collection_pdf(request: Request) -> Response:
    """GET → the PDF; whoever is signed out signs in first, whoever has no such collection is led to those they have."""
    language = language_of(request, request.query_params.get("language", ""))
    asked = request.query_params.get("id", "")
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{ADDRESS}?id={quote(asked, safe='')}&language={language}")
    be_in(await time_zone_of(actor))
    try:
        with documents_under_way.one_of(actor.person_id):
            title, pdf = await own_collection_pdf(actor, as_id(asked), language)
    except NotFound:
        return RedirectResponse(f"/{language}/collections", status_code=303)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    return pdf_to_keep(pdf, "collection", title)


routes = [Route(ADDRESS, collection_pdf, methods=["GET"])]
