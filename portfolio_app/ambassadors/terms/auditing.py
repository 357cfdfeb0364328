"""How changes to terms of ambassadors are written down."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.models import Ambassador, AmbassadorTerm
from portfolio_app.core.audit import audit


def audit_term(
    session: AsyncSession, verb: str, actor: Actor, term: AmbassadorTerm, *, about: UUID | None = None, **detail: Any
) -> None:
    """The actor did that to a term, or to somebody's application for it."""
    audit(
        session,
        f"ambassadors.{verb}",
        actor_id=actor.person_id,
        about_id=about,
        school_id=term.school_id,
        thing=f"ambassador_term:{term.id}",
        **detail,
    )


def audit_ambassador(session: AsyncSession, verb: str, actor: Actor, row: Ambassador, **detail: Any) -> None:
    """The actor did that in somebody's term."""
    audit(
        session,
        f"ambassadors.{verb}",
        actor_id=actor.person_id,
        about_id=row.person_id,
        school_id=row.school_id,
        thing=f"ambassador:{row.id}",
        **detail,
    )
