"""What Alembic runs for every command: on the connection it is handed, or on the one the settings name."""

import asyncio
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from portfolio_app.core.database import Moment, metadata
from portfolio_app.migrations import engine, import_models
from portfolio_app.settings import settings

import_models()


def render(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write plain SQLAlchemy types into revisions, which must outlive the code they came from."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    return False


def migrate(connection: sa.Connection) -> None:
    """Run what was asked for, all of it in one transaction on SQLite too."""
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        render_item=render,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def connect() -> None:
    """For the `alembic` command of a developer, which brings no connection."""
    made = engine(settings().database)
    async with made.begin() as connection:
        await connection.run_sync(migrate)
    await made.dispose()


given = context.config.attributes.get("connection")
if given is None:
    asyncio.run(connect())
else:
    migrate(given)
