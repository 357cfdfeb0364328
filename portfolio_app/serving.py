"""How the process that serves is started: one Granian worker on the finished pages and nothing beside it.

The worker imports the app after the fork. It dies with the parent and the parent with it, so that whoever supervises
sees one process that is well or gone.
"""

import contextlib
import ctypes
import fcntl
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from granian.server.mp import MPServer

from portfolio_app.build import Pages, built_pages
from portfolio_app.core.errors import OperatorError
from portfolio_app.core.memory import return_memory
from portfolio_app.settings import DEMO_ACCOUNTS_BY, Settings, settings

PR_SET_PDEATHSIG = 1  # linux/prctl.h
# Every open tab holds a connection, and Granian counts an open socket as a request under way until it closes.
CONNECTIONS = 20_000
GRACE_SECONDS = 10
# Python's own 700 are reached by what a few requests hold between them, and each round stops everybody.
COLLECT_AFTER = 50_000
# How long the loop, having let the database work, may wait for a thread that computes: it does so for each statement.
# Python's own 5 ms made a save of others take half a second while the texts of a takeout were written.
SWITCH_SECONDS = 0.0005


class CannotServe(OperatorError):
    """This instance is not served as it is set; the message says why, one sentence a line."""


class AlreadyServed(OperatorError):
    """The data folder is in use by a server, or by a command that replaces what is in it."""


def serve(*, demo: bool = False, demo_public: bool = False) -> None:
    """Serve until told to stop (SIGTERM, SIGINT). Raises `CannotServe`; exits with 1 when the worker died."""
    if demo or demo_public:
        os.environ["PORTFOLIO_DEMO"] = "1"  # read by the app in the worker
        os.environ.setdefault("PORTFOLIO_PERSONAL_ACCOUNTS", "1")
        os.environ.setdefault("PORTFOLIO_PERSONAL_ACCOUNTS_BY", DEMO_ACCOUNTS_BY)
    if demo_public:
        os.environ["PORTFOLIO_DEMO_PUBLIC"] = "1"
    settings.cache_clear()
    chosen = settings()
    if reasons := _refusals():
        raise CannotServe("\n".join(reasons))
    pages = built_pages()
    if pages is None:
        raise CannotServe("The pages are not made.")
    _try_to_listen(chosen)
    _prepare(pages)
    with in_use(chosen.data_dir):
        _server(chosen).serve(target_loader=lambda _target: _load(pages, chosen))


def _refusals() -> list[str]:
    """Why this instance may not be served, asked in a process of its own: the one that watches over the worker stays
    without the database's libraries, a quarter of what the server takes."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as once:
        return once.submit(_ask).result()


def _ask() -> list[str]:
    from portfolio_app.checks import refusals

    return list(refusals())


@contextlib.contextmanager
def in_use(data_dir: Path, *, alone: bool = False) -> Iterator[None]:
    """Hold the data folder, together with other servers, or `alone` to replace what is in it.

    Raises `AlreadyServed`.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    handle = os.open(data_dir / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            doing = "is being served: stop the server first" if alone else "is being restored: wait until that is done"
            raise AlreadyServed(f"{data_dir} {doing}.") from None
        yield
    finally:
        os.close(handle)


def _try_to_listen(chosen: Settings) -> None:
    """Granian says it with a stack of Rust frames when it cannot listen; a sentence is better."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            chosen.host, chosen.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        where = f"{chosen.host}:{chosen.port}"
        raise CannotServe(f"{where} cannot be listened on: {problem.strerror or problem}") from None


def _server(chosen: Settings) -> MPServer:
    return MPServer(
        "portfolio_app.portfolio_app",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=1,  # state lives in the worker's memory
        http=HTTPModes.http1,
        websockets=True,
        backlog=2048,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        log_access=False,  # the app writes its own, without anybody's name
        workers_kill_timeout=GRACE_SECONDS,
    )


def _prepare(pages: Pages) -> None:
    """What Reflex and the system must know before the fork."""
    os.environ |= {
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_WEB_WORKDIR": str(pages.web),
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _load(pages: Pages, chosen: Settings) -> Any:
    """In the worker: the ASGI app. Reflex looks for `rxconfig.py` in the working directory only, and again whenever it
    is set up anew; what it does not find it replaces by its own choices, such as states (with cookies) on the disk."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    with contextlib.chdir(pages.config):
        from portfolio_app.portfolio_app import app
        from portfolio_app.web.front import Front

        served = Front(app, app())
    _spare_the_app()
    sys.setswitchinterval(SWITCH_SECONDS)
    host = "localhost" if chosen.host == "127.0.0.1" else chosen.host
    print(f"Polku is at {chosen.public_url or f'http://{host}:{chosen.port}'}", flush=True)
    return served


def _spare_the_app() -> None:
    """Keep the garbage collector from going through the app itself, all of which stays until the process ends: with
    five hundred tabs open a full round stopped the worker for half a second, and now looks only at what tabs hold."""
    gc.collect()
    return_memory()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
