"""A code book: ten lines on paper, each of which opens its owner's account once, without the passphrase.

A line works as a one-time code does: whoever comes in with it chooses a new passphrase, and so the line is used up. The
book is printed once and kept by nobody here; printing another one voids the former.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actions import check_passphrase, code_hash
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.added import tell_of_added
from portfolio_app.accounts.codes import end_secrets
from portfolio_app.accounts.models import OneTimeCode, Person, SignIn
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.secrets import readable_secret

LINES = 10
VALID = timedelta(days=3652)
"""Ten years: longer than anybody should rely on one paper, shorter than for ever."""


@dataclass(frozen=True)
class CodeBook:
    """A new book, shown once: whose it is, and its lines in order."""

    name: str
    username: str
    codes: tuple[str, ...]


async def make_book(actor: Actor, passphrase: str) -> CodeBook:
    """Make the actor a new code book; the former one opens no more. Raises `Invalid` for the passphrase."""
    await check_passphrase(actor, passphrase)
    codes = tuple(readable_secret(3) for _line in range(LINES))
    me = actor.person_id
    async with writing() as session:
        # Two clicks at once take turns here; the later book is the one that opens.
        await session.execute(select(col(Person.id)).where(col(Person.id) == me).with_for_update())
        await _end(session, me)
        for number, code in enumerate(codes, start=1):
            session.add(
                OneTimeCode(
                    person_id=me,
                    kind="book",
                    number=number,
                    secret_hash=code_hash(code),
                    issued_by=me,
                    made_at=now(),
                    expires_at=now() + VALID,
                )
            )
        username = (
            await session.execute(
                select(col(SignIn.identifier)).where(col(SignIn.person_id) == me, col(SignIn.kind) == "username")
            )
        ).scalar_one()
        await tell_of_added(session, me, "book")
        audit(session, "accounts.make_book", actor_id=me, about_id=me)
    return CodeBook(actor.name, username, codes)


async def end_book(actor: Actor) -> None:
    """The actor's book is lost, or seen by somebody: none of its lines opens any more."""
    if actor.must_choose:
        raise NotFound()
    async with writing() as session:
        await _end(session, actor.person_id)
        audit(session, "accounts.end_book", actor_id=actor.person_id, about_id=actor.person_id)


async def _end(session: AsyncSession, person_id: UUID) -> None:
    await end_secrets(session, col(OneTimeCode.person_id) == person_id, col(OneTimeCode.kind) == "book")


async def lines_left(session: AsyncSession, person_id: UUID) -> int:
    """How many lines of somebody's book still open."""
    open_lines = select(func.count()).where(
        col(OneTimeCode.person_id) == person_id,
        col(OneTimeCode.kind) == "book",
        col(OneTimeCode.ended_at).is_(None),
        col(OneTimeCode.expires_at) > now(),
    )
    return await session.scalar(open_lines) or 0
