"""Weeks planned by half days, safety packs, and the question once a year whether all of it is still true."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import local_date, speaking
from portfolio_app.core.models import Outbox
from portfolio_app.marketplace.booking.actions import book
from portfolio_app.marketplace.booking.queries import load_offer
from portfolio_app.marketplace.host_views import load_host
from portfolio_app.marketplace.hosts import pause_host
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate
from portfolio_app.marketplace.offer_typed import DateForm, OfferForm
from portfolio_app.marketplace.offering import (
    all_still_true,
    copy_offer,
    key_of,
    move_all,
    opened,
    save_offer,
    send_link,
    with_dates,
)
from portfolio_app.marketplace.placements.own import load_placement
from portfolio_app.marketplace.safety.keeping import LASTS, SafetyForm, load_safety, say_safety
from portfolio_app.marketplace.still_true import BEFORE, NOT_AGAIN, STILL_TRUE, ask_whether_still_true
from portfolio_app.marketplace.weeks import USUAL, Block, cleaned, days_said
from tests.conftest import Configure
from tests.marketplace.hosts import row_of, the_contact
from tests.marketplace.seats import Town, a_monday, a_town, an_offer, placements
from tests.people import make_region, make_regional

pytestmark = pytest.mark.usefixtures("database")

SAFETY = SafetyForm("The oven is hot. Tie long hair back.", "Nobody cleans the slicer.", "", "Raija", "040 123 4567")
WEEK = OfferForm(
    kind="week",
    title="A week in our bakery",
    ages_from="14",
    ages_to="16",
    responsible="Raija",
    dates=(DateForm(a_monday().isoformat(), "", "9:00", "14:00", "2"),),
)


@pytest.fixture
async def town(configure: Configure) -> Town:
    """Whose host's contact has a link."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    made = await a_town()
    await send_link(made.sirpa, (await the_contact(made.host)).id)
    return made


async def key(town: Town) -> str:
    return key_of(await the_contact(town.host))


async def the_offer(offer: UUID | str) -> Offer:
    async with reading() as session:
        return await session.get_one(Offer, UUID(str(offer)))


async def dates(offer: UUID | str) -> list[OfferDate]:
    async with reading() as session:
        (shown,) = await with_dates(session, [await session.get_one(Offer, UUID(str(offer)))])
        return list(shown.dates)


# Weeks


def test_a_plan_is_ten_half_days_of_known_blocks() -> None:
    assert cleaned(USUAL, "week") == [str(one) for one in USUAL]
    assert cleaned(("", "task"), "placement") == ["", "task", *[""] * 8]
    assert cleaned(("task",), "talk") == cleaned(("", ""), "week") == []
    with pytest.raises(Invalid) as problem:
        cleaned(("task", "sleep"), "week")
    assert problem.value.field == "half-1"
    with speaking("fi"):
        days = days_said(["", "task", "", "", "reflect", ""])
    assert [(day.name, day.morning, day.afternoon) for day in days] == [
        ("maanantai", "", "Oikea tehtävä, autettuna"),
        ("keskiviikko", "Katsokaa yhdessä taaksepäin", ""),
    ]
    assert days_said([]) == ()
    assert set(USUAL) == set(Block)


async def test_a_planned_week_stays_with_copies_and_is_read_by_school_and_pupil(town: Town) -> None:
    made, _warned = await save_offer(await key(town), "", replace(WEEK, week=tuple(USUAL)), uuid4())
    copied = await the_offer(await copy_offer(await key(town), str(made), uuid4()))
    assert copied.week == [str(one) for one in USUAL]
    view = await load_offer(town.tuula, str(made))
    assert (len(view.week), view.week[0].morning) == (5, "Welcome, a tour, safety")
    (day,) = await dates(made)
    await book(town.tuula, str(day.id), town.form(town.pupils[0]), uuid4())
    (placed,) = await placements()
    own = await load_placement(town.pupils[0], str(placed.id), uuid4())
    assert own.week[4].afternoon == "Look back together"
    await save_offer(await key(town), str(made), WEEK, uuid4(), 1)
    assert (await the_offer(made)).week == []


# Safety


async def test_what_is_said_of_safety_counts_for_a_year_for_all_schools(town: Town) -> None:
    assert "has said nothing of safety yet" in (await load_offer(town.tuula, str(town.offer))).safety[0]
    await say_safety(await key(town), SAFETY, 0)
    await say_safety(await key(town), SAFETY, 0)  # sent twice
    view = await load_safety(await key(town))
    assert view
    assert (view.form, view.version, view.counts) == (SAFETY, 1, True)
    said = (await load_offer(town.tuula, str(town.offer))).safety
    assert said[0] == SAFETY.risks
    assert "find Raija: 040 123 4567" in said[2]
    assert (await load_host(town.sirpa, str(town.host))).safety == said
    assert (await load_offer(town.pupils[0], str(town.offer))).safety == ()
    with at(now() + LASTS + timedelta(days=1)):
        (line,) = (await load_host(town.sirpa, str(town.host))).safety
        assert "Ask them anew" in line
        with pytest.raises(NotFound):
            await say_safety(await key(town), SAFETY, 1)  # the link is older than 90 days


