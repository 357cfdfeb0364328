"""A host's contact says by a link what the host offers; nobody else can, and schools find it."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import local_date
from portfolio_app.core.models import Outbox
from portfolio_app.marketplace.contacts import add_contact, correct_contact, end_contact
from portfolio_app.marketplace.finding import MarketplaceView, load_marketplace
from portfolio_app.marketplace.host_views import load_host
from portfolio_app.marketplace.hosts import approve_host, end_host, merge_hosts
from portfolio_app.marketplace.offer_typed import DateForm, OfferForm
from portfolio_app.marketplace.offering import (
    LINK_VALID,
    MOST_OFFERS,
    OPENING,
    Shown,
    close_link,
    copy_offer,
    key_of,
    offers_of,
    opened,
    save_offer,
    send_link,
    still_true,
    take_back,
)
from portfolio_app.marketplace.retention import remove_rested_hosts
from portfolio_app.marketplace.sought import Sought
from portfolio_app.schools.listing import asked
from tests.conftest import Configure
from tests.marketplace.hosts import BAKER, BAKERY, a_host, confirm, the_contact
from tests.marketplace.seats import a_monday
from tests.people import make_admin, make_pupil, make_region, make_regional, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def mail(configure: Configure) -> None:
    """An installation that sends mail; what is to be sent stays in the outbox."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")


def a_week(monday: date | None = None, *, ends: str = "14:00", seats: str = "2") -> DateForm:
    first = monday or a_monday()
    return DateForm(first.isoformat(), (first + timedelta(days=4)).isoformat(), "9:00", ends, seats)


def an_offer(*dates: DateForm, **differs: str) -> OfferForm:
    form = OfferForm(
        kind="week",
        title="A week in our bakery",
        words="You shape buns and stand at the till.",
        ages_from="14",
        ages_to="16",
        responsible="Raija",
        clothing="Closed shoes",
        lunch="Bread, from us",
        dates=dates or (a_week(),),
    )
    return replace(form, **differs)


async def a_link(sirpa: Actor, *, approved: bool = True) -> tuple[str, UUID]:
    """The key of a contact's link, and their host's id."""
    host = await a_host(sirpa, BAKERY, contact=replace(BAKER, mail=f"{uuid4()}@example.org"))
    if approved:
        await approve_host(sirpa, host, (local_date(now()) + timedelta(days=600)).isoformat())
    await send_link(sirpa, (await the_contact(host)).id)
    return key_of(await the_contact(host)), host


async def offered(host: UUID) -> list[Shown]:
    async with reading() as session:
        return list(await offers_of(session, host))


async def seen(who: Actor, **wanted: str) -> MarketplaceView:
    search = wanted.pop("search", "")
    return await load_marketplace(who, wanted=asked(search), sought=Sought.of(wanted))


async def test_made_by_the_link_and_found_by_schools() -> None:
    region = await make_region(country="FI")
    sirpa = await make_regional(region)
    school = await make_school(region=region)
    tuula, siiri = await make_teacher(school), await make_pupil(school)
    key, host = await a_link(sirpa)
    made, warned = await save_offer(key, "", an_offer(), uuid4())
    assert warned == ()
    (found,) = (await seen(tuula)).hosts
    (offer,) = found.offers
    assert (offer.title, found.offers_said) == ("A week in our bakery", "1 offer")
    assert "Work-experience week" in offer.detail
    assert "14 to 16 years old" in offer.detail
    assert offer.next.endswith("2 seats")
    (by_itself,) = (await seen(tuula, show="offers")).offers
    assert (by_itself.title, by_itself.href, by_itself.dates) == (offer.title, offer.href, (offer.next,))
    assert any("Raija" in one for one in by_itself.details)
    for show in ("", "offers"):
        assert "Raija" not in str(await seen(siiri, show=show))
    assert [len((await seen(tuula, kind=kind)).hosts) for kind in ("week", "talk", "nonsense")] == [1, 0, 1]
    assert [len((await seen(tuula, search=words)).hosts) for words in ("buns", "leipomo buns", "cars")] == [1, 1, 0]
    assert [one.title for one in (await load_host(sirpa, str(host))).offers] == ["A week in our bakery"]
    await take_back(key, str(made))
    await take_back(key, str(made))
    assert (await seen(tuula)).hosts[0].offers == ()
    await take_back(key, str(made), back=True)
    assert len((await seen(tuula)).hosts[0].offers) == 1


