"""Short addresses of ambassadors: `/go/<code>` greets whoever comes and leads on; and their QR codes.

`GET` counts nothing, for previews and bots ask for it too. The page then says that somebody is here (`arrived.js`, or
the button without scripts), and that counts the device, once a day. The device is told apart by a random number that it
holds until midnight; what the server makes of it is in `ambassadors/campaigns/counting.py`.
"""

from datetime import datetime, time, timedelta
from html import escape

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.campaigns import counting
from portfolio_app.ambassadors.campaigns.queries import SHORT, link_address
from portfolio_app.core.addresses import neighbourhood
from portfolio_app.core.clock import now
from portfolio_app.core.errors import NotFound, TooMany
from portfolio_app.core.languages import _, best_language, languages, speaking
from portfolio_app.core.qr_code import qr_code
from portfolio_app.core.secrets import new_key
from portfolio_app.settings import settings
from portfolio_app.web.cookie import campaign_cookie_names, value_in
from portfolio_app.web.limits import Buckets
from portfolio_app.web.origin import own_origin
from portfolio_app.web.pdf_answers import for_whoever_may
from portfolio_app.web.plain_page import paragraph, plain_page

QR = "/documents/campaign-code.svg"
QUIETLY = "quietly"
_places = Buckets(burst=900, per_second=10)  # a whole school behind one address holds up its phones
_HEADERS = {
    "cache-control": "private, no-store",
    "vary": "Accept-Language",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}


async def greet(request: Request) -> Response:
    """GET code → a page that says where one is and leads on. 404 for a code there is none of."""
    code = request.path_params["code"]
    if not _places.take(neighbourhood(request.client.host if request.client else "")):
        raise TooMany()
    found = await counting.find_link(code)
    if found is None:
        raise NotFound()
    language = _language(request)
    with speaking(language):
        body = (
            paragraph(
                _(
                    "Here you write down what you are good at, and plan what comes next. Your school is {school}."
                ).format(school=found[1])
            )
            + f'<form method="post" action="{SHORT}{escape(code)}?language={language}">'
            f"<button>{escape(_('Go to Polku'))}</button></form>"
            + paragraph(
                _(
                    "We count that one more device came by, once a day. Nobody can see which one it was: we do not "
                    "know it either."
                )
            )
            + f'<script src="/arrived.js" data-arrived="{SHORT}{escape(code)}?{QUIETLY}=yes" defer></script>'
        )
        response = plain_page(language, _("Welcome to Polku"), body, _HEADERS)
    device, _came = campaign_cookie_names()
    if not value_in(request.headers.get("cookie", ""), device):
        _until_midnight(response, device, new_key())
    return response


async def arrived(request: Request) -> Response:
    """POST code → counted, and on to the page where one signs in; `quietly` nothing more. Whoever begins today in this
    browser has come by this link."""
    code = request.path_params["code"]
    host = neighbourhood(request.client.host if request.client else "")
    if not _places.take(host):
        raise TooMany()
    device, came = campaign_cookie_names()
    known = value_in(request.headers.get("cookie", ""), device)
    counts = await counting.count_scan(code, known or f"{host} {request.headers.get('user-agent', '')[:300]}")
    if request.query_params.get(QUIETLY):
        response = Response(status_code=204)
    else:
        response = RedirectResponse(f"/{_language(request)}/sign-in", status_code=303)
    if counts:
        _until_midnight(response, came, code)
    return response


async def code_picture(request: Request) -> Response:
    """GET id → the QR code of a link as SVG, for whoever may make links of the school."""
    link = request.query_params.get("id", "")

    async def made(actor: Actor, _language: str) -> Response:
        picture = qr_code(await link_address(actor, link, own_origin(request.scope)))
        return Response(
            picture,
            media_type="image/svg+xml",
            headers={
                "cache-control": "private, no-store",
                "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
            },
        )

    return await for_whoever_may(request, {"id": link}, made)


class CameBy:
    """ASGI wrapper in which whoever signs in has come by the link that their browser remembers today."""

    def __init__(self, inner: ASGIApp) -> None:
        self.inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        came = campaign_cookie_names()[1]
        if scope["type"] == "http" and scope["method"] == "POST":
            cookie = Headers(scope=scope).get("cookie", "")
            if came in cookie:
                with counting.coming_by(value_in(cookie, came)):
                    return await self.inner(scope, receive, send)
        await self.inner(scope, receive, send)


def _language(request: Request) -> str:
    asked = request.query_params.get("language", "")
    return asked if asked in languages() else best_language(request.headers.get("accept-language", ""))


def _until_midnight(response: Response, name: str, value: str) -> None:
    """Hand the browser something that it forgets when the day is over (by UTC, as counts are)."""
    moment = now()
    midnight = datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo)
    response.set_cookie(
        name,
        value,
        max_age=max(1, int((midnight - moment).total_seconds())),
        path="/",
        secure=not settings().allow_http,
        httponly=True,
        samesite="lax",
    )


routes = [
    Route(SHORT + "{code}", greet, methods=["GET"]),
    Route(SHORT + "{code}", arrived, methods=["POST"]),
    Route(QR, code_picture, methods=["GET"]),
]
