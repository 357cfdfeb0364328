"""An adult notes a talk in one action; the pupil reads it, answers, and nobody else does."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import at, now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.class_picture import load_class_picture
from portfolio_app.portfolio.privacy_drill import load_seen_by_me
from portfolio_app.portfolio.see_as import load_see_as
from portfolio_app.portfolio.talk_pages import load_note, load_talks
from portfolio_app.sharing import noticing  # noqa: F401 - notices find talks
from portfolio_app.sharing.models import Talk
from portfolio_app.sharing.retention import remove_rested_talks
from portfolio_app.sharing.talks import LEFT, answer_talk, note_talk, take_back_talk
from tests.people import end_roles, make_class, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")


async def a_class() -> tuple[UUID, Actor, Actor, Actor, Actor]:
    """A class, two of its pupils, its teacher and the school's counsellor."""
    school = await make_school()
    one = await make_class(school, "8B")
    return (
        one,
        await make_pupil(school, one, name="Siiri"),
        await make_pupil(school, one, name="Venla"),
        await make_teacher(school, one, name="Tuula"),
        await make_counsellor(school, name="Katri"),
    )


async def noted(adult: Actor, *pupils: Actor, words: str = "The summer job", days: int = 0) -> UUID:
    """Note a talk `days` ago; the id of the first note."""
    request = uuid4()
    with_whom = [one.person_id for one in pupils]
    await note_talk(adult, with_whom, today() - timedelta(days=days), words, request)
    async with reading() as session:
        rows = select(col(Talk.id)).where(col(Talk.request) == request, col(Talk.person_id) == with_whom[0])
        return (await session.execute(rows)).scalar_one()


async def test_several_pupils_at_once_and_each_reads_it() -> None:
    one, siiri, venla, tuula, _katri = await a_class()
    await noted(tuula, siiri, venla)
    for pupil in (siiri, venla):
        assert [(talk.who, talk.words) for talk in (await load_talks(pupil)).talks] == [("Tuula", "The summer job")]
        assert "Tuula noted that you talked on" in (await load_notices(pupil)).lines[0].sentence
    before = (await load_note(tuula, class_id=str(one))).talks
    assert {talk.who for talk in before} == {"Siiri", "Venla"}


async def test_the_pupil_answers_and_whoever_noted_it_reads_the_answer() -> None:
    one, siiri, venla, tuula, katri = await a_class()
    talk = await noted(tuula, siiri)
    await answer_talk(siiri, talk, "I would rather begin in June")
    assert (await load_note(tuula, class_id=str(one))).talks[0].answer == "I would rather begin in June"
    assert (await load_note(katri, pupil_id=str(siiri.person_id))).talks == ()  # nobody else's
    for wrong in (venla, tuula, katri):
        with pytest.raises(NotFound):
            await answer_talk(wrong, talk, "Not mine")
    await answer_talk(siiri, talk, "")
    assert (await load_talks(siiri)).talks[0].answer == ""


async def test_only_adults_of_the_school_note_talks_and_only_with_its_pupils() -> None:
    _one, siiri, venla, tuula, katri = await a_class()
    other = await make_teacher(await make_school())
    with pytest.raises(Refused):
        await noted(siiri, venla)
    for adult, pupil in ((other, siiri), (tuula, katri), (tuula, other)):
        with pytest.raises(Invalid, match="not at your school"):
            await noted(adult, pupil)
    with pytest.raises(NotFound):
        await load_note(other, pupil_id=str(siiri.person_id))
    await noted(katri, siiri)
    with pytest.raises(Refused):
        await load_talks(tuula)


async def test_a_pupil_who_has_left_is_named_as_the_reason_and_nothing_is_kept_of_the_others() -> None:
    _one, siiri, venla, tuula, _katri = await a_class()
    await end_roles(siiri)
    with pytest.raises(Invalid) as refused:
        await noted(tuula, venla, siiri)
    assert str(refused.value) == LEFT
    assert (await load_talks(venla)).talks == ()


@pytest.mark.parametrize(
    ("words", "days", "field"),
    [("", 0, "words"), ("x" * 301, 0, "words"), ("Well", -2, "held_on"), ("Well", 400, "held_on")],
)
async def test_what_is_wrong_is_said_beside_its_field(words: str, days: int, field: str) -> None:
    _one, siiri, _venla, tuula, _katri = await a_class()
    with pytest.raises(Invalid) as refused:
        await noted(tuula, siiri, words=words, days=days)
    assert refused.value.field == field
    with pytest.raises(Invalid):
        await note_talk(tuula, [], today(), "Well", uuid4())


