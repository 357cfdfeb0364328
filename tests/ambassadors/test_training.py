"""Before ambassadors meet anybody they learn four things, and answer until they know them; nothing is counted."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.models import Ambassador
from portfolio_app.ambassadors.training.actions import answer_check
from portfolio_app.ambassadors.training.models import AmbassadorTraining
from portfolio_app.ambassadors.training.standing import passed, standing
from portfolio_app.ambassadors.training.view import load_training
from portfolio_app.core.clock import today
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.learning.curriculum import read_curriculum, shipped_lessons
from portfolio_app.learning.for_ambassadors import FOLDER, read_training
from tests.ambassadors.rows import a_term, an_ambassador
from tests.ambassadors.trained import MODULES, passes, right_answers
from tests.conftest import Configure
from tests.lessons import with_lessons
from tests.people import actor_now as now_as
from tests.people import (
    end_roles,
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_former_pupil,
    make_person,
    make_pupil,
    make_school,
    make_teacher,
)

SHIPPED = shipped_lessons() / FOLDER


def test_what_is_shipped_is_whole_in_every_language() -> None:
    found, mistakes = read_training(SHIPPED)
    assert mistakes == ()
    assert found
    assert tuple(one.code for one in found.about.modules) == MODULES
    assert set(found.texts) == {"en", "fi", "nb", "nl"}
    for text in found.texts.values():
        assert all(text.words.html_of(code) for code in text.words.parts if code not in text.asked)
        assert all(len(one.choices) == 3 for one in text.asked.values())
        assert len(text.asked) == sum(len(one.check) for one in found.about.modules)
    for module in found.about.modules:
        # Whoever always takes the same place does not pass.
        assert len(set(found.right(module).values())) == 3


def test_it_is_none_of_the_modules_for_pupils() -> None:
    assert not set(read_curriculum(shipped_lessons()).modules) & set(MODULES)


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("training.yaml", "minutes: 25", "minutes: 90", "less than or equal to 25"),
        ("training.yaml", "[is-it-a-test, which-screen, boring, passphrase]", "[boring]", "at least 4"),
        ("training.yaml", "code: privacy", "code: tour", "is there twice"),
        ("fi.md", "{#tour.boring}", "{#tour.dull}", "the part {#tour.boring} is missing"),
        ("nb.md", "- [x] «Det kan jeg ikke love.", "- [ ] «Det kan jeg ikke love.", "0 choices of"),
        ("nl.md", "- [ ] “Beloofd.”", "- [x] “Beloofd.”", "2 choices of"),
        ("en.md", "- [ ] “I promise.”\n", "", "2 choices: write 3"),
        ("en.md", "  > Enough. You need not explain it.\n", "", "has no feedback"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, file: str, before: str, after: str, told: str) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / FOLDER)
    place = folder / file
    written = place.read_text("utf-8")
    assert before in written
    place.write_text(written.replace(before, after), "utf-8")
    found, mistakes = read_training(folder)
    assert found is None
    assert any(told in one.said() and one.file == f"{FOLDER}/{file}" for one in mistakes), mistakes


def test_answers_stand_in_the_same_order_in_every_language(tmp_path: Path) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / FOLDER)
    place = folder / "fi.md"
    written = place.read_text("utf-8")
    for before, after in (("- [ ] ”Lupaan.”", "- [x] ”Lupaan.”"), ("- [x] ”Sitä en voi", "- [ ] ”Sitä en voi")):
        written = written.replace(before, after)
    place.write_text(written, "utf-8")
    found, mistakes = read_training(folder)
    assert found is None
    assert ["same order" in one.said() for one in mistakes] == [True]


async def rows(actor: Actor) -> list[AmbassadorTraining]:
    wanted = (
        select(AmbassadorTraining)
        .join(Ambassador, col(Ambassador.id) == col(AmbassadorTraining.ambassador_id))
        .where(col(Ambassador.person_id) == actor.person_id)
    )
    async with reading() as session:
        return list((await session.execute(wanted)).scalars())


async def has_passed(ambassador: UUID) -> bool:
    async with reading() as session:
        row = await session.get(Ambassador, ambassador)
        assert row
        return await passed(session, row)


@pytest.mark.usefixtures("database")
async def test_an_ambassador_answers_until_all_is_right_and_then_it_is_done() -> None:
    school = await make_school()
    siiri = await make_pupil(school)
    ambassador = await an_ambassador(siiri, school)
    with speaking("en"):
        view = await load_training(siiri, "tour")
        assert (view.answers, view.done, view.passed, view.answered) == (True, "", False, False)
        assert not any(one.told for one in view.fields)

        wrong = right_answers("tour") | {"c-boring": "1"}
        chosen = await answer_check(siiri, "tour", "1", wrong, UUID(view.request))
        view = await load_training(siiri, "tour", chosen)
        marks = {one.name: one.told[0].mark for one in view.fields}
        assert marks == dict.fromkeys(marks, "Right") | {"c-boring": "Not this one"}
        assert "they know it" in next(one.told[0].html for one in view.fields if one.name == "c-boring")
        assert (view.answered, view.passed, view.done) == (True, False, "")

        chosen = await answer_check(siiri, "tour", "1", right_answers("tour"), UUID(view.request))
        view = await load_training(siiri, "tour", chosen)
        assert view.passed
        assert view.done.startswith("Done")
        assert view.next_title == "Listening"
    assert not await has_passed(ambassador)

    await passes(siiri, *MODULES[1:])
    assert await has_passed(ambassador)
    with speaking("fi"):
        listed = await load_training(siiri, "")
        assert listed.all_done
        assert [one.title for one in listed.lines][1:3] == ["Kuunteleminen", "Turvallisuus"]
    # Whoever plays with it afterwards loses nothing.
    await answer_check(siiri, "tour", "1", wrong, uuid4())
    assert await has_passed(ambassador)
    assert {one.module: one.tries for one in await rows(siiri)}["tour"] == 2


@pytest.mark.usefixtures("database")
async def test_a_double_click_counts_once_and_leaves_one_trace() -> None:
    school = await make_school()
    siiri = await make_pupil(school)
    await an_ambassador(siiri, school)
    request = uuid4()
    wrong = right_answers("privacy") | {"c-chat": "0"}
    for _again in range(2):
        await asyncio.gather(*(answer_check(siiri, "privacy", "1", wrong, request) for _click in range(3)))
    (row,) = await rows(siiri)
    assert (row.tries, row.passed_at, row.version) == (1, None, 0)
    async with reading() as session:
        noted = await session.scalar(
            select(func.count())
            .select_from(Audit)
            .where(col(Audit.action) == "ambassadors.answer_check", col(Audit.actor_id) == siiri.person_id)
        )
    assert noted == 1


@pytest.mark.usefixtures("database")
async def test_answers_that_are_none_change_nothing() -> None:
    school = await make_school()
    siiri = await make_pupil(school)
    await an_ambassador(siiri, school)
    right = right_answers("tour")
    with pytest.raises(Invalid) as missing:
        await answer_check(siiri, "tour", "1", right | {"c-boring": None}, uuid4())
    assert missing.value.field == "c-boring"
    for module, version, sent, refused in (
        ("tour", "1", right | {"c-boring": "3"}, NotFound),
        ("tour", "1", right | {"c-boring": "-1"}, NotFound),
        ("tour", "1", right | {"c-boring": "zero"}, NotFound),
        ("tour", "1", right_answers("privacy"), Invalid),
        ("tour", "2", right, Conflict),
        ("tour", "", right, Conflict),
        ("cooking", "1", right, NotFound),
        ("../tour", "1", right, NotFound),
    ):
        with pytest.raises(refused):
            await answer_check(siiri, module, version, sent, uuid4())
    assert await rows(siiri) == []


@pytest.mark.usefixtures("database")
async def test_nobody_else_answers_and_only_adults_who_look_after_them_read() -> None:
    school, elsewhere = await make_school(), await make_school()
    one = await make_class(school)
    siiri, classmate, removed, late = [await make_pupil(school, one) for _number in range(4)]
    await an_ambassador(siiri, school)
    await an_ambassador(removed, school, ended=True)
    await an_ambassador(late, school, await a_term(school, last_day=today() - timedelta(days=1)))
    left = await make_pupil(school)
    await an_ambassador(left, school)
    await end_roles(left)
    tuula, counsellor = await make_teacher(school), await make_counsellor(school)
    others = [
        await make_coordinator(school),
        await make_admin(),
        await make_former_pupil(),
        await make_pupil(elsewhere),
    ]
    for who in (classmate, removed, late, await now_as(left.person_id), tuula, counsellor, *others):
        with pytest.raises(NotFound):
            await answer_check(who, "tour", "1", right_answers("tour"), uuid4())
    for who in (classmate, removed, late, await now_as(left.person_id), *others):
        with pytest.raises(NotFound):
            await load_training(who, "")
    for who in (tuula, counsellor):
        with speaking("nl"):
            view = await load_training(who, "safeguarding")
        assert not view.answers
        assert [len(one.told) for one in view.fields] == [3] * 5  # with all answers
    with pytest.raises(NotFound):
        await load_training(siiri, "cooking")


@pytest.mark.usefixtures("database")
async def test_adults_see_what_is_done_and_not_how_often_it_was_tried() -> None:
    school = await make_school()
    siiri, aada = await make_pupil(school), await make_pupil(school)
    first, second = await an_ambassador(siiri, school), await an_ambassador(aada, school)
    await answer_check(siiri, "tour", "1", right_answers("tour") | {"c-boring": "2"}, uuid4())
    await passes(siiri, "safeguarding")
    with speaking("en"):
        async with reading() as session:
            known = await standing(session, [first, second])
    assert [one.code for one in known[first] if one.done] == ["safeguarding"]
    assert [one.done for one in known[second]] == [False] * 4
    assert set(vars(known[first][0])) == {"code", "title", "day"}


@pytest.mark.usefixtures("database")
async def test_who_serves_at_two_schools_learns_it_once() -> None:
    school, other = await make_school(), await make_school()
    siiri = await make_person((Role.PUPIL, school), (Role.PUPIL, other))
    both = [await an_ambassador(siiri, one) for one in (school, other)]
    await passes(siiri)
    assert [await has_passed(one) for one in both] == [True, True]


@pytest.mark.usefixtures("database")
async def test_a_new_version_of_a_module_is_done_again(configure: Configure, tmp_path: Path) -> None:
    school = await make_school()
    siiri = await make_pupil(school)
    ambassador = await an_ambassador(siiri, school)
    await passes(siiri)
    lessons = with_lessons(configure, tmp_path).parent.parent
    folder = shutil.copytree(SHIPPED, lessons / FOLDER)
    about = folder / "training.yaml"
    about.write_text(about.read_text().replace("code: privacy\n    version: 1", "code: privacy\n    version: 2"))
    assert not await has_passed(ambassador)
    await answer_check(siiri, "privacy", "2", right_answers("privacy"), uuid4())
    assert await has_passed(ambassador)
    # A broken file is not used: what comes with the app is.
    (folder / "en.md").write_text("# Nothing")
    with speaking("en"):
        assert (await load_training(siiri, "")).title == "Training for ambassadors"