async def test_of_a_host_that_is_not_approved_nobody_sees_anything() -> None:
    region = await make_region()
    tuula = await make_teacher(await make_school(region=region))
    key, _host = await a_link(await make_regional(region), approved=False)
    await save_offer(key, "", an_offer(), uuid4())
    assert (await seen(tuula)).hosts == ()


async def test_sent_twice_and_at_once_it_is_there_once() -> None:
    sirpa = await make_regional(await make_region())
    key, host = await a_link(sirpa)
    request = uuid4()
    await asyncio.gather(*(save_offer(key, "", an_offer(), request) for _time in range(4)))
    (one,) = await offered(host)
    copies = uuid4()
    made = await asyncio.gather(*(copy_offer(key, str(one.offer.id), copies) for _time in range(4)))
    assert len(set(made)) == 1
    assert [len(each.dates) for each in await offered(host)] == [1, 1]


async def test_the_same_next_year_falls_on_the_same_days_of_the_week() -> None:
    key, host = await a_link(await make_regional(await make_region()))
    made, _warned = await save_offer(key, "", an_offer(a_week(a_monday(2))), uuid4())
    copy = await copy_offer(key, str(made), uuid4())
    by_id = {one.offer.id: one for one in await offered(host)}
    (before,), (after,) = by_id[made].dates, by_id[copy].dates
    assert after.first_day == before.first_day + timedelta(weeks=52)
    assert (after.begins, after.ends, after.seats) == (before.begins, before.ends, before.seats)
    assert by_id[copy].offer.title == by_id[made].offer.title
    with at(now() + timedelta(days=800)):
        row = await the_contact(host)
        assert row.opens_until
        assert row.opens_until < now()  # the link has ended long since
        with pytest.raises(NotFound):
            await copy_offer(key, str(made), uuid4())


async def test_what_nobody_confirms_within_a_year_fades_out() -> None:
    region = await make_region()
    sirpa = await make_regional(region)
    tuula = await make_teacher(await make_school(region=region))
    key, host = await a_link(sirpa)
    made, _warned = await save_offer(key, "", an_offer(a_week(a_monday(100))), uuid4())
    with at(now() + timedelta(days=370)):
        assert (await seen(tuula)).hosts[0].offers == ()
        await send_link(sirpa, (await the_contact(host)).id)
        new = key_of(await the_contact(host))
        await still_true(new, str(made))
        await still_true(new, str(made))
        assert len((await seen(tuula)).hosts[0].offers) == 1


async def test_dates_that_are_over_are_seen_no_more() -> None:
    region = await make_region()
    tuula = await make_teacher(await make_school(region=region))
    key, _host = await a_link(await make_regional(region))
    await save_offer(key, "", an_offer(a_week(a_monday(1)), a_week(a_monday(9))), uuid4())
    assert (await seen(tuula)).hosts[0].offers[0].next.endswith(" · 1 more date")
    assert len((await seen(tuula, show="offers")).offers[0].dates) == 2
    with at(now() + timedelta(weeks=4)):
        assert "more" not in (await seen(tuula)).hosts[0].offers[0].next
        assert len((await seen(tuula, show="offers")).offers[0].dates) == 1
    with at(now() + timedelta(weeks=12)):
        assert (await seen(tuula)).hosts[0].offers == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "party"}, "kind"),
        ({"title": " "}, "title"),
        ({"ages_from": "fourteen"}, "ages_from"),
        ({"ages_from": "9"}, "ages_from"),
        ({"ages_to": "13"}, "ages_to"),
        ({"ages_to": "٣٤"}, "ages_to"),
        ({"responsible": ""}, "responsible"),
        ({"words": "x" * 1501}, "words"),
    ],
)
async def test_bad_input_names_its_field(wrong: dict[str, str], field: str) -> None:
    key, host = await a_link(await make_regional(await make_region()))
    with pytest.raises(Invalid) as problem:
        await save_offer(key, "", an_offer(**wrong), uuid4())
    assert problem.value.field == field
    assert await offered(host) == []


