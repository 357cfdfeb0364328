"""Where a town lies is looked up once, and corrected by a coordinator for all its hosts."""

import asyncio
from dataclasses import replace

import pytest
from sqlmodel import col, select

from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.models import Audit
from portfolio_app.marketplace.host_views import load_host
from portfolio_app.marketplace.models import Town
from portfolio_app.marketplace.towns import place_town
from tests.marketplace.hosts import BAKERY, a_host
from tests.people import make_admin, make_pupil, make_region, make_regional, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def the_towns() -> list[Town]:
    async with reading() as session:
        return list((await session.execute(select(Town).order_by(col(Town.name)))).scalars())


async def test_a_town_is_looked_up_when_its_first_host_is_kept() -> None:
    sirpa = await make_regional(await make_region())
    first = await a_host(sirpa, replace(BAKERY, town="Lieto"))
    await a_host(sirpa, replace(BAKERY, name="Another", town="LIETO"))
    (lieto,) = await the_towns()
    assert lieto.latitude == pytest.approx(60.51, abs=0.01)
    assert (await load_host(sirpa, str(first))).on_map


async def test_one_that_nobody_knows_is_placed_by_a_coordinator() -> None:
    sirpa = await make_regional(await make_region())
    host = str(await a_host(sirpa, replace(BAKERY, town="Peräkorpi")))
    view = await load_host(sirpa, host)
    assert (view.on_map, view.several) == (False, ())
    with pytest.raises(Invalid) as problem:
        await place_town(sirpa, host, "Atlantis")
    assert problem.value.field == "place"
    await asyncio.gather(place_town(sirpa, host, "Aura"), place_town(sirpa, host, "Aura"))
    view = await load_host(sirpa, host)
    assert (view.on_map, view.place) == (True, "Aura")
    async with reading() as session:
        placed = select(Audit).where(col(Audit.action) == "marketplace.place_town")
        assert len((await session.execute(placed)).scalars().all()) == 1
    await place_town(sirpa, host, "")
    assert not (await load_host(sirpa, host)).on_map


async def test_one_of_several_is_chosen_by_what_is_near() -> None:
    sirpa = await make_regional(await make_region(country="NO"))
    host = str(await a_host(sirpa, replace(BAKERY, town="Dale")))
    view = await load_host(sirpa, host)
    assert not view.on_map
    assert len(view.several) > 1
    with pytest.raises(Invalid):
        await place_town(sirpa, host, "Dale")
    await place_town(sirpa, host, view.several[0])
    assert (await load_host(sirpa, host)).on_map


async def test_nobody_else_says_where_a_town_lies() -> None:
    region = await make_region()
    host = await a_host(await make_regional(region))
    school = await make_school(region=region)
    for who in (
        await make_teacher(school),
        await make_pupil(school),
        await make_admin(),
        await make_regional(await make_region()),
    ):
        with pytest.raises(NotFound):
            await place_town(who, host, "Aura")
