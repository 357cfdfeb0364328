"""A pupil's plan through the real event processor: what a tab sends, what is said when it cannot be done, and where."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.pages.pupil.goal import GoalPageState
from portfolio_app.pages.pupil.goal_form import GoalFormState
from portfolio_app.pages.pupil.plan import PlanState
from portfolio_app.plan.actions import GoalForm, change_goal, make_goal
from portfolio_app.plan.queries import load_goal, load_plan
from portfolio_app.plan.steps import StepForm, add_step, change_step
from portfolio_app.sharing.actions import CLASS_TEACHERS
from tests.events import tab
from tests.people import make_class, make_pupil, make_school, signed_in

pytestmark = pytest.mark.usefixtures("database")


async def a_goal() -> tuple[Actor, str, UUID, UUID]:
    """A pupil, the key of their session, a goal that is shared, and a step of it."""
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    goal = await make_goal(siiri, GoalForm("A job", audience=CLASS_TEACHERS), uuid4())
    step = await add_step(siiri, goal, StepForm("Ask"), uuid4())
    return siiri, (await signed_in(siiri))[1], goal, step


async def test_what_is_wrong_with_a_step_is_said_beside_its_own_fields() -> None:
    siiri, key, goal, step = await a_goal()
    early = (now().date() - timedelta(days=30)).isoformat()
    async with tab(key, address=f"/en/goal?id={goal}") as page:
        await page.send(GoalPageState.load)
        sent = {"step": str(step), "version": "1", "step_words": "Call", "step_by": early}
        await page.send(GoalPageState.change_step, form=sent)
        assert (page.notice.kind, page.notice.field) == ("problem", f"step_by-{step}")
        await page.send(GoalPageState.change_step, form=sent | {"step_by": "", "step_words": ""})
        assert page.notice.field == f"step_words-{step}"
        await page.send(GoalPageState.add_step, form={"request": str(uuid4()), "step_words": "Go", "step_by": early})
        assert page.notice.field == "step_by"
        await page.send(GoalPageState.add_step, form={"request": str(uuid4()), "step_words": "Go", "step_by": "soon"})
        assert page.notice.field == "step_by"
        await change_step(siiri, step, StepForm("From another device"), 1)
        await page.send(GoalPageState.change_step, form=sent | {"step_by": ""})
        assert page.notice.text.endswith("Nothing was overwritten.")
        (line,) = (await page.state(GoalPageState)).view.steps
        assert (line.words, line.version) == ("From another device", 2)


async def test_a_deleted_step_comes_back_and_sharing_ends_with_one_click() -> None:
    siiri, key, goal, step = await a_goal()
    async with tab(key, address=f"/en/goal?id={goal}") as page:
        await page.send(GoalPageState.load)
        await page.send(GoalPageState.delete_step, step=str(step))
        assert (await page.state(GoalPageState)).view.steps == ()
        await page.send(GoalPageState.undo, what=page.notice.undo)
        assert [one.words for one in (await page.state(GoalPageState)).view.steps] == ["Ask"]
        await page.send(GoalPageState.undo, what="nonsense")
        assert page.notice.kind == "problem"
        await page.send(GoalPageState.stop_sharing)
        assert page.notice.text == "Who can see it: Only you."
        await page.send(GoalPageState.delete)
        undo = page.notice.undo
    assert (await load_plan(siiri)).count == 0
    async with tab(key, address="/en/plan") as page:
        await page.send(PlanState.undo, goal=undo)
        assert [card.title for card in (await page.state(PlanState)).view.listed] == ["A job"]


async def test_two_clicks_make_one_calendar_address() -> None:
    _siiri, key, _goal, _step = await a_goal()
    async with tab(key, address="/en/plan") as page:
        await page.send(PlanState.load)
        await page.send(PlanState.make_calendar)
        first = (await page.state(PlanState)).calendar
        await page.send(PlanState.make_calendar)
        assert (await page.state(PlanState)).calendar == first
        assert "/calendar/" in first
        await page.send(PlanState.load)
        assert (await page.state(PlanState)).calendar == ""
        await page.send(PlanState.end_calendar)
        assert (await page.state(PlanState)).view.calendar.said == ""


async def test_what_two_devices_typed_is_both_kept() -> None:
    siiri, key, goal, _step = await a_goal()
    async with tab(key, address=f"/en/goal-form?id={goal}") as page:
        await page.send(GoalFormState.load)
        view = (await page.state(GoalFormState)).view
        await change_goal(siiri, goal, GoalForm("From the phone"), 1)
        sent = {"id": view.id, "version": "1", "title": "From the tablet", "audience": view.audience}
        await page.send(GoalFormState.save, form=sent | {"class_teachers": "yes", "until": ""})
        assert (await page.state(GoalFormState)).conflict
        await page.send(GoalFormState.keep_both)
    assert {card.title for card in (await load_plan(siiri)).listed} == {"From the phone", "From the tablet"}
    assert (await load_goal(siiri, str(goal))).who.class_teachers
