"""A teacher prints a plan that adds up, in the language they read."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import speaking
from portfolio_app.skills.framework_file import FrameworkError, read_data
from portfolio_app.skills.lesson_plan import FIRST_LESSON, FOLDER, LessonPlan, lesson_plan, load_lesson_plan
from tests.people import make_pupil, make_school, make_teacher


@pytest.mark.usefixtures("database")
async def test_teachers_read_it_in_their_language_and_pupils_do_not() -> None:
    school = await make_school()
    teacher: Actor = await make_teacher(school)
    assert teacher.has(Role.TEACHER)
    for language, name in (("en", "Use it in a decision"), ("fi", "Käytä sitä päätöksessä")):
        with speaking(language):
            view = load_lesson_plan(teacher)
        assert (view.name, len(view.lessons)) == (name, 2)
        assert all(lesson.exit and lesson.steps for lesson in view.lessons)
    with pytest.raises(Refused):
        load_lesson_plan(await make_pupil(school))


@pytest.mark.usefixtures("database")
async def test_the_first_lesson_takes_ten_minutes_and_has_something_to_show_in_each_part() -> None:
    plan = lesson_plan(FIRST_LESSON)
    assert [one.minutes for one in plan.lessons] == [10]
    assert all(step.show for one in plan.lessons for step in one.steps)
    teacher = await make_teacher(await make_school())
    with speaking("fi"):
        view = load_lesson_plan(teacher, FIRST_LESSON)
    assert view.lessons[0].title.startswith("Kymmenen minuuttia")  # one lesson needs no number
    assert view.notes


def test_minutes_that_do_not_add_up_and_missing_languages_are_told(tmp_path: Path) -> None:
    assert lesson_plan().languages == ("en", "fi", "nb", "nl")
    data = yaml.safe_load((FOLDER / "decision.yaml").read_text(encoding="utf-8"))
    wrong = deepcopy(data)
    wrong["lessons"][0]["minutes"] = 50
    del wrong["cards"][0]["text"]["nl"]
    path = tmp_path / "decision.yaml"
    path.write_text(yaml.safe_dump(wrong, allow_unicode=True), encoding="utf-8")
    with pytest.raises(FrameworkError) as problem:
        read_data(path, LessonPlan)
    assert "lessons[0].minutes: the steps take 45 minutes together" in str(problem.value)
    assert "cards[0].text: the language 'nl' is missing" in str(problem.value)
