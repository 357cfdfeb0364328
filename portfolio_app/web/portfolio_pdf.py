"""The portfolio as a PDF to download: `/documents/portfolio.pdf?language=fi`, always the reader's own.

With `goals=no` it is without the goals of their plan, with `corner=yes` it has what lies in their private corner too.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, be_in, speaking
from portfolio_app.portfolio.own_document import own_portfolio_pdf
from portfolio_app.schools.places import time_zone_of
from portfolio_app.web.cookie import key_in
from portfolio_app.web.pdf_answers import documents_under_way, language_of, pdf_to_keep, sign_in_first


async def portfolio_pdf(request: Request) -> Response:
    """GET → the PDF; whoever is signed out signs in first, whoever has no portfolio is led home."""
    language = language_of(request, request.query_params.get("language", ""))
    goals, corner = request.query_params.get("goals") != "no", request.query_params.get("corner") == "yes"
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        chosen = ("" if goals else "&goals=no") + ("&corner=yes" if corner else "")
        return sign_in_first(language, f"/documents/portfolio.pdf?language={language}{chosen}")
    be_in(await time_zone_of(actor))
    try:
        with documents_under_way.one_of(actor.person_id):
            made = await own_portfolio_pdf(actor, language, goals=goals, corner=corner)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    with speaking(language):
        name = _("Portfolio {name}").format(name=actor.name)
    return pdf_to_keep(made.pdf, "portfolio", name)


routes = [Route("/documents/portfolio.pdf", portfolio_pdf, methods=["GET"])]
