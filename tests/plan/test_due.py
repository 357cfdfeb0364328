"""What a plan asks for next, in words, on Home and in its list."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at
from portfolio_app.plan.actions import GoalForm, make_goal, settle_goal
from portfolio_app.plan.models import GoalState
from portfolio_app.plan.queries import load_goal, load_plan
from portfolio_app.plan.steps import StepForm, add_step, tick_step
from portfolio_app.portfolio.home import HomeView, load_home
from portfolio_app.skills.actions import assess
from tests.people import make_class, make_pupil, make_school

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def a_pupil() -> Actor:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    await assess(siiri, "S1", 2, "", uuid4())
    return siiri


def plan_line(view: HomeView) -> str:
    return next(line.detail for line in view.sections[0].lines if line.href == "/en/plan")


async def job(owner: Actor) -> tuple[UUID, UUID]:
    goal = await make_goal(owner, GoalForm("A job", by_when=date(2026, 6, 30), review_on=date(2026, 5, 20)), uuid4())
    return goal, await add_step(owner, goal, StepForm("Ask the bakery", date(2026, 5, 10)), uuid4())


async def test_home_says_what_is_next_and_puts_it_first_on_its_day() -> None:
    with at(NOON):
        siiri = await a_pupil()
        assert plan_line(await load_home(siiri)) == "0 open goals"
        goal, step = await job(siiri)
        view = await load_home(siiri)
        assert plan_line(view) == "1 open goal · Next: “Ask the bakery” by 10 May 2026"
        assert "bakery" not in view.sentence
    with at(NOON + timedelta(days=5)):
        view = await load_home(siiri)
        assert view.sentence == "In your plan you wrote: “Ask the bakery” by 10 May 2026. How is it going?"
        assert (view.action, view.href) == ("Open the goal", f"/en/goal?id={goal}")
        await tick_step(siiri, step)
        assert plan_line(await load_home(siiri)) == "1 open goal · Next: look at “A job” again on 20 May 2026"
    with at(NOON + timedelta(days=17)):
        view = await load_home(siiri)
        assert view.sentence == "You wanted to look at your goal “A job” again on 20 May 2026."
        assert view.href == f"/en/goal?id={goal}#review"
        assert (await load_goal(siiri, str(goal))).review_due
        await settle_goal(siiri, goal, GoalState.RESTING)
        assert plan_line(await load_home(siiri)) == "0 open goals"
        assert not (await load_goal(siiri, str(goal))).review_due


async def test_what_was_due_long_ago_does_not_hold_home_for_ever() -> None:
    with at(NOON):
        siiri = await a_pupil()
        await job(siiri)
    with at(NOON + timedelta(days=40)):
        view = await load_home(siiri)
        assert ("bakery" in view.sentence, "bakery" in plan_line(view)) == (False, True)


async def test_the_list_comes_in_pages_and_a_word_finds_a_goal() -> None:
    with at(NOON):
        siiri = await a_pupil()
        await job(siiri)
        for number in range(21):
            await make_goal(siiri, GoalForm(f"Goal {number}", why="ÄÄNI" if number == 3 else ""), uuid4())
        first, second = await load_plan(siiri), await load_plan(siiri, page=2)
        assert (first.listed[0].title, len(first.listed), len(second.listed)) == ("A job", 20, 2)
        assert first.listed[0].detail == "By 30 June 2026 · Steps done: 0 of 1"
        assert first.listed[0].due == "Next: “Ask the bakery” by 10 May 2026"
        assert [shelf.said for shelf in first.shelves] == ["22 goals", "0 goals", "0 goals"]
        (found,) = (await load_plan(siiri, search="ääni goal")).listed
        assert found.title == "Goal 3"
        assert (await load_plan(siiri, "nonsense", page=99)).listed == second.listed
