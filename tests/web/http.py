"""A browser for tests of single HTTP routes: speaks to them directly, without a server, behind the error pages."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from portfolio_app.accounts.actor import Actor
from portfolio_app.web.cookie import cookie_name
from portfolio_app.web.errors import Errors
from tests.people import signed_in


@asynccontextmanager
async def browser(routes: Iterable[Route], person: Actor | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of `routes` in which `person` is signed in, or nobody."""
    cookies = {cookie_name(): (await signed_in(person))[1]} if person else {}
    transport = httpx.ASGITransport(Errors(Starlette(routes=list(routes))))
    async with httpx.AsyncClient(transport=transport, base_url="http://polku.test", cookies=cookies) as client:
        yield client
