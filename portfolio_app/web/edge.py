"""The order in which a request passes the edge: everything outside the pages, from the network inwards."""

from collections.abc import Mapping
from pathlib import Path

from starlette.types import ASGIApp

from portfolio_app.web.caching import Caching
from portfolio_app.web.errors import Errors
from portfolio_app.web.gate import Gate
from portfolio_app.web.guard import Need
from portfolio_app.web.headers import SecurityHeaders
from portfolio_app.web.logs import RequestLog
from portfolio_app.web.origin import OwnOrigin
from portfolio_app.web.plain_http import NoPlainHttp
from portfolio_app.web.proxy import Proxies
from portfolio_app.web.requests import Bounds


def edge(inner: ASGIApp, pages: Mapping[str, Need], client: Path | None) -> ASGIApp:
    """`inner` behind all of the edge. `pages` maps routes to their audience; built files lie in `client`."""
    app: ASGIApp = Gate(inner, pages)
    app = Caching(app)
    app = Bounds(app)
    app = OwnOrigin(app)
    app = NoPlainHttp(app)
    app = Errors(app)
    app = SecurityHeaders(app, client)
    app = RequestLog(app)
    return Proxies(app)
