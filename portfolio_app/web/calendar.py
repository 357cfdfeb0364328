"""A pupil's calendar goes out to whatever program has its address: `GET /calendar/<secret>.ics`. The secret is all that
is asked for, so it is in no log, and nothing on the way keeps the answer for others."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portfolio_app.core.errors import NotFound
from portfolio_app.plan.calendar import calendar_of
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.origin import own_origin

_addresses = SecretAddresses(
    each=Buckets(burst=20, per_second=1 / 60),  # programs ask a few times a day, some each quarter of an hour
    place=Buckets(burst=300, per_second=5),  # a school's tablets may all ask from one
)
HEADERS = {
    "cache-control": "private, no-cache",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "content-disposition": 'inline; filename="polku.ics"',
}


async def calendar(request: Request) -> Response:
    """GET → the calendar, or 304 to who has it already; 404 for an address there is not, or not any more."""
    key = request.path_params["key"]
    _addresses.take(key, request.client.host if request.client else "")
    file = await calendar_of(key, own_origin(request.scope))
    if file is None:
        raise NotFound()
    headers = HEADERS | {"etag": f'"{file.tag}"'}
    asked = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if headers["etag"] in asked:
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type="text/calendar; charset=utf-8", headers=headers)


routes = [Route("/calendar/{key}.ics", calendar, methods=["GET"])]
