"""Offers and hosts are found by what stands in the address: days, free seats, ages, languages, access, distance."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import col, select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import local_date
from portfolio_app.marketplace.findable import describe
from portfolio_app.marketplace.finding import MarketplaceView, load_marketplace
from portfolio_app.marketplace.hosts import (
    HostForm,
    approve_host,
    change_host,
    end_host,
    merge_hosts,
    pause_host,
    resume_host,
    withdraw_approval,
)
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate
from portfolio_app.marketplace.offer_typed import DateForm, OfferForm
from portfolio_app.marketplace.offering import copy_offer, key_of, save_offer, take_back
from portfolio_app.marketplace.sought import SPOKEN, Sought, called
from portfolio_app.schools.founding import change_town
from portfolio_app.schools.listing import asked
from tests.marketplace.hosts import BAKER, BAKERY, a_host, row_of
from tests.people import make_coordinator, make_pupil, make_region, make_regional, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


def in_days(number: int) -> date:
    return local_date(now()) + timedelta(days=number)


def on(number: int, seats: int = 4) -> DateForm:
    return DateForm(in_days(number).isoformat(), "", "10:00", "12:00", str(seats))


def a_visit(title: str, *dates: DateForm, **differs: str) -> OfferForm:
    form = OfferForm("visit", title, "You look around.", "12", "16", responsible="Raija", dates=dates)
    return replace(form, **differs)


async def key_to(host: UUID) -> str:
    """As if the link had been mailed."""
    async with writing() as session:
        row = (await session.execute(select(HostContact).where(col(HostContact.host_id) == host))).scalar_one()
        row.opens, row.opens_until = uuid4(), now() + timedelta(days=30)
    return key_of(row)


async def offering(sirpa: Actor, *offers: OfferForm, **differs: str) -> UUID:
    """An approved host with offers."""
    form: HostForm = replace(BAKERY, **differs)
    host = await a_host(sirpa, form, contact=replace(BAKER, mail=f"{uuid4()}@example.org"))
    await approve_host(sirpa, host, in_days(400).isoformat())
    key = await key_to(host)
    for one in offers:
        await save_offer(key, "", one, uuid4())
    return host


OFFERS = Sought.of({"show": "offers"})


async def seen(who: Actor, search: str = "", **query: str) -> MarketplaceView:
    return await load_marketplace(who, wanted=asked(search), sought=Sought.of({"show": "offers", **query}))


async def titles(who: Actor, search: str = "", **query: str) -> list[str]:
    view = await seen(who, search, **query)
    assert not view.hosts
    return [one.title for one in view.offers]


async def region_with_school() -> tuple[Actor, Actor, UUID]:
    """A regional coordinator, a teacher, and the teacher's school."""
    region = await make_region()
    school = await make_school(region=region)
    return await make_regional(region), await make_teacher(school), school


async def test_offers_by_kind_field_age_words_and_what_the_host_is_called() -> None:
    sirpa, tuula, _school = await region_with_school()
    await offering(
        sirpa,
        a_visit("See the ovens", on(20)),
        a_visit("Tell about bread", on(30), kind="talk", ages_from="16", ages_to="18"),
    )
    await offering(sirpa, a_visit("Look at ships", on(10), words="Cranes."), name="Telakka", field="industry")
    assert await titles(tuula) == ["Look at ships", "See the ovens", "Tell about bread"]  # of one town: soonest first
    assert await titles(tuula, kind="talk") == ["Tell about bread"]
    assert await titles(tuula, field="industry") == ["Look at ships"]
    assert await titles(tuula, age="17") == ["Tell about bread"]
    assert await titles(tuula, "CRANE telak") == ["Look at ships"]
    assert await titles(tuula, "kettunen", kind="visit") == ["See the ovens"]
    assert await titles(tuula, "cranes", field="food") == []
    view = await seen(tuula, "ships")
    assert (view.offers[0].host, view.said) == ("Telakka", "1 offer")
    assert view.offers[0].where.startswith("Tampere")


async def test_offers_on_a_day_with_seats_that_are_free() -> None:
    sirpa, tuula, _school = await region_with_school()
    await offering(sirpa, a_visit("Early", on(10, 20)), a_visit("Late", on(40, 6)), a_visit("Any day"))
    day = in_days(30).isoformat()
    assert await titles(tuula, **{"from": day}) == ["Late"]
    assert await titles(tuula, to=day) == ["Early"]
    assert await titles(tuula, **{"from": in_days(10).isoformat(), "to": in_days(10).isoformat()}) == ["Early"]
    assert await titles(tuula, seats="6") == ["Early", "Late"]
    assert await titles(tuula, seats="7") == ["Early"]
    async with writing() as session:
        await session.execute(update(OfferDate).where(col(OfferDate.seats) == 20).values(taken=14))
    assert await titles(tuula, seats="7") == []
    assert await titles(tuula, seats="6") == ["Early", "Late"]
    assert (await seen(tuula)).offers[0].dates[0].endswith("6 of 20 seats free")
    assert await titles(tuula) == ["Early", "Late", "Any day"]


async def test_offers_by_language_and_by_what_is_said_of_access() -> None:
    sirpa, tuula, _school = await region_with_school()
    await offering(
        sirpa,
        a_visit("Both", on(10), languages="Suomi, englanti"),
        a_visit("Ramp", on(11), languages="svenska", access="There is a ramp."),
    )
    assert await titles(tuula, spoken="en") == ["Both"]
    assert await titles(tuula, spoken="fi") == ["Both"]
    assert await titles(tuula, spoken="sv") == ["Ramp"]
    assert await titles(tuula, spoken="xx") == ["Both", "Ramp"]
    assert await titles(tuula, access="yes") == ["Ramp"]
    assert await titles(tuula, "ramp") == ["Ramp"]
    for code in SPOKEN:
        assert called(code)


