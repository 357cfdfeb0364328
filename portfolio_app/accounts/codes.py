"""One-time secrets that open the door once: a code said aloud, a printed card, a link for somebody who begins.

Whoever makes one must be entitled to (`schools.codes` asks); nobody can read one again, only make the next, which voids
the former. It is used up when its owner chooses a passphrase with it, and that ends every other session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import sessions, throttle
from portfolio_app.accounts.actions import code_hash
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.coming_in import SignedIn, come_in
from portfolio_app.accounts.keeping import may_come_in
from portfolio_app.accounts.models import OneTimeCode, Person, SignIn
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import after_commit, as_id, writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.secrets import new_key, readable_secret
from portfolio_app.settings import settings

CARD_VALID = timedelta(days=60)  # a card is handed out in the first weeks of a term
LINK_VALID = timedelta(days=7)


class UsedUp(Invalid):
    """A link that was used, replaced or has run out; never says which."""

    message = N_("This link has already been used, or it is too old. Ask whoever gave it to you for a new one.")


@dataclass(frozen=True)
class Secret:
    """A one-time secret, shown once, and until when it opens."""

    secret: str
    expires_at: datetime


async def issue_code(session: AsyncSession, person_id: UUID, *, by: UUID, school_id: UUID | None) -> Secret:
    """A code to read aloud ("k7dm-q2vx"), for some minutes."""
    valid = timedelta(minutes=settings().code_minutes)
    return await _issue(session, person_id, "code", readable_secret(2), valid, by, school_id)


async def issue_card(session: AsyncSession, person_id: UUID, *, by: UUID, school_id: UUID | None) -> Secret:
    """The one-time passphrase of a printed card ("k7dm-q2vx-p9nr"), for some weeks."""
    return await _issue(session, person_id, "card", readable_secret(3), CARD_VALID, by, school_id)


async def issue_link(
    session: AsyncSession, person_id: UUID, *, by: UUID | None, school_id: UUID | None = None
) -> Secret:
    """The key of a link for somebody who begins, for some days."""
    return await _issue(session, person_id, "link", new_key(), LINK_VALID, by, school_id)


async def _issue(
    session: AsyncSession,
    person_id: UUID,
    kind: str,
    secret: str,
    valid: timedelta,
    by: UUID | None,
    school_id: UUID | None,
) -> Secret:
    # Two people helping the same pupil at once take turns here; the later one's secret is the one that opens.
    await session.execute(select(col(Person.id)).where(col(Person.id) == person_id).with_for_update())
    await end_secrets(session, col(OneTimeCode.person_id) == person_id, col(OneTimeCode.kind) == kind)
    made = OneTimeCode(
        person_id=person_id,
        kind=kind,
        secret_hash=code_hash(secret),
        issued_by=by,
        school_id=school_id,
        made_at=now(),
        expires_at=now() + valid,
    )
    session.add(made)
    await session.flush()
    # Whoever guessed at this account must not keep its owner out who now has help.
    names = await session.execute(select(col(SignIn.identifier)).where(col(SignIn.person_id) == person_id))
    after_commit(session, partial(throttle.forgive, *names.scalars()))
    return Secret(secret, made.expires_at)


async def end_secrets(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    """End open codes, cards and links in this transaction, and whatever sessions they opened that still wait for a
    passphrase: nobody chooses one with a secret that is no longer good. `which` filters `OneTimeCode`."""
    await session.execute(update(OneTimeCode).where(*which, col(OneTimeCode.ended_at).is_(None)).values(ended_at=now()))
    await sessions.end_sessions_of_ended(session, *which)


async def end_secrets_made_by(session: AsyncSession, giver_id: UUID, school_id: UUID) -> None:
    """End the open codes, cards and links somebody made at a school, in this transaction: they no longer belong there,
    and might know them."""
    await end_secrets(session, col(OneTimeCode.issued_by) == giver_id, col(OneTimeCode.school_id) == school_id)


async def open_link(key: str, *, device: str) -> SignedIn:
    """Open a session with a link's key, good for nothing but choosing a passphrase. Raises `UsedUp`."""
    hashed = code_hash(key)
    async with writing() as session:
        found = (
            await session.execute(
                select(OneTimeCode)
                .join(Person, col(Person.id) == col(OneTimeCode.person_id))
                .where(
                    col(OneTimeCode.kind) == "link",
                    col(OneTimeCode.secret_hash) == hashed,
                    col(OneTimeCode.ended_at).is_(None),
                    col(OneTimeCode.expires_at) > now(),
                    may_come_in(),
                )
                .with_for_update(of=OneTimeCode)
            )
        ).scalar_one_or_none()
        if found is None:
            raise UsedUp()
        return await come_in(session, found.person_id, way="link", own_device=False, device=device, code=found)


async def dismiss_told(actor: Actor, codes: Sequence[str]) -> None:
    """The actor has read about these one-time codes; Home stops telling of them, not of one given meanwhile."""
    ids = [as_id(code) for code in codes[:100]]
    async with writing() as session:
        await session.execute(
            update(OneTimeCode)
            .where(
                col(OneTimeCode.person_id) == actor.person_id,
                col(OneTimeCode.id).in_(ids),
                col(OneTimeCode.told_at).is_(None),
            )
            .values(told_at=now())
        )
        audit(session, "accounts.dismiss_told", actor_id=actor.person_id, about_id=actor.person_id)
