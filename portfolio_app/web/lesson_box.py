"""A lesson in a box, for whoever teaches: never for whoever does the lesson, for its key is in it."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts.actor import Actor
from portfolio_app.learning.teaching.box_document import PATH, WantedBox, box_pdf
from portfolio_app.web.pdf_answers import for_whoever_may, pdf_to_keep

ASKED = ("module", "meeting", "text", "class", "named", "day")


async def lesson_box(request: Request) -> Response:
    """GET module, meeting (a number, or nothing for all), text (the language of its words), class, named (whether the
    class stands on it), day, language → a PDF. Whoever is signed out signs in first; whoever may not have it, or asks
    for what there is not, is led home."""
    asked = {name: request.query_params.get(name, "")[:60] for name in ASKED}
    wanted = WantedBox(
        asked["module"], asked["meeting"], asked["text"], asked["class"], bool(asked["named"]), _day(asked["day"])
    )

    async def made(actor: Actor, language: str) -> Response:
        box = await box_pdf(actor, wanted, language)
        return pdf_to_keep(box.pdf, f"lesson-box-{asked['module']}", box.title)

    return await for_whoever_may(request, asked, made)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


routes = [Route(PATH, lesson_box, methods=["GET"])]