async def test_dates_that_are_none() -> None:
    key, host = await a_link(await make_regional(await make_region()))
    good = a_week()
    for form, field in (
        (replace(good, first="next week"), "first-0"),
        (replace(good, first="2020-01-06", last=""), "first-0"),
        (replace(good, last="2020-01-06"), "last-0"),
        (replace(good, begins="nine"), "begins-0"),
        (replace(good, ends="8:00"), "ends-0"),
        (replace(good, seats="0"), "seats-0"),
        (replace(good, seats=""), "seats-0"),
    ):
        with pytest.raises(Invalid) as problem:
            await save_offer(key, "", an_offer(form), uuid4())
        assert problem.value.field == field
    with pytest.raises(Invalid):
        await save_offer(key, "", an_offer(good, good), uuid4())
    assert await offered(host) == []
    await save_offer(key, "", an_offer(DateForm(), good, DateForm()), uuid4())
    assert [len(one.dates) for one in await offered(host)] == [1]


async def test_hours_that_the_law_forbids_are_refused_with_what_would_be_lawful() -> None:
    key, host = await a_link(await make_regional(await make_region(country="FI")))
    with pytest.raises(Invalid) as problem:
        await save_offer(key, "", an_offer(a_week(ends="21:30")), uuid4())
    assert problem.value.field == "begins-0"
    assert "Possible would be" in problem.value.sentence()
    assert await offered(host) == []
    _made, warned = await save_offer(key, "", an_offer(a_week(ends="15:45")), uuid4())
    assert warned  # six hours with lunch are usual
    _made, warned = await save_offer(key, "", an_offer(a_week(ends="20:30"), kind="talk"), uuid4())
    assert warned == ()  # nobody works in a talk


async def test_two_of_the_house_notice_each_other() -> None:
    key, host = await a_link(await make_regional(await make_region()))
    made, _warned = await save_offer(key, "", an_offer(), uuid4())
    await save_offer(key, str(made), an_offer(title="Another title"), uuid4(), 1)
    with pytest.raises(Conflict):
        await save_offer(key, str(made), an_offer(title="A third title"), uuid4(), 1)
    assert (await offered(host))[0].offer.title == "Another title"


async def test_the_same_again_is_done_already() -> None:
    key, host = await a_link(await make_regional(await make_region()))
    request = uuid4()
    made, _warned = await save_offer(key, "", an_offer(), request)
    for _time in range(2):
        assert (await save_offer(key, str(made), an_offer(lunch="Soup"), uuid4(), 1))[0] == made
    await asyncio.gather(*(save_offer(key, str(made), an_offer(lunch="Bread"), uuid4(), 2) for _time in range(4)))
    (one,) = await offered(host)
    assert (one.offer.lunch, one.offer.version, len(one.dates)) == ("Bread", 3, 1)
    with pytest.raises(Conflict):
        await save_offer(key, str(made), an_offer(a_week(seats="3"), lunch="Bread"), uuid4(), 2)
    with pytest.raises(Conflict):  # somebody went back to the first form, which has been changed since
        await save_offer(key, "", an_offer(lunch="Cake"), request)


async def test_whoever_goes_back_to_the_form_changes_what_it_made() -> None:
    key, host = await a_link(await make_regional(await make_region()))
    request = uuid4()
    made, _warned = await save_offer(key, "", an_offer(), request)
    assert (await save_offer(key, "", an_offer(title="A week among buns"), request))[0] == made
    (one,) = await offered(host)
    assert (one.offer.title, one.offer.version, len(one.dates)) == ("A week among buns", 2, 1)


async def test_an_offer_with_dates_that_are_over_can_be_changed_and_keeps_them() -> None:
    key, host = await a_link(await make_regional(await make_region()))
    made, _warned = await save_offer(key, "", an_offer(a_week(a_monday(1)), a_week(a_monday(9))), uuid4())
    with at(now() + timedelta(weeks=4)):
        await save_offer(key, str(made), an_offer(a_week(a_monday(6), seats="5")), uuid4(), 1)
        (one,) = await offered(host)
        assert [date.seats for date in one.dates] == [2, 5]


async def test_a_link_opens_no_more_once_its_contact_is_another_or_gone() -> None:
    sirpa = await make_regional(await make_region())
    key, host = await a_link(sirpa)
    row = await the_contact(host)
    await correct_contact(sirpa, row.id, replace(BAKER, mail=f"{uuid4()}@example.org"))
    await confirm(host)
    async with reading() as session:
        assert await opened(session, key) is None  # the former mailbox may be anybody's
    await send_link(sirpa, row.id)
    latest = key_of(await the_contact(host))
    await end_contact(sirpa, row.id)
    await end_contact(sirpa, row.id, back=True)
    async with reading() as session:
        assert await opened(session, latest) is None


