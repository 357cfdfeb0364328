"""Our own addresses are answered before Reflex is asked, and nothing of Reflex that matters is left out."""

from contextvars import copy_context

import pytest
from reflex_base.registry import RegistrationContext
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from portfolio_app.portfolio_app import app
from portfolio_app.web.front import Front, OwnAddresses, within


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for Reflex's app."""
    await PlainTextResponse("Reflex")(scope, receive, send)


def own(request: Request) -> Response:
    """Stands for a route of ours."""
    return PlainTextResponse(f"own {request.path_params.get('form', '')}")


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("GET", "/drafts/entry:new", "own entry:new"),
        ("GET", "/healthz", "own "),
        ("PUT", "/drafts/entry:new", "Reflex"),  # no route for this method: as if there were no such address
        ("GET", "/drafts", "Reflex"),
        ("GET", "/drafts/a/b", "Reflex"),
        ("GET", "/", "Reflex"),
        ("GET", "/en/home", "Reflex"),
    ],
)
def test_each_address_is_answered_by_whose_it_is(method: str, path: str, answer: str) -> None:
    """The first word finds the routes, the route itself decides."""
    routes = [Route("/drafts/{form}", own, methods=["GET"]), Route("/healthz", own, methods=["GET"])]
    assert TestClient(OwnAddresses(inner, routes)).request(method, path).text == answer


def test_reflex_is_wrapped_in_the_way_that_is_undone() -> None:
    """One Starlette with one mount; anything else is said at the start and not at the first request."""
    assert within(Starlette(routes=[Mount("", app=inner)])) is inner
    for other in (inner, Starlette(), Starlette(routes=[Mount("/api", app=inner)])):
        with pytest.raises(RuntimeError, match="another way"):
            within(other)


async def test_handlers_are_known_to_what_is_asked() -> None:
    """Reflex finds its handlers through a context that its outermost layer sets."""
    seen: list[int] = []

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(len(RegistrationContext.get().event_handlers))

    front = Front(app, Starlette(routes=[Mount("", app=asked)]))

    async def nothing() -> dict[str, str]:
        return {}

    async def nowhere(_message: object) -> None:
        return None

    call = front({"type": "http"}, nothing, nowhere)  # type: ignore[arg-type]
    with pytest.raises(StopIteration):
        copy_context().run(call.send, None)
    assert seen[0] > 20
