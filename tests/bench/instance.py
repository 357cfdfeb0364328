"""The instance that is measured: a fresh demo with the large school beside it, and a fresh server for each part."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.settings import settings
from tests.bench.memory import taken
from tests.bench.school import LargeSchool, make_large_school
from tests.serving import run, served

PREFIX = "PORTFOLIO_"


@dataclass(frozen=True)
class Instance:
    """A data folder with everything in it that is needed for measuring."""

    folder: Path
    school: LargeSchool


@dataclass(frozen=True)
class Serving:
    """A running server. `idle` is the memory it took before anybody came, in megabytes."""

    url: str
    pid: int
    idle: float


def make_instance(folder: Path) -> Instance:
    """Migrate, load the demo, add the large school. This process's settings are those of the instance from then on."""
    for name in [name for name in os.environ if name.startswith(PREFIX) and name != "PORTFOLIO_LANGUAGES"]:
        del os.environ[name]
    os.environ["PORTFOLIO_DATA_DIR"] = str(folder)
    settings.cache_clear()
    folder.mkdir()
    for command in ("migrate", "demo"):
        done = run(command, cwd=folder)
        if done.returncode:
            raise SystemExit(f"portfolio {command}: {done.stderr or done.stdout}")
    return Instance(folder, asyncio.run(make_large_school()))


@contextmanager
def serving(instance: Instance) -> Iterator[Serving]:
    """A server that has served nothing yet."""
    with served("--demo", cwd=instance.folder) as server:
        yield Serving(server.url, server.process.pid, taken(server.process.pid))
