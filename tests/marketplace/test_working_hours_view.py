"""The page of working hours: whose rules it shows, to whom it tells their sources, and how it takes what is typed."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from portfolio_app.core.clock import today
from portfolio_app.core.languages import speaking
from portfolio_app.marketplace.working_hours_view import WorkingHoursView, load_working_hours
from tests.people import (
    make_admin,
    make_coordinator,
    make_former_pupil,
    make_pupil,
    make_region,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("database")
MONDAY = today() + timedelta(days=7 - today().weekday())
DAY = {
    "check": "yes",
    "age": "14",
    "kind": "work-experience",
    "day": MONDAY.isoformat(),
    "begins": "12:00",
    "ends": "19:30",
    "pause": "0",
    "school": "",
}


async def of_a_pupil(**query: str) -> WorkingHoursView:
    return await load_working_hours(await make_pupil(await make_school()), query)


async def test_a_pupil_reads_the_rules_of_the_country_of_their_school() -> None:
    view = await of_a_pupil(age="15", kind="work-experience")
    assert view.heading == "Rules for working hours: Finland"
    assert [one.value for one in view.kinds] == ["work-experience", "paid-work"]
    assert "At most 8 hours a day." in [line.words for line in view.topics[0].lines]
    assert view.topics[0].lines[0].mark == "usual, not law"
    assert "Dangerous work." in [line.words for topic in view.topics for line in topic.lines]
    region = await make_region("Vestland", country="NO")
    norwegian = await load_working_hours(await make_pupil(await make_school(region=region)), {})
    assert norwegian.heading == "Rules for working hours: Norway"
    assert "taster-day" in [one.value for one in norwegian.kinds]


async def test_nonsense_in_the_address_shows_the_usual() -> None:
    view = await of_a_pupil(age="9" * 400, kind="' or 1=1 --", country="\0\ud800")
    assert (view.age, view.kind) == ("14", "work-experience")


async def test_only_staff_read_where_rules_come_from_and_that_they_are_to_be_verified() -> None:
    school = await make_school()
    assert (await of_a_pupil()).origins == ()
    for actor in (await make_teacher(school), await make_coordinator(school)):
        view = await load_working_hours(actor, {"age": "14", "kind": "work-experience"})
        assert view.is_staff
        assert [one.code for one in view.origins] == ["tet", "age-14", "under-16"]
        assert all(one.to_be_verified and one.sources and "2026" in one.read for one in view.origins)
        assert "vantaa.fi/fi/ruusuvuoren-koulu-tet-tyoelamaan-tutustuminen" in view.origins[1].sources


async def test_whoever_has_no_country_with_rules_chooses_one() -> None:
    swedish = await make_pupil(await make_school(region=await make_region("Skåne", country="SE")))
    for actor in (await make_admin(), await make_former_pupil(), swedish):
        view = await load_working_hours(actor, {})
        assert [one.label for one in view.elsewhere][:2] == [
            "Rules for working hours: Belgium",
            "Rules for working hours: Finland",
        ]
        chosen = await load_working_hours(actor, {"country": "NL", "age": "16"})
        assert (chosen.heading, chosen.country) == ("Rules for working hours: Netherlands", "NL")
        assert (await load_working_hours(actor, {"country": "xx"})).elsewhere


async def test_the_country_of_ones_school_is_not_chosen_by_an_address() -> None:
    assert (await of_a_pupil(country="NL")).heading == "Rules for working hours: Finland"


async def test_a_day_beyond_the_rules_comes_with_its_reason_and_what_would_be_within_them() -> None:
    view = await of_a_pupil(**DAY)
    assert view.judged.standing == "blocked"
    assert view.judged.reasons[0].words == "This makes 7 hours 30 minutes. At most 7 hours a day."
    assert view.judged.instead == ("12:00–18:00 instead of 12:00–19:30",)
    assert view.judged.free_of_warnings
    fine = await of_a_pupil(**DAY | {"ends": "18:00"})
    assert (fine.judged.standing, fine.judged.reasons, fine.judged.instead) == ("fine", (), ())
    warned = await of_a_pupil(**DAY | {"ends": "18:30"})
    assert warned.judged.standing == "warned"
    assert [line.mark for line in warned.judged.reasons] == ["usual, not law"]


async def test_hours_at_school_and_holidays_count() -> None:
    job = DAY | {"kind": "paid-work", "begins": "15:00", "ends": "17:00"}
    assert (await of_a_pupil(**job | {"school": "5:30"})).judged.standing == "fine"
    assert (await of_a_pupil(**job | {"school": "6,5"})).judged.standing == "blocked"
    region = await make_region("Utrecht", country="NL")
    pupil = await make_pupil(await make_school(region=region))
    week = DAY | {"kind": "social-internship", "age": "15", "begins": "09:00", "ends": "17:00"}
    assert (await load_working_hours(pupil, week)).judged.standing == "fine"
    late = week | {"begins": "13:00", "ends": "20:00", "holidays": "yes"}
    judged = (await load_working_hours(pupil, late)).judged
    assert (judged.standing, judged.instead) == ("blocked", ("13:00–19:00 instead of 13:00–20:00",))


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("day", "", "Choose a day"),
        ("day", "31.12.2026", "Choose a day"),
        ("day", "9999-12-31", "Choose a day"),
        ("day", "0001-01-01", "Choose a day"),
        ("begins", "", "Write a time"),
        ("begins", "25:00", "Write a time"),
        ("ends", "½", "Write a time"),
        ("ends", "12:00", "The end is the same"),
        ("pause", "-5", "Write the break in minutes"),
        ("pause", "²", "Write the break in minutes"),
        ("pause", "450", "as long as the time"),
        ("school", "13", "Write hours"),
        ("school", "x" * 5_000, "Write hours"),
    ],
)
async def test_what_cannot_be_read_is_told_beside_its_field_and_nothing_typed_is_lost(
    field: str, typed: str, said: str
) -> None:
    view = await of_a_pupil(**DAY | {field: typed})
    assert [one.field_id for one in view.problems] == [field]
    assert said in view.problems[0].message
    assert asdict(view.errors)[field] == view.problems[0].message
    kept = asdict(view.typed)
    assert kept[field] == typed[:20]
    assert all(kept[name] == DAY[name] for name in kept if name != field)
    assert view.judged.standing == ""


async def test_several_mistakes_are_told_at_once() -> None:
    view = await of_a_pupil(check="yes")
    assert [one.field_id for one in view.problems] == ["day", "begins", "ends"]


async def test_the_page_speaks_the_readers_language() -> None:
    pupil = await make_pupil(await make_school())
    for language, heading in (("fi", "Suomi"), ("nb", "Finland"), ("nl", "Finland")):
        with speaking(language):
            view = await load_working_hours(pupil, DAY)
            assert heading in view.heading
            said = " ".join([*view.says, view.judged.reasons[0].words, *view.judged.instead])
            assert "{" not in said
            assert "At most" not in said
