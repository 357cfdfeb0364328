"""What runs beside the requests."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portfolio_app.core.clock import at, now
from portfolio_app.core.database import close_database, reading
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.portfolio.models import Entry
from portfolio_app.web import lifespan
from tests.people import make_class, make_pupil, make_school


@pytest.mark.usefixtures("database")
async def test_an_instance_started_anew_each_day_tidies_soon_after_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lifespan.FIRST_TIDY_SECONDS <= 300
    monkeypatch.setattr(lifespan, "FIRST_TIDY_SECONDS", 0.05)
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    with at(now() - timedelta(days=40)):
        await delete_entry(siiri, await make_entry(siiri, EntryForm("Long gone"), uuid4()))
    async with lifespan.running():
        for _ in range(100):
            if not await entries():
                break
            await asyncio.sleep(0.1)
    assert await entries() == 0
    await close_database()


async def entries() -> int:
    async with reading() as session:
        return (await session.execute(select(func.count()).select_from(Entry))).scalar_one()
