"""Passkeys that were removed go for good once they have rested long enough."""

from sqlalchemy import delete
from sqlmodel import col

from portfolio_app.accounts.models import Passkey
from portfolio_app.core.audit import audit
from portfolio_app.core.database import writing
from portfolio_app.core.resting import rested_before


async def remove_rested_passkeys() -> int:
    """Remove passkeys that were removed longer ago than `deleted_days`; returns how many. Harmless to repeat."""
    limit = rested_before()
    async with writing() as session:
        gone = (
            await session.execute(
                delete(Passkey).where(col(Passkey.ended_at) <= limit).returning(col(Passkey.id), col(Passkey.person_id))
            )
        ).all()
        for passkey_id, person_id in gone:
            audit(
                session,
                "accounts.remove_rested_passkeys",
                actor_id=None,
                about_id=person_id,
                thing=f"passkey:{passkey_id}",
            )
    return len(gone)
