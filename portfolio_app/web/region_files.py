"""What a regional coordinator takes along: `GET /documents/offers.csv` and `GET /documents/periods.ics`."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import speaking
from portfolio_app.marketplace.regions.calendar import calendar_of_region
from portfolio_app.marketplace.regions.published import offers_csv
from portfolio_app.web.cookie import key_in
from portfolio_app.web.pdf_answers import documents_under_way, file_to_keep, language_of, sign_in_first

CSV, ICS = "/documents/offers.csv", "/documents/periods.ics"


async def region_files(request: Request) -> Response:
    """GET language, and region for the sheet → the file. Whoever is signed out signs in first; whoever may not have it
    is led home."""
    language = language_of(request, request.query_params.get("language", ""))
    region = request.query_params.get("region", "")
    actor = await sessions.actor_of(key_in(request.headers.get("cookie", "")))
    if actor is None or actor.must_choose:
        return sign_in_first(language, f"{request.url.path}?{urlencode({'language': language, 'region': region})}")
    try:
        with documents_under_way.one_of(actor.person_id), speaking(language):
            if request.url.path == ICS:
                file = await calendar_of_region(actor)
                return file_to_keep(file, "text/calendar; charset=utf-8", "periods", ending="ics")
            sheet = await offers_csv(actor, region)
    except Refused:
        return RedirectResponse(f"/{language}/home", status_code=303)
    # With a mark by which spreadsheets know that it is UTF-8.
    return file_to_keep(sheet.encode("utf-8-sig"), "text/csv", "offers", ending="csv")


routes = [Route(CSV, region_files, methods=["GET"]), Route(ICS, region_files, methods=["GET"])]
