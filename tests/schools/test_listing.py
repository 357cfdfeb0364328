"""A large school's lists are searched and turned page by page, and the address says where one is."""

import pytest

from portfolio_app.schools import codes
from portfolio_app.schools.actions import end_class
from portfolio_app.schools.admin_views import load_schools
from portfolio_app.schools.listing import asked, listed
from portfolio_app.schools.school_views import load_school, load_school_class
from portfolio_app.settings import Settings
from tests.people import make_admin, make_class, make_coordinator, make_pupil, make_region, make_school, make_teacher


@pytest.mark.parametrize(
    ("page", "shown", "previous", "following"),
    [
        ("1", (0, 25), "", "/en/school?school=a&search=8+b&page=2"),
        ("2", (25, 50), "/en/school?school=a&search=8+b", "/en/school?school=a&search=8+b&page=3"),
        ("99", (50, 75), "/en/school?school=a&search=8+b&page=2", ""),
        ("-1", (0, 25), "", "/en/school?school=a&search=8+b&page=2"),
        ("²", (0, 25), "", "/en/school?school=a&search=8+b&page=2"),
    ],
)
def test_the_address_names_what_is_searched_and_the_page(
    page: str, shown: tuple[int, int], previous: str, following: str
) -> None:
    rows, around = listed("/school", asked(" 8   b ", page), 60, 90, school="a", kind="")
    assert (rows.start, rows.stop) == shown
    assert (around.search, around.previous_href, around.following_href) == ("8 b", previous, following)


def test_a_short_list_has_neither_search_nor_pages() -> None:
    _rows, around = listed("/school", asked(), 20, 20)
    assert (around.searchable, around.said) == (False, "")
    _rows, around = listed("/school", asked(), 21, 21)
    assert (around.searchable, around.said) == (True, "")
    _rows, around = listed("/school", asked("nothing"), 0, 3)
    assert around.searchable, "what was searched for can be taken back"


async def test_a_coordinator_finds_one_of_many_classes(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    made = [await make_class(school, f"{number:02}B") for number in range(30)]
    await make_pupil(school, made[29])
    first = await load_school(kaisa, str(school))
    assert (len(first.classes), first.classes_list.said) == (25, "Page 1 of 2")
    second = await load_school(kaisa, str(school), wanted=asked(page="2"))
    assert [one.name for one in second.classes] == ["25B", "26B", "27B", "28B", "29B"]
    assert second.classes[4].detail.startswith("1 pupil")
    found = await load_school(kaisa, str(school), wanted=asked("7b"))
    assert [one.name for one in found.classes] == ["07B", "17B", "27B"]
    for one in made[:27]:
        await end_class(kaisa, one)
    after = await load_school(kaisa, str(school), ended_page=2)
    assert (len(after.classes), len(after.ended), after.ended_list.said) == (3, 2, "Page 2 of 2")
    assert after.ended_list.previous_href == f"/en/school?school={school}"


async def test_a_coordinator_finds_one_of_many_pupils_of_a_class(database: Settings) -> None:
    school = await make_school()
    kaisa, made = await make_coordinator(school), await make_class(school)
    for number in range(30):
        await make_pupil(school, made, name=f"Pupil Number{number:02}", username=f"number{number}")
    view = await load_school_class(kaisa, str(made), wanted=asked(page="2"))
    assert (len(view.pupils), view.said.split(" · ")[0]) == (5, "30 pupils")
    assert view.pupils_list.previous_href == f"/en/school/class?id={made}"
    found = await load_school_class(kaisa, str(made), wanted=asked("NUMBER07"))
    assert [one.name for one in found.pupils] == ["Pupil Number07"]
    assert [one.username for one in (await load_school_class(kaisa, str(made), wanted=asked("number9"))).pupils] == [
        "number9"
    ]


async def test_a_coordinator_finds_the_codes_of_one_person(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school, name="Kaisa Koski")
    made = await make_class(school)
    tuula = await make_teacher(school, made, name="Tuula Virtanen")
    for number in range(30):
        await make_pupil(school, made, name=f"Pupil Number{number:02}")
    siiri = await make_pupil(school, name="Siiri Niemi")
    await codes.make_cards(tuula, made)
    await codes.give_code(kaisa, siiri.person_id)
    first = await codes.load_codes(kaisa, str(school))
    assert (len(first.lines), first.said, first.lines_list.searchable) == (25, "31 in all", True)
    assert len((await codes.load_codes(kaisa, str(school), wanted=asked(page="2"))).lines) == 6
    found = await codes.load_codes(kaisa, str(school), wanted=asked("niemi siiri"))
    assert [line.person for line in found.lines] == ["Siiri Niemi"]
    by_tuula = await codes.load_codes(kaisa, str(school), kind="card", wanted=asked("tuula"))
    assert by_tuula.said == "30 in all"
    assert by_tuula.lines_list.following_href == f"/en/school/codes?school={school}&kind=card&search=tuula&page=2"
    assert all("search=tuula" in one.value for one in by_tuula.kinds)
    for odd in ("%", "_", "\\"):
        assert (await codes.load_codes(kaisa, str(school), wanted=asked(odd))).lines == ()


async def test_an_admin_finds_one_of_many_schools(database: Settings) -> None:
    admin = await make_admin()
    turku = await make_region(name="Varsinais-Suomi")
    others = [await make_region(name=f"Region {number:02}") for number in range(29)]
    for number in range(29):
        await make_school(f"School {number:02}", region=others[number])
    aura = await make_school("Auran koulu", region=turku)
    await make_pupil(aura)
    first = await load_schools(admin, region_page=2)
    assert (len(first.schools), first.schools_list.said) == (25, "Page 1 of 2")
    assert (len(first.regions), first.regions_list.said) == (5, "Page 2 of 2")
    assert len(first.region_options) == 30
    for words in ("auran", "VARSINAIS"):
        found = await load_schools(admin, wanted=asked(words))
        assert [(one.name, one.detail) for one in found.schools] == [
            ("Auran koulu", "Varsinais-Suomi · 1 pupil · 0 coordinators")
        ]
