"""Nothing that is stored says who asked: the whole database is held against itself, before and after a question."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect, select, text

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.questions.asking import ask
from portfolio_app.ambassadors.questions.contacts import end_contact, take_back_contact
from portfolio_app.ambassadors.questions.models import BoxContact, BoxQuestion
from portfolio_app.ambassadors.questions.noticing import tell_of_new
from portfolio_app.ambassadors.questions.retention import remove_old_questions
from portfolio_app.core import outbox
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import metadata, reading
from portfolio_app.settings import Settings
from tests.ambassadors.questions.boxes import a_place, asked, question
from tests.people import signed_in

Rows = dict[str, dict[str, str]]
QUIET = "What does a baker earn?"
WORRY = "I want to kill myself"


async def everything() -> Rows:
    """Every row of every table that is there, as text, by its id."""
    found: Rows = {}
    async with reading() as session:
        names: Sequence[str] = await session.run_sync(lambda inner: inspect(inner.connection()).get_table_names())
        for name in names:
            rows = (await session.execute(text(f'SELECT * FROM "{name}"'))).mappings()
            found[name] = {str(row.get("id", number)): _as_text(row) for number, row in enumerate(rows)}
    return found


def _as_text(row: object) -> str:
    assert hasattr(row, "items")
    return " | ".join(f"{key}={value.hex if isinstance(value, UUID) else value}" for key, value in row.items())  # type: ignore[attr-defined]


def changes(before: Rows, after: Rows) -> dict[str, list[str]]:
    """Rows that are new or have changed, by table."""
    return {
        name: new
        for name, rows in after.items()
        if (new := [row for key, row in rows.items() if before.get(name, {}).get(key) != row])
    }


def tells(found: dict[str, list[str]], *people: Actor) -> list[str]:
    """Rows in which one of these people stands: by id in any spelling, by name, or by their session."""
    marks = [
        mark
        for one in people
        for mark in (
            one.person_id.hex,
            str(one.person_id),
            *one.name.split(),
            *([one.session_id.hex, str(one.session_id)] if one.session_id else []),
        )
    ]
    return [f"{name}: {row}" for name, rows in found.items() for row in rows if any(mark in row for mark in marks)]


async def test_a_question_is_one_row_of_one_table_and_says_not_who(database: Settings) -> None:
    place = await a_place()
    siiri, _key = await signed_in(place.siiri)
    before = await everything()
    page = uuid4()
    await ask(siiri, place.class_id, QUIET, page)
    found = changes(before, await everything())
    assert list(found) == ["box_question"]
    assert len(found["box_question"]) == 1
    assert tells(found, siiri) == []
    assert page.hex not in found["box_question"][0]
    assert str(page) not in found["box_question"][0]


async def test_two_writers_leave_the_same_row(database: Settings) -> None:
    place = await a_place()
    first, second = (
        await question(await asked(place, by=place.siiri)),
        await question(await asked(place, by=place.eino)),
    )
    drawn = {"id", "page"}
    assert first.model_dump(exclude=drawn) == second.model_dump(exclude=drawn)


async def test_a_worry_reaches_an_adult_at_once_and_says_not_who(database: Settings) -> None:
    place = await a_place()
    siiri, _key = await signed_in(place.siiri)
    before = await everything()
    assert await ask(siiri, place.class_id, WORRY, uuid4())
    found = changes(before, await everything())
    assert set(found) == {"box_question", "notice"}
    assert tells(found, siiri) == []
    assert [row for row in found["notice"] if place.tuula.person_id.hex in row.replace("-", "")]


async def test_a_name_is_kept_apart_from_the_question(database: Settings) -> None:
    place = await a_place()
    siiri, _key = await signed_in(place.siiri)
    before = await everything()
    await ask(siiri, place.class_id, QUIET, uuid4(), contact=True)
    found = changes(before, await everything())
    assert {line.partition(":")[0] for line in tells(found, siiri)} == {"box_contact", "notice"}
    async with reading() as session:
        contact = (await session.execute(select(BoxContact))).scalar_one()
        row = (await session.execute(select(BoxQuestion))).scalar_one()
    named = [line for name, rows in found.items() if name != "box_question" for line in rows]
    assert not [line for line in named if row.id.hex in line.replace("-", "")]
    assert contact.box_id == row.box_id
    await end_contact(place.tuula, contact.id)
    kept = changes(before, await everything())
    assert tells(kept, siiri) == []


async def test_a_name_goes_when_its_owner_or_time_wants_it(database: Settings) -> None:
    place = await a_place()
    before = await everything()
    await ask(place.siiri, place.class_id, QUIET, uuid4(), contact=True)
    await take_back_contact(place.siiri, place.class_id)
    await take_back_contact(place.siiri, place.class_id)
    assert tells(changes(before, await everything()), place.siiri) == []
    await ask(place.siiri, place.class_id, QUIET, uuid4(), contact=True)
    with at(now() + timedelta(days=31)):
        await remove_old_questions()
    assert tells(changes(before, await everything()), place.siiri) == []


async def test_adults_hear_of_it_by_a_round_and_not_at_its_moment(database: Settings) -> None:
    place = await a_place()
    before = await everything()
    await asked(place)
    await asked(place, by=place.eino)
    assert "notice" not in changes(before, await everything())
    await tell_of_new()
    await tell_of_new()
    found = changes(before, await everything())
    assert len(found["notice"]) == 1
    assert tells(found, place.siiri, place.eino) == []


async def test_what_kept_a_page_from_asking_twice_is_gone_on_the_next_day(database: Settings) -> None:
    place = await a_place()
    one = await asked(place)
    assert (await question(one)).page
    with at(now() + timedelta(days=1)):
        await remove_old_questions()
    assert (await question(one)).page is None


async def test_no_work_is_left_behind_for_later(database: Settings) -> None:
    place = await a_place()
    before = await everything()
    await asked(place)
    while await outbox.run_next():
        pass
    assert set(changes(before, await everything())) == {"box_question"}


@pytest.mark.parametrize("empty", ["sqlite"], indirect=True)
async def test_sqlite_has_no_row_numbers_for_questions(database: Settings) -> None:
    async with reading() as session:
        made = await session.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'box_question'"))
    assert "WITHOUT ROWID" in str(made)


def test_the_table_has_no_column_for_a_person_or_a_moment_of_asking() -> None:
    table = metadata().tables["box_question"]
    people = {one.parent.name for one in table.foreign_keys if one.column.table.name == "person"}
    assert people == {"seen_by"}  # the adult who read a worry
    assert {one.name for one in table.columns if "TIMESTAMP" in str(one.type) or "DATETIME" in str(one.type)} == {
        "seen_at"
    }
    assert str(table.columns["asked_on"].type) == "DATE"
