"""An admin makes regions, schools and coordinators, and nobody else does."""

from uuid import uuid4

import pytest

from portfolio_app.accounts import sessions
from portfolio_app.accounts.codes import open_link
from portfolio_app.accounts.registering import UsernameTaken, create_admin
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import speaking
from portfolio_app.schools import founding
from portfolio_app.schools.admin_views import load_region, load_school_settings, load_schools
from portfolio_app.schools.founding import HelpForm, SchoolForm
from portfolio_app.schools.models import School
from portfolio_app.schools.queries import load_frame
from portfolio_app.settings import Settings
from tests.people import make_admin, make_coordinator, make_pupil, make_region, make_school, make_teacher


async def test_an_admin_sets_up_a_school_from_nothing(database: Settings) -> None:
    made = await create_admin("Aino Salo", "aino.s")
    opened = await open_link(made.secret, device="Firefox")
    admin = await sessions.actor_of(opened.key)
    assert admin is not None
    region = await founding.make_region(admin, "Pirkanmaa", "fi", request=(asked := uuid4()))
    assert await founding.make_region(admin, "Pirkanmaa", "fi", request=asked) == region
    form = SchoolForm("Koivula", str(region), "fi", contact_name="Liisa Laine", contact_how="Room 12")
    school = await founding.make_school(admin, form, request=(asked := uuid4()))
    assert await founding.make_school(admin, form, request=asked) == school
    link = await founding.add_coordinator(admin, school, "Kaisa Korhonen", "kaisa.k", request=(asked := uuid4()))
    again = await founding.add_coordinator(admin, school, "Kaisa Korhonen", "kaisa.k", request=asked)
    assert link.key != again.key
    kaisa = await sessions.actor_of((await open_link(again.key, device="")).key)
    assert kaisa is not None
    assert (await load_frame(kaisa)).school == "Koivula"
    view = await load_schools(admin)
    assert [one.detail for one in view.schools] == ["Pirkanmaa · 0 pupils · 1 coordinator"]
    assert [one.name for one in (await load_school_settings(admin, str(school))).coordinators] == ["Kaisa Korhonen"]


async def test_help_lines_are_kept_for_each_language(database: Settings) -> None:
    admin = await make_admin()
    region = await make_region()
    pupil = await make_pupil(await make_school(region=region))
    await founding.change_region(admin, region, "Pirkanmaa", "FI", [HelpForm("Child line", "116 111", "", "Every day")])
    with speaking("fi"):
        shown = (await load_region(admin, str(region))).help[0]
        assert (shown.name, shown.phone) == ("", "116 111")
        line = HelpForm("Lasten ja nuorten puhelin", "116 111", "https://example.org/chat", "Joka päivä")
        await founding.change_region(admin, region, "Pirkanmaa", "FI", [line, HelpForm()])
        assert (await load_frame(pupil)).help[0].name == "Lasten ja nuorten puhelin"
    frame = await load_frame(pupil)
    assert [(one.name, one.hours, one.url) for one in frame.help] == [
        ("Child line", "Every day", "https://example.org/chat")
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (HelpForm("Child line", "call us"), "help-phone-0"),
        (HelpForm("Child line", "112", "javascript:alert(1)"), "help-url-0"),
        (HelpForm("", "116 111"), "help-name-0"),
    ],
)
async def test_a_wrong_help_line_is_said_beside_its_field(database: Settings, line: HelpForm, field: str) -> None:
    admin, region = await make_admin(), await make_region()
    with pytest.raises(Invalid) as problem:
        await founding.change_region(admin, region, "Pirkanmaa", "FI", [line])
    assert problem.value.field == field


async def test_a_school_is_described_with_what_there_is(database: Settings) -> None:
    admin, region = await make_admin(), str(await make_region())
    for form, field in (
        (SchoolForm("", region, "fi"), "school_name"),
        (SchoolForm("Koivula", region, "xx"), "language"),
        (SchoolForm("Koivula", region, "fi", "no-such-framework"), "framework"),
        (SchoolForm("Koivula", str(uuid4()), "fi"), "region_id"),
        (SchoolForm("Koivula", "", "fi"), "region_id"),
    ):
        with pytest.raises(Invalid) as problem:
            await founding.make_school(admin, form)
        assert problem.value.field == field


async def test_nobody_else_founds_anything(database: Settings) -> None:
    region, school = await make_region(), await make_school()
    form = SchoolForm("Koivula", str(region), "fi")
    for actor in (await make_coordinator(school), await make_teacher(school), await make_pupil(school)):
        for attempt in (
            founding.make_region(actor, "Pirkanmaa", "FI"),
            founding.change_region(actor, region, "Pirkanmaa", "FI", []),
            founding.make_school(actor, form),
            founding.change_school(actor, school, form),
            founding.add_coordinator(actor, school, "Kaisa", "kaisa"),
            load_schools(actor),
            load_region(actor, str(region)),
            load_school_settings(actor, str(school)),
        ):
            with pytest.raises(NotFound):
                await attempt
    for actor in (await make_coordinator(await make_school()), await make_teacher(school), await make_admin()):
        with pytest.raises(NotFound):
            await founding.change_contact(actor, school, "Nobody", "Nowhere")


async def test_a_coordinator_says_whom_pupils_turn_to(database: Settings) -> None:
    school = await make_school()
    await founding.change_contact(await make_coordinator(school), school, " Liisa  Laine ", "Room 12")
    frame = await load_frame(await make_pupil(school))
    assert (frame.contact_name, frame.contact_how) == ("Liisa Laine", "Room 12")


async def test_a_second_admin_needs_a_user_name_of_their_own(database: Settings) -> None:
    await create_admin("Aino Salo", "aino.s")
    with pytest.raises(UsernameTaken):
        await create_admin("Aino Salo", "AINO.S")
    with pytest.raises(Invalid):
        await create_admin("", "aino2")


async def test_a_coordinator_says_where_the_school_is(database: Settings) -> None:
    school = await make_school()
    kaisa = await make_coordinator(school)
    await founding.change_town(kaisa, school, " Lieto ")
    await founding.change_town(kaisa, school, "Lieto")  # the same again
    async with reading() as session:
        row = await session.get_one(School, school)
    assert (row.town, row.latitude) == ("Lieto", pytest.approx(60.51, abs=0.01))
    for typed in ("Atlantis", "x" * 81):
        with pytest.raises(Invalid) as problem:
            await founding.change_town(kaisa, school, typed)
        assert problem.value.field == "town"
    await founding.change_town(kaisa, school, "")
    async with reading() as session:
        assert (await session.get_one(School, school)).latitude is None
    for who in (await make_teacher(school), await make_coordinator(await make_school()), await make_admin()):
        with pytest.raises(NotFound):
            await founding.change_town(who, school, "Lieto")
