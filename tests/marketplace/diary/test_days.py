"""A diary is its pupil's alone: a day that has begun, once, to change, to delete and to bring back; photos where the
agreement allows them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import save_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.models import Audit
from portfolio_app.marketplace.diary.days import add_photo, delete_day, new_day_draft, restore_day, write_day
from portfolio_app.marketplace.diary.models import DiaryDay, DiaryPhoto
from portfolio_app.marketplace.diary.queries import DiaryView, load_diary
from portfolio_app.marketplace.diary.retention import remove_rested_days
from portfolio_app.portfolio.resting import load_resting, restore_resting
from portfolio_app.portfolio_app import app
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import Evidence, EvidenceKind
from portfolio_app.web import uploads
from tests.marketplace.placements.pupils import Week, a_week, change
from tests.web.http import browser
from tests.web.test_uploads import JSON, a_photo

pytestmark = pytest.mark.usefixtures("database")
assert app  # what is deleted finds its shelf

MONDAY = date(2027, 3, 8)
TUESDAY_NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
async def _workers_end() -> AsyncIterator[None]:
    yield
    await uploads.close_cleaning()


async def rows() -> list[DiaryDay]:
    async with reading() as session:
        return list((await session.execute(select(DiaryDay).order_by(col(DiaryDay.made_at)))).scalars())


async def diary(week: Week) -> DiaryView:
    return await load_diary(week.siiri, str(week.placement))


async def written(week: Week, words: str = "I shaped buns", day: str = "2027-03-08") -> UUID:
    await write_day(week.siiri, week.placement, day, words)
    return next(row.id for row in await rows() if row.deleted_at is None and row.day.isoformat() == day)


async def send(person: Actor, week: Week, **changed: Any) -> httpx.Response:
    fields = {
        "kind": "photo",
        "title": "My first bun",
        "people_in_it": "nobody",
        "capability": "S1",
        "from_entry": "yes",
        "placement": str(week.placement),
        "day": "2027-03-08",
        "request": str(uuid4()),
    }
    async with browser(uploads.routes, person) as client:
        files = [("photo", ("bun.jpg", a_photo()))]
        return await client.post("/files/evidence", data=fields | changed, files=files, headers=JSON)


async def test_a_day_that_has_begun_is_written_once_and_changed() -> None:
    with at(TUESDAY_NOON):
        week = await a_week(MONDAY)
        view = await diary(week)
        assert [one.value for one in view.unwritten] == ["2027-03-09", "2027-03-08"]
        assert (view.day, view.waits) == ("2027-03-09", False)
        await save_draft(
            week.siiri.person_id, new_day_draft(week.placement), {"words": "I sha", "day": "2027-03-08"}, 0
        )
        assert ((await diary(week)).typed, (await diary(week)).day) == ("I sha", "2027-03-08")
        press = [write_day(week.siiri, week.placement, "2027-03-08", "I shaped buns") for _time in range(3)]
        await asyncio.gather(*press)
        (row,) = await rows()
        assert (row.words, row.version) == ("I shaped buns", 1)
        view = await diary(week)
        assert ([one.label for one in view.written], view.typed) == (["Monday, 8 March 2027"], "")
        await write_day(week.siiri, week.placement, "2027-03-08", "I shaped 200 buns", 1)
        with pytest.raises(Conflict):
            await write_day(week.siiri, week.placement, "2027-03-08", "From another tab", 1)
        assert [one.words for one in await rows()] == ["I shaped 200 buns"]
    async with reading() as session:
        trail = select(col(Audit.action)).where(col(Audit.action) == "marketplace.write_diary")
        assert len((await session.execute(trail)).all()) == 2


@pytest.mark.parametrize("day", ["2027-03-10", "2027-03-07", "2027-03-13", "today", ""])
async def test_no_day_ahead_and_none_of_another_week(day: str) -> None:
    with at(TUESDAY_NOON):
        week = await a_week(MONDAY)
        with pytest.raises(Invalid) as wrong:
            await write_day(week.siiri, week.placement, day, "I shaped buns")
        assert wrong.value.field == "day"


async def test_days_before_it_was_called_off_stay_written() -> None:
    with at(TUESDAY_NOON):
        week = await a_week(MONDAY)
        await change(week.placement, cancelled_at=now(), cancel_reason="seat")
        await written(week)
        with pytest.raises(Invalid):
            await write_day(week.siiri, week.placement, "2027-03-09", "Nobody was there")
        assert [one.words for one in (await diary(week)).written] == ["I shaped buns"]
    with at(TUESDAY_NOON - timedelta(days=9)):
        early = await a_week(MONDAY)
        assert ((await diary(early)).waits, (await diary(early)).unwritten) == (True, ())


async def test_empty_words_and_words_without_end_are_refused() -> None:
    with at(TUESDAY_NOON):
        week = await a_week(MONDAY)
        for words in ("  ", "x" * 4001):
            with pytest.raises(Invalid) as wrong:
                await write_day(week.siiri, week.placement, "2027-03-08", words)
            assert wrong.value.field == "words"


async def test_nobody_else_reads_or_writes_it() -> None:
    with at(TUESDAY_NOON):
        week = await a_week(MONDAY)
        day = await written(week)
        for other in (week.eino, week.tuula, week.timo, week.petri, week.elsewhere, week.sirpa):
            with pytest.raises(NotFound):
                await load_diary(other, str(week.placement))
            with pytest.raises(NotFound):
                await write_day(other, week.placement, "2027-03-08", "Not mine", 1)
            for touch in (delete_day, restore_day):
                with pytest.raises(NotFound):
                    await touch(other, day)
        assert [one.words for one in await rows()] == ["I shaped buns"]


async def test_a_deleted_day_rests_and_comes_back() -> None:
    with at(TUESDAY_NOON):
        week = await a_week(MONDAY)
        day = await written(week)
        for _press in range(2):
            await delete_day(week.siiri, day)
        assert (await diary(week)).written == ()
        (thing,) = (await load_resting(week.siiri)).things
        assert (thing.shelf, thing.title) == ("diary", "Leipomo Kettunen, 8 March 2027")
        assert (await load_resting(week.eino)).things == ()
        for _press in range(2):
            await restore_resting(week.siiri, "diary", day)
        assert [one.words for one in (await diary(week)).written] == ["I shaped buns"]
        await delete_day(week.siiri, day)
        await written(week, "Anew")
        with pytest.raises(Invalid, match="written about this day again"):
            await restore_day(week.siiri, day)
    with at(TUESDAY_NOON + timedelta(days=31)):
        with pytest.raises(NotFound):
            await restore_day(week.siiri, day)
        assert await remove_rested_days() == 1
        assert [one.words for one in await rows()] == ["Anew"]


async def test_a_photo_of_the_day_is_evidence_that_nobody_else_sees() -> None:
    with at(TUESDAY_NOON):
        week = await a_week(MONDAY, photos_allowed=True)
        request = str(uuid4())
        for _press in range(2):
            assert (await send(week.siiri, week, request=request)).status_code == 201
        await written(week)
        (day,) = (await diary(week)).written
        (photo,) = day.photos
        assert (photo.title, photo.private, day.words) == ("My first bun", True, "I shaped buns")
        assert photo.thumbnail.endswith("/thumbnail")
        for _photo in range(5):
            assert (await send(week.siiri, week)).status_code == 201
        full = await send(week.siiri, week)
        assert (full.status_code, full.json()["field"]) == (422, "photo")


async def test_no_photo_where_none_are_allowed_or_the_day_is_not_there() -> None:
    with at(TUESDAY_NOON):
        week = await a_week(MONDAY)
        assert not (await diary(week)).photos_allowed
        for sent, field in (
            ({}, "photo"),
            ({"day": "2027-03-10"}, "day"),
            ({"kind": "words", "words": "Words"}, "kind"),
        ):
            refused = await send(week.siiri, week, **sent)
            assert (refused.status_code, refused.json()["field"]) == (422, field)
        await change(week.placement, photos_allowed=True)
        assert (await send(week.eino, week)).status_code == 403
        assert (await send(week.tuula, week)).status_code == 403
        words = EvidenceForm(title="Words", words="Words", capabilities=("S1",))
        text = await add_evidence(week.siiri, EvidenceKind.WORDS, words, uuid4())
        with pytest.raises(NotFound):
            await add_photo(week.siiri, week.placement, "2027-03-08", text)
    async with reading() as session:
        assert (await session.execute(select(DiaryPhoto))).all() == []
        photos = select(Evidence).where(col(Evidence.kind) == EvidenceKind.PHOTO)
        assert (await session.execute(photos)).all() == []
