"""Welcome links and printed cards over HTTP: looking uses nothing up, and only who may gets a document."""

from asyncio import to_thread
from pathlib import Path
from subprocess import run
from uuid import uuid4

from httpx import ASGITransport, AsyncClient
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from portfolio_app.accounts import sessions
from portfolio_app.accounts.registering import create_admin
from portfolio_app.core.database import reading
from portfolio_app.notices import addresses, mailing
from portfolio_app.notices.models import MailAddress
from portfolio_app.settings import Settings
from portfolio_app.web import documents, forms
from portfolio_app.web.cookie import cookie_name
from portfolio_app.web.errors import Errors
from portfolio_app.web.origin import OwnOrigin
from tests.conftest import Configure
from tests.people import PASSPHRASE, make_class, make_coordinator, make_pupil, make_school, make_teacher
from tests.web.http import browser

ROUTES: list[Route] = [*forms.routes, *documents.routes]


async def test_a_link_scanner_uses_nothing_up_and_the_button_opens_the_door(database: Settings) -> None:
    made = await create_admin("Aino Salo", "aino.s")
    async with browser(ROUTES) as scanner:
        for _time in range(3):
            assert (await scanner.get("/welcome", params={"key": made.secret})).status_code == 405
    async with browser(ROUTES) as client:
        answer = await client.post("/welcome", data={"key": made.secret, "language": "fi"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/fi/choose-passphrase")
        actor = await sessions.actor_of(answer.cookies[cookie_name()])
        assert actor is not None
        assert actor.must_choose
        client.cookies.set(cookie_name(), answer.cookies[cookie_name()])
        answer = await client.post("/choose-passphrase", data={"new": "short", "again": "short", "language": "fi"})
        assert answer.headers["location"] == "/fi/choose-passphrase?problem=new"
        answer = await client.post(
            "/choose-passphrase", data={"new": PASSPHRASE, "again": PASSPHRASE, "language": "fi"}
        )
        assert answer.headers["location"] == "/fi/home?done=passphrase"
    async with browser(ROUTES) as late:
        answer = await late.post("/welcome", data={"key": made.secret, "language": "fi"})
        assert answer.headers["location"] == "/fi/welcome?problem=used"
        assert cookie_name() not in answer.cookies


async def test_cards_come_as_a_pdf_that_nothing_keeps(database: Settings, tmp_path: Path) -> None:
    school = await make_school("Koivula")
    made = await make_class(school, "8B")
    siiri = await make_pupil(school, made, name="Siiri Niemi", username="siiri.n")
    onni = await make_pupil(school, made, name="Onni Aalto", username="onni.a")
    form = {"class": str(made), "person": [str(siiri.person_id)], "language": "en"}
    async with browser(ROUTES, await make_teacher(school, made)) as client:
        answer = await client.post("/documents/sign-in-cards", data=form)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "private, no-store"
        (tmp_path / "cards.pdf").write_bytes(answer.content)
        nobody = await client.post("/documents/sign-in-cards", data={"class": str(made), "language": "en"})
        assert nobody.headers["location"] == f"/en/cards?class={made}&problem=nobody"
    command = ["pdftotext", str(tmp_path / "cards.pdf"), "-"]
    words = (await to_thread(run, command, capture_output=True, text=True, check=True)).stdout
    assert "Siiri Niemi" in words
    assert "siiri.n" in words
    assert "http://polku.test/en/sign-in".removeprefix("http://") in words.replace("\n", "").replace("\u200b", "")
    assert "Onni" not in words
    for person in (onni, await make_teacher(school), await make_coordinator(await make_school())):
        async with browser(ROUTES, person) as client:
            answer = await client.post("/documents/sign-in-cards", data=form)
            assert (answer.status_code, answer.headers["location"]) == (303, "/en/home")
    async with browser(ROUTES) as client:
        answer = await client.post("/documents/sign-in-cards", data=form)
        assert answer.headers["location"].startswith("/en/sign-in?next=")


async def test_cards_are_in_the_language_of_the_school_unless_another_is_chosen(
    database: Settings, tmp_path: Path
) -> None:
    school = await make_school("Koivulan koulu", language="fi")
    made = await make_class(school, "8B")
    siiri = await make_pupil(school, made, name="Siiri Niemi", username="siiri.n")
    form = {"class": str(made), "person": [str(siiri.person_id)], "language": "en"}

    async def words(client: AsyncClient, **given: str) -> str:
        answer = await client.post("/documents/sign-in-cards", data=form | given)
        (tmp_path / "cards.pdf").write_bytes(answer.content)
        command = ["pdftotext", str(tmp_path / "cards.pdf"), "-"]
        return (await to_thread(run, command, capture_output=True, text=True, check=True)).stdout

    async with browser(ROUTES, await make_teacher(school, made)) as client:
        finnish = await words(client)
        assert "Käyttäjätunnus" in finnish
        assert "/fi/sign-in" in finnish.replace("\n", "").replace("\u200b", "")
        assert "Brukernavn" in await words(client, cards_language="nb")
        assert "Käyttäjätunnus" in await words(client, cards_language="")
        assert "User name" in await words(client, cards_language="xx")


async def test_problems_of_signing_in_come_back_as_codes(database: Settings) -> None:
    await make_pupil(await make_school(), username="siiri.n", passphrase=PASSPHRASE)
    async with browser(ROUTES) as client:
        form = {"username": "siiri.n", "passphrase": "wrong", "language": "fi", "next": "/fi/skills?then=spring"}
        answer = await client.post("/sign-in", data=form)
        assert answer.headers["location"] == "/fi/sign-in?problem=wrong&next=%2Ffi%2Fskills%3Fthen%3Dspring"
        answer = await client.post("/sign-in", data={**form, "passphrase": PASSPHRASE})
        assert answer.headers["location"] == "/fi/skills?then=spring"
        strange = ("//[", "//[/fi", "//]@[")
        for elsewhere in ("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", *strange):
            answer = await client.post("/sign-in", data={**form, "passphrase": PASSPHRASE, "next": elsewhere})
            assert answer.headers["location"] == "/fi/home"


async def test_a_mailed_link_confirms_when_its_button_is_pressed_and_not_before(
    database: Settings, configure: Configure
) -> None:
    configure(mail_url="smtp://127.0.0.1:1", mail_from="polku@school.example")
    siiri = await make_pupil(await make_school())
    await addresses.give_address(siiri, f"{uuid4().hex}@example.org")
    async with reading() as session:
        row = (await session.execute(select(MailAddress))).scalar_one()
    assert row.asking
    key = addresses.confirming_key(row, row.asking)
    async with browser(ROUTES) as reader:  # somebody's mail program, or another browser: nobody is signed in
        assert (await reader.get("/confirm-address", params={"key": key})).status_code == 405
        for said in ("done=confirmed", "problem=used"):
            answer = await reader.post("/confirm-address", data={"key": key, "language": "fi"})
            assert answer.headers["location"] == f"/fi/confirm-address?{said}"
        assert not answer.cookies


async def test_a_mail_program_stops_the_daily_mails_by_itself(database: Settings) -> None:
    key = mailing.unsubscribing_key(uuid4())
    one_click = {"List-Unsubscribe": "One-Click"}
    routes = OwnOrigin(Errors(Starlette(routes=ROUTES)))
    async with AsyncClient(transport=ASGITransport(routes), base_url="http://polku.test") as program:
        assert (await program.post("/unsubscribe", params={"key": key}, data=one_click)).status_code == 200
        assert (await program.post("/unsubscribe", params={"key": "x"}, data=one_click)).status_code == 400
        answer = await program.post("/unsubscribe", data={"key": key, "language": "nl"})
        assert answer.headers["location"] == "/nl/unsubscribe?done=stopped"
        answer = await program.post("/unsubscribe", data={"key": key + "0", "language": "nl"})
        assert answer.headers["location"] == "/nl/unsubscribe?problem=used"
