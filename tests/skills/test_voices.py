"""Others say how they see a pupil: only what they were asked, beside the pupil's own view, never in its place."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.models import Audit
from portfolio_app.notices.queries import load_notices
from portfolio_app.skills import voice_noticing  # noqa: F401 - notices find what was asked
from portfolio_app.skills.actions import assess
from portfolio_app.skills.models import GivenVoice
from portfolio_app.skills.queries import CapabilityView, load_capability, load_skills
from portfolio_app.skills.retention import remove_rested_voices
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_pages import load_asking, load_voices
from portfolio_app.skills.voices import LEFT, Said, answer, ask, end_ask, give, hide, report
from tests.people import end_roles, make_class, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")

S1, S2 = "S1", "S2"


def thing(code: str) -> str:
    return capability_thing("scotland-cms", code)


async def a_school() -> tuple[Actor, Actor, Actor]:
    """A pupil, a teacher of their class, a counsellor."""
    school = await make_school()
    one = await make_class(school, "8B")
    return (
        await make_pupil(school, one, name="Siiri Niemi"),
        await make_teacher(school, one, name="Tuula"),
        await make_counsellor(school, name="Katri"),
    )


async def asked(pupil: Actor, *adults: Actor, codes: Sequence[str] = (S1,)) -> None:
    for adult in adults:
        await ask(pupil, adult.person_id, codes)


async def says(adult: Actor, pupil: Actor, step: int, reason: str = "", code: str = S1) -> None:
    await give(adult, pupil.person_id, {thing(code): Said(step, reason)}, uuid4())


async def page(pupil: Actor, code: str = S1) -> CapabilityView:
    return await load_capability(pupil, code)


async def test_a_pupil_asks_and_an_adult_says_how_they_see_it() -> None:
    siiri, tuula, _katri = await a_school()
    await asked(siiri, tuula, codes=(S1, S2))
    waiting = (await load_voices(tuula)).pupils
    assert [(one.name, one.detail, len(one.skills)) for one in waiting] == [("Siiri Niemi", "8B", 2)]
    assert "Siiri Niemi asks how you see them" in (await load_notices(tuula)).lines[0].sentence
    await says(tuula, siiri, 3, "You spoke up in the group")
    voice = (await page(siiri)).voices[0]
    assert (voice.who, voice.step, voice.reason, voice.kind) == ("Tuula", 3, "You spoke up in the group", "teacher")
    assert "Tuula said how they see you" in (await load_notices(siiri)).lines[0].sentence
    assert "You said on" in (await load_voices(tuula)).pupils[0].skills[0].former


async def test_nobody_speaks_about_what_they_were_not_asked() -> None:
    siiri, tuula, katri = await a_school()
    await asked(siiri, tuula)
    for adult, code in ((katri, S1), (tuula, S2)):
        with pytest.raises(NotFound):
            await says(adult, siiri, 2, code=code)
    with pytest.raises(Refused):
        await says(siiri, siiri, 2)
    await end_ask(siiri, tuula.person_id)
    with pytest.raises(NotFound):
        await says(tuula, siiri, 2)
    assert not (await load_voices(tuula)).any
    assert "does not ask any more" in (await load_notices(tuula)).lines[0].sentence


async def test_only_adults_of_the_own_school_can_be_asked() -> None:
    siiri, tuula, _katri = await a_school()
    other = await make_teacher(await make_school())
    for wrong in (other, siiri):
        with pytest.raises(NotFound):
            await ask(siiri, wrong.person_id, [S1])
    with pytest.raises(NotFound):
        await ask(siiri, tuula.person_id, ["X9"])
    with pytest.raises(Invalid):
        await ask(siiri, tuula.person_id, [])
    with pytest.raises(Refused):
        await ask(tuula, tuula.person_id, [S1])
    assert await ask(siiri, tuula.person_id, [S1, S1]) == 1
    assert await ask(siiri, tuula.person_id, [S1]) == 0  # a double click


async def test_a_pupil_who_has_left_gets_no_voice_and_the_teacher_a_clear_sentence() -> None:
    siiri, tuula, _katri = await a_school()
    await asked(siiri, tuula)
    await end_roles(siiri)
    with pytest.raises(Invalid, match=LEFT):
        await says(tuula, siiri, 2)
    assert not (await load_voices(tuula)).any


async def test_sent_twice_it_is_kept_once() -> None:
    siiri, tuula, katri = await a_school()
    await asked(siiri, tuula, katri)
    request = uuid4()
    for _ in range(2):
        await give(tuula, siiri.person_id, {thing(S1): Said(2)}, request)
    assert len((await page(siiri)).voices) == 1
    with pytest.raises(NotFound):
        await give(katri, siiri.person_id, {thing(S1): Said(2)}, request)


async def test_within_a_day_a_voice_is_put_right_and_later_a_new_one_stands_beside_it() -> None:
    siiri, tuula, _katri = await a_school()
    await asked(siiri, tuula)
    with at(now() - timedelta(days=3)):
        await says(tuula, siiri, 1, "wrong pupil")
        await says(tuula, siiri, 2, "right")
    assert [one.reason for one in (await page(siiri)).voices] == ["right"]
    await says(tuula, siiri, 3, "since then")
    view = await page(siiri)
    assert [one.reason for one in view.voices] == ["since then", "right"]
    assert [one.step for one in view.change.moments] == [3, 2]
    with at(now() + timedelta(days=60)):
        assert await remove_rested_voices() == 1
        assert await remove_rested_voices() == 0
    assert len((await page(siiri)).voices) == 2


async def test_the_pupil_answers_and_hides_and_never_alters() -> None:
    siiri, tuula, katri = await a_school()
    await assess(siiri, S1, 2, "", uuid4())
    await asked(siiri, tuula)
    await says(tuula, siiri, 3, "I saw it")
    voice = UUID((await page(siiri)).voices[0].id)
    await answer(siiri, voice, "That was a good day")
    assert "That was a good day" in (await load_voices(tuula)).pupils[0].skills[0].former
    await says(tuula, siiri, 4, "again")  # an answered one stays
    assert len((await page(siiri)).voices) == 2
    for wrong in (tuula, katri):
        with pytest.raises(NotFound):
            await hide(wrong, voice)
        with pytest.raises(NotFound):
            await answer(wrong, voice, "mine")
    for one in (await page(siiri)).voices:
        await hide(siiri, UUID(one.id))
    view = await page(siiri)
    assert [one.hidden for one in view.voices] == [True, True]
    assert (view.together, [one.kind for one in view.change.moments]) == ("", ["own"])
    assert not (await load_skills(siiri)).voiced
    await hide(siiri, voice, hidden=False)
    assert (await page(siiri)).together != ""


async def test_reporting_hides_a_voice_and_asks_somebody_to_talk_without_telling_the_words() -> None:
    siiri, tuula, katri = await a_school()
    await asked(siiri, tuula)
    await says(tuula, siiri, 1, "unkind words")
    voice = UUID((await page(siiri)).voices[0].id)
    for _ in range(2):
        await report(siiri, voice)
    told = (await load_notices(katri)).lines
    assert ["Siiri Niemi does not feel right" in one.sentence for one in told] == [True]
    assert "unkind" not in told[0].sentence
    line = (await page(siiri)).voices[0]
    assert (line.hidden, line.reported) == (True, True)


async def test_a_teachers_voice_stays_without_a_name_when_their_account_goes_and_goes_with_the_pupil() -> None:
    siiri, tuula, _katri = await a_school()
    await asked(siiri, tuula)
    await says(tuula, siiri, 3)
    async with writing() as session:
        await session.execute(delete(Person).where(col(Person.id) == tuula.person_id))
    assert (await page(siiri)).voices[0].who == "A teacher who was here before"
    async with writing() as session:
        await session.execute(delete(Person).where(col(Person.id) == siiri.person_id))
    async with reading() as session:
        assert (await session.execute(select(GivenVoice))).first() is None


async def test_the_picture_shows_all_voices_and_says_what_they_say_together() -> None:
    siiri, tuula, katri = await a_school()
    await assess(siiri, S1, 2, "", uuid4())
    await asked(siiri, tuula, katri)
    await says(tuula, siiri, 3)
    view = await load_skills(siiri)
    assert view.together == "You see yourself a step lower than the person who has seen you work."
    await says(katri, siiri, 3)
    view = await load_skills(siiri)
    line = next(one for theme in view.themes for one in theme.skills if one.code == S1)
    assert (line.step, line.teacher, line.host) == (2, 3, 0)
    assert view.together == line.together == "You see yourself a step lower than the 2 people who have seen you work."


async def test_not_having_seen_it_is_an_answer_too() -> None:
    siiri, tuula, _katri = await a_school()
    await asked(siiri, tuula)
    await says(tuula, siiri, 0)
    view = await page(siiri)
    assert (view.voices[0].step_words, view.together) == ("Has not seen this", "")
    for step in (-1, 5):
        with pytest.raises(Invalid):
            await says(tuula, siiri, step)
    with pytest.raises(Invalid):
        await give(tuula, siiri.person_id, {}, uuid4())


async def test_each_change_leaves_a_line_in_the_trail() -> None:
    siiri, tuula, _katri = await a_school()
    await asked(siiri, tuula)
    await says(tuula, siiri, 2)
    voice = UUID((await page(siiri)).voices[0].id)
    await answer(siiri, voice, "yes")
    await hide(siiri, voice)
    await report(siiri, voice)
    await end_ask(siiri, tuula.person_id, S1)
    async with reading() as session:
        trail = (await session.execute(select(col(Audit.action)).order_by(col(Audit.at)))).scalars().all()
    assert trail == [
        "skills.ask",
        "skills.give",
        "skills.answer",
        "skills.hide",
        "skills.report",
        "skills.end_ask",
    ]


async def test_the_pupil_sees_whom_they_ask() -> None:
    siiri, tuula, _katri = await a_school()
    await asked(siiri, tuula, codes=(S1, S2))
    line = (await load_asking(siiri)).asked[0]
    assert (line.who, line.detail) == ("Tuula", "Has not answered yet")
    await says(tuula, siiri, 2)
    assert "Last answered on" in (await load_asking(siiri)).asked[0].detail


async def test_who_has_no_answer_yet_comes_first() -> None:
    school = await make_school()
    one = await make_class(school)
    tuula = await make_teacher(school, one)
    pupils = [await make_pupil(school, one, name=name) for name in ("Aada", "Bea", "Cilla")]
    for pupil in pupils:
        await asked(pupil, tuula)
    await says(tuula, pupils[0], 2)
    assert [one.name for one in (await load_voices(tuula)).pupils] == ["Bea", "Cilla", "Aada"]
    assert [one.name for one in (await load_voices(tuula, search="cil")).pupils] == ["Cilla"]
    assert (await load_voices(tuula, class_id=str(uuid4()))).pupils == ()
