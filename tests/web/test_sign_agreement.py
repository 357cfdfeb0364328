"""The page on which a family or a host signs: looking changes nothing, and forged links look like old ones."""

from uuid import uuid4

import pytest

from portfolio_app.marketplace.placements.asking import PATH
from portfolio_app.web.sign_agreement import routes
from tests.conftest import Configure
from tests.marketplace.placements.pupils import Week, a_week
from tests.marketplace.placements.test_agreements import a_link, an_agreement, signatures
from tests.marketplace.seats import a_monday
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


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
