"""Anybody can check a certificate: without an account, without a script, in their language, and nothing is kept."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from portfolio_app.portfolio.credentials.accepting import NameOn, accept
from portfolio_app.portfolio.credentials.checker import close_checker
from portfolio_app.portfolio.credentials.models import CredentialKind
from portfolio_app.portfolio.credentials.offering import What, offer
from portfolio_app.portfolio.credentials.queries import load_credentials
from portfolio_app.settings import settings
from portfolio_app.web import credentials, verify
from portfolio_app.web.limits import Buckets
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.portfolio.credentials.samples import CHEATS, a_credential, as_bytes, changed
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
async def checking() -> AsyncIterator[None]:
    """Its process goes with the test."""
    yield
    await close_checker()


async def post(text: str = "", file: bytes = b"", language: str = "en") -> httpx.Response:
    """What the page answers."""
    async with browser(verify.routes) as page:
        parts = {"file": ("badge", file) if file else ("", b""), "text": (None, text)}
        return await page.post(f"/verify?language={language}", files=parts)


async def ours() -> tuple[str, bytes, bytes]:
    """The name of a school, and a credential it issued, as JSON and as a picture: as their owner downloads them."""
    school = await make_school(name="Rantakylä <school>")
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one, name="Siiri Niemi"), await make_teacher(school, one)
    what = What(CredentialKind.ACHIEVEMENT, "Ran the café", title="Café crew")
    await offer(tuula, one, [siiri.person_id], what, uuid4())
    (waiting,) = (await load_credentials(siiri)).offers
    await accept(siiri, UUID(waiting.id), NameOn.WHOLE)
    async with browser(credentials.routes, siiri) as page:
        text = await page.get(f"/files/credentials/{waiting.id}.json")
        picture = await page.get(f"/files/credentials/{waiting.id}.png")
    assert (text.headers["content-type"], picture.headers["content-type"]) == ("application/ld+json", "image/png")
    assert "Caf%C3%A9%20crew.png" in picture.headers["content-disposition"]
    for person in (None, tuula):
        async with browser(credentials.routes, person) as page:
            for ending in ("json", "png"):
                assert (await page.get(f"/files/credentials/{waiting.id}.{ending}")).status_code == 404
            assert (await page.get("/files/credentials/nothing.json")).status_code == 404
    return "Rantakylä &lt;school&gt;", text.content, picture.content


async def test_a_schools_own_is_trusted_as_a_file_a_picture_and_pasted() -> None:
    name, text, picture = await ours()
    for answer in (await post(file=text), await post(file=picture), await post(text=text.decode())):
        assert answer.status_code == 200
        assert 'data-outcome="trusted"' in answer.text
        assert f"The issuer is known here: {name}." in answer.text
        assert "Siiri Niemi" in answer.text
        assert answer.headers["cache-control"] == "private, no-store"
    assert not list((settings().data_dir / "uploads").glob("*"))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Not valid"), ("fi", "Ei pätevä"), ("nb", "Ikke gyldig"), ("nl", "Niet geldig")],
)
async def test_the_answer_and_what_was_checked_are_in_the_readers_language(language: str, said: str) -> None:
    answer = await post(file=as_bytes(changed(CHEATS["title"])), language=language)
    assert f'<html lang="{language}">' in answer.text
    assert f"<h2>{said}</h2>" in answer.text
    assert ("The signature does not fit" in answer.text) == (language == "en")


async def test_an_unknown_issuer_and_hostile_words_are_shown_as_words() -> None:
    answer = await post(file=as_bytes(a_credential('<script>alert("x")</script>', title="<b>&")))
    assert 'data-outcome="issuer_unknown"' in answer.text
    assert "<script" not in answer.text
    assert "&lt;b&gt;&amp;" in answer.text


async def test_what_has_no_credential_in_it_is_said_to_have_none() -> None:
    for text, file, said in (
        ("", b"", "Choose a file, or paste"),
        ("hello", b"", "There is no credential in this."),
        ("", b"\xff\xd8\xff\xe0 a photo", "There is no credential in this."),
    ):
        answer = await post(text, file)
        assert answer.status_code == 422
        assert said in answer.text
        assert 'role="alert"' in answer.text
    async with browser(verify.routes) as page:
        assert (await page.get("/verify", headers={"accept-language": "fi"})).text.count("<form") == 1
        assert (await page.post("/verify", data={"text": "not as a file"})).status_code == 422


async def test_too_many_checks_from_one_place_are_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "_places", Buckets(burst=3, per_second=0.001))
    answers = await asyncio.gather(*[post("hello") for _time in range(5)])
    assert sorted(answer.status_code for answer in answers) == [422, 422, 422, 429, 429]


async def test_a_file_that_is_too_large_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTFOLIO_UPLOAD_BYTES", "2000")
    settings.cache_clear()
    answer = await post(file=b"x" * 3000)
    assert answer.status_code == 422
    assert "too large" in answer.text
