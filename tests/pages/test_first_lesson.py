"""The first lesson's pages through the real event processor: double clicks, two devices, bad input, wrong people."""

from uuid import uuid4

import pytest

from portfolio_app.core.drafts import save_draft
from portfolio_app.pages.pupil.about_me import AboutMeState
from portfolio_app.pages.pupil.first_lesson import FirstLessonState
from portfolio_app.pages.teacher.class_lesson import ClassLessonState
from portfolio_app.pages.teacher.class_screen import ClassScreenState
from portfolio_app.skills.about_me import load_about_me
from portfolio_app.skills.first_lesson_actions import answer_question, finish, question_draft
from portfolio_app.skills.first_lesson_views import load_first_lesson
from tests.events import OpenTab, tab
from tests.people import make_class, make_pupil, make_school, make_teacher, signed_in

pytestmark = pytest.mark.usefixtures("database")

LESSON = "/en/first-lesson"


def led_to(page: OpenTab) -> list[str]:
    """Where the page was sent, in order."""
    return [str(event.payload) for event in page.events if "redirect" in event.name]


async def test_a_double_click_takes_one_step_and_keeps_one_answer() -> None:
    siiri = await make_pupil(await make_school())
    async with tab((await signed_in(siiri))[1], address=LESSON) as page:
        await page.send(FirstLessonState.load)
        form = {"round": "1", "step": "like", "like:draw": "yes", "like:own_words": " horses "}
        for _ in range(2):
            await page.send(FirstLessonState.answer, form=form)
        leads = led_to(page)
        assert len(leads) == 2
        assert all("step=easy&round=1" in one for one in leads)
        await page.send(FirstLessonState.not_yet, number=1, question="easy")
        assert "step=help" in led_to(page)[-1]
    asked = (await load_first_lesson(siiri, uuid4(), "like")).questions[0]
    assert ([one.code for one in asked.choices if one.ticked], asked.own_words) == (["draw"], "horses")
    assert (await load_first_lesson(siiri, uuid4(), "easy")).questions[0].unsure


async def test_two_devices_at_once_and_the_last_answer_counts() -> None:
    siiri = await make_pupil(await make_school())
    async with tab((await signed_in(siiri))[1], address=LESSON) as laptop:
        await laptop.send(FirstLessonState.load)
        await answer_question(siiri, 1, "like", ["draw"])  # on another device
        await laptop.send(FirstLessonState.answer, form={"round": "1", "step": "like", "like:music": "yes"})
        assert (await load_first_lesson(siiri, uuid4())).step == "easy"
        asked = (await load_first_lesson(siiri, uuid4(), "like")).questions[0]
        assert [one.code for one in asked.choices if one.ticked] == ["music"]
        await finish(siiri, 1, ["I like it."], uuid4())  # over there
        await laptop.send(FirstLessonState.finish, form={"round": "1", "line1": "I like it.", "request": str(uuid4())})
        assert laptop.notice.kind == "good"
        await answer_question(siiri, 2, "like", ["draw"])  # begun anew over there
        await laptop.send(FirstLessonState.answer, form={"round": "1", "step": "like", "like:draw": "yes"})
        assert laptop.notice.text.startswith("You have begun a new round")
    assert (await load_about_me(siiri, uuid4())).earlier == ()


async def test_what_cannot_be_kept_is_told_at_its_field_and_stays_typed() -> None:
    siiri = await make_pupil(await make_school())
    ticked = {"like:draw": "yes", "like:music": "yes", "like:make": "yes"}
    await save_draft(siiri.person_id, question_draft(1, "like"), ticked, 0)
    async with tab((await signed_in(siiri))[1], address=LESSON) as page:
        await page.send(FirstLessonState.load)
        await page.send(FirstLessonState.answer, form={"round": "1", "step": "like", **ticked})
        assert (page.notice.kind, page.notice.field) == ("problem", "like")
        await page.send(FirstLessonState.answer, form={"round": "1", "step": "like", "like:own_words": "w" * 61})
        assert (page.notice.kind, page.notice.field) == ("problem", "like:own_words")
        asked = (await load_first_lesson(siiri, uuid4(), "like")).questions[0]
        assert [one.code for one in asked.choices if one.ticked] == ["make", "draw", "music"]
        assert not asked.unsure
        sent = {"round": "1", "words": "", "capability": "not-sure", "request": str(uuid4())}
        await page.send(FirstLessonState.keep_deed, form=sent)
        assert page.notice.field == "words"
        await page.send(FirstLessonState.keep_deed, form=sent | {"words": "I helped", "capability": ""})
        assert page.notice.field == "capability"
        await page.send(FirstLessonState.finish, form={"round": "1", "line1": " ", "request": str(uuid4())})
        assert page.notice.field == "line1"
        assert led_to(page) == []


