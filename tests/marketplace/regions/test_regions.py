"""A region's page, its calendar of periods, and what is published of its offers: told to nobody else."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from uuid import UUID, uuid4

import icalendar
import jsonschema
import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.core.resting import rest_lasts
from portfolio_app.marketplace.booking.actions import book
from portfolio_app.marketplace.findable import keep_findable
from portfolio_app.marketplace.models import Host, Offer
from portfolio_app.marketplace.offering import key_of, send_link
from portfolio_app.marketplace.periods.actions import PeriodForm, announce, end_period, make_period
from portfolio_app.marketplace.regions import actions
from portfolio_app.marketplace.regions.calendar import calendar_for_host, calendar_of_region, load_calendar
from portfolio_app.marketplace.regions.models import ReadingKey, RegionPartner
from portfolio_app.marketplace.regions.published import Narrowed, offers_csv, offers_page, openapi
from portfolio_app.marketplace.regions.queries import load_region_page
from portfolio_app.marketplace.retention import remove_rested_hosts
from tests.conftest import Configure
from tests.marketplace.hosts import the_contact
from tests.marketplace.seats import Town, a_monday, a_town, an_offer, hide
from tests.people import make_class, make_pupil, make_region, make_regional, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def found(town: Town) -> None:
    """As if every change had said what offers are found by."""
    async with writing() as session:
        await keep_findable(session, await session.get_one(Host, town.host))


async def audits(verb: str) -> int:
    async with reading() as session:
        return len((await session.execute(select(Audit).where(col(Audit.action) == f"marketplace.{verb}"))).all())


# The page


async def test_a_region_says_how_it_works_together_and_schools_read_it() -> None:
    region = await make_region("Aura")
    school = await make_school(region=region)
    sirpa, siiri = await make_regional(region), await make_pupil(school, await make_class(school))
    assert (await load_region_page(sirpa)).empty
    await actions.change_page(sirpa, str(region), " We meet  each autumn. ", "Everybody goes out\n\n Nobody alone ", 0)
    await actions.change_page(sirpa, str(region), "We meet  each autumn.", "Everybody goes out\n\n Nobody alone", 0)
    await actions.add_partner(
        sirpa, str(region), "Chamber", "Finds hosts", "https://chamber.example.org", way := uuid4()
    )
    await actions.add_partner(sirpa, str(region), "Chamber", "Finds hosts", "https://chamber.example.org", way)
    view = await load_region_page(siiri)
    assert (view.name, view.goals, view.keeps, view.reading_keys) == (
        "Aura",
        ("Everybody goes out", "Nobody alone"),
        False,
        (),
    )
    assert [(one.name, one.does) for one in view.partners] == [("Chamber", "Finds hosts")]
    assert view.csv_href == ""
    assert (await load_region_page(sirpa)).keeps
    assert (await audits("change_page"), await audits("add_partner")) == (1, 1)


async def test_two_who_change_the_page_at_once_notice_each_other() -> None:
    sirpa = await make_regional(region := await make_region())
    await actions.change_page(sirpa, str(region), "First", "", 0)
    with pytest.raises(Conflict):
        await actions.change_page(sirpa, str(region), "Second", "", 0)
    await actions.change_page(sirpa, str(region), "Second", "", 1)
    assert (await load_region_page(sirpa)).words == "Second"


async def test_a_partner_is_changed_taken_away_and_brought_back_until_it_has_rested() -> None:
    sirpa = await make_regional(region := await make_region())
    with pytest.raises(Invalid) as problem:
        await actions.add_partner(sirpa, str(region), "", "Finds hosts", "", uuid4())
    assert problem.value.field == "partner_name"
    with pytest.raises(Invalid) as problem:
        await actions.add_partner(sirpa, str(region), "Chamber", "Finds hosts", "javascript:alert(1)", uuid4())
    assert problem.value.field == "website"
    await actions.add_partner(sirpa, str(region), "Chamber", "Finds hosts", "", uuid4())
    (one,) = (await load_region_page(sirpa)).partners
    await actions.change_partner(sirpa, one.id, "Chamber", "Trains hosts", "")
    await actions.end_partner(sirpa, one.id)
    await actions.end_partner(sirpa, one.id)
    assert (await load_region_page(sirpa)).partners == ()
    with pytest.raises(NotFound):
        await actions.change_partner(sirpa, one.id, "Chamber", "Finds hosts", "")
    await actions.end_partner(sirpa, one.id, back=True)
    assert [each.does for each in (await load_region_page(sirpa)).partners] == ["Trains hosts"]
    await actions.end_partner(sirpa, one.id)
    async with writing() as session:
        row = await session.get_one(RegionPartner, UUID(one.id))
        assert row.ended_at
        row.ended_at -= rest_lasts() + timedelta(minutes=1)
    with pytest.raises(NotFound):
        await actions.end_partner(sirpa, one.id, back=True)
    assert await remove_rested_hosts() == 1


async def test_nobody_else_changes_a_region() -> None:
    region, other = await make_region(), await make_region()
    school = await make_school(region=region)
    sirpa, randi = await make_regional(region), await make_regional(other)
    teacher = await make_teacher(school, await make_class(school))
    await actions.add_partner(sirpa, str(region), "Chamber", "Finds hosts", "", way := uuid4())
    key = await actions.make_key(sirpa, str(region), "The town", way)
    view = await load_region_page(sirpa)
    for who in (randi, teacher):
        for attempt in (
            actions.change_page(who, str(region), "Mine", "", 0),
            actions.add_partner(who, str(region), "Mine", "Mine", "", uuid4()),
            actions.change_partner(who, view.partners[0].id, "Mine", "Mine", ""),
            actions.end_partner(who, view.partners[0].id),
            actions.make_key(who, str(region), "Mine", uuid4()),
            actions.end_key(who, view.reading_keys[0].id),
            offers_csv(who, str(region)),
        ):
            with pytest.raises((NotFound, Refused)):
                await attempt
    with pytest.raises(NotFound):
        await load_region_page(randi, region=str(region))
    with pytest.raises(NotFound):
        await actions.add_partner(randi, str(other), "Chamber", "Finds hosts", "", way)
    with pytest.raises(NotFound):
        await actions.make_key(randi, str(other), "Mine", way)
    assert (await load_region_page(sirpa)).partners == view.partners
    assert await offers_page(key, Narrowed()) is not None


# The calendar


async def a_period(tuula: Actor, school: UUID, class_id: UUID, first: date, kind: str = "week") -> UUID:
    form = PeriodForm(
        "8A goes", kind, first.isoformat(), (first + timedelta(days=4)).isoformat(), classes=(str(class_id),)
    )
    return await make_period(tuula, school, form, uuid4())


async def test_a_coordinator_sees_when_schools_go_out_and_nothing_else_of_them() -> None:
    town = await a_town(seats=5)
    await found(town)
    await book(town.tuula, str(town.date), town.form(town.pupils[0]), uuid4())
    koski = await make_school("Koski", region=town.region)
    kerttu = await make_teacher(koski, koski_class := await make_class(koski))
    elsewhere = await make_school("Elsewhere", region=await make_region())
    tor = await make_teacher(elsewhere, elsewhere_class := await make_class(elsewhere))
    first = await a_period(town.tuula, town.school, town.class_id, a_monday())
    await a_period(kerttu, koski, koski_class, a_monday() + timedelta(days=2))
    await a_period(tor, elsewhere, elsewhere_class, a_monday())
    ended = await a_period(kerttu, koski, koski_class, a_monday(9))
    await end_period(kerttu, str(ended))
    await announce(town.tuula, str(first))
    view = await load_calendar(town.sirpa)
    lines = [line for month in view.months for line in month.lines]
    assert len(lines) == 2
    assert "Announced to hosts" in lines[0].detail
    assert "4 seats free then" in lines[0].detail
    assert "Not announced yet" in lines[1].detail
    assert lines[0].beside == "At the same time: Koski"
    said = json.dumps([line.title + line.detail for line in lines])
    assert "8A" not in said
    assert town.tuula.name not in said
    for who in (town.tuula, town.pupils[0]):
        with pytest.raises(Refused):
            await load_calendar(who)
        with pytest.raises(Refused):
            await calendar_of_region(who)
    await hide(town.host)
    await found(town)
    assert "0 seats free then" in (await load_calendar(town.sirpa)).months[0].lines[0].detail


async def test_calendar_files_open_and_hosts_read_what_is_announced(configure: Configure) -> None:
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    town = await a_town()
    first = await a_period(town.tuula, town.school, town.class_id, a_monday())
    await a_period(town.tuula, town.school, town.class_id, a_monday(8), kind="visit")
    await announce(town.tuula, str(first))
    with speaking("fi"):
        read = icalendar.Calendar.from_ical((await calendar_of_region(town.sirpa)).decode())
    events = list(read.walk("VEVENT"))
    assert [str(one["summary"]).partition(": ")[2] for one in events] == ["TET-viikko", "Vierailu työpaikalle"]
    assert (events[0].decoded("dtstart"), events[0].decoded("dtend")) == (a_monday(), a_monday() + timedelta(days=5))
    await send_link(town.sirpa, (await the_contact(town.host)).id)
    key = key_of(await the_contact(town.host))
    theirs = icalendar.Calendar.from_ical((await calendar_for_host(key)).decode())
    assert len(theirs.walk("VEVENT")) == 1
    for wrong in ("", "x", key[:-1] + ("0" if key[-1] != "0" else "1")):
        with pytest.raises(NotFound):
            await calendar_for_host(wrong)


# What is published


async def test_a_sheet_has_a_line_for_each_date_and_no_persons_name() -> None:
    town = await a_town(seats=5)
    await an_offer(town.host, title="=1+1", kind="visit")
    await found(town)
    await book(town.tuula, str(town.date), town.form(*town.pupils[:2]), uuid4())
    rows = list(csv.reader(StringIO(await offers_csv(town.sirpa, str(town.region)))))
    assert rows[0][0] == "Host"
    assert len(rows) == 3
    week = next(row for row in rows if row[4] == "Buns")
    assert week[8:14] == [
        a_monday().isoformat(),
        (a_monday() + timedelta(days=4)).isoformat(),
        "09:00",
        "14:00",
        "5",
        "3",
    ]
    assert [row[4] for row in rows if "1+1" in row[4]] == ["'=1+1"]
    assert not [row for row in rows if "Raija" in " ".join(row)]
    assert await audits("take_offers") == 1


async def test_a_key_reads_its_regions_offers_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    town = await a_town()
    for number in range(4):
        await an_offer(town.host, title=f"Offer {number}", kind="visit")
    await found(town)
    elsewhere = await a_town()
    await found(elsewhere)
    key = await actions.make_key(town.sirpa, str(town.region), "The town", way := uuid4())
    assert await actions.make_key(town.sirpa, str(town.region), "The town", way) == key
    monkeypatch.setattr("portfolio_app.marketplace.regions.published.PAGE", 2)
    titles: list[str] = []
    after: UUID | None = None
    for _page in range(3):
        read = await offers_page(key, Narrowed(after=after))
        assert read
        page, after = read
        titles += [one.title for one in page.offers]
    assert after is None
    assert sorted(titles) == ["Buns", *(f"Offer {number}" for number in range(4))]
    monkeypatch.undo()
    for narrowed, count in (
        (Narrowed(kind="week"), 1),
        (Narrowed(field="food"), 5),
        (Narrowed(town="Nowhere"), 0),
        (Narrowed(since=a_monday() + timedelta(days=1)), 1),
        (Narrowed(until=a_monday() - timedelta(days=1)), 0),
    ):
        read = await offers_page(key, narrowed)
        assert len(read[0].offers if read else ()) == count, narrowed
    (line,) = (await load_region_page(town.sirpa)).reading_keys
    assert "Used last on" in line.detail
    async with reading() as session:
        row = (await session.execute(select(ReadingKey))).scalar_one()
    assert key not in row.digest


async def test_an_ended_key_reads_nothing_and_hidden_offers_are_in_no_page() -> None:
    town = await a_town()
    await found(town)
    key = await actions.make_key(town.sirpa, str(town.region), "The town", uuid4())
    (line,) = (await load_region_page(town.sirpa)).reading_keys
    await actions.end_key(town.sirpa, line.id)
    for wrong in (key, "", "x", key.upper()):
        assert await offers_page(wrong, Narrowed()) is None
    await actions.end_key(town.sirpa, line.id, back=True)
    read = await offers_page(key, Narrowed())
    assert read
    assert len(read[0].offers) == 1
    async with writing() as session:
        offer = await session.get_one(Offer, town.offer)
        offer.confirmed_on -= timedelta(days=400)
    read = await offers_page(key, Narrowed())
    assert read
    assert read[0].offers == ()


async def test_the_schema_says_what_answers_hold() -> None:
    town = await a_town()
    await found(town)
    key = await actions.make_key(town.sirpa, str(town.region), "The town", uuid4())
    read = await offers_page(key, Narrowed())
    assert read
    said = json.loads(json.dumps(openapi("https://polku.example.org")))
    answer = said["paths"]["/api/v1/offers"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    resolved = {**answer, "components": said["components"]}
    page = json.loads(read[0].model_dump_json())
    validator = jsonschema.Draft202012Validator(resolved, format_checker=jsonschema.FormatChecker())
    validator.validate(page)
    page["offers"][0]["seats_left"] = 3
    assert not validator.is_valid(page)
