"""A pupil's days at a workplace for the calendar of their phone: `GET /documents/placement.ics`."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import speaking
from portfolio_app.marketplace.placements.day_calendar import calendar_of_placement
from portfolio_app.web.cookie import key_in
from portfolio_app.web.origin import own_origin
from portfolio_app.web.pdf_answers import documents_under_way, file_to_keep, language_of, sign_in_first

PATH = "/documents/placement.ics"


async def placement_calendar(request: Request) -> Response:
    """GET language, id → the file. Whoever is signed out signs in first; whose it is not is led home."""
    language = language_of(request, request.query_params.get("language", ""))
    placement = request.query_params.get("id", "")
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{PATH}?{urlencode({'language': language, 'id': placement})}")
    try:
        with documents_under_way.one_of(actor.person_id), speaking(language):
            file = await calendar_of_placement(actor, placement, f"{own_origin(request.scope)}/{language}")
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    return file_to_keep(file, "text/calendar; charset=utf-8", "placement", ending="ics")


routes = [Route(PATH, placement_calendar, methods=["GET"])]
