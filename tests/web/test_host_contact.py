"""The page on which a host's contact says yes or no: looking changes nothing, and forged links look like old ones."""

from uuid import uuid4

import pytest

from portfolio_app.marketplace.contacts import PATH, add_contact, key_of
from portfolio_app.web.host_contact import routes
from tests.conftest import Configure
from tests.marketplace.hosts import BAKER, BAKERY, a_host, contacts_of
from tests.people import make_region, make_regional
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def key(configure: Configure) -> str:
    """Of a link that was mailed."""
    configure(mail_url="smtp://127.0.0.1:9", mail_from="Polku <polku@example.org>")
    sirpa = await make_regional(await make_region("Satakunta & <Pori>"))
    host = await a_host(sirpa, BAKERY)
    await add_contact(sirpa, host, BAKER, uuid4())
    return key_of((await contacts_of(host))[0])


async def test_asked_in_the_readers_language_and_answered_by_a_press(key: str) -> None:
    async with browser(routes) as page:
        for language, words in (("en", "Are you the contact of"), ("fi", "Oletko sinä yhteyshenkilö?")):
            shown = await page.get(PATH, params={"key": key, "language": language})
            assert shown.status_code == 200
            assert words in shown.text
        assert "Satakunta &amp; &lt;Pori&gt;" in shown.text
        assert "040 123" not in shown.text  # nor anything else of theirs but the name
        assert shown.headers["cache-control"] == "private, no-store"
        assert shown.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in shown.headers["x-robots-tag"]
        for _time in range(2):
            said = await page.post(PATH, data={"key": key, "language": "en", "answer": "yes"})
            assert (said.status_code, "Thank you" in said.text) == (200, True)
        again = await page.get(PATH, params={"key": key, "language": "en"})
        assert "You have said yes already" in again.text
        no = await page.post(PATH, data={"key": key, "language": "en", "answer": "no"})
        assert "no longer named" in no.text
        assert (await page.get(PATH, params={"key": key})).status_code == 404


@pytest.mark.parametrize("answer", ["", "maybe", "YES"])
async def test_another_answer_is_none(key: str, answer: str) -> None:
    async with browser(routes) as page:
        assert (await page.post(PATH, data={"key": key, "answer": answer})).status_code == 404
        assert "Yes, that is me" in (await page.get(PATH, params={"key": key, "language": "en"})).text


async def test_forged_keys_look_like_old_ones(key: str) -> None:
    async with browser(routes) as page:
        for forged in ("", "x", key[:-1], f"{uuid4()}.{'0' * 64}", "<script>", "é.é"):
            shown = await page.get(PATH, params={"key": forged, "language": "en"})
            sent = await page.post(PATH, data={"key": forged, "answer": "yes", "language": "en"})
            assert [one.status_code for one in (shown, sent)] == [404, 404]
            assert "<script>" not in shown.text
        assert (await page.post(PATH, data={})).status_code == 404
