"""What a plan holds about a person: goals and what belongs to them, and the key of their calendar."""

from portfolio_app.accounts.models import Person
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OPENS_DOORS, Mentioned, Named, Owned, register
from portfolio_app.plan.models import (
    CalendarKey,
    Goal,
    GoalBarrier,
    GoalCapability,
    GoalEvidence,
    GoalHelper,
    GoalState,
    GoalStep,
)
from portfolio_app.schools.models import Barrier

register(
    Owned(Goal, "goals", label=N_("Goals"), rests="deleted_at", made_anew=("request",), choices={"state": GoalState}),
    Owned(GoalStep, "goal_steps", through="goal_id", rests="deleted_at", made_anew=("request",)),
    Owned(GoalCapability, "goal_capabilities", through="goal_id"),
    Owned(GoalEvidence, "goal_evidence", through="goal_id"),
    Owned(GoalBarrier, "goal_barriers", through="goal_id", choices={"kind": Barrier}),
    Owned(
        GoalHelper,
        "goal_helpers",
        through="goal_id",
        named=(Named("person_id", "name", Person),),
        imported=False,
    ),
    Mentioned(GoalHelper, "person_id"),
    Owned(CalendarKey, "calendar_keys", left_out={"key_hash": OPENS_DOORS}, imported=False),
)
