"""The audit trail: every action leaves one row, in the same transaction as what it did."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.clock import now
from portfolio_app.core.database import at_the_end, table_of
from portfolio_app.core.models import Audit

_INSERT = insert(table_of(Audit))  # written once: it is part of every action


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
    row = {
        "id": uuid4(),
        "at": now(),
        "actor_id": actor_id,
        "about_id": about_id,
        "school_id": school_id,
        "action": action,
        "thing": thing,
        "detail": detail,
    }
    at_the_end(session, _INSERT, row)
