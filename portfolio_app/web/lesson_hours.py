"""Documents about a class's lessons: its hours, for who teaches it or runs its school; its deadlines for families."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import Refused
from portfolio_app.learning.teaching.deadlines import family_sheet
from portfolio_app.learning.teaching.hours_document import hours_csv, hours_pdf
from portfolio_app.web.cookie import key_in
from portfolio_app.web.origin import own_origin
from portfolio_app.web.pdf_answers import documents_under_way, file_to_keep, language_of, pdf_to_keep, sign_in_first

PDF, CSV = "/documents/lesson-hours.pdf", "/documents/lesson-hours.csv"
DEADLINES = "/documents/deadlines.pdf"
NAME = "lesson-hours"


async def deadlines(request: Request) -> Response:
    """GET language, class → the sheet for families, in that language."""
    language = language_of(request, request.query_params.get("language", ""))
    class_id = request.query_params.get("class", "")
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{DEADLINES}?{urlencode({'language': language, 'class': class_id})}")
    try:
        with documents_under_way.one_of(actor.person_id):
            sheet = await family_sheet(actor, class_id, language, own_origin(request.scope))
            return pdf_to_keep(sheet, "deadlines")
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)


async def lesson_hours(request: Request) -> Response:
    """GET language, year, and class or school → their hours. Whoever is signed out signs in first; whoever may not have
    them is led home."""
    asked = {name: request.query_params.get(name, "") for name in ("class", "school", "year")}
    language = language_of(request, request.query_params.get("language", ""))
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{request.url.path}?{urlencode({'language': language, **asked})}")
    which = (actor, asked["class"], asked["school"], asked["year"], language)
    try:
        with documents_under_way.one_of(actor.person_id):
            if request.url.path == PDF:
                return pdf_to_keep(await hours_pdf(*which), NAME)
            sheet = await hours_csv(*which)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    # With a mark by which spreadsheets know that it is UTF-8.
    return file_to_keep(sheet.encode("utf-8-sig"), "text/csv", NAME, ending="csv")


routes = [
    Route(PDF, lesson_hours, methods=["GET"]),
    Route(CSV, lesson_hours, methods=["GET"]),
    Route(DEADLINES, deadlines, methods=["GET"]),
]
