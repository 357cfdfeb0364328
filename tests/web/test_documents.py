"""Skills on paper over HTTP: one's own or a class's, for whoever may, and through signing in for whoever is not."""

from urllib.parse import parse_qs, urlsplit

import pytest

from portfolio_app.web import documents
from portfolio_app.web.cookie import cookie_name
from portfolio_app.web.pdf_answers import documents_under_way
from tests.people import make_class, make_coordinator, make_pupil, make_school, make_teacher, signed_in
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")
PAPER = "/documents/skills-on-paper.pdf"


async def test_a_pupil_keeps_their_own_sheets_and_a_teacher_those_of_a_class() -> None:
    school = await make_school()
    made = await make_class(school, "8B")
    pupil = await make_pupil(school, made, name="Siiri Niemi")
    for person, asked in ((pupil, {}), (await make_teacher(school, made), {"class": str(made)})):
        async with browser(documents.routes, person) as client:
            answer = await client.get(PAPER, params={"language": "fi", **asked})
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["content-disposition"].startswith('attachment; filename="skills-on-paper.pdf"')
        assert "Taitoni%20paperilla" in answer.headers["content-disposition"]
        assert answer.content.startswith(b"%PDF")


async def test_the_first_lesson_on_paper_comes_the_same_way() -> None:
    school = await make_school()
    made = await make_class(school, "8B")
    await make_pupil(school, made, name="Siiri Niemi")
    paper = "/documents/first-lesson-on-paper.pdf"
    async with browser(documents.routes, await make_teacher(school, made)) as client:
        answer = await client.get(paper, params={"language": "fi", "class": str(made)})
        assert answer.headers["content-disposition"].startswith('attachment; filename="first-lesson.pdf"')
        assert answer.content.startswith(b"%PDF")
    async with browser(documents.routes) as client:
        answer = await client.get(paper, params={"language": "nb", "class": str(made)})
        target = urlsplit(answer.headers["location"])
        assert parse_qs(target.query)["next"] == [f"{paper}?language=nb&class={made}"]


async def test_whoever_may_not_is_led_home_and_whoever_is_signed_out_signs_in_first() -> None:
    school = await make_school()
    made = await make_class(school, "8B")
    pupil = await make_pupil(school, made)
    wrong = (
        (pupil, {"class": str(made)}),
        (await make_teacher(school), {"class": str(made)}),
        (await make_coordinator(school), {"class": str(made)}),
        (await make_teacher(school, made), {}),
        (await make_teacher(school, made), {"class": "x"}),
    )
    for person, asked in wrong:
        async with browser(documents.routes, person) as client:
            answer = await client.get(PAPER, params={"language": "nb", **asked})
            assert (answer.status_code, answer.headers["location"]) == (303, "/nb/home")
    async with browser(documents.routes) as client:
        answer = await client.get(PAPER, params={"language": "nb", "class": str(made)})
        target = urlsplit(answer.headers["location"])
        assert target.path == "/nb/sign-in"
        assert parse_qs(target.query)["next"] == [f"{PAPER}?language=nb&class={made}"]


async def test_a_third_click_while_two_documents_of_one_person_are_made_waits_its_turn() -> None:
    school = await make_school()
    pupil = await make_pupil(school, await make_class(school))
    one_of = documents_under_way.one_of
    async with browser(documents.routes, pupil) as client:
        with one_of(pupil.person_id), one_of(pupil.person_id):
            assert (await client.get(PAPER)).status_code == 429
        assert (await client.get(PAPER)).status_code == 200


async def test_whoever_has_a_passphrase_to_choose_chooses_it_first() -> None:
    school = await make_school()
    pupil = await make_pupil(school, await make_class(school))
    _actor, key = await signed_in(pupil, must_choose=True)
    async with browser(documents.routes) as client:
        client.cookies.set(cookie_name(), key)
        answer = await client.get(PAPER)
    assert answer.headers["location"].startswith("/en/sign-in?next=")
