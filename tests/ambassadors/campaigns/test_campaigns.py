"""A short address leads on and counts: each device once a day, first sign-ins after it, and nothing of anybody. Bots,
previews and repeated scans count nothing more."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actions import sign_in
from portfolio_app.accounts.arrivals import when_somebody_arrives
from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.campaigns import actions, counting
from portfolio_app.ambassadors.campaigns.actions import LinkForm
from portfolio_app.ambassadors.campaigns.counting import coming_by, count_scan, count_start
from portfolio_app.ambassadors.campaigns.models import CampaignCount, CampaignLink
from portfolio_app.ambassadors.campaigns.queries import link_address, load_campaigns
from portfolio_app.ambassadors.campaigns.retention import remove_ended_links
from portfolio_app.ambassadors.terms import serving
from portfolio_app.ambassadors.terms.queries import load_ambassadors
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.resting import rest_lasts
from tests.ambassadors.schools import Here, a_school, an_ambassador
from tests.people import (
    PASSPHRASE,
    make_admin,
    make_class,
    make_coordinator,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")
POSTER = LinkForm("Poster, B corridor", "20")


@pytest.fixture
async def here() -> Here:
    when_somebody_arrives(count_start)
    return await a_school()


async def counted(code: str) -> tuple[int, int]:
    async with reading() as session:
        row = (
            await session.execute(
                select(func.sum(CampaignCount.scans), func.sum(CampaignCount.starts))
                .join(CampaignLink, col(CampaignLink.id) == col(CampaignCount.link_id))
                .where(col(CampaignLink.code) == code)
            )
        ).one()
    return int(row[0] or 0), int(row[1] or 0)


async def id_of(code: str) -> UUID:
    async with reading() as session:
        return (await session.execute(select(col(CampaignLink.id)).where(col(CampaignLink.code) == code))).scalar_one()


async def test_a_device_counts_once_a_day_and_link(here: Here) -> None:
    code = await actions.make_link(here.tuula, here.school, POSTER, uuid4())
    other = await actions.make_link(here.tuula, here.school, replace(POSTER, name="Slide"), uuid4())
    for _time in range(5):
        await count_scan(code, "one")
    await count_scan(code, "two")
    await count_scan(other, "one")
    await count_scan("no-such", "one")
    assert (await counted(code), await counted(other)) == ((2, 0), (1, 0))
    with at(now() + timedelta(days=1)):
        await count_scan(code, "one")
    assert await counted(code) == (3, 0)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(CampaignCount)) == 3


async def test_two_hundred_at_once_are_all_counted(here: Here) -> None:
    code = await actions.make_link(here.tuula, here.school, POSTER, uuid4())
    await asyncio.gather(*(count_scan(code, f"device {number % 180}") for number in range(200)))
    assert await counted(code) == (180, 0)


async def test_nothing_of_a_device_is_kept(here: Here) -> None:
    today = counting.Today()
    assert today.is_new("a", "device-1")
    assert not today.is_new("a", "device-1")
    assert "device-1" not in repr(vars(today))
    salt = vars(today)["_salt"]
    with at(now() + timedelta(days=1)):
        assert today.is_new("a", "device-1")
    assert vars(today)["_salt"] != salt
    assert len(today) == 1


async def test_somebody_who_begins_counts_once_and_nobody_else(here: Here) -> None:
    code = await actions.make_link(here.tuula, here.school, POSTER, uuid4())
    names = [f"starter{number}" for number in range(3)]
    for name in names:
        await make_pupil(here.school, username=name, passphrase=PASSPHRASE)

    async def comes(name: str, by: str) -> None:
        with coming_by(by):
            await sign_in(name, PASSPHRASE, own_device=False, device="Firefox", address="192.0.2.1")

    await comes(names[0], code)
    await comes(names[0], code)  # no beginner any more
    await comes(names[1], "")
    await comes(names[1], code)  # has begun without it
    await comes(names[2], "made-up")
    assert await counted(code) == (0, 1)


async def test_small_numbers_are_not_said_and_a_goal_is_common(here: Here) -> None:
    form = replace(POSTER, class_id=str(here.class_id))
    code = await actions.make_link(here.tuula, here.school, form, uuid4())
    elsewhere = await make_pupil(here.school, await make_class(here.school))
    for number in range(4):
        await count_scan(code, f"{number}")
    (line,) = (await load_campaigns(here.petri)).lines
    assert line.counted == "fewer than five devices came by it · fewer than five people began after that"
    assert (line.reached, line.percent) == ("20 are to begin. The first ones are not counted aloud.", 0)
    (goal,) = (await load_ambassadors(here.eino)).goals
    assert (goal.said, goal.percent) == ("20 are to begin. The first ones are not counted aloud.", 0)
    assert (await load_ambassadors(elsewhere)).goals == ()
    await count_scan(code, "4")
    for number in range(10):
        pupil = await make_pupil(here.school, username=f"new{number}", passphrase=PASSPHRASE)
        assert pupil.has(Role.PUPIL)
        with coming_by(code):
            await sign_in(f"new{number}", PASSPHRASE, own_device=False, device="Firefox", address="192.0.2.1")
    (line,) = (await load_campaigns(here.petri, origin="https://polku.school.example")).lines
    assert line.counted == "5 devices came by it · 10 people began after that"
    assert (line.reached, line.percent) == ("10 of 20 have begun", 50)
    assert line.written == f"polku.school.example/go/{code}"
    (goal,) = (await load_ambassadors(here.eino)).goals
    assert (goal.said, goal.percent) == ("10 of 20 have begun", 50)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (LinkForm(), "name"),
        (replace(POSTER, name="x" * 81), "name"),
        (replace(POSTER, goal="many"), "goal"),
        (replace(POSTER, goal="4"), "goal"),
        (replace(POSTER, goal="2001"), "goal"),
    ],
)
async def test_what_cannot_be_a_link(here: Here, form: LinkForm, field: str) -> None:
    with pytest.raises(Invalid) as problem:
        await actions.make_link(here.tuula, here.school, form, uuid4())
    assert problem.value.field == field


async def test_an_ambassador_makes_ends_and_brings_back(here: Here) -> None:
    me = await an_ambassador(here)
    way = uuid4()
    codes = await asyncio.gather(*(actions.make_link(here.siiri, here.school, POSTER, way) for _time in range(4)))
    assert len(set(codes)) == 1
    code, link = codes[0], await id_of(codes[0])
    await actions.end_link(here.siiri, link)
    await actions.end_link(here.siiri, link)
    await count_scan(code, "one")
    assert await counted(code) == (0, 0)
    found = await counting.find_link(code)
    assert found is not None  # it leads on all the same
    assert not found[2]
    await actions.end_link(here.siiri, link, back=True)
    await count_scan(code, "one")
    assert await counted(code) == (1, 0)
    await serving.remove(here.tuula, me, "Talk with me")
    for refused in (
        lambda: actions.make_link(here.siiri, here.school, POSTER, uuid4()),
        lambda: actions.end_link(here.siiri, link),
        lambda: load_campaigns(here.siiri),
        lambda: link_address(here.siiri, str(link), "https://polku.example.org"),
    ):
        with pytest.raises(NotFound):
            await refused()
    await actions.end_link(here.tuula, link)
    with at(now() + rest_lasts() + timedelta(days=1)):
        with pytest.raises(NotFound):
            await actions.end_link(here.tuula, link, back=True)
        assert await remove_ended_links() == 1
    assert await counting.find_link(code) is None


async def test_nobody_else_makes_or_reads_them(here: Here) -> None:
    code = await actions.make_link(here.tuula, here.school, POSTER, uuid4())
    link = await id_of(code)
    other = await make_school()
    for who in (
        here.siiri,
        await make_teacher(other),
        await make_pupil(other),
        await make_coordinator(here.school),
        await make_regional(await make_region()),
        await make_admin(),
    ):
        for refused in (
            lambda who=who: actions.make_link(who, here.school, POSTER, uuid4()),
            lambda who=who: actions.end_link(who, link),
            lambda who=who: load_campaigns(who, str(here.school)),
            lambda who=who: link_address(who, str(link), ""),
        ):
            with pytest.raises(NotFound):
                await refused()
    way = uuid4()
    await actions.make_link(here.tuula, here.school, POSTER, way)
    with pytest.raises(NotFound):
        await actions.make_link(here.petri, here.school, POSTER, way)
    with pytest.raises(NotFound):
        await actions.make_link(
            here.tuula, here.school, replace(POSTER, class_id=str(await make_class(other))), uuid4()
        )
    assert await link_address(here.petri, str(link), "https://p.example") == f"https://p.example/go/{code}"
