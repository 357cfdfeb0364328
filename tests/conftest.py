"""What tests stand on: settings of their own, and a real, empty database of each kind.

A test that takes `database` runs twice, on SQLite and on PostgreSQL. SQLite gets a copy of an empty file made once;
PostgreSQL gets one database a worker, emptied between tests. `make test` brings the server with `pg_virtualenv`.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from portfolio_app import build
from portfolio_app.core.database import close_database
from portfolio_app.settings import Settings, settings
from tests import databases

Configure = Callable[..., Settings]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser, which take longest, stand evenly between the others: workers rarely have two at once, and
    none is left for the end."""
    files: dict[bool, dict[Path, list[pytest.Item]]] = {True: {}, False: {}}
    for item in items:
        files["browser" in item.path.parts].setdefault(item.path, []).append(item)
    placed = sorted((at / len(some), not slow, path) for slow, some in files.items() for at, path in enumerate(some))
    items[:] = [item for _at, fast, path in placed for item in files[not fast][path]]


@pytest.fixture(autouse=True)
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Every test has a data folder of its own; `configure(quota_bytes=1000)` changes settings and returns them."""
    for name in [name for name in os.environ if name.startswith("PORTFOLIO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PORTFOLIO_DATA_DIR", str(tmp_path / "data"))

    def change(**values: object) -> Settings:
        for name, value in values.items():
            monkeypatch.setenv(f"PORTFOLIO_{name.upper()}", ",".join(value) if isinstance(value, tuple) else str(value))
        settings.cache_clear()
        return settings()

    settings.cache_clear()
    yield change
    settings.cache_clear()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row."""
    path = tmp_path_factory.mktemp("empty") / "polku.db"
    asyncio.run(databases.make_tables(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> str:
    """The URL of a PostgreSQL database of this worker's own, with every table. Fails where there is no server."""
    url = asyncio.run(databases.fresh_postgresql(f"polku_{worker_id}"))
    asyncio.run(databases.make_tables(url))
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> Path | str:
    """An empty SQLite file to copy, or the URL of an empty PostgreSQL database: made before any event loop runs."""
    return request.getfixturevalue("empty_sqlite" if request.param == "sqlite" else "postgresql_url")


@pytest.fixture
async def database(empty: Path | str, configure: Configure, tmp_path: Path) -> AsyncIterator[Settings]:
    """The settings of an instance whose database has tables and no rows, once on SQLite, once on PostgreSQL."""
    if isinstance(empty, Path):
        (tmp_path / "data").mkdir()
        shutil.copyfile(empty, tmp_path / "data" / "polku.db")
        yield configure()
        await close_database()
        return
    yield configure(database_url=empty)
    await close_database()
    await databases.delete_rows(empty)


@pytest.fixture(scope="session")
def pages() -> build.Pages:
    """The finished pages of this checkout, made anew where sources changed since."""
    build.build()
    made = build.built_pages()
    assert made
    return made
