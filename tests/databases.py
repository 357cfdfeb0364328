"""Real databases for tests: made, filled with one row of everything, looked at, emptied."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import JSON, URL, Column, Connection, NullPool, Table, TypeDecorator, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from portfolio_app import migrations
from portfolio_app.core.database import metadata

Result = TypeVar("Result")

NO_SERVER = (
    "PGHOST is not set, and tests run on PostgreSQL too: use `make test`, or `pg_virtualenv .venv/bin/pytest …` "
    "(Debian package postgresql)."
)

# What columns under a check may hold; any other column takes a value of its type, references the row of their table.
UNDER_A_CHECK: dict[str, object] = {
    "ambassador_term.places": 4,
    "campaign_link.goal": 30,
    "wall_post.state": "shown",
    "campaign_count.scans": 3,
    "campaign_count.starts": 1,
    "ambassador_application.answer": "chosen",
    "ambassador.family_told": "letter",
    "ambassador.ended_why": "left",
    "ambassador_action.kind": "demo",
    "ambassador_action.minutes": 45,
    "ambassador_action.heads": 24,
    "ambassador_training.version": 1,
    "ambassador_training.tries": 2,
    "own_evaluation.would": "maybe",
    "thanks_note.state": "waiting",
    "cv.layout": "side",
    "cv.pages": 2,
    "entry.kind": "work",
    "host.kind": "public",
    "offer.kind": "visit",
    "offer.ages_from": 14,
    "offer.ages_to": 16,
    "offer_date.begins": 540,
    "offer_date.ends": 900,
    "offer_date.seats": 2,
    "offer_date.taken": 1,
    "period.school_minutes": 0,
    "wish.rank": 1,
    "wish.field": "",  # an offer instead
    "placement_note.kind": "visit",
    "found_place.answer": "not",
    "found_place.answered_at": datetime(2026, 5, 4, tzinfo=UTC),
    "box_answer.state": "sent",
    "box_duty.begins": 480,
    "box_duty.ends": 960,
    "box_question.state": "fresh",
    "booking.state": "booked",
    "booking.held_until": None,
    "booking.ended_at": None,
    "booking.class_id": None,
    "booking.seats": 1,
    "placement.begins": 540,
    "placement.ends": 900,
    "placement.break_minutes": 30,
    "family_contact.way": "mail",
    "signature.party": "host",
    "signature.way": "link",
    "signature_ask.party": "host",
    "host_code.tries": 2,
    "host_evaluation.state": "asked",
    "host_evaluation.given_at": None,
    "host_evaluation.held_reason": "",
    "host_evaluation.handed_at": None,
    "host.merged_into": None,
    "membership.region_id": None,
    "entry.scaffold": "dials",
    "access_grant.audience": "person",
    "assessment.step": 2,
    "check_in.goes": "well",
    "check_in.months": 3,
    "check_in.place": "partly",
    "class_member.role": "pupil",
    "credential.kind": "capability",
    "destination.kind": "work",
    "evidence.kind": "photo",
    "evidence.people_in_it": "nobody",
    "evidence.origin": "hobby",
    "evidence.url": "",
    "given_voice.kind": "teacher",
    "given_voice.step": 2,
    "goal.state": "open",
    "goal_barrier.kind": "money",
    "pathway.kind": "route",
    "lesson_round.witness_name": "",
    "lesson_work.state": "done",
    "plan_item.kind": "external",
    "local_help.kind": "money",
    "local_help.region_id": None,
    "membership.role": "teacher",
    "notice_way.way": "digest",
    "one_time_code.kind": "code",
    "share_link.shown_name": "first",
    "sign_in.kind": "username",
    "tag.kind": "evidence",
    "voice_ask.link_id": None,
    "voice_ask.why": "pupil",
}


def server(name: str) -> URL:
    """The URL of the database `name` on the server the environment names; fails the test where there is none."""
    if "PGHOST" not in os.environ:
        pytest.fail(NO_SERVER)
    return URL.create(
        "postgresql+asyncpg",
        os.environ.get("PGUSER"),
        os.environ.get("PGPASSWORD"),
        os.environ["PGHOST"],
        int(os.environ.get("PGPORT", "5432")),
        name,
    )


async def on(url: URL | str, work: Callable[[Connection], Result], **options: str) -> Result:
    """Run `work` in one transaction on the database at `url`, without foreign keys on SQLite."""
    async with _engine(url, **options).begin() as connection:
        return await connection.run_sync(work)


@lru_cache(maxsize=8)
def _engine(url: URL | str, **options: str) -> AsyncEngine:
    """Without connections of its own, so it belongs to no loop; with it are kept the statements it has compiled."""
    return create_async_engine(url, poolclass=NullPool, **options)


async def fresh_postgresql(name: str) -> str:
    """Make the PostgreSQL database `name` anew, without a table; returns its URL."""

    def make(connection: Connection) -> None:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))

    await on(server("postgres"), make, isolation_level="AUTOCOMMIT")
    return server(name).render_as_string(hide_password=False)


async def make_tables(url: str) -> None:
    """Every table the models know."""
    migrations.import_models()
    await on(url, metadata().create_all)


async def delete_rows(url: str) -> None:
    """Empty every table of the PostgreSQL database at `url`: on small tables far faster than TRUNCATE, and in one
    message, for this is done after each test."""
    statements = ["SET session_replication_role = replica"]  # foreign keys look away
    statements += [f'DELETE FROM "{name}"' for name in metadata().tables]
    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    try:
        await connection.execute(";".join(statements))
    finally:
        await connection.close()


def fill(connection: Connection) -> None:
    """One row in every table, each referring to the others'."""
    ids = {table.name: uuid4() for table in metadata().sorted_tables}
    for table in metadata().sorted_tables:
        connection.execute(insert(table), {column.name: _value(table, column, ids) for column in table.columns})


def everything(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, ordered by their identity."""
    return {
        table.name: [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]
        for table in metadata().sorted_tables
    }


def _value(table: Table, column: Column[Any], ids: dict[str, UUID]) -> object:
    if (name := f"{table.name}.{column.name}") in UNDER_A_CHECK:
        return UNDER_A_CHECK[name]
    if column.primary_key:
        return ids[table.name]
    for reference in column.foreign_keys:
        return ids[reference.column.table.name]
    if isinstance(column.type, JSON):
        return {"name": "Søren O'Ŋgård 🌱 محمد", "n": 1}
    kind = (column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type).python_type
    if column.name.endswith("sha256"):
        return "ab" * 32
    if kind is str:
        return "Søren 🌱 محمد"[: getattr(column.type, "length", None) or 40]
    samples: dict[type, object] = {
        bool: True,
        int: 3,
        float: 0.5,
        bytes: b"\x00\xff",
        UUID: uuid4(),
        date: date(2026, 5, 4),
        datetime: datetime(2026, 5, 4, 10, 42, 0, 123456, tzinfo=UTC),
    }
    return samples[kind]
