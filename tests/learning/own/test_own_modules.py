"""A school brings modules in: they are read, assigned and counted as any other, and no other school sees them."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.core.clock import at, now, today
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.learning.doing import begin_module, keep_work
from portfolio_app.learning.lessons_view import Asked as AskedList
from portfolio_app.learning.lessons_view import load_lessons
from portfolio_app.learning.media import media_file
from portfolio_app.learning.models import ModuleContent, ModuleVersion
from portfolio_app.learning.module_view import Asked, load_module
from portfolio_app.learning.modules import module
from portfolio_app.learning.own.keeping import bring_in, bring_in_as, delete_own, forget_sent, restore_own
from portfolio_app.learning.own.own_view import FLAWS, load_own_modules
from portfolio_app.learning.own.retention import remove_rested_modules
from portfolio_app.learning.own.taking import module_zip
from portfolio_app.learning.own.zipped import packed
from portfolio_app.learning.teaching.assign_view import load_assign
from portfolio_app.learning.teaching.assigning import AssignForm, assign
from portfolio_app.learning.teaching.class_hours import load_class_hours
from portfolio_app.learning.teaching.holding import HeldForm, confirm_lesson
from portfolio_app.learning.teaching.ledger import hours_of
from portfolio_app.learning.teaching.planning import plan_module
from portfolio_app.learning.teaching.year_plan import load_year_plan
from portfolio_app.schools.models import SchoolClass
from tests.learning.own.sending import own_rows, send, sent_rows
from tests.learning.teaching.doing import due_for
from tests.lessons import EN, NAME, module_files
from tests.people import (
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_school,
    make_teacher,
)

pytestmark = pytest.mark.usefixtures("lessons")


def a_week(name: str = "our-week", *codes: str) -> AssignForm:
    return AssignForm(name, today(), today() + timedelta(days=7), codes)


async def test_an_own_module_is_read_assigned_done_and_counted_as_any_other(tmp_path: Path) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    assert await send(tuula, tmp_path) == "our-week"
    view = await load_module(tuula, Asked("our-week"))
    assert (view.title, view.own, view.version != module(NAME).hash) == ("A trial of everything", True, True)
    assert [line.name for line in (await load_lessons(tuula, AskedList())).lines] == ["our-week", NAME]
    assert [line.name for line in (await load_lessons(siiri, AskedList())).lines] == [NAME]
    choice = await load_assign(tuula, str(one), "our-week")
    assert "A trial of everything (our own)" in [option.label for option in choice.modules]
    assert choice.title == "A trial of everything"

    await assign(tuula, one, a_week(), uuid4())
    (due,) = await due_for(siiri)
    assert (due.module, due.title, due.left) == ("our-week", "A trial of everything", 300)
    shown = await load_module(siiri, Asked("our-week"))
    await begin_module(siiri, "our-week", shown.version)
    await keep_work(siiri, "our-week", shown.version, "reading", {"q-which-line": "The last"})
    assert (await due_for(siiri))[0].left == 275

    await plan_module(tuula, one, "our-week", today(), uuid4())
    assert "our-week" not in [option.value for option in (await load_year_plan(tuula, str(one))).unplanned]
    held = HeldForm(today(), 45, module="our-week", activities=("choosing",))
    await confirm_lesson(tuula, one, held, uuid4())
    hours = await load_class_hours(tuula, str(one))
    assert [line.title for line in hours.held] == ["A trial of everything"]
    async with reading() as session:
        (counted,) = await hours_of(session, table_of(SchoolClass).c.id == one, today(), today())
    assert (counted.delivered, counted.pupils[0].own, counted.pupils[0].aims[1]) == (45, 25, 70)


async def test_no_other_school_sees_that_there_is_one(tmp_path: Path) -> None:
    school, elsewhere = await make_school(), await make_school()
    one = await make_class(elsewhere)
    tuula = await make_teacher(school)
    stranger, pupil = await make_teacher(elsewhere, one), await make_pupil(elsewhere, one)
    await send(tuula, tmp_path)
    version = (await load_module(tuula, Asked("our-week"))).version
    assert (await media_file(tuula, version, "slip.png"))[1] == "image/png"
    for who in (stranger, pupil):
        with pytest.raises(NotFound):
            await load_module(who, Asked("our-week"))
        with pytest.raises(NotFound):
            await media_file(who, version, "slip.png")
    with pytest.raises(NotFound):
        await begin_module(pupil, "our-week", version)
    for asks in (module_zip, delete_own):
        with pytest.raises(NotFound):
            await asks(stranger, "our-week")
    with pytest.raises(Invalid):
        await assign(stranger, one, a_week(), uuid4())
    with pytest.raises(Invalid):
        await plan_module(stranger, one, "our-week", today(), uuid4())
    with pytest.raises(Invalid):
        await confirm_lesson(stranger, one, HeldForm(today(), 45, module="our-week"), uuid4())
    assert (await load_own_modules(stranger)).lines == ()
    assert [line.name for line in (await load_lessons(stranger, AskedList())).lines] == [NAME]
    assert "our-week" not in [option.value for option in (await load_assign(stranger, str(one), "")).modules]


async def test_who_brings_modules_in(tmp_path: Path) -> None:
    school = await make_school()
    elsewhere = await make_school()
    for number, who in enumerate([await make(school) for make in (make_teacher, make_counsellor, make_coordinator)]):
        assert await send(who, tmp_path, f"number-{number}")
    for who in (await make_pupil(school, await make_class(school)), await make_admin()):
        with pytest.raises(Refused):
            await send(who, tmp_path, "not-mine")
        with pytest.raises(Refused):
            await load_own_modules(who)
        with pytest.raises(Refused):
            await module_zip(who, NAME)
    path = tmp_path / "x.zip"
    path.write_bytes(packed("elsewhere", module_files()))
    with pytest.raises(NotFound):
        await bring_in(await make_teacher(school), path, "x.zip", elsewhere, uuid4())
    assert len(await own_rows()) == 3


async def test_sent_twice_and_at_once_it_is_there_once(tmp_path: Path) -> None:
    tuula = await make_teacher(await make_school())
    request = uuid4()
    names = await asyncio.gather(*(send(tuula, tmp_path, request=request) for _ in range(4)), return_exceptions=True)
    assert "our-week" in names
    assert all(one == "our-week" or isinstance(one, Conflict) or one == "" for one in names)
    assert len(await own_rows()) == 1


async def test_a_name_that_is_taken_is_asked_for_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    tuula, mikko = await make_teacher(await make_school()), await make_teacher(await make_school())
    assert await send(mikko, tmp_path, "our-week") == "our-week"
    for taken in ("our-week", NAME):
        assert await send(tuula, tmp_path, taken) == ""
        assert (await load_own_modules(tuula)).name == taken
    for name, problem in ((NAME, Invalid), ("our-week", Invalid), ("…", Invalid)):
        with pytest.raises(problem):
            await bring_in_as(tuula, name, uuid4())
    request = uuid4()
    assert await bring_in_as(tuula, "Our Own Week!", request) == "our-own-week"
    assert await bring_in_as(tuula, "Our Own Week!", request) == "our-own-week"
    assert await sent_rows() == []
    with pytest.raises(NotFound):
        await bring_in_as(tuula, "another", uuid4())
    theirs, ours = await load_module(mikko, Asked("our-week")), await load_module(tuula, Asked("our-own-week"))
    assert theirs.version != ours.version


async def test_whatever_is_wrong_is_told_and_nothing_of_it_comes_in(tmp_path: Path) -> None:
    tuula = await make_teacher(await make_school())
    files = module_files(
        en_md=EN.replace("{#which-line}", "").replace("- [x] Tax", "- [ ] Tax").replace("> Yes.", "Yes.")
    )
    assert await send(tuula, tmp_path, files=files) == ""
    view = await load_own_modules(tuula)
    assert view.told
    assert all(line.where.startswith("our-week/") for line in view.told)
    assert "3 things" in view.said or len(view.told) >= 2
    path = tmp_path / "no.zip"
    path.write_bytes(b"hello")
    assert await bring_in(tuula, path, "no.zip", None, uuid4()) == ""
    assert (await load_own_modules(tuula)).problem == FLAWS["no-zip"]
    await forget_sent(tuula)
    assert (await load_own_modules(tuula)).problem == ""
    assert await own_rows() == []
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(ModuleVersion))).scalar_one() == 0


async def test_modules_that_come_after_each_other_in_a_circle(tmp_path: Path) -> None:
    tuula = await make_teacher(await make_school())

    def after(name: str) -> dict[str, bytes]:
        about = module_files()["module.yaml"].decode().replace("languages:", f"after: [{name}]\nlanguages:")
        return module_files(module_yaml=about)

    assert await send(tuula, tmp_path, "first-one", after("second-one"))
    assert await send(tuula, tmp_path, "second-one", after("first-one")) == ""
    assert "comes after itself" in (await load_own_modules(tuula)).told[0].what
    assert await send(tuula, tmp_path, "third-one", after("first-one"))
    assert await send(tuula, tmp_path, "itself", after("itself")) == ""


async def test_script_in_markdown_does_nothing(tmp_path: Path) -> None:
    tuula = await make_teacher(await make_school())
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert)"
    text = EN.replace("A slip has **three** lines.", f"{hostile.split(' [')[0]}")
    assert await send(tuula, tmp_path, files=module_files(en_md=text, fi_md=None, module_yaml=_english()))
    html = (await load_module(tuula, Asked("our-week", "1"))).html
    assert "<script" not in html
    assert "<img src=x" not in html
    bad = EN.replace("A slip has **three** lines.", hostile)
    assert await send(tuula, tmp_path, "another", module_files(en_md=bad, fi_md=None, module_yaml=_english())) == ""


def _english() -> str:
    return module_files()["module.yaml"].decode().replace("[en, fi]", "[en]")


async def test_a_deleted_one_rests_and_whoever_has_begun_keeps_it(tmp_path: Path) -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, aada = await make_pupil(school, one), await make_pupil(school, one)
    tuula, kaisa = await make_teacher(school, one), await make_coordinator(school)
    await send(tuula, tmp_path)
    await send(tuula, tmp_path, "nobodys", module_files(media_slip_png=module_files()["media/slip.png"] + b"more"))
    version = (await load_module(siiri, Asked("our-week"))).version
    await begin_module(siiri, "our-week", version)
    for name in ("our-week", "nobodys"):
        await delete_own(tuula, name)
    with pytest.raises(NotFound):
        await load_module(aada, Asked("our-week"))
    assert (await load_module(siiri, Asked("our-week"))).version == version
    assert (await media_file(siiri, version, "slip.png"))[0]
    view = await load_own_modules(kaisa)
    assert (view.lines, len(view.deleted)) == ((), 2)
    with pytest.raises(Invalid):
        await assign(tuula, one, a_week(), uuid4())
    await restore_own(kaisa, "our-week")
    await assign(tuula, one, a_week(), uuid4())
    await delete_own(kaisa, "our-week")
    with pytest.raises(NotFound):
        await delete_own(tuula, "our-week")

    with at(now() + timedelta(days=29)):
        assert await remove_rested_modules() == 0
    with at(now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            await restore_own(tuula, "our-week")
        assert await remove_rested_modules() == 2
        assert await remove_rested_modules() == 0
        assert await own_rows() == []
        assert (await load_module(siiri, Asked("our-week", "1"))).html
        assert (await media_file(siiri, version, "slip.png"))[0]
        async with reading() as session:
            names = (await session.execute(select(col(ModuleVersion.name)))).scalars().all()
            contents = (await session.execute(select(func.count()).select_from(ModuleContent))).scalar_one()
        assert (names, contents) == (["our-week"], len(module_files()))


async def test_a_pupil_who_leaves_the_school_keeps_what_they_began(tmp_path: Path) -> None:
    school, other = await make_school(), await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    await send(tuula, tmp_path)
    version = (await load_module(siiri, Asked("our-week"))).version
    await begin_module(siiri, "our-week", version)
    moved = await make_pupil(other, await make_class(other))
    gone = type(siiri)(siiri.person_id, siiri.name, moved.roles)
    assert (await load_module(gone, Asked("our-week", "1"))).html
    assert (await media_file(gone, version, "slip.png"))[0]


async def test_what_waits_goes_after_a_day(tmp_path: Path) -> None:
    tuula = await make_teacher(await make_school())
    await send(tuula, tmp_path, NAME)
    with at(now() + timedelta(days=2)):
        assert await remove_rested_modules() == 1
    assert await sent_rows() == []


async def test_every_process_learns_what_another_has_changed(tmp_path: Path) -> None:
    """Titles come from memory; a process that did not make the module looks at the database once a second."""
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    await send(tuula, tmp_path)
    await assign(tuula, one, a_week(), uuid4())
    assert [due.title for due in await due_for(siiri)] == ["A trial of everything"]
