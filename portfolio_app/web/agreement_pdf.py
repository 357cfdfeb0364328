"""An agreement on paper, in two languages: `GET /documents/agreement.pdf`, filled where a placement is named, else
empty."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.languages import languages
from portfolio_app.marketplace.placements.agreement_paper import agreement_paper, empty_agreement
from portfolio_app.web.pdf_answers import for_whoever_may, pdf_to_keep

PATH = "/documents/agreement.pdf"
_at_once = asyncio.Semaphore(2)
"""Papers that are being set: each takes a processor for a moment."""


async def agreement_pdf(request: Request) -> Response:
    """GET language, other, id → the paper."""
    asked = {name: request.query_params.get(name, "") for name in ("other", "id")}

    async def made(actor: Actor, language: str) -> Response:
        pair = (language, asked["other"] if asked["other"] in languages() else language)
        async with _at_once:
            if asked["id"]:
                return pdf_to_keep(await agreement_paper(actor, asked["id"], pair), "agreement")
            return pdf_to_keep(await empty_agreement(actor, pair), "agreement")

    return await for_whoever_may(request, asked, made)


routes = [Route(PATH, agreement_pdf, methods=["GET"])]
