"""What a regional coordinator takes along: `GET /documents/offers.csv` and `GET /documents/periods.ics`."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.languages import speaking
from portfolio_app.marketplace.regions.calendar import calendar_of_region
from portfolio_app.marketplace.regions.published import offers_csv
from portfolio_app.web.pdf_answers import file_to_keep, for_whoever_may

CSV, ICS = "/documents/offers.csv", "/documents/periods.ics"


async def offers_sheet(request: Request) -> Response:
    """GET language, region → the sheet."""
    region = request.query_params.get("region", "")

    async def made(actor: Actor, language: str) -> Response:
        with speaking(language):
            sheet = await offers_csv(actor, region)
        # With a mark by which spreadsheets know that it is UTF-8.
        return file_to_keep(sheet.encode("utf-8-sig"), "text/csv", "offers", ending="csv")

    return await for_whoever_may(request, {"region": region}, made)


async def periods(request: Request) -> Response:
    """GET language → the calendar."""

    async def made(actor: Actor, language: str) -> Response:
        with speaking(language):
            file = await calendar_of_region(actor)
        return file_to_keep(file, "text/calendar; charset=utf-8", "periods", ending="ics")

    return await for_whoever_may(request, {}, made)


routes = [Route(CSV, offers_sheet, methods=["GET"]), Route(ICS, periods, methods=["GET"])]
