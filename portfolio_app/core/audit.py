"""The audit trail: every action leaves one row, in the same transaction as what it did."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.clock import now
from portfolio_app.core.models import Audit


def audit(
    session: AsyncSession,
    action: str,
    *,
    actor_id: UUID | None,
    about_id: UUID | None = None,
    school_id: UUID | None = None,
    thing: str = "",
    **detail: Any,
) -> None:
    """Record `action` ("<domain>.<verb>") on `thing` ("<kind>:<id>").

    `about_id` is the person whose data it is, `school_id` the school whose business it is. `detail` holds codes and
    counts, never what somebody wrote.
    """
    session.add(
        Audit(
            at=now(),
            actor_id=actor_id,
            about_id=about_id,
            school_id=school_id,
            action=action,
            thing=thing,
            detail=detail,
        )
    )
