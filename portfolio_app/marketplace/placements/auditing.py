"""The audit row of a change of a placement: whose it is, and which school's business."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.audit import audit
from portfolio_app.marketplace.placements.models import Placement


def audit_placement(session: AsyncSession, verb: str, by: UUID | None, row: Placement, **detail: Any) -> None:
    """Record `verb` on a placement; `by` is None for whoever comes by a link, and for work that nobody asked for."""
    audit(
        session,
        f"marketplace.{verb}",
        actor_id=by,
        about_id=row.person_id,
        school_id=row.school_id,
        thing=f"placement:{row.id}",
        **detail,
    )
