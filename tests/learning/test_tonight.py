"""A family opens the three questions for tonight: without an account or a script, in its language."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from portfolio_app.core.clock import today
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import NAMES, languages, speaking
from portfolio_app.learning.doing import begin_module
from portfolio_app.learning.module_view import Asked, load_module
from portfolio_app.learning.modules import module
from portfolio_app.learning.teaching.assigned import load_class_lessons
from portfolio_app.learning.teaching.assigning import AssignForm, assign
from portfolio_app.learning.teaching.deadlines import family_sheet
from portfolio_app.learning.tonight import load_tonight, path_of
from portfolio_app.web import tonight
from portfolio_app.web.limits import Buckets
from tests.conftest import Configure
from tests.lessons import NAME, with_lessons
from tests.pdfs import assert_accessible, in_one_line, text_of
from tests.people import make_class, make_pupil, make_school, make_teacher
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def lessons(database: object, configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the only module."""
    monkeypatch.setattr("portfolio_app.learning.modules.LOOK_AGAIN_SECONDS", 0)
    return with_lessons(configure, tmp_path)


@pytest.mark.parametrize("language", languages())
async def test_the_page_speaks_the_readers_language_and_the_questions_the_best_there_is(language: str) -> None:
    async with browser(tonight.routes) as page:
        answer = await page.get(path_of(module(NAME)), headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    text = answer.text
    assert f'<html lang="{language}">' in text
    assert "<script" not in text
    best = language if language in ("en", "fi") else "en"
    assert f'<ol lang="{best}"' in text
    assert (NAMES["en"] in text) == (language != "en") or best != language
    for other in languages():
        assert (f"name={NAME}&amp;language={other}" in text) == (other != language)
    async with browser(tonight.routes) as page:
        chosen = await page.get(f"/tonight?name={NAME}&language={language}", headers={"accept-language": "sv"})
    assert f'<html lang="{language}">' in chosen.text


async def test_nothing_that_is_no_module_is_found() -> None:
    one = module(NAME)
    async with browser(tonight.routes) as page:
        for query in (
            "",
            "name=",
            "name=lost",
            "name=../../etc/passwd",
            "name=%00",
            "name=<script>",
            f"name={NAME}&version=short",
            f"name={NAME}&version={'f' * 64}",
            f"name=other&version={one.hash}",
        ):
            assert (await page.get(f"/tonight?{query}")).status_code == 404


async def test_hostile_text_is_text(lessons: Path) -> None:
    file = lessons / "en.md"
    hostile = file.read_text("utf-8").replace("Who helped you?", 'Who & "why" a&lt;script&gt;x?')
    file.write_text(hostile, encoding="utf-8")
    async with browser(tonight.routes) as page:
        text = (await page.get(f"/tonight?name={NAME}&language=en")).text
    assert "<script" not in text


async def test_many_at_once_are_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tonight, "_places", Buckets(burst=1, per_second=0.001))
    async with browser(tonight.routes) as page:
        codes = [(await page.get(f"/tonight?name={NAME}")).status_code for _look in range(2)]
    assert codes == [200, 429]


async def test_a_class_keeps_the_questions_of_its_version(lessons: Path) -> None:
    school = await make_school("Sotungin koulu")
    one = await make_class(school, "9A")
    siiri, tuula = await make_pupil(school, one, name="Siiri"), await make_teacher(school, one)
    first = module(NAME)
    await assign(tuula, one, AssignForm(NAME, today(), today() + timedelta(days=7), ()), uuid4())
    await begin_module(siiri, NAME, first.hash)
    assert (await load_class_lessons(tuula, str(one))).listed[0].tonight_href == f"/tonight?name={NAME}"
    file = lessons / "en.md"
    file.write_text(file.read_text("utf-8").replace("Who helped you?", "Who was there?"), encoding="utf-8")
    assert module(NAME).hash != first.hash
    address = f"/tonight?name={NAME}&version={first.hash}"
    assert (await load_class_lessons(tuula, str(one))).listed[0].tonight_href == address
    assert (await load_module(siiri, Asked(NAME))).tonight_href == address
    assert "Who helped you?" in (await load_tonight(NAME, first.hash)).questions
    assert "Who was there?" in (await load_tonight(NAME)).questions


@pytest.mark.parametrize("language", ["en", "nb"])
async def test_the_sheet_to_take_home_names_the_address(language: str) -> None:
    school = await make_school("Sotungin koulu")
    one = await make_class(school, "9A")
    tuula = await make_teacher(school, one)
    week = timedelta(days=7)
    await assign(tuula, one, AssignForm(NAME, today(), today() + week, ("reading",)), uuid4())
    await assign(tuula, one, AssignForm(NAME, today() + week, today() + 2 * week, ("listening",)), uuid4())
    pdf = await family_sheet(tuula, str(one), language, "https://polku.example.org")
    assert_accessible(pdf)
    said = in_one_line(text_of(pdf))
    with speaking(language):
        assert "A trial of everything" in said
    assert said.replace("​", "").replace(" ", "").count(f"polku.example.org/tonight?name={NAME}") == 1
    with pytest.raises(NotFound):
        await family_sheet(await make_teacher(school), str(one), language, "https://polku.example.org")
