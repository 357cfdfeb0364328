"""The schema's history: brings a database to what the models of this version expect, and knows where one stands.

The same revisions run on SQLite and PostgreSQL, each upgrade in one transaction: a database is never left half-way.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from portfolio_app.core.personal import import_rooms


def import_models() -> None:
    """Import every room's `models.py`, so that the metadata hold all tables."""
    import_rooms("models")


def engine(url: str) -> AsyncEngine:
    """An engine for changing the schema: no pool, and on SQLite no foreign keys while tables are rebuilt."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, poolclass=NullPool)
    made = create_async_engine(url, poolclass=NullPool, connect_args={"isolation_level": None, "timeout": 10})
    event.listen(made.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return made


def head() -> str:
    """The revision this version of the app expects."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def known(revision: str) -> bool:
    """Whether `revision` is part of the history this version knows."""
    return any(step.revision == revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def revision(connection: Connection) -> str:
    """The revision a database stands at; "" when it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(url: str, target: str = "head") -> tuple[str, str]:
    """Bring the database at `url` (with its async driver) to `target`; returns the revisions before and after.

    Must not be called where an event loop runs.
    """
    return _run(url, target, command.upgrade)


def downgrade(url: str, target: str = "base") -> tuple[str, str]:
    """Take the database at `url` back to `target`; returns the revisions before and after."""
    return _run(url, target, command.downgrade)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run(url: str, target: str, step: Callable[[Config, str], None]) -> tuple[str, str]:
    config = _config()

    def move(connection: Connection) -> tuple[str, str]:
        before = revision(connection)
        config.attributes["connection"] = connection
        step(config, target)
        return before, revision(connection)

    async def connect() -> tuple[str, str]:
        made = engine(url)
        try:
            async with made.begin() as connection:
                if connection.dialect.name == "postgresql":  # two operators at once take turns
                    await connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7063587)")
                return await connection.run_sync(move)
        finally:
            await made.dispose()

    return asyncio.run(connect())