async def test_answers_on_paper_are_typed_in_at_once_and_all_or_none_of_them_kept() -> None:
    siiri = await make_pupil(await make_school())
    async with tab((await signed_in(siiri))[1], address=f"{LESSON}?step=paper") as page:
        await page.send(FirstLessonState.load)
        view = (await page.state(FirstLessonState)).view
        assert (view.step, len(view.questions)) == ("paper", 5)
        sent = {"round": "1", "step": "paper", "like:draw": "yes", "try:own_words": "Skating"}
        three = {"best:quiet": "yes", "best:pair": "yes", "best:group": "yes"}
        await page.send(FirstLessonState.answer, form=sent | three)
        assert page.notice.field == "best"
        assert not (await load_first_lesson(siiri, uuid4())).begun
        await page.send(FirstLessonState.answer, form=sent)
        assert "step=deed" in led_to(page)[-1]
    view = await load_first_lesson(siiri, uuid4(), "paper")
    assert [one.code for one in view.questions if any(choice.ticked for choice in one.choices)] == ["like"]
    assert [one.own_words for one in view.questions][-1] == "Skating"
    assert not any(one.unsure for one in view.questions)  # what was left out on paper stays so


async def test_a_deed_sent_twice_is_one_evidence_and_says_what_it_shows() -> None:
    siiri = await make_pupil(await make_school())
    async with tab((await signed_in(siiri))[1], address=LESSON) as page:
        await page.send(FirstLessonState.load)
        form = {"round": "1", "words": "I helped", "capability": "not-sure", "request": str(uuid4())}
        for _ in range(2):
            await page.send(FirstLessonState.keep_deed, form=form)
            assert page.notice.text.startswith("Saved as evidence for “")
        deed = (await load_first_lesson(siiri, uuid4(), "deed")).deed
        assert (deed.evidence_title, bool(deed.skill)) == ("I helped", True)
        await page.send(FirstLessonState.keep_deed, form=form | {"request": str(uuid4()), "words": "More"})
        assert page.notice.text.startswith("You have saved something for this lesson already.")


async def test_lines_are_changed_and_brought_back_from_before() -> None:
    siiri = await make_pupil(await make_school())
    async with tab((await signed_in(siiri))[1], address="/en/about-me") as page:
        await page.send(AboutMeState.load)
        for words in ("I like dogs.", "I like horses."):
            view = (await page.state(AboutMeState)).view
            form = {"request": view.request, "before": view.current.id, "line1": words}
            for _ in range(2):
                await page.send(AboutMeState.save, form=form)
        view = (await page.state(AboutMeState)).view
        assert [one.lines for one in (view.current, *view.earlier)] == [("I like horses.",), ("I like dogs.",)]
        await page.send(AboutMeState.undo, what=page.notice.undo)
        view = (await page.state(AboutMeState)).view
        assert view.current.lines == ("I like dogs.",)
        await page.send(AboutMeState.delete, lines=view.earlier[0].id)
        assert len((await page.state(AboutMeState)).view.earlier) == 1
        await page.send(AboutMeState.undo, what=page.notice.undo)
        assert len((await page.state(AboutMeState)).view.earlier) == 2
        await page.send(AboutMeState.delete, lines=view.current.id)  # those that hold are not deleted but changed
        assert page.notice.kind == "problem"


async def test_a_teacher_begins_it_with_a_class_of_theirs_and_sees_numbers_alone() -> None:
    school = await make_school()
    one = await make_class(school, "8 B")
    siiri, _eino = await make_pupil(school, one, name="Siiri"), await make_pupil(school, one, name="Eino")
    tuula, outi = await make_teacher(school, one), await make_teacher(school)
    at = f"/en/class-lesson?id={one}"
    async with tab((await signed_in(tuula))[1], address=at) as page:
        await page.send(ClassLessonState.load)
        assert not (await page.state(ClassLessonState)).view.open
        for _ in range(2):
            await page.send(ClassLessonState.begin)
            assert page.notice.kind == "good"
        await answer_question(siiri, 1, "like", ["draw"])
        await page.send(ClassLessonState.count)
        view = (await page.state(ClassLessonState)).view
        assert (view.open, view.pupils, view.begun, view.finished) == (True, 2, 1, 0)
        page.address = f"/en/class-screen?id={one}&part=99"
        await page.send(ClassScreenState.load)
        screen = (await page.state(ClassScreenState)).view
        assert (screen.part_said, screen.next_href, screen.begun) == ("6 of 6", "", "1")
        assert "Siiri" not in str((view, screen))
        page.address = at
        for _ in range(2):
            await page.send(ClassLessonState.end)
        assert not (await page.state(ClassLessonState)).view.open
    for who, state in ((outi, ClassLessonState), (outi, ClassScreenState), (siiri, ClassLessonState)):
        async with tab((await signed_in(who))[1], address=at) as page:
            await page.send(state.load)
            assert (await page.state(state)).view.class_name == ""
            await page.send(ClassLessonState.begin)
            assert page.notice.kind == "problem"
