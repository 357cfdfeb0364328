"""On the day a pupil wanted to look at a goal again, a notice says so, once; nothing is said of what is settled."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.core import outbox
from portfolio_app.core.clock import at
from portfolio_app.notices.queries import load_notices
from portfolio_app.plan.actions import GoalForm, change_goal, delete_goal, make_goal, review_goal, settle_goal
from portfolio_app.plan.models import GoalState
from portfolio_app.plan.reminding import REVIEW, tell_of_review
from tests.people import make_class, make_pupil, make_school

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def works() -> None:
    """The outbox knows the work, as it does in the app."""
    outbox.register(REVIEW, tell_of_review)


async def a_goal() -> tuple[Actor, UUID]:
    school = await make_school()
    siiri = await make_pupil(school, await make_class(school))
    with at(NOON):
        return siiri, await make_goal(siiri, GoalForm("A job", review_on=DAY), uuid4())


async def told_by(moment: datetime, actor: Actor) -> list[tuple[str, bool]]:
    """The pupil's notices, with whether each is new, once everything that is due at `moment` has been run."""
    with at(moment):
        while await outbox.run_next():
            pass
    return [(line.sentence, line.new) for line in (await load_notices(actor)).lines]


async def test_in_the_morning_of_the_day_a_notice_says_so_once() -> None:
    siiri, goal = await a_goal()
    assert await told_by(NOON + timedelta(days=15), siiri) == []
    said = "You wanted to look at your goal “A job” again today."
    assert await told_by(NOON + timedelta(days=16), siiri) == [(said, True)]
    await tell_of_review(uuid4(), {"goal": str(goal), "day": DAY.isoformat()})
    assert len(await told_by(NOON + timedelta(days=17), siiri)) == 1
    assert (await load_notices(siiri)).lines[0].href == f"/en/goal?id={goal}"
    with at(NOON + timedelta(days=16)):
        await review_goal(siiri, goal, date(2026, 6, 10))
    assert await told_by(NOON + timedelta(days=17), siiri) == [(said, False)]
    assert [new for _said, new in await told_by(NOON + timedelta(days=40), siiri)] == [True, False]


async def test_a_day_that_was_moved_and_a_goal_that_is_settled_say_nothing() -> None:
    for settle in range(3):
        siiri, goal = await a_goal()
        with at(NOON):
            if settle == 0:
                await change_goal(siiri, goal, GoalForm("A job", review_on=DAY + timedelta(days=30)), 1)
            elif settle == 1:
                await settle_goal(siiri, goal, GoalState.DONE)
            else:
                await delete_goal(siiri, goal)
        assert await told_by(NOON + timedelta(days=20), siiri) == []
