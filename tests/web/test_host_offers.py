"""A host's offers without an account or a script: made, mended, moved and taken back on a phone, by the link alone."""

from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest

from portfolio_app.core.clock import at, now, today
from portfolio_app.core.database import reading
from portfolio_app.marketplace.contacts import ContactForm
from portfolio_app.marketplace.models import Host, HostContact
from portfolio_app.marketplace.offering import PATH, key_of, offers_of, send_link
from portfolio_app.marketplace.periods.actions import PeriodForm, announce, make_period
from portfolio_app.web.host_offers import ONE, routes
from tests.conftest import Configure
from tests.marketplace.hosts import BAKERY, a_host, the_contact
from tests.people import make_class, make_region, make_regional, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def key(configure: Configure) -> str:
    """Of a link that was mailed."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    sirpa = await make_regional(await make_region(country="FI"))
    mail = f"{uuid4()}@example.org"
    host = await a_host(sirpa, BAKERY, contact=ContactForm("Raija", mail, "", "en"))
    await send_link(sirpa, (await the_contact(host)).id)
    return key_of(await the_contact(host))


def a_form(key: str, **differs: str) -> dict[str, str]:
    monday = today() + timedelta(days=35 - today().weekday())
    form = {
        "key": key,
        "language": "en",
        "offer": "",
        "request": str(uuid4()),
        "version": "0",
        "kind": "week",
        "title": "A week <in> our bakery",
        "ages_from": "14",
        "ages_to": "16",
        "responsible": "Raija",
        "first-0": monday.isoformat(),
        "last-0": (monday + timedelta(days=4)).isoformat(),
        "begins-0": "09:00",
        "ends-0": "14:00",
        "seats-0": "2",
    }
    return form | differs


async def count(key: str) -> int:
    async with reading() as session:
        row = await session.get_one(HostContact, UUID(key.partition(".")[0]))
        return len([one for one in await offers_of(session, row.host_id) if one.offer.ended_at is None])


async def test_an_offer_is_made_mended_copied_and_taken_back(key: str) -> None:
    async with browser(routes) as page:
        empty = await page.get(PATH, params={"key": key, "language": "en"})
        assert (empty.status_code, "Nothing yet." in empty.text) == (200, True)
        assert empty.headers["cache-control"] == "private, no-store"
        assert empty.headers["referrer-policy"] == "no-referrer"
        assert "What do you offer?" in (await page.get(ONE, params={"key": key, "language": "en"})).text
        wrong = await page.post(ONE, data=a_form(key, **{"seats-0": "many", "words": "a & b"}))
        assert (wrong.status_code, "Write a number from 1 to 500" in wrong.text) == (422, True)
        assert "A week &lt;in&gt; our bakery" in wrong.text
        assert "a &amp; b" in wrong.text
        assert await count(key) == 0
        form = a_form(key)
        first, saved = [await page.post(ONE, data=form) for _time in range(2)]  # sent twice
        for each in (first, saved):
            assert (each.status_code, "done=saved" in each.headers["location"]) == (303, True)
        assert await count(key) == 1
        listed = await page.get(saved.headers["location"])
        assert "Saved. Schools of the region see it." in listed.text
        assert "A week &lt;in&gt; our bakery" in listed.text
        offer = listed.text.partition("offer=")[2].partition("&")[0].partition('"')[0]
        changed = await page.get(ONE, params={"key": key, "offer": offer, "language": "en"})
        assert 'value="09:00"' in changed.text
        again = {"key": key, "offer": offer, "language": "en"}
        copied = await page.post(PATH, data=again | {"does": "copy", "request": str(uuid4())})
        assert copied.status_code == 303
        assert await count(key) == 2
        copy = await page.get(copied.headers["location"])
        assert "The dates lie ahead now, on the same days of the week as before." in copy.text
        true = await page.post(PATH, data=again | {"does": "true"})
        assert "another year" in (await page.get(true.headers["location"])).text
        gone = await page.get((await page.post(PATH, data=again | {"does": "gone"})).headers["location"])
        assert "Taken back lately" in gone.text
        assert await count(key) == 1
        assert (await page.get(ONE, params=again)).status_code == 404
        await page.post(PATH, data=again | {"does": "back"})
        assert await count(key) == 2
        assert (await page.post(PATH, data=again | {"does": "everything"})).status_code == 404


async def test_whoever_goes_back_to_the_form_of_a_new_offer_changes_what_it_made(key: str) -> None:
    async with browser(routes) as page:
        listed = await page.get(PATH, params={"key": key, "language": "en"})
        way = unescape(listed.text.partition(f'href="{ONE}')[2].partition('"')[0])
        request = way.partition("request=")[2]
        empty = await page.get(ONE + way)
        assert f'name="request" value="{request}"' in empty.text
        assert (await page.post(ONE, data=a_form(key, request=request))).status_code == 303
        again = await page.get(ONE + way)  # the browser asks anew, and puts what was typed into the fields
        assert "Change the offer" in again.text
        offer = again.text.partition('name="offer" value="')[2].partition('"')[0]
        form = a_form(key, request=request, offer=offer, version="1", title="A week among buns")
        assert (await page.post(ONE, data=form)).status_code == 303
        assert await count(key) == 1
        await page.post(PATH, data={"key": key, "offer": offer, "does": "gone", "language": "en"})
        after = await page.get(ONE + way)
        assert ("A new offer" in after.text, request in after.text.partition("<form")[2]) == (True, False)
        odd = await page.get(ONE, params={"key": key, "language": "en", "request": '"><script>'})
        assert (odd.status_code, "<script>" in odd.text) == (200, False)


async def test_an_offer_whose_dates_have_begun_is_changed_without_them(key: str) -> None:
    form = a_form(key)
    async with browser(routes) as page:
        await page.post(ONE, data=form)
        listed = await page.get(PATH, params={"key": key, "language": "en"})
        offer = listed.text.partition("offer=")[2].partition("&")[0].partition('"')[0]
        with at(now() + timedelta(days=60)):
            shown = await page.get(ONE, params={"key": key, "offer": offer, "language": "en"})
            assert form["first-0"] not in shown.text
            without = {name: value for name, value in form.items() if not name.endswith("-0")}
            changed = without | {"offer": offer, "version": "1", "lunch": "Soup"}
            answers = [await page.post(ONE, data=changed) for _time in range(2)]  # sent twice
            assert [each.status_code for each in answers] == [303, 303]
            old = await page.post(ONE, data=changed | {"lunch": "Cake"})
            assert (old.status_code, "open the offer again" in old.text, "Cake" in old.text) == (422, True, True)


async def test_hours_are_held_against_the_rules(key: str) -> None:
    async with browser(routes) as page:
        late = await page.post(ONE, data=a_form(key, **{"ends-0": "22:00"}))
        assert (late.status_code, "Possible would be" in late.text) == (422, True)
        unusual = await page.post(ONE, data=a_form(key, **{"ends-0": "15:45"}))
        assert (unusual.status_code, "Look at the hours once more" in unusual.text) == (200, True)
        assert await count(key) == 1
        offer = unusual.text.partition('name="offer" value="')[2].partition('"')[0]
        mended = await page.post(ONE, data=a_form(key, **{"offer": offer, "version": "1"}))
        assert mended.status_code == 303
        assert await count(key) == 1


async def test_forged_keys_look_like_old_ones(key: str) -> None:
    async with browser(routes) as page:
        for forged in ("", "x", key[:-1], f"{uuid4()}.{'0' * 64}", "<script>"):
            answers = [
                await page.get(PATH, params={"key": forged, "language": "en"}),
                await page.get(ONE, params={"key": forged, "language": "en"}),
                await page.post(ONE, data=a_form(forged)),
                await page.post(PATH, data={"key": forged, "does": "gone", "offer": str(uuid4()), "language": "en"}),
            ]
            assert [one.status_code for one in answers] == [404] * 4
            assert all("<script>" not in one.text for one in answers)
        assert (await page.get(ONE, params={"key": key, "offer": "nonsense"})).status_code == 404
    assert await count(key) == 0


async def test_what_schools_of_the_region_have_announced(key: str) -> None:
    async with reading() as session:
        contact = await session.get_one(HostContact, UUID(key.partition(".")[0]))
        region = (await session.get_one(Host, contact.host_id)).region_id
    first = (today() + timedelta(days=40)).isoformat()
    for school, announced in (("Ours & <co>", True), ("Quiet", False)):
        here = await make_school(school, region=region)
        nine = await make_class(here)
        tuula = await make_teacher(here, nine)
        period = await make_period(tuula, here, PeriodForm("TET", "week", first, classes=(str(nine),)), uuid4())
        await announce(tuula, period, announced=announced)
    elsewhere = await make_school("Elsewhere")
    theirs = await make_class(elsewhere)
    other = await make_teacher(elsewhere, theirs)
    await announce(
        other, await make_period(other, elsewhere, PeriodForm("TET", "week", first, classes=(str(theirs),)), uuid4())
    )
    async with browser(routes) as page:
        shown = (await page.get(PATH, params={"key": key, "language": "en"})).text
    assert "What schools want, and when" in shown
    assert "Work-experience week, Ours &amp; &lt;co&gt;" in shown
    assert "Quiet" not in shown
    assert "Elsewhere" not in shown
