"""Audit rows of what adults and ambassadors do with a box. What a pupil asks leaves none: it would name them, or stand
between the rows of what they did before and after."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.ambassadors.questions.models import BoxQuestion, QuestionBox
from portfolio_app.core.audit import audit


def audit_box(session: AsyncSession, verb: str, by: UUID | None, box: QuestionBox, **detail: Any) -> None:
    """Record `verb` on a box; `by` is None for work that nobody asked for."""
    audit(
        session,
        f"ambassadors.{verb}",
        actor_id=by,
        school_id=box.school_id,
        thing=f"class:{box.class_id}",
        **detail,
    )


def audit_question(
    session: AsyncSession, verb: str, by: UUID, question: BoxQuestion, box: QuestionBox, **detail: Any
) -> None:
    """Record what somebody known did with a question."""
    audit(
        session,
        f"ambassadors.{verb}",
        actor_id=by,
        school_id=box.school_id,
        thing=f"question:{question.id}",
        **detail,
    )
