"""When schools go out, for a host's calendar: `GET /host-offers/periods.ics?key=…`, with the link to its offers."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.languages import speaking
from portfolio_app.marketplace.offering import PATH
from portfolio_app.marketplace.regions.calendar import calendar_for_host
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.pdf_answers import file_to_keep, language_of

ICS = f"{PATH}/periods.ics"
_addresses = SecretAddresses(each=Buckets(burst=20, per_second=1 / 60), place=Buckets(burst=120, per_second=1))


async def host_calendar(request: Request) -> Response:
    """GET key, language → the file; 404 for a link that opens nothing (any more)."""
    key = request.query_params.get("key", "")
    _addresses.take(key, request.client.host if request.client else "")
    with speaking(language_of(request, request.query_params.get("language", ""))):
        file = await calendar_for_host(key)
    return file_to_keep(file, "text/calendar; charset=utf-8", "periods", ending="ics")


routes = [Route(ICS, host_calendar, methods=["GET"])]