async def test_the_nearest_come_first_from_school_or_a_place_one_names() -> None:
    sirpa, tuula, school = await region_with_school()
    for town in ("Salo", "Lieto", "Turku", "Nowhere at all"):
        await offering(sirpa, a_visit(f"In {town}", on(10)), name=f"Firm of {town}", town=town)
    assert await titles(tuula) == ["In Lieto", "In Nowhere at all", "In Salo", "In Turku"]  # nobody knows from where
    assert await titles(tuula, within="5") == await titles(tuula)
    await change_town(await make_coordinator(school), school, "Turku")
    view = await seen(tuula)
    assert [one.title for one in view.offers] == ["In Turku", "In Lieto", "In Salo", "In Nowhere at all"]
    assert "less than 1 km away" in view.offers[0].where
    assert "12 km away" in view.offers[1].where
    assert "away" not in view.offers[3].where
    assert "Turku" in view.near_said
    assert await titles(tuula, within="20") == ["In Turku", "In Lieto"]
    assert await titles(tuula, within="20", near="salo") == ["In Salo"]
    assert await titles(tuula, within="20", near="Halikko") == ["In Salo"]
    unknown = await seen(tuula, near="Atlantis")
    assert (unknown.near_unknown, unknown.offers[0].title) == ("Atlantis", "In Turku")
    hosts = await load_marketplace(tuula, sought=Sought.of({"within": "20"}))
    assert [one.name for one in hosts.hosts] == ["Firm of Turku", "Firm of Lieto"]


async def test_hosts_are_those_with_such_offers_and_show_these_alone() -> None:
    sirpa, tuula, _school = await region_with_school()
    await offering(sirpa, a_visit("Visit", on(10)), a_visit("Talk", on(12), kind="talk"))
    await offering(sirpa, name="Without offers")
    view = await load_marketplace(tuula, sought=Sought.of({"kind": "talk"}))
    assert [(one.name, [each.title for each in one.offers]) for one in view.hosts] == [("Leipomo Kettunen", ["Talk"])]
    assert len((await load_marketplace(tuula)).hosts) == 2


async def test_pages_of_offers_go_on_where_the_last_ended() -> None:
    sirpa, tuula, _school = await region_with_school()
    for town in ("Turku", "Lieto"):
        many = [a_visit(f"{town} {number:02}", on(10 + number)) for number in range(17)]
        await offering(sirpa, *many, name=f"Firm of {town}", town=town)
    pages = [
        [one.title for one in (await load_marketplace(tuula, wanted=asked(page=page), sought=OFFERS)).offers]
        for page in ("1", "2", "3", "4", "9")
    ]
    assert [len(page) for page in pages] == [10, 10, 10, 4, 4]
    whole = [title for page in pages[:4] for title in page]
    assert whole == [f"{town} {number:02}" for town in ("Lieto", "Turku") for number in range(17)]
    assert pages[4] == pages[3]


async def test_pupils_see_no_contacts_and_other_regions_see_nothing() -> None:
    sirpa, _tuula, school = await region_with_school()
    await offering(sirpa, a_visit("Visit", on(10)))
    siiri = await make_pupil(school)
    shown = str(await seen(siiri))
    assert "Visit" in shown
    assert all(secret not in shown for secret in ("Raija", "example.org", "040"))
    assert (await seen(await make_teacher(await make_school()))).none_at_all


async def test_what_offers_are_found_by_follows_every_change_of_their_host() -> None:
    sirpa, tuula, _school = await region_with_school()
    host = await offering(sirpa, a_visit("Visit", on(10)))
    other = await offering(sirpa, a_visit("Other", on(11)), name="Leipomo Kettunen Oy")

    async def right() -> list[str]:
        async with reading() as session:
            rows = (await session.execute(select(Offer, Host).join(Host, col(Host.id) == col(Offer.host_id)))).all()
            for offer, of in rows:
                kept = offer.model_dump()
                describe(offer, of)
                assert offer.model_dump() == kept
        return sorted(await titles(tuula))

    assert await right() == ["Other", "Visit"]
    await pause_host(tuula, host, "something")
    assert await right() == ["Other"]
    await resume_host(tuula, host)
    other_words = replace(BAKERY, town="Lieto", field="care", name="Kahvila")
    await change_host(sirpa, host, other_words, (await row_of(host)).version)
    assert await right() == ["Other", "Visit"]
    assert await titles(tuula, "kahvila", field="care", town="Lieto") == ["Visit"]
    await withdraw_approval(sirpa, host)
    assert await right() == ["Other"]
    await approve_host(sirpa, host, in_days(300).isoformat())
    await merge_hosts(sirpa, host, other)
    assert await right() == ["Other", "Visit"]
    assert sorted(await titles(tuula, "kahvila")) == ["Other", "Visit"]
    await end_host(sirpa, other, back=True)
    assert await right() == ["Other", "Visit"]
    assert await titles(tuula, "kahvila") == ["Visit"]
    await end_host(sirpa, host)
    assert await right() == ["Other"]
    key = await key_to(other)
    async with reading() as session:
        (mine,) = (await session.execute(select(Offer).where(col(Offer.host_id) == other))).scalars()
    await copy_offer(key, str(mine.id), uuid4())
    assert await right() == ["Other", "Other"]
    await take_back(key, str(mine.id))
    assert await right() == ["Other"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(list(Sought().query())), st.text(max_size=30)))
def test_whatever_stands_in_an_address_asks_for_something(query: dict[str, str]) -> None:
    sought = Sought.of(query)
    assert Sought.of(sought.query()) == sought