async def test_sent_twice_it_is_kept_once_and_nobody_takes_over_anothers_form() -> None:
    _one, siiri, venla, tuula, katri = await a_class()
    request = uuid4()
    both = [siiri.person_id, venla.person_id]
    assert [await note_talk(tuula, both, today(), "Well", request) for _twice in range(2)] == [2, 0]
    with pytest.raises(NotFound):
        await note_talk(katri, both, today(), "Well", request)
    assert len((await load_talks(siiri)).talks) == 1


async def test_a_note_taken_back_is_gone_comes_back_and_goes_for_good() -> None:
    _one, siiri, _venla, tuula, katri = await a_class()
    talk = await noted(tuula, siiri)
    for wrong in (katri, siiri):
        with pytest.raises(NotFound):
            await take_back_talk(wrong, talk)
    for _twice in range(2):
        await take_back_talk(tuula, talk)
    assert (await load_talks(siiri)).talks == ()
    assert (await load_notices(siiri)).lines == ()
    with pytest.raises(NotFound):
        await answer_talk(siiri, talk, "Too late")
    await take_back_talk(tuula, talk, back=False)
    assert len((await load_talks(siiri)).talks) == 1
    await take_back_talk(tuula, talk)
    with at(now() + timedelta(days=31)):
        assert (await remove_rested_talks(), await remove_rested_talks()) == (1, 0)


async def test_a_talk_ends_the_silence_for_half_a_year_from_its_day() -> None:
    one, siiri, venla, tuula, _katri = await a_class()
    await noted(tuula, siiri, days=100)
    assert [pupil.name for pupil in (await load_class_picture(tuula, str(one))).silent.pupils] == ["Venla"]
    assert [pupil.name for pupil in (await load_note(tuula, class_id=str(one))).pupils] == ["Venla", "Siiri"]
    assert "last talked with you" in (await load_see_as(siiri)).contact
    with at(now() + timedelta(days=100)):
        assert (await load_class_picture(tuula, str(one))).silent.count == 2
        assert "for half a year" in (await load_see_as(siiri)).contact
    assert "for half a year" in (await load_see_as(venla)).contact


async def test_the_drill_tells_of_ones_own_notes_alone() -> None:
    _one, siiri, _venla, tuula, katri = await a_class()
    await noted(tuula, siiri)

    async def seen(adult: Actor) -> bool:
        lines = (await load_seen_by_me(adult, str(siiri.person_id))).lines
        return next(line.seen for line in lines if line.what == "Talks this adult noted with the pupil")

    assert (await seen(tuula), await seen(katri)) == (True, False)


async def test_it_is_the_pupils_and_outlives_the_account_of_whoever_noted_it() -> None:
    _one, siiri, venla, tuula, _katri = await a_class()
    await noted(tuula, siiri, venla)
    async with writing() as session:
        await session.execute(delete(Person).where(col(Person.id) == tuula.person_id))
    assert (await load_talks(siiri)).talks[0].who == "A teacher who was here before"
    async with writing() as session:
        await session.execute(update(Person).where(col(Person.id) == venla.person_id).values(ended_at=now()))
        await session.execute(delete(Person).where(col(Person.id) == siiri.person_id))
    async with reading() as session:
        assert set((await session.execute(select(col(Talk.person_id)))).scalars()) == {venla.person_id}


async def test_each_change_leaves_a_line_in_the_trail() -> None:
    _one, siiri, _venla, tuula, _katri = await a_class()
    talk = await noted(tuula, siiri)
    await answer_talk(siiri, talk, "Yes")
    await take_back_talk(tuula, talk)
    async with reading() as session:
        trail = select(Audit).where(col(Audit.thing) == f"talk:{talk}").order_by(col(Audit.at), col(Audit.id))
        rows = (await session.execute(trail)).scalars().all()
    assert [(row.action, row.actor_id) for row in rows] == [
        ("sharing.note_talk", tuula.person_id),
        ("sharing.answer_talk", siiri.person_id),
        ("sharing.take_back_talk", tuula.person_id),
    ]
