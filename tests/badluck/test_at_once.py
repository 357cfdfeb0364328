"""Many at once: changes that read before they write count every one, in one process and in two."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.database import reading
from portfolio_app.core.drafts import kept_draft, save_draft
from portfolio_app.core.errors import Conflict
from portfolio_app.portfolio.actions import NEW, EntryForm, change_entry, make_entry
from portfolio_app.portfolio.models import Entry
from portfolio_app.settings import Settings
from tests import people
from tests.badluck.counting import count_up, counted, start

TOGETHER = 10
ROOT = Path(__file__).parent.parent.parent


async def test_ten_changes_that_read_before_they_write_count_ten(database: Settings) -> None:
    await start()
    await asyncio.gather(*(count_up() for _ in range(TOGETHER)))
    assert await counted() == TOGETHER


async def test_two_processes_on_one_database_count_each_other_in(fresh: Settings) -> None:
    await start()
    command = [sys.executable, "-m", "tests.badluck.counting", "25"]
    running = [await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=PIPE) for _ in range(2)]
    for process in running:
        _out, said = await asyncio.wait_for(process.communicate(), 60)
        assert (process.returncode, said) == (0, b"")
    assert await counted() == 50


async def test_of_ten_tabs_that_change_one_entry_nine_are_told(database: Settings) -> None:
    school = await people.make_school()
    pupil = await people.make_pupil(school, await people.make_class(school))
    entry = await make_entry(pupil, EntryForm("Café"), uuid4())

    async def change(number: int) -> int | None:
        try:
            return await change_entry(pupil, entry, EntryForm(f"Café {number}"), 1)
        except Conflict:
            return None

    outcomes = await asyncio.gather(*(change(number) for number in range(TOGETHER)))
    (winner,) = [number for number, version in enumerate(outcomes) if version is not None]
    async with reading() as session:
        kept = (await session.execute(select(Entry).where(col(Entry.id) == entry))).scalar_one()
    assert (kept.title, kept.version) == (f"Café {winner}", 2)


async def test_of_ten_tabs_that_type_into_one_form_nine_are_told(database: Settings) -> None:
    school = await people.make_school()
    pupil = await people.make_pupil(school, await people.make_class(school))

    async def type_(number: int) -> int | None:
        try:
            return (await save_draft(pupil.person_id, NEW, {"title": str(number)}, 0)).version
        except Conflict:
            return None

    outcomes = await asyncio.gather(*(type_(number) for number in range(TOGETHER)))
    (winner,) = [number for number, version in enumerate(outcomes) if version is not None]
    kept = await kept_draft(pupil.person_id, NEW)
    assert kept is not None
    assert (kept.fields, kept.version) == ({"title": str(winner)}, 1)


async def test_one_form_sent_ten_times_at_once_makes_one_entry(database: Settings) -> None:
    school = await people.make_school()
    pupil = await people.make_pupil(school, await people.make_class(school))
    request = uuid4()
    made = await asyncio.gather(*(make_entry(pupil, EntryForm("Café"), request) for _ in range(TOGETHER)))
    assert len(set(made)) == 1


async def test_ten_entries_made_at_once_are_ten_with_a_place_each(database: Settings) -> None:
    school = await people.make_school()
    pupil = await people.make_pupil(school, await people.make_class(school))
    await asyncio.gather(*(make_entry(pupil, EntryForm(f"Day {n}"), uuid4()) for n in range(TOGETHER)))
    async with reading() as session:
        places = (
            (await session.execute(select(col(Entry.position)).where(col(Entry.person_id) == pupil.person_id)))
            .scalars()
            .all()
        )
    assert len(places) == len(set(places)) == TOGETHER
