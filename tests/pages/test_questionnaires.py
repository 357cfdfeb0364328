"""The questionnaires' pages through the real event processor: two tabs at once, double clicks, what does not belong."""

from uuid import uuid4

import pytest

from portfolio_app.pages.pupil.questionnaire import QuestionnaireState
from portfolio_app.pages.pupil.questionnaire_result import QuestionnaireResultState
from portfolio_app.pages.pupil.support import SupportState
from portfolio_app.skills.answering import answer
from portfolio_app.skills.questionnaire_views import load_questionnaire_page
from portfolio_app.skills.support import load_support
from tests.events import tab
from tests.people import make_class, make_pupil, make_school, make_teacher, signed_in

pytestmark = pytest.mark.usefixtures("database")

STATEMENTS = "/en/questionnaire?name=strengths"


async def test_every_answer_is_saved_at_once_and_the_page_stays_as_it_is() -> None:
    siiri = await make_pupil(await make_school())
    async with tab((await signed_in(siiri))[1], address=STATEMENTS) as laptop:
        await laptop.send(QuestionnaireState.load)
        before = (await laptop.state(QuestionnaireState)).view
        await laptop.send(QuestionnaireState.answer, number=1, statement="D1", value="4")
        await answer(siiri, "strengths", 1, {"D1": 2})  # on another device
        state = await laptop.state(QuestionnaireState)
        assert state.saved.startswith("Saved ")
        assert state.view == before
        await laptop.send(QuestionnaireState.answer, number=1, statement="D1", value="3")
        assert (await load_questionnaire_page(siiri, "strengths")).statements[0].value == "3"
        await answer(siiri, "strengths", 2, {"D1": 1})  # a retake, over there
        await laptop.send(QuestionnaireState.answer, number=1, statement="D1", value="3")
        assert laptop.notice.text.startswith("You have begun a new round")


async def test_a_double_click_turns_one_page_and_keeps_what_was_ticked() -> None:
    siiri = await make_pupil(await make_school())
    async with tab((await signed_in(siiri))[1], address=STATEMENTS) as page:
        await page.send(QuestionnaireState.load)
        form = {"number": "1", "page": "1", "D1": "4", "B1": "2", "W1": ""}
        for _ in range(2):
            await page.send(QuestionnaireState.go_on, form=form)
        leads = [str(event.payload) for event in page.events if "redirect" in event.name]
        assert len(leads) == 2
        assert all("page=2&round=1" in one for one in leads)
    view = await load_questionnaire_page(siiri, "strengths")
    assert [one.value for one in view.statements] == ["4", "2", "", "", "", ""]


@pytest.mark.parametrize(
    "sent",
    [
        {"number": 1, "statement": "E1", "value": "3"},
        {"number": 1, "statement": "D1", "value": "5"},
        {"number": 1, "statement": "D1", "value": ""},
        {"number": 3, "statement": "D1", "value": "3"},
        {"number": 2**70, "statement": "D1", "value": "3"},
    ],
)
async def test_what_is_not_asked_is_refused(sent: dict[str, object]) -> None:
    siiri = await make_pupil(await make_school())
    async with tab((await signed_in(siiri))[1], address=STATEMENTS) as page:
        await page.send(QuestionnaireState.load)
        await page.send(QuestionnaireState.answer, **sent)
        assert page.notice.kind == "problem"
    assert {one.value for one in (await load_questionnaire_page(siiri, "strengths")).statements} == {""}


async def test_a_part_is_rejected_and_that_is_taken_back() -> None:
    siiri = await make_pupil(await make_school())
    await answer(siiri, "strengths", 1, {f"D{n}": 4 for n in (1, 2, 3)} | {f"B{n}": 1 for n in (1, 2, 3)})
    async with tab((await signed_in(siiri))[1], address="/en/questionnaire-result?name=strengths") as page:
        await page.send(QuestionnaireResultState.load)
        part = (await page.state(QuestionnaireResultState)).view.themes[0].rejection.part
        for _ in range(2):
            await page.send(QuestionnaireResultState.reject, form={"part": part, "why": "No", "number": "1"})
        assert page.notice.kind == "good"
        assert (await page.state(QuestionnaireResultState)).view.themes[0].rejection.rejected
        await page.send(QuestionnaireResultState.take_back, number=1, part=part)
        assert not (await page.state(QuestionnaireResultState)).view.themes[0].rejection.rejected


async def test_a_note_sent_twice_is_one_and_a_missing_choice_is_told_at_its_field() -> None:
    school = await make_school()
    one = await make_class(school)
    siiri, tuula = await make_pupil(school, one), await make_teacher(school, one)
    async with tab((await signed_in(siiri))[1], address="/en/support") as page:
        await page.send(SupportState.load)
        view = (await page.state(SupportState)).view
        form = {"request": view.request, "point": "no-idea", "adult": "", "words": ""}
        await page.send(SupportState.tell, form=form)
        assert (page.notice.kind, page.notice.field) == ("problem", "adult")
        for _ in range(2):
            await page.send(SupportState.tell, form=form | {"adult": str(tuula.person_id)})
        notes = (await page.state(SupportState)).view.notes
        assert len(notes) == 1
        await page.send(SupportState.take_back, note=notes[0].id)
        assert page.notice.kind == "good"
    assert (await load_support(siiri, uuid4())).notes == ()
