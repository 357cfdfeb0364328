"""The lessons that come with the app: all of what their programme promises is there, in every language."""

from collections import Counter

import pytest

from portfolio_app.learning.curriculum import Curriculum, folder_of_lessons, read_curriculum
from portfolio_app.learning.mistakes import grave
from portfolio_app.learning.reading import Module
from portfolio_app.skills.framework import framework

PROGRAMME = "educational-choice"
WRITTEN_IN = {"en", "fi", "nb", "nl"}
AIMS = set(range(1, 11))  # of the subject UTV01-03 after grade 10
HOURS_IN_FINLAND = 76


@pytest.fixture(scope="module")
def lessons() -> Curriculum:
    """All of them, read from their files."""
    return read_curriculum(folder_of_lessons())


def of_programme(lessons: Curriculum) -> list[Module]:
    return [one for one in lessons.modules.values() if one.programme == PROGRAMME]


def test_nothing_is_wrong_with_them(lessons: Curriculum) -> None:
    assert [one.said() for one in grave(lessons.mistakes)] == []


def test_they_cover_110_hours_and_all_ten_aims(lessons: Curriculum) -> None:
    """By what the modules themselves say, not by what the programme says of them."""
    about = lessons.programmes[PROGRAMME].about
    modules = [lessons.modules[one.module] for one in about.modules]
    assert sum(one.minutes for one in modules) == 110 * 60
    worked_at = Counter(aim for one in modules for aim in one.about.aims)
    assert set(worked_at) == {one.number for one in about.aims} == AIMS
    assert not [aim for aim, times in worked_at.items() if times < 2 and aim != 7], (
        worked_at
    )  # aim 7 has a module alone
    assert all(set(one.languages) >= WRITTEN_IN for one in modules)
    assert {one.name for one in modules} == {
        name for name, one in lessons.modules.items() if one.programme == PROGRAMME
    }


def test_they_speak_of_every_capability_and_every_career_button(lessons: Curriculum) -> None:
    modules = of_programme(lessons)
    spoken_of = {code for one in modules for code in one.about.capabilities}
    assert spoken_of == {one.code for one in framework("scotland-cms").capabilities}
    pressed = {code for one in modules for code in one.about.buttons}
    assert pressed == {one.code for one in framework("career-buttons").capabilities}


def test_the_views_are_the_same_modules_in_another_order(lessons: Curriculum) -> None:
    about = lessons.programmes[PROGRAMME].about
    views = {one.code: one for one in about.views}
    for view in views.values():
        assert sum(lessons.modules[name].minutes for name in view.modules) == view.hours * 60, view.code
    assert views["finland"].hours == HOURS_IN_FINLAND
    stages = [name for code, view in views.items() if code.startswith("scotland") for name in view.modules]
    assert sorted(stages) == sorted(one.module for one in about.modules)  # each at one stage


def test_a_module_comes_after_what_it_builds_on(lessons: Curriculum) -> None:
    order = [one.module for one in lessons.programmes[PROGRAMME].about.modules]
    for place, name in enumerate(order):
        assert set(lessons.modules[name].about.after) <= set(order[:place]), name
