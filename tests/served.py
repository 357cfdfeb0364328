"""A real instance to talk to from outside: the built pages, served by the command itself on a free port.

A test that takes `served` shares one server with all tests of its worker; its database is a SQLite file to which
`tests/people.py` writes from the test's own process:

    async def test_something(served: Served) -> None:
        siiri, cookie = await served.sign_in(await make_pupil(await make_school()))
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.build import built_pages
from portfolio_app.web.cookie import SECURE
from tests.people import signed_in

SERVE = "from portfolio_app.cli import main; main()"
SECONDS_TO_START = 120.0


@dataclass(frozen=True)
class Served:
    """A running instance: where it is, where its data lie, what it wrote to its log."""

    url: str
    data_dir: Path
    log: Path
    process: subprocess.Popen[bytes]

    async def sign_in(self, actor: Actor, **given: bool) -> tuple[Actor, str]:
        """The actor with an open session, and the Cookie header that goes with it."""
        who, key = await signed_in(actor, **given)
        return who, f"{SECURE}={key}"

    def logged(self) -> list[dict[str, Any]]:
        """The lines of the log so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def forms(self, cookie: str = "") -> httpx.AsyncClient:
        """A browser, as far as HTTP goes: it names the origin of what it sends."""
        headers = {"origin": self.url} | ({"cookie": cookie} if cookie else {})
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=20)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def built_languages() -> str:
    """The languages the pages were built in, as the setting takes them."""
    pages = built_pages()
    if pages is None:
        pytest.fail("The pages are not made: run `make setup` first.")
    folders = sorted(page.parent.parent.name for page in (pages.web / "build/client").glob("*/sign-in/index.html"))
    return ",".join(sorted(folders, key=lambda name: (name != "en", name)))


@cache
def migrated() -> bytes:
    """A SQLite database as `portfolio migrate` leaves it, made once by each worker."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTFOLIO_")}
        environment |= {"PORTFOLIO_DATA_DIR": folder}
        subprocess.run([sys.executable, "-c", SERVE, "migrate"], env=environment, check=True, capture_output=True)
        return Path(folder, "polku.db").read_bytes()


@contextmanager
def serving(
    folder: Path,
    *,
    migrate: bool = True,
    demo: bool = False,
    port: int = 0,
    sources: Path | None = None,
    **settings: object,
) -> Iterator[Served]:
    """Serve from `folder` (made when missing) with `settings` until the block ends.

    With `demo` the demo school is loaded first. `port` is a free one unless given; `sources` another checkout to run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTFOLIO_")}
    environment |= {
        "PORTFOLIO_DATA_DIR": str(folder / "data"),
        "PORTFOLIO_PORT": str(port),
        "PORTFOLIO_LANGUAGES": built_languages(),
        "PORTFOLIO_FIRST_VIEW_SECONDS": "30",  # a busy machine changes no test's outcome
        **{f"PORTFOLIO_{name.upper()}": str(value) for name, value in settings.items()},
    }
    if sources:
        environment["PYTHONPATH"] = str(sources)
    command = [sys.executable, "-c", SERVE]
    file = Path(environment["PORTFOLIO_DATA_DIR"], "polku.db")
    if migrate and not demo:
        if sources or "PORTFOLIO_DATABASE_URL" in environment or file.exists():
            subprocess.run([*command, "migrate"], env=environment, check=True, capture_output=True, cwd=sources)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(migrated())
    if demo:
        subprocess.run([*command, "demo"], env=environment, check=True, capture_output=True, cwd=sources)
    log = folder / "served.log"
    with log.open("ab") as out:
        serve = [*command, "serve", *(["--demo"] if demo else [])]
        process = subprocess.Popen(serve, env=environment, stdout=out, stderr=out, cwd=sources)
    try:
        served = Served(f"http://localhost:{port}", folder / "data", log, process)
        _wait_for(served)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(served: Served) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if served.process.poll() is not None:
            pytest.fail(f"the server ended at once:\n{served.log.read_text()}")
        try:
            if httpx.get(f"{served.url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{served.log.read_text()}")


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The one server of this worker."""
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
async def served(shared_server: Served, configure: Any) -> Any:
    """The shared server; actions and makers called by the test write to its database."""
    from portfolio_app.core.database import close_database

    configure(data_dir=shared_server.data_dir, languages=built_languages())
    yield shared_server
    await close_database()
