"""A lesson in a box, for whoever teaches: never for whoever does the lesson, for its key is in it."""

from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import Refused
from portfolio_app.learning.teaching.box_document import PATH, WantedBox, box_pdf
from portfolio_app.web.cookie import key_in
from portfolio_app.web.pdf_answers import documents_under_way, language_of, pdf_to_keep, sign_in_first

ASKED = ("module", "meeting", "text", "class", "named", "day")


async def lesson_box(request: Request) -> Response:
    """GET module, meeting (a number, or nothing for all), text (the language of its words), class, named (whether the
    class stands on it), day, language → a PDF. Whoever is signed out signs in first; whoever may not have it, or asks
    for what there is not, is led home."""
    query = request.query_params
    asked = {name: query.get(name, "")[:60] for name in ASKED}
    language = language_of(request, query.get("language", ""))
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{PATH}?{urlencode({'language': language, **asked})}")
    wanted = WantedBox(
        asked["module"], asked["meeting"], asked["text"], asked["class"], bool(asked["named"]), _day(asked["day"])
    )
    try:
        with documents_under_way.one_of(actor.person_id):
            made = await box_pdf(actor, wanted, language)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    return pdf_to_keep(made.pdf, f"lesson-box-{asked['module']}", made.title)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


routes = [Route(PATH, lesson_box, methods=["GET"])]
