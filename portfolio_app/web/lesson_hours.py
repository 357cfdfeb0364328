"""Documents about a class's lessons: its hours, for who teaches it or runs its school; its deadlines for families."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts.actor import Actor
from portfolio_app.learning.teaching.deadlines import family_sheet
from portfolio_app.learning.teaching.hours_document import hours_csv, hours_pdf
from portfolio_app.web.origin import own_origin
from portfolio_app.web.pdf_answers import file_to_keep, for_whoever_may, pdf_to_keep

PDF, CSV = "/documents/lesson-hours.pdf", "/documents/lesson-hours.csv"
DEADLINES = "/documents/deadlines.pdf"
NAME = "lesson-hours"


async def deadlines(request: Request) -> Response:
    """GET language, class → the sheet for families, in that language."""
    class_id = request.query_params.get("class", "")

    async def made(actor: Actor, language: str) -> Response:
        return pdf_to_keep(await family_sheet(actor, class_id, language, own_origin(request.scope)), "deadlines")

    return await for_whoever_may(request, {"class": class_id}, made)


async def lesson_hours(request: Request) -> Response:
    """GET language, year, and class or school → their hours."""
    asked = {name: request.query_params.get(name, "") for name in ("class", "school", "year")}

    async def made(actor: Actor, language: str) -> Response:
        which = (actor, asked["class"], asked["school"], asked["year"], language)
        if request.url.path == PDF:
            return pdf_to_keep(await hours_pdf(*which), NAME)
        sheet = await hours_csv(*which)
        # With a mark by which spreadsheets know that it is UTF-8.
        return file_to_keep(sheet.encode("utf-8-sig"), "text/csv", NAME, ending="csv")

    return await for_whoever_may(request, asked, made)


routes = [
    Route(PDF, lesson_hours, methods=["GET"]),
    Route(CSV, lesson_hours, methods=["GET"]),
    Route(DEADLINES, deadlines, methods=["GET"]),
]