async def test_a_pupil_reads_what_to_take_care_of_once_the_school_has_approved(town: Town) -> None:
    await say_safety(await key(town), SAFETY, 0)
    siiri = town.pupils[0]
    await book(town.tuula, str(town.date), town.form(siiri), uuid4())
    (placed,) = await placements()
    assert (await load_placement(siiri, str(placed.id), uuid4())).care == ()
    async with writing() as session:
        (await session.get_one(type(placed), placed.id)).approved_at = now()
    care = (await load_placement(siiri, str(placed.id), uuid4())).care
    assert care[0] == "The oven is hot. Tie long hair back."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"risks": " "}, "risks"), ({"contact": ""}, "contact"), ({"phone": ""}, "phone"), ({"phone": "ring"}, "phone")],
)
async def test_bad_input_about_safety_gets_a_sentence(town: Town, wrong: Mapping[str, str], field: str) -> None:
    with pytest.raises(Invalid) as problem:
        await say_safety(await key(town), replace(SAFETY, **wrong), 0)
    assert problem.value.field == field
    view = await load_safety(await key(town))
    assert view
    assert not view.until


async def test_two_who_say_it_at_once_notice_each_other_and_no_other_link_says_it(town: Town) -> None:
    await say_safety(await key(town), SAFETY, 0)
    with pytest.raises(Conflict):
        await say_safety(await key(town), replace(SAFETY, risks="Other"), 0)
    await say_safety(await key(town), replace(SAFETY, risks="Other"), 1)
    good = await key(town)
    for forged in ("", "x", good[:-1] + ("0" if good[-1] != "0" else "1")):
        assert await load_safety(forged) is None
        with pytest.raises(NotFound):
            await say_safety(forged, SAFETY, 2)


# Still true


async def asked() -> int:
    async with reading() as session:
        return len((await session.execute(select(Outbox).where(col(Outbox.kind) == STILL_TRUE))).all())


async def test_hosts_are_asked_a_month_before_something_fades_and_not_again_soon(town: Town) -> None:
    assert await ask_whether_still_true() == 0
    with at(now() + timedelta(days=366) - BEFORE + timedelta(days=1)):
        assert await asyncio.gather(ask_whether_still_true(), ask_whether_still_true()) in ([1, 0], [0, 1])
        assert await asked() == 1
        assert await ask_whether_still_true() == 0
        async with reading() as session:
            assert await opened(session, await key(town))  # the link of a year ago works again
        await all_still_true(await key(town))
        await all_still_true(await key(town))
        assert (await the_offer(town.offer)).confirmed_on == local_date(now())
    with at(now() + timedelta(days=366) - BEFORE + NOT_AGAIN + timedelta(days=3)):
        assert await ask_whether_still_true() == 0


async def test_a_pack_that_ends_is_asked_about_and_a_link_that_works_stays(town: Town) -> None:
    await say_safety(await key(town), SAFETY, 0)
    former = await key(town)
    async with writing() as session:
        offer = await session.get_one(Offer, town.offer)
        offer.ended_at = now()
    with at(now() + LASTS - BEFORE + timedelta(days=1)):
        async with writing() as session:
            (await session.get_one(HostContact, (await the_contact(town.host)).id)).opens_until = now() + timedelta(80)
        assert await ask_whether_still_true() == 1
        assert await key(town) == former


async def test_nobody_is_asked_who_is_paused_unapproved_or_without_a_contact(town: Town, configure: Configure) -> None:
    soon = now() + timedelta(days=366) - BEFORE + timedelta(days=1)
    await pause_host(town.sirpa, town.host, "To be cleared up")
    with at(soon):
        assert await ask_whether_still_true() == 0
    async with writing() as session:
        host = await session.get_one(Host, town.host)
        host.paused_at, host.pause_reason = None, ""
        contact = await session.get_one(HostContact, (await the_contact(town.host)).id)
        contact.confirmed_at = None
    with at(soon):
        assert await ask_whether_still_true() == 0
    configure(mail_url="")
    async with writing() as session:
        contact = await session.get_one(HostContact, (await the_contact(town.host)).id)
        contact.confirmed_at = now()
    with at(soon):
        assert await ask_whether_still_true() == 0
    assert (await row_of(town.host)).asked_on is None


async def test_all_of_last_year_is_moved_by_one_press_and_only_once(town: Town) -> None:
    other, _day = await an_offer(town.host, kind="visit", title="A visit")
    with at(now() + timedelta(days=80)):
        ahead, _warned = await save_offer(
            await key(town),
            "",
            replace(WEEK, title="Ahead", dates=(DateForm(a_monday(9).isoformat(), "", "9:00", "14:00", "2"),)),
            uuid4(),
        )
        assert await move_all(await key(town)) == 2
        assert await move_all(await key(town)) == 0
        for offer in (town.offer, other):
            first, second = await dates(offer)
            assert second.first_day - first.first_day == timedelta(weeks=52)
            assert (second.begins, second.ends, second.seats, second.taken) == (
                first.begins,
                first.ends,
                first.seats,
                0,
            )
            assert (await the_offer(offer)).confirmed_on == local_date(now())
        assert len(await dates(ahead)) == 1
    with pytest.raises(NotFound):
        await move_all("x")
    elsewhere = await make_regional(await make_region())
    with pytest.raises(NotFound):
        await load_host(elsewhere, str(town.host))
