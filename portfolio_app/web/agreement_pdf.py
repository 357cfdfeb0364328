"""An agreement on paper, in two languages: `GET /documents/agreement.pdf`, filled where a placement is named, else
empty."""

import asyncio
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import languages
from portfolio_app.marketplace.placements.agreement_paper import agreement_paper, empty_agreement
from portfolio_app.web.cookie import key_in
from portfolio_app.web.pdf_answers import documents_under_way, language_of, pdf_to_keep, sign_in_first

PATH = "/documents/agreement.pdf"
_one_at_a_time = asyncio.Semaphore(2)


async def agreement_pdf(request: Request) -> Response:
    """GET language, other, id → the paper. Whoever is signed out signs in first; whoever may not have it is led
    home."""
    asked = {name: request.query_params.get(name, "") for name in ("other", "id")}
    language = language_of(request, request.query_params.get("language", ""))
    other = asked["other"] if asked["other"] in languages() else language
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{PATH}?{urlencode({'language': language, **asked})}")
    try:
        with documents_under_way.one_of(actor.person_id):
            async with _one_at_a_time:
                if asked["id"]:
                    pdf = await agreement_paper(actor, asked["id"], (language, other))
                else:
                    pdf = await empty_agreement(actor, (language, other))
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    return pdf_to_keep(pdf, "agreement")


routes = [Route(PATH, agreement_pdf, methods=["GET"])]
