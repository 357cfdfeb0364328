"""A school's data must survive every change of the schema, on both databases."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from portfolio_app import migrations
from portfolio_app.core.database import metadata
from tests import databases


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> str:
    """The URL of a database without a single table."""
    migrations.import_models()
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/schema.db"
    return asyncio.run(databases.fresh_postgresql(f"polku_schema_{worker_id}"))


def differences(connection: Connection) -> list[object]:
    """What autogenerate would change."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata()))


def index_names(connection: Connection) -> set[str]:
    """The names of all indexes, those over expressions too, which autogenerate does not see on SQLite."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_autoindex_%'"
    else:
        query = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
    names = set(connection.execute(text(query)).scalars())
    return {name for name in names if name.startswith(("ix_", "uq_"))}


def constraints_as_indexes() -> set[str]:
    """Unique constraints, which PostgreSQL lists as indexes and SQLite does not."""
    return {
        str(constraint.name)
        for table in metadata().tables.values()
        for constraint in table.constraints
        if str(constraint.name).startswith("uq_")
    }


@pytest.mark.filterwarnings(
    "ignore:(?s).*expression-based index"
)  # autogenerate is blind to them; `index_names` is not
def test_the_migrations_make_what_the_models_say(url: str) -> None:
    assert migrations.upgrade(url) == ("", migrations.head())
    assert asyncio.run(databases.on(url, differences)) == []
    wanted = {str(index.name) for table in metadata().tables.values() for index in table.indexes}
    assert asyncio.run(databases.on(url, index_names)) - constraints_as_indexes() == wanted


def test_up_down_and_up_again_with_a_row_in_every_table(url: str) -> None:
    migrations.upgrade(url)
    asyncio.run(databases.on(url, databases.fill))
    rows = asyncio.run(databases.on(url, databases.everything))
    assert all(len(found) == 1 for found in rows.values())
    migrations.upgrade(url)
    assert asyncio.run(databases.on(url, databases.everything)) == rows

    migrations.downgrade(url)
    left = asyncio.run(databases.on(url, lambda connection: inspect(connection).get_table_names()))
    assert left == ["alembic_version"]

    migrations.upgrade(url)
    asyncio.run(databases.on(url, databases.fill))


def test_a_failed_upgrade_leaves_nothing_behind(url: str, tmp_path: Path) -> None:
    """A table that is in the way of the last one: everything before it is rolled back."""
    in_the_way = list(metadata().sorted_tables)[-1].name
    asyncio.run(databases.on(url, lambda connection: connection.execute(text(f'CREATE TABLE "{in_the_way}" (id int)'))))
    with pytest.raises(Exception, match="already exists"):
        migrations.upgrade(url)
    left = asyncio.run(databases.on(url, lambda connection: inspect(connection).get_table_names()))
    assert left == [in_the_way]
