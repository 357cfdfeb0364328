"""What is offered in a region, for programs: `GET /api/v1/offers` with a key, and `GET /api/v1/openapi.json`, which
says what may be asked for. Nothing can be changed here."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portfolio_app.core.errors import TooMany
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.regions.published import Narrowed, offers_page, openapi
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.origin import own_origin

OFFERS, SCHEMA = "/api/v1/offers", "/api/v1/openapi.json"
PRIVATE: Mapping[str, str] = {"cache-control": "private, no-store", "x-robots-tag": "noindex"}
asked_by = SecretAddresses(
    each=Buckets(burst=60, per_second=1),  # a region's 30,000 offers are 150 pages: a few minutes
    place=Buckets(burst=120, per_second=2),
)


class _Unreadable(Exception):
    """A parameter that cannot be read."""


async def offers(request: Request) -> Response:
    """GET kind, field, town, since, until, after → a page of offers as JSON, by the key in `Authorization`."""
    scheme, _blank, key = request.headers.get("authorization", "").partition(" ")
    try:
        asked_by.take(key, request.client.host if request.client else "")
    except TooMany:
        return _error(429, "Too many requests. Ask again in a minute.", {"retry-after": "60"})
    if scheme.lower() != "bearer" or not key or len(key) > 200:
        return _no_key()
    try:
        narrowed = _asked(request.query_params)
    except _Unreadable as problem:
        return _error(400, f"“{problem}” cannot be read: see {SCHEMA}.")
    found = await offers_page(key.strip(), narrowed)
    if found is None:
        return _no_key()
    page, after = found
    if after is not None:
        query = {name: value for name, value in request.query_params.items() if name != "after"}
        address = f"{own_origin(request.scope)}{OFFERS}?{urlencode(query | {'after': str(after)})}"
        page = page.model_copy(update={"next": address})
    return Response(page.model_dump_json(), media_type="application/json", headers=dict(PRIVATE))


async def schema(request: Request) -> Response:
    """GET → what may be asked for and how the answers look, as OpenAPI 3.1."""
    return JSONResponse(openapi(own_origin(request.scope)), headers={"cache-control": "public, max-age=3600"})


def _asked(query: Mapping[str, str]) -> Narrowed:
    """What a program asks for. Raises `_Unreadable` with the name of what is not understood."""
    unknown = set(query) - {"kind", "field", "town", "since", "until", "after"}
    if unknown:
        raise _Unreadable(sorted(unknown)[0][:40])
    kind, field = query.get("kind", ""), query.get("field", "")
    if kind and kind not in list(OfferKind):
        raise _Unreadable("kind")
    if field and field not in list(FieldOfWork):
        raise _Unreadable("field")
    days: dict[str, date | None] = {"since": None, "until": None}
    for name in days:
        if said := query.get(name):
            try:
                days[name] = date.fromisoformat(said)
            except ValueError:
                raise _Unreadable(name) from None
    after = None
    if said := query.get("after"):
        try:
            after = UUID(said)
        except ValueError:
            raise _Unreadable("after") from None
    return Narrowed(kind, field, query.get("town", "")[:80], days["since"], days["until"], after)


def _no_key() -> Response:
    words = "A key is needed: Authorization: Bearer … A coordinator of the region makes one."
    return _error(401, words, {"www-authenticate": "Bearer"})


def _error(status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": words}, status, headers=dict(PRIVATE) | dict(headers or {}))


routes = [Route(OFFERS, offers, methods=["GET"]), Route(SCHEMA, schema, methods=["GET"])]
