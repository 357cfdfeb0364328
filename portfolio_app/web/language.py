"""The page one is on, in another language. A form: the choice is remembered, and it works before any script."""

import logging
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actions import choose_appearance
from portfolio_app.core.errors import DomainError
from portfolio_app.core.languages import languages
from portfolio_app.web.cookie import key_in
from portfolio_app.web.errors import Refusal
from portfolio_app.web.forms import safe_next

logger = logging.getLogger(__name__)


def same_place(came_from: str, language: str) -> str:
    """The address of our page `came_from` ("https://…/fi/capability?code=S1") in `language`; Home when it is none."""
    parts = urlsplit(came_from)
    first, _slash, rest = parts.path.strip("/").partition("/")
    if first not in languages() or not rest:
        rest = "home"
    elif parts.query:
        rest += f"?{parts.query}"
    return safe_next(f"/{language}/{rest}") or f"/{language}/home"


async def choose_language(request: Request) -> Response:
    """POST language → the same page in it, by a full page load; whoever is signed in finds it again next time.

    Which page that is, the browser says (`referrer-policy: same-origin`): it knows best, also after moving about
    within the app.
    """
    form = await request.form(max_files=0, max_fields=5, max_part_size=1024)
    language = str(form.get("language", ""))
    if language not in languages():
        raise Refusal(400)
    try:
        actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
        if actor is not None and actor.language != language:
            await choose_appearance(actor, language=language)
    except DomainError:
        logger.warning("the language somebody chose could not be remembered")
    response = RedirectResponse(same_place(request.headers.get("referer", ""), language), 303)
    response.headers["cache-control"] = "no-store"
    return response


routes = [Route("/language", choose_language, methods=["POST"])]
