"""The page on which a family or a host signs: looking changes nothing, and forged links look like old ones."""

from dataclasses import replace
from uuid import uuid4

import pytest

from portfolio_app.marketplace.placements import pupil_noticing
from portfolio_app.marketplace.placements.agreement_view import PartyLine, load_agreement
from portfolio_app.marketplace.placements.agreements import propose
from portfolio_app.marketplace.placements.asking import PATH
from portfolio_app.notices.queries import load_notices
from portfolio_app.web.sign_agreement import routes
from tests.conftest import Configure
from tests.marketplace.placements.pupils import Week, a_week, row_of
from tests.marketplace.placements.test_agreements import FORM, a_link, an_agreement, signatures
from tests.marketplace.seats import a_monday
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")
assert pupil_noticing  # notices find what they are about


@pytest.fixture
async def week(configure: Configure) -> Week:
    """A placement with an agreement."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    made = await a_week(a_monday(), responsible="Raija & <Co>")
    await an_agreement(made)
    return made


async def test_read_in_ones_language_and_signed_by_a_press(week: Week) -> None:
    key = await a_link(week)
    async with browser(routes) as page:
        for language, words in (("en", "Read and sign"), ("fi", "Lue ja allekirjoita"), ("nl", "Lees en teken")):
            for _look in range(3):
                shown = await page.get(PATH, params={"key": key, "language": language})
                assert (shown.status_code, words in shown.text) == (200, True)
        shown = await page.get(PATH, params={"key": key, "language": "en"})
        assert "Siiri" in shown.text
        assert "040 765 4321" in shown.text
        assert shown.headers["cache-control"] == "private, no-store"
        assert shown.headers["referrer-policy"] == "no-referrer"
        assert await signatures() == []  # mail programs look at every link
        agreement = shown.text.split('name="agreement" value="')[1].split('"')[0]
        sent = {"key": key, "language": "en", "agreement": agreement}
        nobody = await page.post(PATH, data=sent | {"name": " "})
        assert (nobody.status_code, "Write your name" in nobody.text) == (422, True)
        signed = await page.post(PATH, data=sent | {"name": "Minna <Niemi>"})
        again = await page.post(PATH, data=sent | {"name": "Minna <Niemi>"})
        assert (signed.status_code, again.status_code) == (303, 303)
        shown = await page.get(signed.headers["location"])
        assert "Signed by Minna &lt;Niemi&gt;" in shown.text
        assert "<form" not in shown.text
    assert await signatures() == [("family", "Minna <Niemi>")]


async def test_a_host_reads_no_name_of_a_pupil(week: Week) -> None:
    async with browser(routes) as page:
        shown = await page.get(PATH, params={"key": await a_link(week, "host"), "language": "en"})
    assert shown.status_code == 200
    assert "Siiri" not in shown.text


async def test_what_has_changed_since_they_signed_and_who_insures(week: Week) -> None:
    key = await a_link(week)
    async with browser(routes) as page:
        shown = await page.get(PATH, params={"key": key, "language": "en"})
        assert ("This is different now" in shown.text, "who insures what" in shown.text) == (False, True)
        agreement = shown.text.split('name="agreement" value="')[1].split('"')[0]
        await page.post(PATH, data={"key": key, "agreement": agreement, "name": "Minna Niemi"})
        other = replace(FORM, tasks="You <bake> bread.")
        await propose(week.tuula, week.placement, other, (await row_of(week.placement)).version)
        shown = await page.get(PATH, params={"key": key, "language": "en"})
        assert "Minna Niemi signed version 1" in shown.text
        assert "Before: You shape buns." in shown.text
        assert "Now: You &lt;bake&gt; bread." in shown.text
        assert "Before: 09:00" not in shown.text
        other_party = await page.get(PATH, params={"key": await a_link(week, "host"), "language": "fi"})
        assert "Minna" not in other_party.text


async def test_forged_keys_look_like_old_ones(week: Week) -> None:
    former = await a_link(week)
    key = await a_link(week)
    async with browser(routes) as page:
        for forged in ("", "x", former, key[:-1], f"{uuid4()}.{'0' * 64}", "<script>", "é.é"):
            shown = await page.get(PATH, params={"key": forged, "language": "en"})
            sent = await page.post(PATH, data={"key": forged, "agreement": str(uuid4()), "name": "Minna"})
            assert [one.status_code for one in (shown, sent)] == [404, 404]
        other = await page.post(PATH, data={"key": key, "agreement": str(uuid4()), "name": "Minna", "language": "en"})
        assert (other.status_code, "changed meanwhile" in other.text) == (422, True)


async def test_whoever_does_not_agree_says_so_and_can_still_sign(week: Week) -> None:
    key = await a_link(week)
    async with browser(routes) as page:
        shown = await page.get(PATH, params={"key": key, "language": "en"})
        agreement = shown.text.split('name="agreement" value="')[1].split('"')[0]
        sent = {"key": key, "language": "en", "agreement": agreement, "does": "decline", "words": "Too <far> away"}
        said, again = await page.post(PATH, data=sent), await page.post(PATH, data=sent)
        assert (said.status_code, again.status_code) == (303, 303)
        shown = await page.get(said.headers["location"])
        assert "You said on" in shown.text
        assert "Too &lt;far&gt; away" in shown.text
        told = [one for one in (await load_notices(week.tuula)).lines if "does not agree" in one.sentence]
        assert [one.href.endswith(str(week.placement)) for one in told] == [True]
        family = await how_home_stands(week)
        assert family.stands.endswith("Too <far> away")
        too_long = await page.post(PATH, data=sent | {"words": "x" * 501})
        assert too_long.status_code == 422
        other = await page.post(PATH, data=sent | {"agreement": str(uuid4())})
        assert other.status_code == 422
        gone = await page.post(PATH, data=sent | {"key": "x" + key})
        assert gone.status_code == 404
        assert await signatures() == []
        await page.post(PATH, data=sent | {"does": "", "name": "Minna Niemi"})
        assert await signatures() == [("family", "Minna Niemi")]
        again = await page.post(PATH, data=sent)
        assert (again.status_code, "You have signed these terms" in again.text) == (422, True)
    await a_link(week)  # asked anew
    family = await how_home_stands(week)
    assert family.signed


async def how_home_stands(week: Week) -> PartyLine:
    view = await load_agreement(week.tuula, str(week.placement))
    return next(one for one in view.parties if one.party == "family")
