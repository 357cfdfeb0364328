"""A colleague teaches the tool in twenty minutes, from a page for staff alone."""

import shutil
from pathlib import Path

import pytest

from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import speaking
from portfolio_app.learning.colleagues import FOLDER, load_for_colleagues, read_for_colleagues
from portfolio_app.learning.curriculum import shipped_lessons
from tests.conftest import Configure
from tests.lessons import with_lessons
from tests.people import make_coordinator, make_counsellor, make_former_pupil, make_pupil, make_school, make_teacher

SHIPPED = shipped_lessons() / FOLDER


def test_what_is_shipped_is_whole_in_every_language() -> None:
    found, mistakes = read_for_colleagues(SHIPPED)
    assert found
    assert mistakes == ()
    assert set(found.texts) == {"en", "fi", "nb", "nl"}
    assert found.about.minutes == 20
    for text in found.texts.values():
        assert all(text.html_of(code) for code in text.parts if code != "questions")
        assert "polku-demo" in text.html_of("before")


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("colleagues.yaml", "minutes: 20", "minutes: 25", "says 25, and the steps take 20 together"),
        ("colleagues.yaml", "[who-sees-it, no-time, no-devices]", "[no-time]", "at least 3"),
        ("nb.md", "{#handout}", "{#hand}", "the part {#handout} is missing"),
        ("en.md", "{#why}", "{#before}", "here twice"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, file: str, before: str, after: str, told: str) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / FOLDER)
    place = folder / file
    place.write_text(place.read_text("utf-8").replace(before, after), "utf-8")
    found, mistakes = read_for_colleagues(folder)
    assert found is None
    assert any(told in one.said() for one in mistakes), mistakes


@pytest.mark.usefixtures("database")
async def test_staff_read_it_minute_by_minute_and_print_one_page() -> None:
    school = await make_school()
    for who in (await make_teacher(school), await make_counsellor(school), await make_coordinator(school)):
        with speaking("nb"):
            view = await load_for_colleagues(who, "")
        assert (view.language, view.other, view.handout_only) == ("nb", "", False)
        assert [one.time for one in view.steps][:2] == ["Minutt 0–2", "Minutt 2–6"]
        assert len(view.questions) == 3
    with speaking("fi"):
        other = await load_for_colleagues(await make_teacher(school), "handout")
    assert (other.language, other.other, other.handout_only) == ("fi", "", True)
    for nobody in (await make_pupil(school), await make_former_pupil()):
        with pytest.raises(Refused):
            await load_for_colleagues(nobody, "")


@pytest.mark.usefixtures("database")
async def test_an_instance_with_lessons_of_its_own_has_it_too(configure: Configure, tmp_path: Path) -> None:
    with_lessons(configure, tmp_path)
    with speaking("en"):
        view = await load_for_colleagues(await make_teacher(await make_school()), "")
    assert view.title == "Teach the tool in twenty minutes"
