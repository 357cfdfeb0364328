"""What routes that answer with a document have in common: the language asked for, signing in first, the answer."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import best_language, languages
from portfolio_app.web.cookie import key_in
from portfolio_app.web.limits import UnderWay

documents_under_way = UnderWay(2)
"""Of one person: the document that is being made, and a second click that waits for its turn."""


def language_of(request: Request, asked: str) -> str:
    """The language of a document: the one asked for when it is served, else the browser's."""
    return asked if asked in languages() else best_language(request.headers.get("accept-language", ""))


def sign_in_first(language: str, back: str) -> Response:
    """To the page where one signs in, and from there to `back`."""
    return RedirectResponse(f"/{language}/sign-in?next={quote(back, safe='')}", status_code=303)


async def for_whoever_may(
    request: Request, asked: Mapping[str, str], make: Callable[[Actor, str], Awaitable[Response]]
) -> Response:
    """What `make` answers to whoever is signed in, in a language. Whoever is signed out signs in first, and comes back
    to the same address with what it `asked`; whoever may not have it is led home."""
    language = language_of(request, request.query_params.get("language", ""))
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{request.url.path}?{urlencode({'language': language, **asked})}")
    try:
        with documents_under_way.one_of(actor.person_id):
            return await make(actor, language)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)


def pdf_to_keep(pdf: bytes, plain_name: str, name: str = "") -> Response:
    """The PDF as a download that nothing on the way keeps, called `name` where the browser can say it."""
    return file_to_keep(pdf, "application/pdf", plain_name, name, ending="pdf")


def file_to_keep(content: bytes, media_type: str, plain_name: str, name: str = "", *, ending: str) -> Response:
    """The same of a file of any kind."""
    disposition = f'attachment; filename="{plain_name}.{ending}"'
    if name:
        disposition += f"; filename*=UTF-8''{quote(name, safe='')}.{ending}"
    headers = {"content-disposition": disposition, "cache-control": "private, no-store"}
    return Response(content, media_type=media_type, headers=headers)
