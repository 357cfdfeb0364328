"""For whoever supervises: is the process alive (/healthz), and can it serve (/readyz)?"""

import asyncio
import contextlib
import logging
import tempfile
from functools import lru_cache
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from portfolio_app import migrations
from portfolio_app.core.database import reading
from portfolio_app.core.errors import DomainError
from portfolio_app.core.outbox import load_waiting
from portfolio_app.settings import settings
from portfolio_app.web.first_view.server import COUNTS

logger = logging.getLogger(__name__)

PATHS = frozenset({"/healthz", "/readyz"})
SECONDS = 5.0
LOCAL = "file://"


async def alive(_request: Request) -> Response:
    """200 while the event loop runs."""
    return JSONResponse({"status": "alive"}, headers={"cache-control": "no-store"})


async def ready(_request: Request) -> Response:
    """200 when the database answers at the schema of this version and media can be written, else 503 and which not.

    Beside that, how often pages went which way since the start (web/first_view), and what waits in the outbox: work
    that is late says that, for instance, a mail server is away, no reason to take this one out of service."""
    findings: dict[str, bool] = {}
    findings["database"], findings["schema"] = await _database()
    findings["media"] = await asyncio.to_thread(_media, settings().media)
    good = all(findings.values())
    if not good:
        logger.warning("not ready: %s", ", ".join(name for name, fine in findings.items() if not fine))
    return JSONResponse(
        {
            "status": "ready" if good else "not ready",
            **{name: "good" if fine else "bad" for name, fine in findings.items()},
            "first_view": dict(COUNTS),
            "outbox": await _outbox() if good else {},
        },
        status_code=200 if good else 503,
        headers={"cache-control": "no-store"},
    )


async def _database() -> tuple[bool, bool]:
    with contextlib.suppress(SQLAlchemyError, DomainError, OSError, TimeoutError):
        async with asyncio.timeout(SECONDS), reading() as session:
            revision = await (await session.connection()).run_sync(migrations.revision)
            return True, revision == _head()
    return False, False


async def _outbox() -> dict[str, int]:
    with contextlib.suppress(SQLAlchemyError, DomainError, OSError, TimeoutError):
        async with asyncio.timeout(SECONDS), reading() as session:
            found = await load_waiting(session)
            return {"waiting": found.waiting, "late": found.late, "given_up": found.given_up}
    return {}


@lru_cache(maxsize=1)
def _head() -> str:
    return migrations.head()


def _media(url: str) -> bool:
    """Whether a file can be written where media lie; an object store says so when it is used."""
    if not url.startswith(LOCAL):
        return True
    folder = Path(url.removeprefix(LOCAL))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError:
        return False
    return True


routes = [Route("/healthz", alive, methods=["GET"]), Route("/readyz", ready, methods=["GET"])]
