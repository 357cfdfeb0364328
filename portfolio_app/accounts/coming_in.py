"""Opening a session is the same for every way to sign in: listeners are told, the day is kept, the audit written."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.arrivals import tell_of_arrival
from portfolio_app.accounts.keeping import keep_account
from portfolio_app.accounts.models import OneTimeCode, Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now, today


@dataclass(frozen=True)
class SignedIn:
    """A session that was opened: its key for the cookie, and where its owner must go first."""

    key: str
    person_id: UUID
    own_device: bool
    must_choose: bool
    kept: bool = False
    """The account was about to be deleted, and is not any more."""


async def come_in(
    session: AsyncSession,
    person_id: UUID,
    *,
    way: str,
    own_device: bool,
    device: str,
    code: OneTimeCode | None = None,
) -> SignedIn:
    """Open a session for somebody who has shown that they are `person_id`, in this transaction.

    With a one-time `code` it is worth one choice of a passphrase, on whatever device that happens.
    """
    if code:
        code.used_at = code.used_at or now()
    await tell_of_arrival(session, person_id, device[:80], code)
    own_device = own_device and not code
    key = sessions.open_session(
        session, person_id, own_device=own_device, device=device, code_id=code.id if code else None
    )
    kept = await keep_account(session, person_id)
    await session.execute(update(Person).where(col(Person.id) == person_id).values(last_sign_in_on=today()))
    # Coming in shows that an account does not sleep; the time of somebody who has left school goes on.
    await session.execute(
        update(Person)
        .where(col(Person.id) == person_id, col(Person.left_school_on).is_(None))
        .values(warned=0, warned_on=None)
    )
    audit(session, "accounts.sign_in", actor_id=person_id, about_id=person_id, way=way)
    return SignedIn(key, person_id, own_device, bool(code), kept)
