"""Something is wrong here: one press reaches an adult at school, once, and the pupil sees that it did."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.marketplace.placements.models import Worry
from portfolio_app.marketplace.placements.own import load_placement
from portfolio_app.marketplace.placements.worries import load_worries, mark_worry_seen, say_worry
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.home import load_home
from portfolio_app.portfolio_app import app
from portfolio_app.sharing.seen import load_seen
from tests.marketplace.placements.pupils import Week, a_week, change
from tests.people import end_roles, make_pupil, make_teacher

pytestmark = pytest.mark.usefixtures("database")
assert app  # notices find what they are about


async def worries() -> list[Worry]:
    async with reading() as session:
        return list((await session.execute(select(Worry).order_by(col(Worry.made_at)))).scalars())


async def said(week: Week, words: str = "") -> UUID:
    await say_worry(week.siiri, week.placement, words, uuid4())
    return (await worries())[-1].id


async def test_one_press_without_a_word_reaches_the_adult_who_answers_for_it() -> None:
    week = await a_week()
    request = uuid4()
    await asyncio.gather(*(say_worry(week.siiri, week.placement, "", request) for _press in range(3)))
    (row,) = await worries()
    assert (row.to_id, row.words, row.seen_at) == (week.tuula.person_id, "", None)
    (line,) = (await load_notices(week.tuula)).lines
    assert line.sentence == "Siiri says that something is wrong at “Leipomo Kettunen”. Read it now."
    assert (line.href, line.new) == ("/en/worries", True)
    for other in (week.timo, week.petri, week.eino, week.elsewhere):
        assert (await load_notices(other)).lines == ()
    view = await load_placement(week.siiri, str(week.placement), uuid4())
    assert view.told == "Tuula"
    assert [one.read for one in view.said] == [""]
    assert view.said[0].arrived.startswith("It arrived: ")
    assert [one.phone for one in view.contact.help] == ["116 111"]
    async with reading() as session:
        trail = (await session.execute(select(Audit).where(col(Audit.action) == "marketplace.say_worry"))).scalars()
        assert [one.detail for one in trail] == [{"told": 1}]


async def test_the_adult_reads_it_and_the_pupil_sees_when() -> None:
    week = await a_week()
    worry = await said(week, "They shout at me")
    home = await load_home(week.tuula)
    assert ("Something is wrong at a workplace", "1 not seen yet") in {
        (line.title, line.detail) for section in home.sections for line in section.lines
    }
    (line,) = (await load_worries(week.tuula)).lines
    assert (line.name, line.words, line.seen) == ("Siiri", "They shout at me", "")
    assert line.where == "Buns and bread, Leipomo Kettunen, Uunikatu 1, Tampere"
    assert [(one.name, one.calls) for one in line.there] == [("Raija Kettunen", "tel:0401234567")]
    for _press in range(2):
        await mark_worry_seen(week.tuula, worry)
    await mark_worry_seen(week.timo, worry)  # the first who saw it stays
    assert (await load_worries(week.tuula)).lines[0].seen.startswith("Tuula read it: ")
    view = await load_placement(week.siiri, str(week.placement), uuid4())
    assert view.said[0].read.startswith("Tuula read it: ")
    assert [one.new for one in (await load_notices(week.tuula)).lines] == [False]
    assert "Tuula read on" in (await load_seen(week.siiri)).lines[0].sentence
    assert all(
        line.href != "/en/worries" for section in (await load_home(week.tuula)).sections for line in section.lines
    )


@pytest.mark.parametrize("gone", [True, False])
async def test_with_nobody_named_the_teachers_of_the_class_are_told(gone: bool) -> None:
    week = await a_week()
    if gone:
        await end_roles(week.tuula)
    else:
        await change(week.placement, adult_id=None)
    second = await make_teacher(week.school, week.class_id, name="Aino")
    await said(week)
    assert (await worries())[0].to_id is None
    for one in (week.timo, second):
        assert len((await load_notices(one)).lines) == 1
    for one in (week.petri, week.tuula):
        assert (await load_notices(one)).lines == ()
    assert (await load_placement(week.siiri, str(week.placement), uuid4())).told == "Aino and Timo"


async def test_with_no_teacher_either_counsellors_are_told() -> None:
    week = await a_week(adult_id=None)
    await end_roles(week.timo)
    await said(week)
    assert len((await load_notices(week.petri)).lines) == 1


async def test_with_nobody_at_all_it_is_kept_and_the_pupil_knows() -> None:
    week = await a_week()
    for one in (week.tuula, week.timo, week.petri):
        await end_roles(one)
    await said(week)
    view = await load_placement(week.siiri, str(week.placement), uuid4())
    assert (view.told, len(view.said)) == ("", 1)


async def test_it_can_be_said_of_what_is_over_or_does_not_take_place() -> None:
    week = await a_week()
    await change(week.placement, cancelled_at=now(), cancel_reason="seat")
    await said(week)
    assert len(await worries()) == 1


async def test_nobody_else_says_reads_or_marks_it() -> None:
    week = await a_week()
    worry = await said(week)
    other = await make_pupil(week.school, week.class_id)
    for wrong in (week.eino, other, week.tuula, week.petri, week.sirpa, week.elsewhere):
        with pytest.raises(NotFound):
            await say_worry(wrong, week.placement, "", uuid4())
    stranger = await make_teacher(week.school)
    for wrong in (week.siiri, week.eino, week.sirpa, week.elsewhere, stranger):
        with pytest.raises(NotFound):
            await mark_worry_seen(wrong, worry)
    for wrong in (week.siiri, week.sirpa):
        with pytest.raises(Refused):
            await load_worries(wrong)
    for blind in (week.elsewhere, stranger):
        assert (await load_worries(blind)).lines == ()
    for reader in (week.tuula, week.timo, week.petri):
        assert len((await load_worries(reader)).lines) == 1


async def test_a_form_of_somebody_else_and_words_without_end_are_refused() -> None:
    week = await a_week()
    request = uuid4()
    await say_worry(week.siiri, week.placement, "", request)
    with pytest.raises(Invalid):
        await say_worry(week.siiri, week.placement, "x" * 1501, uuid4())
    for wrong in ("no id", str(uuid4())):
        with pytest.raises(NotFound):
            await say_worry(week.siiri, wrong, "", uuid4())
    mine = await a_week()
    with pytest.raises(NotFound):
        await say_worry(mine.siiri, mine.placement, "", request)


async def test_what_it_was_is_not_named_to_who_no_longer_looks_after_the_pupil() -> None:
    week = await a_week()
    await said(week)
    await change(week.placement, adult_id=None)
    (line,) = (await load_notices(week.tuula)).lines
    assert "Kettunen" not in line.sentence
    assert line.href == ""
