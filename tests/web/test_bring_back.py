"""A takeout is brought back by a form: what is wrong with it is said on its page, and another name is asked about."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.erasure import erase
from portfolio_app.core.models import Outbox
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.takeout import opening
from portfolio_app.portfolio.takeout.models import BroughtBack
from portfolio_app.portfolio.takeout.queries import load_bring_back
from portfolio_app.portfolio.takeout.retention import remove_old_files_brought
from portfolio_app.portfolio.takeout.returning import BRINGING, bring_back_some
from portfolio_app.settings import settings
from portfolio_app.web import takeouts
from tests.conftest import Configure
from tests.people import make_pupil, make_school, make_teacher
from tests.portfolio.takeout.test_hostile import a_takeout
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")

THEN = "2024-05-04T10:00Z"
AN_ENTRY = {"id": str(uuid4()), "title": "A week at the library", "made_at": THEN, "changed_at": THEN}


def of(name: str, path: Path) -> bytes:
    """A takeout with one entry, of somebody of that name."""

    def change(whole: dict) -> None:  # type: ignore[type-arg]
        whole["owner"]["name"] = name
        whole["holds"] = {"entries": [AN_ENTRY]}

    return a_takeout(path / "brought.zip", change).read_bytes()


async def bring(person: Actor | None, data: bytes, language: str = "en") -> httpx.Response:
    async with browser(takeouts.routes, person) as client:
        files = {"file": ("takeout.zip" if data else "", data, "application/zip")}
        return await client.post(f"/takeouts/back?language={language}", files=files, data={"other": "field"})


async def work() -> None:
    """Do what the outbox has to do."""
    while True:
        async with writing() as session:
            found = select(Outbox).where(col(Outbox.kind) == BRINGING, col(Outbox.done_at).is_(None)).limit(1)
            row = (await session.execute(found)).scalar_one_or_none()
            if row is None:
                return
            row.done_at = row.not_before
        await bring_back_some(row.id, row.payload)


async def titles(person: Actor) -> list[str]:
    async with reading() as session:
        rows = await session.execute(select(col(Entry.title)).where(col(Entry.person_id) == person.person_id))
        return list(rows.scalars())


def waiting() -> int:
    """Files that wait to be brought in."""
    return len(list((settings().data_dir / "brought").glob("*")))


async def test_it_is_brought_in_and_said_what_came_of_it(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    answer = await bring(siiri, of("Siiri", tmp_path), "fi")
    assert (answer.status_code, answer.headers["location"]) == (303, "/fi/bring-back")
    assert (await load_bring_back(siiri)).under_way
    assert waiting() == 1
    await work()
    view = await load_bring_back(siiri)
    assert view.problem == ""
    assert [(one.label, one.count) for one in view.new] == [("Entries", "1")]
    assert await titles(siiri) == ["A week at the library"]
    assert waiting() == 0
    await bring(siiri, of("Siiri", tmp_path))
    await work()
    again = await load_bring_back(siiri)
    assert again.done
    assert not again.new
    assert [(one.label, one.count) for one in again.here] == [("Entries", "1")]
    assert await titles(siiri) == ["A week at the library"]


async def test_another_name_is_asked_about_and_nothing_comes_in_before(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri Mäkinen")
    await bring(siiri, of("Oskar Virtanen", tmp_path))
    view = await load_bring_back(siiri)
    assert (view.asked, view.under_way) == ("Oskar Virtanen", False)
    await work()
    assert await titles(siiri) == []
    oskar = await make_pupil(await make_school())
    async with browser(takeouts.routes, oskar) as client:
        await client.post("/takeouts/confirm", data={"id": view.id, "mine": "yes", "language": "en"})
    assert (await load_bring_back(siiri)).asked
    async with browser(takeouts.routes, siiri) as client:
        for _click in range(2):
            answer = await client.post("/takeouts/confirm", data={"id": view.id, "mine": "yes", "language": "en"})
            assert answer.headers["location"] == "/en/bring-back"
    await work()
    assert await titles(siiri) == ["A week at the library"]


async def test_somebody_elses_is_forgotten(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    await bring(siiri, of("Oskar", tmp_path))
    view = await load_bring_back(siiri)
    async with browser(takeouts.routes, siiri) as client:
        await client.post("/takeouts/confirm", data={"id": view.id, "mine": "", "language": "en"})
    await work()
    assert await titles(siiri) == []
    assert waiting() == 0
    assert not (await load_bring_back(siiri)).asked


async def test_one_that_nobody_says_anything_about_goes_after_a_week(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    await bring(siiri, of("Oskar", tmp_path))
    assert await remove_old_files_brought() == 0
    with at(now() + timedelta(days=8)):
        assert await remove_old_files_brought() == 1
    assert not (await load_bring_back(siiri)).asked


@pytest.mark.parametrize(("data", "said"), [(b"hello", opening.NO_ZIP), (b"PK\x03\x04" + bytes(100), opening.CUT)])
async def test_what_is_wrong_with_it_stands_on_the_page(data: bytes, said: str) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    assert (await bring(siiri, data)).headers["location"] == "/en/bring-back"
    view = await load_bring_back(siiri)
    assert (view.problem, view.under_way) == (said, False)
    assert waiting() == 0


async def test_without_a_file_and_with_too_large_a_one(configure: Configure) -> None:
    siiri = await make_pupil(await make_school())
    configure(takeout_bytes=2000)
    assert (await bring(siiri, b"")).headers["location"] == "/en/bring-back?problem=none"
    assert (await bring(siiri, bytes(3000))).headers["location"] == "/en/bring-back?problem=large"
    assert (await load_bring_back(siiri, "large")).problem == opening.TOO_LARGE


async def test_more_than_there_is_room_for_comes_in_not_at_all(tmp_path: Path, configure: Configure) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    configure(quota_bytes=1024)
    file = {"id": str(uuid4()), "kind": "picture", "bytes": 5000, "path": "media/x.jpg", "sha256": "0" * 64}

    def large(whole: dict) -> None:  # type: ignore[type-arg]
        whole["holds"] = {"files": [file], "entries": [AN_ENTRY]}

    await bring(siiri, a_takeout(tmp_path / "large.zip", large).read_bytes())
    await work()
    assert "not enough space" in (await load_bring_back(siiri)).problem
    assert await titles(siiri) == []


async def test_one_at_a_time_also_when_sent_twice_at_once(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    data = of("Siiri", tmp_path)
    answers = await asyncio.gather(*(bring(siiri, data) for _click in range(3)))
    assert "/en/bring-back" in [answer.headers["location"] for answer in answers]
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(BroughtBack))).scalar_one() == 1
    assert waiting() == 1


async def test_only_pupils_and_whoever_is_signed_in(tmp_path: Path) -> None:
    tuula = await make_teacher(await make_school(), name="Siiri")
    assert (await bring(tuula, of("Siiri", tmp_path))).headers["location"] == "/en/home"
    assert "sign-in" in (await bring(None, of("Siiri", tmp_path))).headers["location"]
    assert waiting() == 0


async def test_work_for_somebody_who_is_gone_does_nothing(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    await bring(siiri, of("Siiri", tmp_path))
    async with reading() as session:
        row = (await session.execute(select(BroughtBack))).scalar_one()
    async with writing() as session:
        await erase(session, siiri.person_id)
    assert waiting() == 0
    await bring_back_some(uuid4(), {"brought": str(row.id)})


async def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    await bring(siiri, of("Siiri", tmp_path))
    for file in (settings().data_dir / "brought").glob("*"):
        file.unlink()
    await work()
    assert "once more" in (await load_bring_back(siiri)).problem


async def test_work_done_twice_is_done_once(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school(), name="Siiri")
    await bring(siiri, of("Siiri", tmp_path))
    await work()
    async with writing() as session:
        await session.execute(update(Outbox).values(done_at=None))
    await work()
    assert await titles(siiri) == ["A week at the library"]
