"""Finding a skill while typing: the same before what begins so, before what has it, before what is nearly so."""

from uuid import UUID

import pytest

from portfolio_app.esco.words import Found, Words, find_in, folded, pack, unpack

SKILLS = (
    ("repair bicycles", "fix bikes"),
    ("manage staff", "lead a team"),
    ("stage management",),
    ("management",),
    ("management of money", "look after money"),
    ("work in teams", "teamwork"),
    ("vieraan kielen taito", "kielitaito"),
    ("løse problemer",),
    ("Python (computer programming)",),
    ("care for children",),
)
INDEX = unpack(pack((UUID(int=number), labels) for number, labels in enumerate(SKILLS)))


def find(typed: str, index: Words = INDEX) -> list[Found]:
    return [one for _number, one in find_in([index], typed)]


def found(typed: str) -> list[str]:
    return [SKILLS[one.skill_id.int][0] for one in find(typed)]


def test_the_same_comes_first_then_what_begins_so_then_what_has_it() -> None:
    assert found("management") == ["management", "management of money", "stage management"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("manag", "management"),
        ("mangement", "management"),
        ("managmeent", "management"),
        ("bicycel", "repair bicycles"),
        ("bycicles", "repair bicycles"),
        ("repair bicy", "repair bicycles"),
        ("bicycles repair", "repair bicycles"),
        ("pyhton", "Python (computer programming)"),
        ("PYTHON", "Python (computer programming)"),
        ("team work", "work in teams"),
        ("taito", "vieraan kielen taito"),
        ("kielitaito", "vieraan kielen taito"),
        ("lose problemer", "løse problemer"),
        ("løse problem", "løse problemer"),
        ("bicycleses", "repair bicycles"),
        ("mamagemnet", "management"),
        ("caring for chidren", "care for children"),
    ],
)
def test_what_somebody_types_finds_what_they_mean(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["", " ", "m", "?!", "xyzzyxyzzy", "\0", "a" * 10_000, "🚲", "' OR 1=1 --", "%"])
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_parts_of_compounds_are_found() -> None:
    assert [(one.skill_id.int, one.label) for one in find("taito")] == [(6, 0)]
    assert [(one.skill_id.int, one.label) for one in find("elitait")] == [(6, 1)]


def test_accents_capitals_and_signs_make_no_difference() -> None:
    assert folded("Ætt – Åben, ŁÓDŹ\nC++ (2)") == "aett aben lodz c 2"


def test_an_index_without_skills_finds_nothing() -> None:
    assert find("anything", unpack(pack([]))) == []
