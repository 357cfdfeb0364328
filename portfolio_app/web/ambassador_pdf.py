"""Papers about ambassadors: the letter home, for who looks after them; the certificate of a signed term."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.terms.papers import certificate, family_letter
from portfolio_app.web.pdf_answers import for_whoever_may, pdf_to_keep

LETTER, CERTIFICATE = "/documents/ambassador-letter.pdf", "/documents/ambassador-certificate.pdf"


async def paper(request: Request) -> Response:
    """GET language, id → the letter or the certificate."""
    ambassador = request.query_params.get("id", "")

    async def made(actor: Actor, language: str) -> Response:
        if request.url.path == LETTER:
            return pdf_to_keep(await family_letter(actor, ambassador, language), "ambassador-letter")
        return pdf_to_keep(await certificate(actor, ambassador, language), "ambassador-certificate")

    return await for_whoever_may(request, {"id": ambassador}, made)


routes = [Route(path, paper, methods=["GET"]) for path in (LETTER, CERTIFICATE)]
