"""What one can expect at a stage is there for every role in every language, and its links lead somewhere."""

import io
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.learning.checking import check_curriculum_command
from portfolio_app.learning.curriculum import folder_of_lessons, read_curriculum
from portfolio_app.learning.entitlements import amiss_with, entitlements, entitlements_of, read_entitlements
from portfolio_app.learning.entitlements_view import load_entitlements
from portfolio_app.learning.lessons_view import asked, load_lessons
from portfolio_app.learning.teaching.year_plan import load_year_plan
from tests.people import make_admin, make_class, make_pupil, make_region, make_school, make_teacher

SCOTLAND = folder_of_lessons() / "scotland"
ROLES = ["pupil", "parent", "teacher", "leader", "adviser", "employer"]


def test_what_is_shipped_is_whole_and_its_links_lead_somewhere() -> None:
    found, mistakes = read_entitlements(SCOTLAND)
    assert found
    assert mistakes == ()
    assert list(amiss_with(found, read_curriculum(folder_of_lessons()).programmes)) == []
    for language in ("en", "nb"):
        words = found.text(language)
        assert words.language == language
        assert [one.code for one in words.stages] == ["bge", "senior"]
        for stage in words.stages:
            assert [one.code for one in stage.cards] == ROLES
            assert all(len(one.expect) == len(one.do) == 3 for one in stage.cards)
            assert all(one.lines for one in stage.themes)
    assert found.text("fi").language == "en"


def said(folder: Path) -> str:
    """What the command prints, which finds something to mend."""
    out = io.StringIO()
    console = Console(file=out, width=400)
    assert not check_curriculum_command(folder, console, console)
    return out.getvalue()


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("entitlements.yaml", "what-work-is,", "what-work-isnt,", "there is no module 'what-work-isnt'"),
        ("entitlements.yaml", "view: scotland-senior", "view: nowhere", "there is no view 'nowhere'"),
        ("entitlements.yaml", "[interviewing-a-worker, deciding]", "[deciding]", "'interviewing-a-worker' of its view"),
        ("entitlements.yaml", "programme: educational-choice", "programme: other", "there is no programme 'other'"),
        ("entitlements.yaml", "      a-route: [pathways-and-how-they-differ]\n", "", "name modules for each theme"),
        ("entitlements.yaml", "version: 1", "version: 1\ncolour: red", "colour: is not a key"),
        ("nb.md", "### Lærere {#bge.teacher}", "### Lærere", "the part {#bge.teacher} is missing"),
        ("nb.md", "{#senior.a-route}", "{#senior.routes}", "the code {#senior.routes}"),
        (
            "en.md",
            "- I can tell when a picture of a job keeps somebody out.\n- I know that",
            "I know that",
            "nothing stands here",
        ),
        ("en.md", "# What you can expect in Scotland, stage by stage", "## Title", "a file begins with its title"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, file: str, before: str, after: str, told: str) -> None:
    lessons = tmp_path / "lessons"
    shutil.copytree(SCOTLAND, lessons / "scotland")
    (lessons / "educational-choice").mkdir()
    programme = folder_of_lessons() / "educational-choice" / "programme.yaml"
    shutil.copy(programme, lessons / "educational-choice" / "programme.yaml")
    place = lessons / "scotland" / file
    text = place.read_text("utf-8")
    assert before in text
    place.write_text(text.replace(before, after), "utf-8")
    assert told in said(lessons)
    assert told in said(lessons / "scotland")


@pytest.mark.usefixtures("database")
async def test_each_stage_is_shown_with_cards_and_links() -> None:
    pupil = await make_pupil(await make_school())
    with speaking("nb"):
        view = await load_entitlements(pupil, {"of": "gb-sct", "stage": "senior"})
    assert (view.language, view.other, view.stage) == ("nb", "", "S4 til S6: de siste skoleårene")
    assert [one.here for one in view.stages] == [False, True]
    assert view.themes[0].modules[0].href == "/nb/module?name=rules-and-safety-at-work"
    assert [one.code for one in view.cards] == ROLES
    with speaking("fi"):
        other = await load_entitlements(pupil, {"stage": "nonsense"})
    assert (other.language, other.stages[0].here) == ("en", True)
    assert "English" in other.other
    with pytest.raises(NotFound):
        await load_entitlements(pupil, {"of": "fr"})
    with pytest.raises(Refused):
        await load_entitlements(await make_admin(), {})


@pytest.mark.usefixtures("database")
async def test_people_in_scotland_and_teachers_who_plan_find_it() -> None:
    scottish = await make_school(region=await make_region(country="GB"))
    pupil, elsewhere = await make_pupil(scottish), await make_pupil(await make_school())
    with speaking("en"):
        here = (await load_lessons(pupil, asked({}))).entitlements
        assert here.href == "/en/entitlements?of=gb-sct"
        assert (await load_lessons(elsewhere, asked({}))).entitlements.href == ""
        one = await make_class(scottish)
        plan = await load_year_plan(await make_teacher(scottish, one), str(one))
    assert [one.href for one in plan.entitlements] == [here.href]
    assert entitlements_of("GB-SCT") == entitlements_of("gb") == entitlements()[0]
    assert entitlements_of("") is None
