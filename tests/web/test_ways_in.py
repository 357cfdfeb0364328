"""Ways to sign in over HTTP: forms that work without scripts, and what the script for passkeys asks for and sends."""

import json
import re

import pytest
from httpx import Response

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.code_book import LINES, lines_left
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.notices.models import MailAddress
from portfolio_app.notices.ways_view import load_ways
from portfolio_app.settings import Settings
from portfolio_app.web import documents, forms, passkeys
from portfolio_app.web.cookie import cookie_name
from tests.authenticator import Authenticator
from tests.pdfs import text_of
from tests.people import PASSPHRASE, make_person, make_pupil, make_school, signed_in
from tests.web.http import browser

ROUTES = [*forms.routes, *documents.routes, *passkeys.routes]
ORIGIN = "http://polku.test"


async def someone() -> Actor:
    return (await signed_in(await make_person(username="siiri.n", passphrase=PASSPHRASE)))[0]


def sentence(answer: Response) -> str:
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()["problem"]


async def test_a_browser_makes_a_passkey_and_comes_in_with_it(database: Settings) -> None:
    actor, device = await someone(), Authenticator()
    async with browser(ROUTES, actor) as client:
        asked = await client.post("/passkeys/begin?language=fi", json={"passphrase": "wrong"})
        assert (asked.status_code, asked.json()["field"]) == (422, "passphrase")
        assert "salalause" in sentence(asked)
        asked = await client.post("/passkeys/begin", json={"passphrase": PASSPHRASE})
        sent = {"answer": device.made(asked.text, ORIGIN), "name": "My phone"}
        kept = await client.post("/passkeys?language=nl", json=sent)
        assert kept.json() == {"go": "/nl/ways-in?done=passkey"}
        again = await client.post("/passkeys", json=sent)  # pressed twice
        assert again.status_code == 422
    assert [one.name for one in (await load_ways(actor)).passkeys] == ["My phone"]
    async with browser(ROUTES) as stranger:
        options = await stranger.post("/sign-in/passkey/begin")
        come = await stranger.post(
            "/sign-in/passkey?language=fi",
            json={"answer": device.signed(options.text, ORIGIN), "own_device": "yes", "next": "/en/skills"},
        )
        assert come.json() == {"go": "/en/skills"}
        found = await sessions.actor_of(come.cookies[cookie_name()])
        assert found is not None
        assert (found.person_id, found.own_device) == (actor.person_id, True)
        away = await stranger.post(
            "/sign-in/passkey",
            json={
                "answer": device.signed((await stranger.post("/sign-in/passkey/begin")).text, ORIGIN),
                "next": "//x.org",
            },
        )
        assert re.fullmatch("/[a-z]{2}/home", away.json()["go"])


@pytest.mark.parametrize("sent", ["", "[]", "nonsense", json.dumps({"answer": {"rawId": 1}}), "{" * 5000, "x" * 50_000])
async def test_what_is_no_passkey_is_refused_in_words(database: Settings, sent: str) -> None:
    async with browser(ROUTES) as client:
        answer = await client.post("/sign-in/passkey?language=en", content=sent)
        assert (answer.status_code, sentence(answer)[:12]) == (422, "This passkey")
        assert cookie_name() not in answer.cookies


async def test_whoever_is_signed_out_adds_nothing(database: Settings) -> None:
    async with browser(ROUTES) as client:
        for path in ("/passkeys/begin", "/passkeys"):
            assert (await client.post(path, json={"passphrase": PASSPHRASE})).status_code == 401
        assert "/en/sign-in" in (await client.post("/documents/code-book", data={"language": "en"})).headers["location"]
        assert "/en/sign-in" in (await client.post("/ways-in/mail", data={"language": "en"})).headers["location"]
        for path in ("/come-in", "/ways-in/mail", "/sign-in-link", "/documents/code-book", "/passkeys"):
            assert (await client.get(path)).status_code == 405


