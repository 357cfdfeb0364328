"""A pupil's own pages."""

from portfolio_app.pages.pupil import (
    capability,
    deleted,
    entry,
    entry_form,
    evidence,
    goal,
    goal_form,
    plan,
    portfolio,
    seen,
    skills,
)

__all__ = [
    "capability",
    "deleted",
    "entry",
    "entry_form",
    "evidence",
    "goal",
    "goal_form",
    "plan",
    "portfolio",
    "seen",
    "skills",
]
