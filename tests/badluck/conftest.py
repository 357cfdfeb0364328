"""Instances to be unlucky with: migrated, so that the real `portfolio serve` takes them."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from portfolio_app import build, migrations
from portfolio_app.core.database import close_database
from portfolio_app.settings import Settings
from tests import databases
from tests.badluck.clusters import Cluster, cluster
from tests.conftest import Configure


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file as `portfolio migrate` leaves it."""
    path = tmp_path_factory.mktemp("migrated") / "polku.db"
    migrations.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(
    request: pytest.FixtureRequest, migrated_sqlite: Path, configure: Configure, tmp_path: Path, worker_id: str
) -> Settings:
    """The settings of a migrated instance without people, once on SQLite, once on PostgreSQL."""
    (tmp_path / "data").mkdir()
    if request.param == "sqlite":
        shutil.copyfile(migrated_sqlite, tmp_path / "data" / "polku.db")
        return configure()
    url = asyncio.run(databases.fresh_postgresql(f"polku_badluck_{worker_id}"))
    migrations.upgrade(url)
    return configure(database_url=url)


@pytest.fixture
async def instance(fresh: Settings, pages: build.Pages) -> AsyncIterator[Settings]:
    """A migrated instance that can be served, also open to this process."""
    yield fresh
    await close_database()


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    """A PostgreSQL server that a test may stop: the one other tests use must stay up."""
    with cluster() as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """HTTP for tabs: as many connections as they like, and no cookies but their own."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session
