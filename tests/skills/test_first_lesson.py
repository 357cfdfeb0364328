"""The ten-minute first lesson: whoever has no idea leaves with three lines about themself and a first evidence."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.drafts import save_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.languages import speaking
from portfolio_app.core.models import Audit
from portfolio_app.notices.queries import load_notices
from portfolio_app.portfolio.pupil_page import load_pupil
from portfolio_app.portfolio_app import app
from portfolio_app.sharing import things
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import may_see
from portfolio_app.skills.about_me import (
    about_thing,
    delete_earlier,
    lines_about,
    load_about_me,
    remove_rested_lines,
    say_about_me,
)
from portfolio_app.skills.class_lesson import (
    end_class_lesson,
    load_class_lesson,
    remove_old_class_lessons,
    start_class_lesson,
)
from portfolio_app.skills.first_lesson_actions import (
    NOT_SURE,
    answer_question,
    deed_draft,
    finish,
    keep_deed,
    name_witness,
    title_of,
)
from portfolio_app.skills.first_lesson_format import first_lesson
from portfolio_app.skills.first_lesson_lines import Answered, lines_of, offered
from portfolio_app.skills.first_lesson_steps import steps_of
from portfolio_app.skills.first_lesson_views import load_first_lesson
from portfolio_app.skills.framework import framework, frameworks
from portfolio_app.skills.models import AboutMe, ClassLesson, Evidence, EvidenceCapability, LessonAnswer, LessonRound
from tests.people import end_roles, make_class, make_counsellor, make_pupil, make_school, make_teacher

pytestmark = pytest.mark.usefixtures("database")
assert app  # notices find what they are about

LINES = ("I like drawing.", "Things go best for me in peace.", "I would like to cook for many people.")


async def a_class() -> tuple[Actor, Actor, UUID]:
    """A pupil, a teacher of their class, and the class."""
    school = await make_school()
    one = await make_class(school, "8 B")
    return await make_pupil(school, one, name="Siiri"), await make_teacher(school, one, name="Tuula"), one


async def siiri() -> Actor:
    return (await a_class())[0]


async def answers() -> list[tuple[str, str, str]]:
    async with reading() as session:
        found = await session.execute(select(LessonAnswer).order_by(col(LessonAnswer.question)))
        return [(one.question, one.choices, one.own_words) for one in found.scalars()]


# What the file says


def test_the_lesson_asks_five_questions_of_six_to_eight_answers_in_every_language() -> None:
    lesson = first_lesson()
    assert lesson.languages == ("en", "fi", "nb", "nl")
    assert len(lesson.questions) == 5
    assert all(6 <= len(question.asked) <= 8 for question in lesson.questions)
    assert len(lesson.lines) == 3
    for question in lesson.questions:
        for choice in question.choices:
            assert [framework().capability(code).code for code in choice.capabilities]


def test_every_sentence_is_whole_and_said_by_one_answer_alone() -> None:
    for language in first_lesson().languages:
        told = [
            sentence[language]
            for question in first_lesson().questions
            for choice in question.choices
            for sentence in (choice.says, choice.also)
        ]
        assert len(set(told)) == len(told)
        assert all(one[0].isupper() and one.endswith(".") for one in told)


@pytest.mark.parametrize("language", ["en", "fi", "nb", "nl"])
def test_whatever_is_answered_there_are_three_lines_that_can_be_kept(language: str) -> None:
    lesson = first_lesson()
    with speaking(language):
        for most in (0, 1, 2):
            given = {
                one.code: Answered(tuple(choice.code for choice in one.asked[-most:]) if most else ())
                for one in lesson.questions
            }
            lines = lines_of(lesson, given)
            assert len(lines) == 3
            assert all(line and len(line) <= 300 for line in lines)
        longest = {one.code: Answered((one.asked[0].code,), "w" * 60) for one in lesson.questions}
        assert all(len(line) <= 300 for line in lines_of(lesson, longest))


def test_answers_become_sentences_in_the_readers_language() -> None:
    lesson = first_lesson()
    given = {"like": Answered(("draw", "music")), "easy": Answered((), "Riding horses!"), "try": Answered()}
    assert lines_of(lesson, given) == (
        "I like drawing. I also like music. This is easy for me: Riding horses!",
        "I am still finding out how things go best for me.",
        "I do not know yet what I want to try.",
    )
    with speaking("fi"):
        assert lines_of(lesson, given)[0].startswith("Tykkään piirtää. Tykkään myös musiikista.")
    assert lines_of(lesson, {"like": Answered((), "{odd} 100 %")})[0] == "I like this: {odd} 100 %."


def test_two_or_three_skills_are_offered_with_a_reason_under_any_framework() -> None:
    lesson = first_lesson()
    for used in frameworks().values():
        for given in ({}, {"like": Answered(("draw", "make"))}, {one.code: Answered() for one in lesson.questions}):
            some = offered(lesson, given, used)
            assert len(some) == 3
            assert {one.code for one in some} <= set(used.codes)
            assert all(one.name and one.meaning and one.reason for one in some)
    first = offered(lesson, {"like": Answered(("draw", "make"))}, framework())[0]
    assert (first.code, first.reason) == ("H4", "Because you chose “Making things with my hands” and “Drawing”.")


# Doing it


async def test_the_last_answer_counts_from_whichever_device() -> None:
    pupil = await siiri()
    await asyncio.gather(*(answer_question(pupil, 1, "like", [one]) for one in ("draw", "music", "make")))
    assert len(await answers()) == 1
    await answer_question(pupil, 1, "like", ["music", "draw"])
    await answer_question(pupil, 1, "easy", [], "  riding   horses ")
    await answer_question(pupil, 1, "try")
    assert await answers() == [("easy", "", "riding horses"), ("like", "draw music", ""), ("try", "", "")]


async def test_what_is_not_asked_is_refused() -> None:
    pupil = await siiri()
    for question, choices in (("like", ["fly"]), ("nothing", []), ("like", ["explain"])):
        with pytest.raises(NotFound):
            await answer_question(pupil, 1, question, choices)
    with pytest.raises(Invalid):
        await answer_question(pupil, 1, "like", ["draw", "music", "make"])
    with pytest.raises(Invalid):
        await answer_question(pupil, 1, "like", ["draw", "music"], "and more")
    with pytest.raises(Invalid):
        await answer_question(pupil, 1, "like", [], "w" * 61)
    for number in (0, 2, -1, 10**9):
        with pytest.raises(NotFound):
            await answer_question(pupil, number, "like", ["draw"])
    assert await answers() == []


async def test_only_pupils_do_it() -> None:
    _pupil, teacher, _class = await a_class()
    for attempt in (
        answer_question(teacher, 1, "like", ["draw"]),
        keep_deed(teacher, 1, "I helped", NOT_SURE, uuid4()),
        name_witness(teacher, 1, None, "Mum"),
        finish(teacher, 1, LINES, uuid4()),
        load_first_lesson(teacher, uuid4()),
        load_about_me(teacher, uuid4()),
        say_about_me(teacher, LINES, uuid4()),
    ):
        with pytest.raises(Refused):
            await attempt


async def test_something_done_well_becomes_evidence_once() -> None:
    pupil = await siiri()
    await answer_question(pupil, 1, "like", ["draw", "make"])
    deed = (await load_first_lesson(pupil, uuid4(), "deed")).deed
    assert deed.choices[0].value == "H4"
    await save_draft(pupil.person_id, deed.draft, {"words": "I painted", "capability": "H4"}, 0)
    assert (await load_first_lesson(pupil, uuid4(), "deed")).deed.words == "I painted"
    request = uuid4()
    first = await keep_deed(pupil, 1, "I painted the shed.\nAll of it.", "H4", request)
    assert await keep_deed(pupil, 1, "I painted the shed.\nAll of it.", "H4", request) == first
    with pytest.raises(Conflict):
        await keep_deed(pupil, 1, "I did more", "H4", uuid4())
    view = (await load_first_lesson(pupil, uuid4(), "deed")).deed
    assert (view.evidence_title, view.evidence_href) == ("I painted the shed.", f"/en/evidence?id={first}")
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Evidence))).scalar_one() == 1
    assert deed.draft == deed_draft(1)


async def test_not_sure_takes_the_first_that_is_offered() -> None:
    pupil = await siiri()
    with pytest.raises(Invalid):
        await keep_deed(pupil, 1, "I helped", "", uuid4())
    with pytest.raises(Invalid):
        await keep_deed(pupil, 1, "I helped", "H3", uuid4())  # not offered
    with pytest.raises(Invalid):
        await keep_deed(pupil, 1, " ", NOT_SURE, uuid4())
    assert await keep_deed(pupil, 1, "I helped", NOT_SURE, uuid4())


async def test_a_skill_that_is_there_no_more_keeps_the_lesson_open() -> None:
    pupil = await siiri()
    await keep_deed(pupil, 1, "I helped", NOT_SURE, uuid4())
    async with writing() as session:
        await session.execute(update(EvidenceCapability).values(capability="Z9"))
    assert (await load_first_lesson(pupil, uuid4(), "deed")).deed.skill == "Z9"


async def test_it_works_under_another_framework() -> None:
    pupil = await make_pupil(await make_school(framework="career-buttons"))
    await answer_question(pupil, 1, "like", ["draw"])
    assert await keep_deed(pupil, 1, "I drew", NOT_SURE, uuid4())


def test_evidence_is_named_by_how_its_words_begin() -> None:
    assert title_of("I helped.\nMore") == "I helped."
    long = title_of("I helped my neighbour carry all of her boxes up the stairs, and then down again")
    assert long == "I helped my neighbour carry all of her boxes up the stairs…"
    assert len(title_of("w" * 500)) == 61


async def test_who_could_say_so_is_for_the_pupil_alone() -> None:
    pupil, teacher, _class = await a_class()
    await name_witness(pupil, 1, None, "Mum")
    assert (await load_first_lesson(pupil, uuid4(), "witness")).witness.shown == "Mum"
    await name_witness(pupil, 1, teacher.person_id, "Mum")
    witness = (await load_first_lesson(pupil, uuid4(), "witness")).witness
    assert (witness.shown, witness.name, witness.adult) == ("Tuula", "", str(teacher.person_id))
    assert (await load_notices(teacher)).lines == ()  # nobody is told
    elsewhere = await make_teacher(await make_school())
    with pytest.raises(NotFound):
        await name_witness(pupil, 1, elsewhere.person_id)
    await name_witness(pupil, 1, None)
    assert (await load_first_lesson(pupil, uuid4(), "witness")).witness.shown == ""


async def test_one_goes_on_where_one_was_and_can_do_it_again() -> None:
    pupil = await siiri()
    assert steps_of(first_lesson()) == ("like", "easy", "help", "best", "try", "deed", "witness", "lines", "done")
    view = await load_first_lesson(pupil, uuid4())
    assert (view.step, view.number, view.begun, view.previous_href) == ("like", 1, False, "")
    assert view.step_said == "Step 1 of 8"
    await answer_question(pupil, 1, "easy")
    view = await load_first_lesson(pupil, uuid4())
    assert (view.step, view.next_href) == ("help", "/en/first-lesson?step=best&round=1")
    assert (await load_first_lesson(pupil, uuid4(), "easy")).questions[0].unsure
    assert not (await load_first_lesson(pupil, uuid4(), "like")).questions[0].unsure  # passed over
    request = uuid4()
    for _ in range(2):  # a double click
        await finish(pupil, 1, LINES, request)
    view = await load_first_lesson(pupil, uuid4())
    assert (view.step, view.finished, view.again_href) == ("done", True, "/en/first-lesson?step=like&round=2")
    assert tuple(one.words for one in view.lines.lines) == LINES
    fresh = await load_first_lesson(pupil, uuid4(), "like", 2)
    assert (fresh.number, fresh.begun, fresh.finished) == (2, False, False)
    await answer_question(pupil, 2, "like", ["music"])
    with pytest.raises(Conflict):
        await answer_question(pupil, 1, "like", ["draw"])
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(AboutMe))).scalar_one() == 1
        assert (await session.execute(select(func.count()).select_from(LessonRound))).scalar_one() == 2


async def test_nobody_leaves_with_an_empty_profile() -> None:
    pupil = await siiri()
    with pytest.raises(Invalid):
        await finish(pupil, 1, ("", " "), uuid4())
    lines = (await load_first_lesson(pupil, uuid4(), "lines")).lines
    assert all(one.words for one in lines.lines)  # whoever passed over everything finds lines too
    await finish(pupil, 1, [one.words for one in lines.lines], uuid4())
    assert len((await load_about_me(pupil, uuid4())).current.lines) == 3


async def test_the_trail_says_what_was_done_and_not_what_was_said() -> None:
    pupil = await siiri()
    await answer_question(pupil, 1, "like", ["draw"], "horses")
    await name_witness(pupil, 1, None, "Mum")
    await finish(pupil, 1, LINES, uuid4())
    async with reading() as session:
        trail = (await session.execute(select(Audit).order_by(col(Audit.at)))).scalars().all()
    assert [one.action for one in trail] == [
        "skills.answer_first_lesson",
        "skills.name_witness",
        "skills.say_about_me",
        "skills.finish_first_lesson",
    ]
    assert not any(word in str(one.detail) for one in trail for word in ("draw", "horses", "Mum", "peace"))


# Lines about oneself


async def test_lines_are_changed_and_earlier_ones_stay_for_their_owner() -> None:
    pupil = await siiri()
    await say_about_me(pupil, LINES, uuid4())
    await say_about_me(pupil, LINES, uuid4())  # the same: nothing new
    with speaking("fi"):
        await say_about_me(pupil, ("Tykkään piirtää.", "", "  Haluaisin  laulaa. "), uuid4())
    view = await load_about_me(pupil, uuid4())
    assert view.current.lines == ("Tykkään piirtää.", "Haluaisin laulaa.")
    assert (view.current.language, [one.lines for one in view.earlier]) == ("fi", [LINES])
    with pytest.raises(Invalid) as problem:
        await say_about_me(pupil, ("", "w" * 301), uuid4())
    assert problem.value.field == "line2"
    with pytest.raises(NotFound):
        await say_about_me(pupil, ("1", "2", "3", "4"), uuid4())


async def test_a_clock_that_goes_back_loses_no_lines() -> None:
    pupil = await siiri()
    await say_about_me(pupil, ("First",), uuid4())
    with at(now() - timedelta(hours=2)):
        await say_about_me(pupil, ("Second",), uuid4())
    assert (await load_about_me(pupil, uuid4())).current.lines == ("Second",)


async def test_a_form_sent_twice_is_kept_once_and_nobody_sends_anothers() -> None:
    pupil, other = await siiri(), await siiri()
    request = uuid4()
    await say_about_me(pupil, ("One",), request)
    await say_about_me(pupil, ("Two",), uuid4())
    await say_about_me(pupil, ("One",), request)  # arrives again, late
    assert (await load_about_me(pupil, uuid4())).current.lines == ("Two",)
    await say_about_me(pupil, ("Three",), request)  # they wrote on in the form that had arrived
    assert (await load_about_me(pupil, uuid4())).current.lines == ("Three",)
    with pytest.raises(NotFound):
        await say_about_me(other, ("Mine",), request)


async def test_lines_are_for_nobody_else_until_they_are_shared() -> None:
    pupil, teacher, _class = await a_class()
    mine = about_thing(pupil.person_id)
    with pytest.raises(NotFound):
        await set_audience(pupil, Kind.ABOUT_ME, mine, CLASS_TEACHERS)  # nothing is said yet
    await say_about_me(pupil, LINES, uuid4())
    assert (await load_about_me(pupil, uuid4())).who.private
    async with reading() as session:
        assert not await may_see(session, teacher, pupil.person_id, Kind.ABOUT_ME, mine)
    await set_audience(pupil, Kind.ABOUT_ME, mine, CLASS_TEACHERS)
    stranger = await make_counsellor(await make_school())
    async with reading() as session:
        assert await may_see(session, teacher, pupil.person_id, Kind.ABOUT_ME, mine)
        assert not await may_see(session, stranger, pupil.person_id, Kind.ABOUT_ME, mine)
        assert (await lines_about(session, pupil.person_id)).lines == LINES
        assert await things.find(session, pupil.person_id, Kind.ABOUT_ME, [mine, about_thing(teacher.person_id)]) == {
            mine: things.Thing("About me")
        }
    await say_about_me(pupil, (), uuid4())  # they say nothing any more
    async with reading() as session:
        assert (await lines_about(session, pupil.person_id)).lines == ()
        assert await things.find(session, pupil.person_id, Kind.ABOUT_ME, [mine]) == {}
    await say_about_me(pupil, ("Something else",), uuid4())  # and that is theirs alone again
    assert (await load_about_me(pupil, uuid4())).who.private


async def test_shared_lines_stand_on_the_page_that_a_teacher_opens() -> None:
    pupil, teacher, _class = await a_class()
    mine = about_thing(pupil.person_id)
    await say_about_me(pupil, LINES, uuid4())
    assert (await load_pupil(teacher, mine)).empty
    await set_audience(pupil, Kind.ABOUT_ME, mine, CLASS_TEACHERS)
    view = await load_pupil(teacher, mine)
    assert (view.empty, view.about.about.lines, view.about.href) == (False, LINES, f"/en/pupil?id={mine}&about={mine}")
    opened = (await load_pupil(teacher, mine, Kind.ABOUT_ME, mine)).opened
    assert (opened.title, opened.about.lines) == ("About me", LINES)
    await comment(teacher, pupil.person_id, Kind.ABOUT_ME, mine, "Well said", uuid4())
    own = await load_about_me(pupil, uuid4())
    assert (own.unread, [one.words for one in own.remarks]) == (True, ["Well said"])
    await say_about_me(pupil, (), uuid4())
    assert (await load_pupil(teacher, mine)).empty
    with pytest.raises(NotFound):
        await load_pupil(teacher, mine, Kind.ABOUT_ME, mine)


async def test_what_is_typed_comes_back_until_it_is_kept() -> None:
    pupil = await siiri()
    await say_about_me(pupil, ("One", "Two"), uuid4())
    assert (await load_about_me(pupil, uuid4())).typed == ("One", "Two", "")
    draft = (await load_about_me(pupil, uuid4())).draft
    await save_draft(pupil.person_id, draft, {"line1": "One", "line3": "Thr"}, 0)
    view = await load_about_me(pupil, uuid4())
    assert (view.typed, view.draft_version) == (("One", "", "Thr"), 1)
    await say_about_me(pupil, ("One", "", "Three"), uuid4())
    assert (await load_about_me(pupil, uuid4())).typed == ("One", "Three", "")


async def test_earlier_lines_can_be_deleted_and_rest_before_they_go() -> None:
    pupil, other = await siiri(), await siiri()
    await say_about_me(pupil, ("Old",), uuid4())
    await say_about_me(pupil, ("New",), uuid4())
    view = await load_about_me(pupil, uuid4())
    old = UUID(view.earlier[0].id)
    with pytest.raises(NotFound):
        await delete_earlier(pupil, UUID(view.current.id))
    with pytest.raises(NotFound):
        await delete_earlier(other, old)
    for _ in range(2):
        await delete_earlier(pupil, old)
    assert (await load_about_me(pupil, uuid4())).earlier == ()
    await delete_earlier(pupil, old, back=True)
    assert len((await load_about_me(pupil, uuid4())).earlier) == 1
    with at(now() - timedelta(days=31)):
        await delete_earlier(pupil, old)
    assert [await remove_rested_lines() for _ in range(2)] == [1, 0]
    assert (await load_about_me(pupil, uuid4())).current.lines == ("New",)


async def test_everything_goes_with_its_owner() -> None:
    pupil, teacher, _class = await a_class()
    await answer_question(pupil, 1, "like", ["draw"])
    await keep_deed(pupil, 1, "I helped", NOT_SURE, uuid4())
    await name_witness(pupil, 1, teacher.person_id)
    await finish(pupil, 1, LINES, uuid4())
    person = LessonRound.metadata.tables["person"]
    async with writing() as session:
        await session.execute(delete(person).where(person.c.id == teacher.person_id))
    assert (await load_first_lesson(pupil, uuid4(), "witness")).witness.shown == ""
    async with writing() as session:
        await session.execute(delete(person).where(person.c.id == pupil.person_id))
    async with reading() as session:
        for table in (LessonRound, LessonAnswer, AboutMe, Evidence):
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0


# With a class


async def test_a_class_is_told_and_its_teacher_sees_how_many_are_done() -> None:
    pupil, teacher, one = await a_class()
    another = await make_pupil(teacher.schools(*[held.role for held in teacher.roles])[0], one, name="Onni")
    await finish(another, 1, LINES, uuid4())  # before it began in class: not counted
    assert not (await load_class_lesson(teacher, one)).open
    await start_class_lesson(teacher, one)
    await start_class_lesson(teacher, one)  # a double click
    lines = (await load_notices(pupil)).lines
    assert [line.sentence for line in lines] == ["Tuula began the first lesson with class 8 B. It takes ten minutes."]
    assert lines[0].href == "/en/first-lesson"
    view = await load_class_lesson(teacher, one)
    assert (view.open, view.pupils, view.begun, view.finished) == (True, 2, 0, 0)
    await answer_question(pupil, 1, "like", ["draw"])
    assert (await load_class_lesson(teacher, one)).said == "2 pupils: 1 has begun, 0 are done"
    await finish(pupil, 1, LINES, uuid4())
    await answer_question(another, 2, "like")
    view = await load_class_lesson(teacher, one)
    assert (view.begun, view.finished) == (2, 1)
    assert "draw" not in str(view)
    await end_roles(another)
    assert (await load_class_lesson(teacher, one)).pupils == 1
    for _ in range(2):
        await end_class_lesson(teacher, one)
    assert (await load_notices(pupil)).lines == ()
    assert not (await load_class_lesson(teacher, one)).open
    await start_class_lesson(teacher, one)  # another year
    assert (await load_class_lesson(teacher, one)).finished == 0


async def test_only_its_teachers_begin_it_with_a_class() -> None:
    pupil, teacher, one = await a_class()
    school = teacher.roles[0].school_id
    assert school
    for wrong in (pupil, await make_teacher(school), await make_counsellor(school), replace(teacher, roles=())):
        for attempt in (start_class_lesson(wrong, one), end_class_lesson(wrong, one), load_class_lesson(wrong, one)):
            with pytest.raises(NotFound):
                await attempt


async def test_a_class_lesson_is_forgotten_after_a_year_and_the_pupils_work_is_not() -> None:
    pupil, teacher, one = await a_class()
    with at(now() - timedelta(days=366)):
        await start_class_lesson(teacher, one)
        await finish(pupil, 1, LINES, uuid4())
    assert [await remove_old_class_lessons() for _ in range(2)] == [1, 0]
    assert (await load_notices(pupil)).lines == ()
    assert (await load_about_me(pupil, uuid4())).current.lines == LINES
    async with reading() as session:
        assert (await session.execute(select(ClassLesson))).first() is None