async def test_forged_old_closed_and_foreign_links_do_nothing() -> None:
    region = await make_region()
    sirpa = await make_regional(region)
    key, host = await a_link(sirpa)
    made, _warned = await save_offer(key, "", an_offer(), uuid4())
    other, _host = await a_link(sirpa)
    row_id, mac = key.split(".")
    keys = [
        "",
        "x",
        row_id,
        f"{row_id}.{mac[:-1]}",
        f"{row_id}.{other.split('.')[1]}",
        f"{uuid4()}.{mac}",
        "é.é",
        other,
    ]
    for forged in keys:
        for refused in (
            save_offer(forged, str(made), an_offer(title="Stolen"), uuid4(), 1),
            copy_offer(forged, str(made), uuid4()),
            still_true(forged, str(made)),
            take_back(forged, str(made)),
        ):
            with pytest.raises(NotFound):
                await refused
    contact = (await the_contact(host)).id
    with at(now() + LINK_VALID + timedelta(minutes=1)), pytest.raises(NotFound):
        await take_back(key, str(made))
    await send_link(sirpa, contact)
    newer = key_of(await the_contact(host))
    with pytest.raises(NotFound):
        await take_back(key, str(made))  # a newer one was sent
    await still_true(newer, str(made))
    await close_link(sirpa, contact)
    await close_link(sirpa, contact)
    with pytest.raises(NotFound):
        await take_back(newer, str(made))
    await send_link(sirpa, contact)
    latest = key_of(await the_contact(host))
    await end_contact(sirpa, contact)
    with pytest.raises(NotFound):
        await take_back(latest, str(made))
    await end_contact(sirpa, contact, back=True)
    await end_host(sirpa, host)
    async with reading() as session:
        assert await opened(session, latest) is None


async def test_only_a_coordinator_of_the_region_sends_and_closes_links() -> None:
    region = await make_region()
    sirpa = await make_regional(region)
    _key, host = await a_link(sirpa)
    contact = (await the_contact(host)).id
    tuula = await make_teacher(await make_school(region=region))
    for who in (tuula, await make_admin(), await make_regional(await make_region())):
        for refused in (send_link(who, contact), close_link(who, contact)):
            with pytest.raises(NotFound):
                await refused
    bare = await a_host(sirpa)
    await add_contact(sirpa, bare, replace(BAKER, mail="not.yet@example.org"), uuid4())
    with pytest.raises(Invalid):
        await send_link(sirpa, (await the_contact(bare)).id)
    async with reading() as session:
        letters = select(func.count()).select_from(Outbox).where(col(Outbox.kind) == OPENING)
        assert (await session.execute(letters)).scalar_one() == 1


async def test_offers_go_along_when_hosts_are_put_together() -> None:
    sirpa = await make_regional(await make_region())
    _key, kept = await a_link(sirpa)
    other, double = await a_link(sirpa)
    made, _warned = await save_offer(other, "", an_offer(), uuid4())
    await merge_hosts(sirpa, kept, double)
    assert [one.offer.id for one in await offered(kept)] == [made]
    await end_host(sirpa, double, back=True)
    assert [one.offer.id for one in await offered(double)] == [made]
    assert await offered(kept) == []


async def test_a_host_offers_only_so_much_and_what_has_rested_goes() -> None:
    key, host = await a_link(await make_regional(await make_region()))
    made = [(await save_offer(key, "", an_offer(), uuid4()))[0] for _number in range(MOST_OFFERS)]
    with pytest.raises(Invalid):
        await save_offer(key, "", an_offer(), uuid4())
    await take_back(key, str(made[0]))
    with at(now() + timedelta(days=31)):
        assert await remove_rested_hosts() == 1
        with pytest.raises(NotFound):
            await take_back(key, str(made[0]), back=True)
    assert {one.offer.id for one in await offered(host)} == set(made[1:])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(st.text(max_size=20), min_size=9, max_size=9))
async def test_whatever_is_typed_is_kept_or_told(typed: list[str]) -> None:
    key, _host = await a_link(await make_regional(await make_region()))
    kind, title, low, high, *date_typed = typed
    form = OfferForm(kind, title, "", low, high, "Raija", dates=(DateForm(*date_typed),))
    with pytest.raises(Invalid):  # no kind is drawn by chance
        await save_offer(key, "", form, uuid4())