async def test_a_code_book_comes_as_a_pdf_for_whoever_knows_the_passphrase(database: Settings) -> None:
    actor = await someone()
    async with browser(ROUTES, actor) as client:
        wrong = await client.post("/documents/code-book", data={"passphrase": "wrong", "language": "en"})
        assert wrong.headers["location"] == "/en/ways-in?problem=passphrase&at=book"
        book = await client.post("/documents/code-book", data={"passphrase": PASSPHRASE, "language": "en"})
    assert (book.status_code, book.headers["cache-control"]) == (200, "private, no-store")
    codes = re.findall(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", text_of(book.content))
    assert len(codes) == LINES
    async with reading() as session:
        assert await lines_left(session, actor.person_id) == LINES
    assert (await load_ways(actor)).book.endswith("10 codes are left")
    async with browser(ROUTES) as client:
        come = await client.post("/sign-in", data={"username": "siiri.n", "passphrase": codes[0], "language": "en"})
        assert come.headers["location"] == "/en/choose-passphrase"


async def test_links_by_mail_are_switched_on_and_off_by_a_form(database: Settings) -> None:
    actor = await someone()
    form = {"passphrase": PASSPHRASE, "allowed": "yes", "language": "en"}
    async with browser(ROUTES, actor) as client:
        without = await client.post("/ways-in/mail", data=form)
        assert without.headers["location"] == "/en/ways-in?problem=later&at=mail"
        async with writing() as session:
            session.add(MailAddress(person_id=actor.person_id, address="siiri@example.org", confirmed_at=now()))
        wrong = await client.post("/ways-in/mail", data=form | {"passphrase": "x"})
        assert wrong.headers["location"] == "/en/ways-in?problem=passphrase&at=mail"
        assert (await client.post("/ways-in/mail", data=form)).headers["location"] == "/en/ways-in?done=mail"
        assert (await load_ways(actor)).signs_in
        off = await client.post("/ways-in/mail", data={"language": "en"})
        assert off.headers["location"] == "/en/ways-in?done=no-mail"
    assert not (await load_ways(actor)).signs_in


async def test_asking_for_a_link_says_the_same_to_everybody(database: Settings) -> None:
    async with browser(ROUTES) as client:
        for address in ("nobody@example.org", "siiri@example.org"):
            asked = await client.post("/sign-in-link", data={"address": address, "language": "en"})
            assert asked.headers["location"] == "/en/come-in?done=asked"
        asked = await client.post("/sign-in-link", data={"address": "no address", "language": "en"})
        assert asked.headers["location"] == "/en/come-in?problem=address"
        come = await client.post("/come-in", data={"key": "x" * 64, "language": "en"})
        assert come.headers["location"] == "/en/come-in?problem=used"


async def test_the_ways_of_others_are_not_shown(database: Settings) -> None:
    siiri, school = await someone(), await make_school()
    device = Authenticator()
    async with browser(ROUTES, siiri) as client:
        asked = await client.post("/passkeys/begin", json={"passphrase": PASSPHRASE})
        await client.post("/passkeys", json={"answer": device.made(asked.text, ORIGIN), "name": "Mine"})
    other = await load_ways(await make_pupil(school))
    assert (other.passkeys, other.book, other.address) == ((), "", "")


async def test_an_account_is_deleted_by_a_form_that_leads_to_its_receipt(database: Settings) -> None:
    async with browser(ROUTES, await someone()) as client:
        wrong = await client.post("/delete-account", data={"passphrase": "wrong", "language": "fi"})
        assert wrong.headers["location"] == "/fi/delete-account?problem=passphrase"
        ended = await client.post("/delete-account", data={"passphrase": PASSPHRASE, "language": "fi"})
        assert ended.headers["location"].startswith("/fi/receipt?key=")
        assert ended.headers["clear-site-data"] == '"storage"'
        again = await client.post("/delete-account", data={"passphrase": PASSPHRASE, "language": "fi"})
        assert again.headers["location"] == "/fi/sign-in"
        back = await client.post("/sign-in", data={"username": "siiri.n", "passphrase": PASSPHRASE, "language": "fi"})
        assert back.headers["location"] == "/fi/home?done=kept"
    async with browser(ROUTES) as stranger:
        assert (await stranger.get("/delete-account")).status_code == 405
        assert "/sign-in" in (await stranger.post("/delete-account", data={"language": "fi"})).headers["location"]
