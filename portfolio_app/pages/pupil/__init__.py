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
    questionnaire,
    questionnaire_result,
    questionnaires,
    seen,
    skills,
    support,
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
    "questionnaire",
    "questionnaire_result",
    "questionnaires",
    "seen",
    "skills",
    "support",
]
