"""Whoever stands in has a lesson in a box: all that this meeting needs, nothing of any pupil, and never for pupils."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.learning import modules
from portfolio_app.learning.box import BoxAsked, box_choice, chosen_stretches, content_of
from portfolio_app.learning.module_view import asked, load_module
from portfolio_app.learning.teaching.assign_view import load_assign
from portfolio_app.learning.teaching.assigned import load_class_lessons
from portfolio_app.learning.teaching.assigning import assign
from portfolio_app.learning.teaching.box_document import PATH, WantedBox, box_pdf
from portfolio_app.web import lesson_box
from tests.learning.teaching.doing import a_form, look_again, rewrite, work
from tests.lessons import ABOUT, NAME
from tests.pdfs import assert_accessible, in_one_line, text_of, tool
from tests.people import (
    make_class,
    make_coordinator,
    make_counsellor,
    make_former_pupil,
    make_pupil,
    make_school,
    make_teacher,
)
from tests.web.http import browser

pytestmark = pytest.mark.usefixtures("lessons")

MEETINGS = "meetings: [[reading, finding-out], [sorting, ranking]]\nhandouts: {cards.paid: [sorting]}\nactivities:"


@pytest.fixture
def in_meetings(lessons: Path) -> Path:
    """The trial module, which is met twice; its cards belong to the second time."""
    (lessons / "module.yaml").write_text(ABOUT.replace("activities:", MEETINGS, 1), encoding="utf-8")
    look_again()
    return lessons


def content(meeting: str, language: str = "en") -> dict[str, Any]:
    """What is set for a meeting of the trial module."""
    module = modules.module(NAME)
    with speaking(language):
        return content_of(BoxAsked(module, module.text(language), chosen_stretches(module, meeting)))


def pupils_part(made: dict[str, Any]) -> str:
    """All that is copied for pupils."""
    return json.dumps([made[name] for name in ("texts", "places", "cards", "sheets", "exit", "tonight")])


@pytest.mark.usefixtures("in_meetings")
def test_a_meeting_has_its_own_minutes_texts_and_cards_alone() -> None:
    first, second = content("1"), content("2")
    ((table,), (other,)) = (first["tables"], second["tables"])
    assert [(row["time"], row["what"]) for row in table["rows"]] == [("0–25", "Read this"), ("25–40", "Find out")]
    assert [row["needs"] for row in other["rows"]] == ["its cards, Cards: what is paid", "its cards"]
    assert first["cards"] == []
    assert [one["title"] for one in second["cards"]] == ["Sort these", "Put them in order", "Cards: what is paid"]
    assert second["cards"][0]["heads"] == ["You pay", "The employer pays"]
    assert [one["title"] for one in first["notes"]] == ["Read this", "Find out"]
    assert first["bring"] == ["paper"]
    assert "the cards of this lesson, printed" in second["bring"]
    with pytest.raises(NotFound):
        content("3")
    with pytest.raises(NotFound):
        content("0")


@pytest.mark.usefixtures("in_meetings")
def test_what_is_copied_for_pupils_has_no_key_and_the_teachers_part_has_it() -> None:
    every = content("")
    teachers = json.dumps([every[name] for name in ("notes", "answers", "teacher")])
    for key in ("what she earned, less tax", "Getting to work is yours", "He may say yes", "Anything somebody needs"):
        assert key in teachers
        assert key not in pupils_part(every)
    assert "1,740." in teachers
    assert "Five minutes. The last line." not in pupils_part(every)
    quiz = next(one for one in every["texts"] if one["title"] == "Find out")
    assert quiz["fields"][0]["ticks"] == ["2,000", "1,740"]
    assert "right" not in json.dumps(quiz)


@pytest.mark.usefixtures("in_meetings")
def test_what_the_app_itself_asks_is_on_paper_too() -> None:
    texts = {one["title"]: one for one in content("")["texts"]}
    assert [one["label"] for one in texts["Look back"]["fields"]][1:] == [
        "What did you notice?",
        "What did you learn?",
        "What will you try next?",
    ]
    assert len(texts["Chosen or by chance"]["fields"][0]["ticks"]) > 1


@pytest.mark.usefixtures("in_meetings")
def test_a_meeting_is_chosen_by_its_number() -> None:
    with speaking("en"):
        choice = box_choice(modules.module(NAME))
    assert [one.label for one in choice.meetings] == ["Meeting 1 · 40 minutes", "Meeting 2 · 25 minutes"]
    assert [one.value for one in choice.languages] == ["en", "fi"]


@pytest.mark.usefixtures("in_meetings")
@pytest.mark.parametrize(("language", "meeting"), [("en", "2"), ("fi", "")])
async def test_the_pdf_is_accessible_and_says_what_it_is_on_each_page(language: str, meeting: str) -> None:
    school = await make_school()
    one = await make_class(school, "9A")
    siiri, tuula = await make_pupil(school, one, name="Siiri Korhonen"), await make_teacher(school, one)
    await work(siiri, "reading")
    wanted = WantedBox(NAME, meeting, language, str(one), named=True, day=date(2026, 3, 4))
    made = await box_pdf(tuula, wanted, "en")
    assert_accessible(made.pdf)
    text = text_of(made.pdf)
    pages = text.split("\f")[:-1]
    title = "A trial of everything" if language == "en" else "Kaiken kokeilu"
    version = modules.module(NAME).hash[:8]
    for number, page in enumerate(pages, 1):
        assert title in page
        assert version in page
        assert f"{number} / {len(pages)}" in page
    assert "9A" in pages[0]
    assert "2026" in pages[0]
    assert "Siiri" not in text
    front, second = in_one_line(pages[0]), in_one_line(pages[1])
    if language == "en":
        assert "Run this in 25 minutes" in front
        assert "What is a wage?" in front
        assert second.startswith("For the teacher")
        assert "not to be copied" in second
        copied = next(page for page in pages if in_one_line(page).startswith("For the pupils"))
        assert "not to be copied" not in copied
        assert "Getting to work is yours" not in "".join(pages[pages.index(copied) :])
    assert tool(made.pdf, "pdfinfo", "-").count(f"Title:           {made.title}") == 1


async def test_a_class_has_the_version_it_was_given(lessons: Path) -> None:
    school = await make_school()
    one = await make_class(school)
    tuula = await make_teacher(school, one)
    await assign(tuula, one, a_form(), uuid4())
    before = modules.module(NAME).hash[:8]
    rewrite(lessons)
    for_class = await box_pdf(tuula, WantedBox(NAME, language="en", class_id=str(one)), "en")
    newest = await box_pdf(tuula, WantedBox(NAME, language="en"), "en")
    assert before in text_of(for_class.pdf)
    assert before not in text_of(newest.pdf)
    assert "Bring paper and pens." in text_of(newest.pdf)


async def test_only_staff_who_may_read_modules_have_it() -> None:
    school = await make_school()
    one = await make_class(school)
    pupil, leaver = await make_pupil(school, one), await make_former_pupil()
    for nobody in (pupil, leaver):
        with pytest.raises(Refused):
            await box_pdf(nobody, WantedBox(NAME), "en")
    for staff in (await make_teacher(school), await make_counsellor(school), await make_coordinator(school)):
        assert (await box_pdf(staff, WantedBox(NAME, language="en"), "en")).pdf.startswith(b"%PDF")
        with pytest.raises(NotFound):  # of a class that is not theirs
            await box_pdf(staff, WantedBox(NAME, class_id=str(one)), "en")
        for wrong in (WantedBox("no-such"), WantedBox("../etc"), WantedBox(NAME, "9"), WantedBox(NAME, class_id="x")):
            with pytest.raises(NotFound):
                await box_pdf(staff, wrong, "en")


async def test_no_way_leads_a_pupil_to_the_key() -> None:
    school = await make_school()
    one = await make_class(school)
    pupil, tuula = await make_pupil(school, one), await make_teacher(school, one)
    await assign(tuula, one, a_form(), uuid4())
    for extra in ({}, {"class": str(one)}, {"meeting": "1"}, {"text": "fi", "named": "yes", "day": "2026-03-04"}):
        async with browser(lesson_box.routes, pupil) as client:
            answer = await client.get(PATH, params={"language": "nb", "module": NAME, **extra})
        assert (answer.status_code, answer.headers["location"], answer.content) == (303, "/nb/home", b"")
    for step in ("0", "paper", "reading", "finding-out"):
        view = await load_module(pupil, asked({"name": NAME, "step": step}))
        assert not view.box.module
        assert "what she earned" not in repr(view)
    assert (await load_module(tuula, asked({"name": NAME}))).box.module == NAME


async def test_it_comes_over_http_and_through_signing_in() -> None:
    school = await make_school()
    tuula = await make_teacher(school, await make_class(school))
    query = {"language": "fi", "module": NAME, "meeting": "", "text": "en", "class": "", "named": "", "day": "nonsense"}
    async with browser(lesson_box.routes, tuula) as client:
        answer = await client.get(PATH, params=query)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "private, no-store"
        wrong = await client.get(PATH, params={"language": "fi", "module": "gone"})
        assert (wrong.status_code, wrong.headers["location"]) == (303, "/fi/home")
    async with browser(lesson_box.routes) as client:
        answer = await client.get(PATH, params=query)
        back = parse_qs(urlsplit(answer.headers["location"]).query)["next"][0]
        assert back.startswith(f"{PATH}?language=fi&module={NAME}")


async def test_it_is_offered_where_a_teacher_needs_it() -> None:
    school = await make_school()
    one = await make_class(school)
    tuula = await make_teacher(school, one)
    assert not (await load_assign(tuula, str(one), "")).box.module
    assert (await load_assign(tuula, str(one), NAME)).box.class_id == str(one)
    await assign(tuula, one, a_form(), uuid4())
    (card,) = (await load_class_lessons(tuula, str(one))).listed
    assert (card.box.module, card.box.class_id) == (NAME, str(one))
