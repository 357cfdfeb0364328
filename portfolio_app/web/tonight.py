"""Three questions for tonight, for families: `/tonight?name=<module>`, plain HTML without a script or an account.

The page is in the language of whoever opens it, the questions in the best one that the module has. Nothing on it is
about anybody, so the address needs no secret; search engines are asked to leave it out.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.addresses import neighbourhood
from portfolio_app.core.errors import TooMany
from portfolio_app.core.languages import NAMES, _, speaking
from portfolio_app.learning.tonight import PATH, Tonight, load_tonight
from portfolio_app.web.limits import Buckets
from portfolio_app.web.pdf_answers import language_of
from portfolio_app.web.plain_page import plain_page

_places = Buckets(burst=120, per_second=2)  # a parents' evening behind one address
_HEADERS = {
    "cache-control": "no-cache",
    "vary": "Accept-Language",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
}


async def show(request: Request) -> Response:
    """GET name, and maybe version and language → the questions. 404 for a module there is none of."""
    asked = {name: request.query_params.get(name, "") for name in ("name", "version")}
    language = language_of(request, request.query_params.get("language", ""))
    if not _places.take(neighbourhood(request.client.host if request.client else "")):
        raise TooMany()
    with speaking(language):
        found = await load_tonight(**asked)
        kept = {name: value for name, value in asked.items() if value}
        return plain_page(language, _("Three questions for tonight"), _body(found, language), _HEADERS, kept=kept)


def _body(found: Tonight, language: str) -> str:
    lead = _(
        "After this lesson at school, talk about these questions at home: over a meal, on the way, whenever it fits."
    )
    free = _("There are no right answers. Nothing is written down, and nothing is sent to the school.")
    other = _("The questions are not written in your language yet. Here they are in another: {language}.")
    own = found.language == language
    note = "" if own else f"<p>{escape(other.format(language=NAMES[found.language]))}</p>"
    marked = f'lang="{found.language}" dir="auto"'
    questions = "".join(f"<li>{escape(one)}</li>" for one in found.questions)
    return (
        f"<p>{escape(lead)}</p>{note}<h2 {marked}>{escape(found.title)}</h2>"
        f"<p {marked}>{escape(found.summary)}</p><ol {marked}>{questions}</ol><p>{escape(free)}</p>"
    )


routes = [Route(PATH, show, methods=["GET"])]
