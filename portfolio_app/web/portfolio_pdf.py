"""The portfolio as a PDF to download: `/documents/portfolio.pdf?language=fi`, always the reader's own."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, best_language, languages, speaking
from portfolio_app.portfolio.own_document import own_portfolio_pdf
from portfolio_app.web.cookie import key_in


async def portfolio_pdf(request: Request) -> Response:
    """GET → the PDF; whoever is signed out signs in first, whoever has no portfolio is led home."""
    asked = request.query_params.get("language", "")
    language = asked if asked in languages() else best_language(request.headers.get("accept-language", ""))
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        back = quote(f"/documents/portfolio.pdf?language={language}", safe="")
        return RedirectResponse(f"/{language}/sign-in?next={back}", status_code=303)
    try:
        made = await own_portfolio_pdf(actor, language)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    with speaking(language):
        name = _("Portfolio {name}").format(name=actor.name)
    disposition = f"attachment; filename=\"portfolio.pdf\"; filename*=UTF-8''{quote(name, safe='')}.pdf"
    headers = {"content-disposition": disposition, "cache-control": "private, no-store"}
    return Response(made.pdf, media_type="application/pdf", headers=headers)


routes = [Route("/documents/portfolio.pdf", portfolio_pdf, methods=["GET"])]
