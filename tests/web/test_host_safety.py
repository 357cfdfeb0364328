"""What a host says of safety, and a week by half days, on plain pages: by the link alone."""

from uuid import UUID

import pytest

from portfolio_app.core.database import reading
from portfolio_app.marketplace.models import Offer
from portfolio_app.marketplace.offering import PATH as OFFERS
from portfolio_app.marketplace.offering import key_of, send_link
from portfolio_app.marketplace.safety.keeping import load_safety
from portfolio_app.marketplace.weeks import USUAL
from portfolio_app.web import host_offers, host_safety
from portfolio_app.web.host_offers import ONE
from portfolio_app.web.host_safety import PATH
from tests.conftest import Configure
from tests.marketplace.hosts import the_contact
from tests.marketplace.seats import Town, a_town
from tests.web.http import browser
from tests.web.test_host_offers import a_form

pytestmark = pytest.mark.usefixtures("database")

SAID = {"risks": "Hot <ovens>", "not_allowed": "", "insurance": "", "contact": "Raija", "phone": "040 123 4567"}


@pytest.fixture
async def town(configure: Configure) -> Town:
    """Whose host's contact has a link."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    made = await a_town()
    await send_link(made.sirpa, (await the_contact(made.host)).id)
    return made


async def key(town: Town) -> str:
    return key_of(await the_contact(town.host))


async def test_safety_is_said_corrected_and_read_again(town: Town) -> None:
    sent = {"key": await key(town), "language": "en", "version": "0"}
    async with browser(host_safety.routes) as page:
        looked = [await page.get(PATH, params=sent) for _look in range(3)][-1]
        assert "Nothing is said yet." in looked.text
        assert looked.headers["cache-control"] == "private, no-store"
        wrong = await page.post(PATH, data=sent | SAID | {"phone": ""})
        assert (wrong.status_code, "Hot &lt;ovens&gt;" in wrong.text, 'aria-invalid="true"' in wrong.text) == (
            422,
            True,
            True,
        )
        view = await load_safety(await key(town))
        assert view
        assert not view.until
        saved = await page.post(PATH, data=sent | SAID)
        assert saved.status_code == 303
        again = await page.get(saved.headers["location"])
        assert "for a year from today" in again.text
        conflict = await page.post(PATH, data=sent | SAID | {"risks": "Other"})
        assert (conflict.status_code, "Somebody else of your house" in conflict.text) == (422, True)
        for forged in ("", "x", "y" + sent["key"]):
            assert (await page.get(PATH, params={"key": forged})).status_code == 404
            assert (await page.post(PATH, data=sent | SAID | {"key": forged})).status_code == 404


async def test_a_week_is_planned_in_the_form_and_a_tick_fills_the_rest(town: Town) -> None:
    async with browser(host_offers.routes) as page:
        form = a_form(await key(town), **{"half-0": "interview", "usual": "yes"})
        saved = await page.post(ONE, data=form)
        assert saved.status_code == 303
        listed = await page.get(OFFERS, params={"key": await key(town), "language": "en"})
        offer = listed.text.partition("offer=")[2][:36]
        async with reading() as session:
            row = await session.get_one(Offer, UUID(offer))
        assert row.week == ["interview", *map(str, USUAL[1:])]
        shown = await page.get(ONE, params={"key": await key(town), "language": "en", "offer": offer})
        assert '<option value="interview" selected>' in shown.text
        bad = await page.post(ONE, data=a_form(await key(town), **{"half-3": "sleep", "title": "Kept"}))
        assert (bad.status_code, 'value="Kept"' in bad.text) == (422, True)


async def test_all_is_said_to_be_true_or_moved_by_one_press(town: Town) -> None:
    async with browser(host_offers.routes) as page:
        for does, done in (("all", "all"), ("move", "")):
            answer = await page.post(OFFERS, data={"key": await key(town), "language": "en", "offer": "", "does": does})
            assert answer.headers["location"].endswith(f"done={done}")
        for does in ("all", "move"):
            gone = await page.post(OFFERS, data={"key": "x", "language": "en", "offer": "", "does": does})
            assert gone.status_code == 404
