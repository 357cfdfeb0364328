"""Whom to turn to, for whoever is not signed in or has no school: as much as can be said without knowing more."""

import pytest

from portfolio_app.schools import queries
from portfolio_app.schools.queries import load_frame
from tests.people import make_former_pupil, make_region, make_school

pytestmark = pytest.mark.usefixtures("database")

NATIONAL = {"name": {"en": "Children's line", "fi": "Lasten puhelin"}, "phone": "116111", "url": "", "hours": ""}
LOCAL = {"name": "Youth house", "phone": "", "url": "https://youth.example", "hours": ""}


@pytest.fixture(autouse=True)
def asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept in memory is good for no time."""
    monkeypatch.setattr(queries, "KEPT_SECONDS", -1.0)


async def test_with_one_school_its_contact_and_its_regions_help() -> None:
    assert await load_frame(None) == queries.Frame()
    await make_school(region=await make_region(help=[NATIONAL]))
    frame = await load_frame(None)
    assert (frame.contact_name, frame.contact_how) == ("Liisa Laine", "Room 12, Tuesdays")
    assert [(line.name, line.phone) for line in frame.help] == [("Children's line", "116111")]
    assert (frame.person_id, frame.school, frame.idle_seconds) == ("", "", 0)


async def test_with_several_schools_no_contact_and_with_several_regions_each_line_once() -> None:
    north = await make_region(name="North", help=[LOCAL, NATIONAL])
    await make_school(region=north)
    await make_school(region=north)
    frame = await load_frame(None)
    assert frame.contact_name == ""
    assert [line.name for line in frame.help] == ["Youth house", "Children's line"]
    await make_region(name="Without a school", help=[LOCAL | {"name": "Not here"}])
    await make_school(region=await make_region(name="South", help=[NATIONAL]))
    frame = await load_frame(None)
    assert [line.name for line in frame.help] == ["Children's line", "North: Youth house"]


async def test_whoever_has_left_school_finds_help_and_no_school() -> None:
    await make_school(region=await make_region(help=[NATIONAL]))
    frame = await load_frame(await make_former_pupil())
    assert [line.phone for line in frame.help] == ["116111"]
    assert (frame.school, frame.contact_name, frame.contact_how) == ("", "", "")
