"""A pupil's days at a workplace for the calendar of their phone: `GET /documents/placement.ics`."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.languages import speaking
from portfolio_app.marketplace.placements.day_calendar import calendar_of_placement
from portfolio_app.web.origin import own_origin
from portfolio_app.web.pdf_answers import file_to_keep, for_whoever_may

PATH = "/documents/placement.ics"


async def placement_calendar(request: Request) -> Response:
    """GET language, id → the file."""
    placement = request.query_params.get("id", "")

    async def made(actor: Actor, language: str) -> Response:
        with speaking(language):
            file = await calendar_of_placement(actor, placement, f"{own_origin(request.scope)}/{language}")
        return file_to_keep(file, "text/calendar; charset=utf-8", "placement", ending="ics")

    return await for_whoever_may(request, {"id": placement}, made)


routes = [Route(PATH, placement_calendar, methods=["GET"])]
