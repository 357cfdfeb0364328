"""What comes next in a plan: the earliest step, review or end of an open goal that has a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import table_of
from portfolio_app.core.languages import _, format_date, spoken
from portfolio_app.plan import policy
from portfolio_app.plan.days import today_here
from portfolio_app.plan.models import Goal, GoalState, GoalStep

STEP, REVIEW, GOAL = "step", "review", "goal"
SPOKEN_OF = timedelta(days=14)
"""How long Home puts what was due before everything else. After that it only stands in its line."""


@dataclass(frozen=True)
class Due:
    """A day of an open goal: of a step that is not done, of looking again, or of reaching it."""

    day: date
    kind: str
    goal_id: UUID
    title: str
    """The step's words, or the goal's title."""
    thing_id: UUID
    """The step's id, or the goal's."""
    changed_at: datetime
    """When the step, or the goal, was last changed."""

    @property
    def href(self) -> str:
        """The goal's page."""
        return f"/{spoken()}/goal?id={self.goal_id}" + ("#review" if self.kind == REVIEW else "")

    def in_line(self) -> str:
        """In words, as a line: "Next: “Call the school” by 4 May 2026"."""
        said = {
            STEP: _("Next: “{title}” by {day}"),
            REVIEW: _("Next: look at “{title}” again on {day}"),
            GOAL: _("Next: reach “{title}” by {day}"),
        }
        return said[self.kind].format(title=self.title, day=format_date(self.day))

    def in_own_card(self) -> str:
        """The same beneath the goal's title."""
        if self.kind == REVIEW:
            return _("Next: look at it again on {day}").format(day=format_date(self.day))
        return self.in_line() if self.kind == STEP else ""

    def sentence(self) -> str:
        """In words, for the pupil whose Home speaks of it first."""
        said = {
            STEP: _("In your plan you wrote: “{title}” by {day}. How is it going?"),
            REVIEW: _("You wanted to look at your goal “{title}” again on {day}."),
            GOAL: _("You wanted to reach “{title}” by {day}. How is it going?"),
        }
        return said[self.kind].format(title=self.title, day=format_date(self.day))

    @property
    def is_now(self) -> bool:
        """Whether it is due today or tomorrow, or was lately."""
        return -SPOKEN_OF <= self.day - today_here() <= timedelta(days=1)


# Written once, and on the tables themselves: it is asked each time a pupil comes to Home.
_OWNER: BindParameter[UUID] = bindparam("owner", type_=Uuid())
_GOAL, _STEP = table_of(Goal), table_of(GoalStep)
_OPEN = (policy.owned_by(_OWNER), _GOAL.c.state == GoalState.OPEN)
_DAYS = union_all(
    select(
        _STEP.c.by_when.label("day"),
        literal(STEP).label("kind"),
        _GOAL.c.id.label("goal_id"),
        _STEP.c.words.label("title"),
        _STEP.c.id.label("thing_id"),
        _STEP.c.changed_at.label("changed_at"),
    )
    .join_from(_STEP, _GOAL, _GOAL.c.id == _STEP.c.goal_id)
    .where(*_OPEN, _STEP.c.by_when.is_not(None), _STEP.c.done_at.is_(None), _STEP.c.deleted_at.is_(None)),
    *(
        select(day, literal(kind), _GOAL.c.id, _GOAL.c.title, _GOAL.c.id, _GOAL.c.changed_at).where(
            *_OPEN, day.is_not(None)
        )
        for kind, day in ((REVIEW, _GOAL.c.review_on), (GOAL, _GOAL.c.by_when))
    ),
).subquery()
_ALL = select(_DAYS).order_by(_DAYS.c.day, _DAYS.c.kind.desc(), _DAYS.c.title, _DAYS.c.thing_id)
_NEXT = _ALL.limit(1)
_OF_GOALS = _ALL.where(_DAYS.c.goal_id.in_(bindparam("goals", expanding=True)))


async def next_due(session: AsyncSession, person_id: UUID) -> Due | None:
    """What is due next in the plan of that person, or was due longest ago; None where no open goal has a day."""
    row = (await session.execute(_NEXT, {"owner": person_id})).first()
    return Due(*row) if row else None


async def due_of(session: AsyncSession, person_id: UUID, goal_ids: Collection[UUID]) -> dict[UUID, Due]:
    """What is due next in each of these open goals of that person."""
    found: dict[UUID, Due] = {}
    for row in await session.execute(_OF_GOALS, {"owner": person_id, "goals": list(goal_ids)}):
        found.setdefault(row.goal_id, Due(*row))
    return found


async def all_due(session: AsyncSession, person_id: UUID) -> list[Due]:
    """Every day there is in that person's open goals, in order."""
    return [Due(*row) for row in await session.execute(_ALL, {"owner": person_id})]
