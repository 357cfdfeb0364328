"""How a school's device sees our pages: a slow processor on a slow line, first and second visit."""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.models import SignIn
from portfolio_app.core.database import close_database, writing
from portfolio_app.web.cookie import cookie_name
from tests.bench.figures import Figure
from tests.bench.instance import Instance, serving
from tests.serving import free_port

RUNS = 5
PROFILE = "school"
HEARS = "html[data-hears]"
PAGELOAD = "tests.bench.pageload"

LEAST = "A page of twenty lines without scripts"
"""What the browser itself takes on this machine, measured the same way."""

KB = 1024


@dataclass(frozen=True)
class Metric:
    """A metric of pageload.py, divided by `per`; the most it may be on the first visit and on the second."""

    what: str
    unit: str
    name: str
    per: int
    first: float | None = None
    second: float | None = None


FIGURES = (
    Metric("text visible", "s", "fcp", 1000),
    Metric("live content", "s", "visible", 1000, 0.65, 0.40),
    Metric("ready for clicks", "s", "ready", 1000, 1.3, 0.8),
    Metric("layout shift", "", "cls", 1, 0.02, 0.02),
    Metric("HTML", "KB", "html_bytes", KB, 25, 25),
    Metric("JavaScript", "KB", "js_bytes", KB, 180),
)
WIRE = Metric("everything over the wire", "KB", "bytes", KB, 260)  # of a page without photos


@dataclass(frozen=True)
class Visited:
    """A page, what on it is nowhere before somebody's data are, and the session key of who opens it."""

    name: str
    path: str
    live: str
    key: str
    metrics: tuple[Metric, ...] = FIGURES


def measure(instance: Instance) -> list[Figure]:
    """Five visits each, in a browser that is new for every pair."""
    school, demo_teacher = instance.school, asyncio.run(_session_of("tuula"))
    pages = (
        Visited("Home", "/en/home", "main a[href='/en/seen']", school.author.key),
        Visited(
            "My skills, 200 evidences",
            "/en/skills",
            "main a[href*='/capability?']",
            school.author.key,
            (*FIGURES, WIRE),
        ),
        Visited("Portfolio, 50 entries", "/en/portfolio", "main a[href*='/entry?']", school.author.key),
        Visited("A class of 30", f"/en/class?id={school.class_id}", "main a[href*='/pupil?']", school.teacher.key),
        Visited("Workplaces of the demo", "/en/marketplace", "main .map a", demo_teacher),
    )
    with _least() as url:
        figures = figures_of(LEAST, visits_to(url, "main li", ()), FIGURES[:2])
    for page in pages:
        with serving(instance) as server:
            options = ("--ready", HEARS, "--cookie", f"{cookie_name()}={page.key}")
            figures += figures_of(page.name, visits_to(server.url + page.path, page.live, options), page.metrics)
    return figures


async def _session_of(username: str) -> str:
    """The key of a new session of somebody in the demo."""
    async with writing() as session:
        whose = select(col(SignIn.person_id)).where(col(SignIn.identifier) == username)
        person_id = (await session.execute(whose)).scalar_one()
        key = sessions.open_session(session, person_id, own_device=False, device="Bench")
    await close_database()
    return key


def visits_to(url: str, live: str, options: tuple[str, ...]) -> dict[str, Any]:
    """Visits in new browsers, first and second ones, until what matches `live` is seen."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, "-m", PAGELOAD, url, "--selector", live, "--apart", *options]
        command += ["--profile", PROFILE, "--runs", str(RUNS), "--slow-port", str(free_port()), "--out", out]
        subprocess.run(command, stdout=sys.stderr, check=True, timeout=600)
        visits: dict[str, Any] = json.loads(out.read_text())["profiles"][PROFILE]
    return visits


def figures_of(part: str, visits: dict[str, Any], metrics: tuple[Metric, ...]) -> list[Figure]:
    """What was measured in these visits. Raises `RuntimeError` where the page did not come."""
    made = []
    for visit, kind in (("first", "cold"), ("second", "warm")):
        runs = visits[kind]["runs"]
        if wrong := [run["ok"] for run in runs if run["ok"] is not True]:
            raise RuntimeError(f"{part} did not show its content: {wrong[0]}")
        for metric in metrics:
            values = tuple(run[metric.name] / metric.per for run in runs)
            goal = (metric.first if visit == "first" else metric.second) if part != LEAST else None
            made.append(Figure(part, f"{visit} visit: {metric.what}", metric.unit, values, goal))
    return made


class _Silent(SimpleHTTPRequestHandler):
    """Files, without a line for each on the terminal."""

    protocol_version = "HTTP/1.1"  # the second visit finds its connection open, as with us

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def _least() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        lines = "".join(f"<li>Line {number}, with some words</li>" for number in range(20))
        page = f"<!doctype html><html lang=en><title>Lines</title><body><main><h1>Lines</h1><ul>{lines}</ul></main>"
        (Path(folder) / "index.html").write_text(page)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=folder))
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
