"""Deleting one's own account: without asking anybody, with the passphrase, and undone for a while by signing in. An
account whose time after school is over goes the same way.

At once nobody sees anything of theirs any more and every session ends. Once it has rested, every domain is gone through
(`core.erasure`), and the receipt says what was removed and what a law makes a school keep.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actions import check_passphrase
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person, Receipt
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import after_commit, reading, writing
from portfolio_app.core.erasure import WillBeKept, erase, holdings
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, format_number
from portfolio_app.core.resting import rest_lasts
from portfolio_app.core.secrets import derived_key, digest, new_key

RECEIPTS_KEPT = timedelta(days=3 * 365)
"""How long a receipt can be read after the account is gone."""

Listener = Callable[[AsyncSession, UUID], Awaitable[None]]
"""Is told, in the same transaction, whose account ends. Raises a `DomainError` when that may not be yet."""

_listeners: list[Listener] = []
_listeners_by_itself: list[Callable[[AsyncSession, UUID, UUID], Awaitable[None]]] = []


def when_an_account_ends(listener: Listener) -> None:
    """Have `listener` called before an account is deleted; called where the app is put together."""
    if listener not in _listeners:
        _listeners.append(listener)


def when_an_account_ends_by_itself(listener: Callable[[AsyncSession, UUID, UUID], Awaitable[None]]) -> None:
    """Have `listener` called with a person and their receipt when their time after school is over."""
    if listener not in _listeners_by_itself:
        _listeners_by_itself.append(listener)


@dataclass(frozen=True)
class Line:
    """Something of somebody's: what and how many; and, where it is kept, until when and why."""

    what: str = ""
    count: str = ""
    until: str = ""
    why: str = ""


@dataclass(frozen=True)
class EndingView:
    """The page on which one deletes one's account: what would go, what would stay, and on which day."""

    loaded: bool = False
    goes: tuple[Line, ...] = ()
    stays: tuple[Line, ...] = ()
    until: str = ""


@dataclass(frozen=True)
class ReceiptView:
    """A receipt. `state` is "" for none, "rests", "undone" or "gone"."""

    loaded: bool = False
    state: str = ""
    asked: str = ""
    day: str = ""
    removed: tuple[Line, ...] = ()
    kept: tuple[Line, ...] = ()


async def load_ending(actor: Actor) -> EndingView:
    """What deleting the actor's account would do."""
    async with reading() as session:
        there, stays = await holdings(session, actor.person_id)
    return EndingView(
        loaded=True,
        goes=tuple(
            Line(_(label), format_number(count)) for label, count in sorted(there.items(), key=lambda one: -one[1])
        ),
        stays=tuple(_stays(one) for one in stays),
        until=format_date(_erase_on()),
    )


def _stays(one: WillBeKept) -> Line:
    return Line(_(one.label), format_number(one.count), format_date(one.until), _(one.why))


def _erase_on() -> date:
    return today() + rest_lasts()


async def end_account(actor: Actor, passphrase: str) -> str:
    """Have the actor's account deleted once it has rested; returns the key of the receipt, which is nowhere else.

    Raises `Invalid` for the passphrase, `TooMany`, and what listeners raise, such as for a school's last coordinator.
    """
    await check_passphrase(actor, passphrase)
    key = new_key()
    async with writing() as session:
        person = await session.get(Person, actor.person_id, with_for_update=True)
        if person is None or person.ended_at is not None:
            raise NotFound()
        for listener in _listeners:
            await listener(session, person.id)
        await _end(session, person, key)
        audit(session, "accounts.end_account", actor_id=person.id, about_id=person.id)
    return key


async def end_by_itself(session: AsyncSession, person: Person) -> None:
    """Have an account deleted whose time is over, in this transaction. As nobody is there to be given the key of its
    receipt, the letter about it brings that."""
    receipt_id = uuid4()
    await _end(session, person, receipt_key(receipt_id), receipt_id=receipt_id)
    for listener in _listeners_by_itself:
        await listener(session, person.id, receipt_id)
    audit(session, "accounts.end_by_itself", actor_id=None, about_id=person.id)


def receipt_key(receipt_id: UUID) -> str:
    """The key of a receipt that nobody asked for: it can be worked out again when its letter is written."""
    return derived_key("receipt", str(receipt_id))


async def _end(session: AsyncSession, person: Person, key: str, *, receipt_id: UUID | None = None) -> None:
    person.ended_at, person.erase_on = now(), _erase_on()
    receipt = Receipt(
        id=receipt_id or uuid4(),
        person_id=person.id,
        key_hash=digest(key),
        asked_on=today(),
        erase_on=person.erase_on,
    )
    session.add(receipt)
    await sessions.end_sessions(session, person.id)
    after_commit(session, partial(sessions.forget, person.id))


async def erase_due() -> int:
    """Erase one account that has rested until today; returns how many (0 or 1). Harmless to repeat."""
    async with writing() as session:
        person_id = (
            await session.execute(
                select(col(Person.id)).where(col(Person.erase_on) <= today()).limit(1).with_for_update()
            )
        ).scalar_one_or_none()
        if person_id is None:
            return 0
        mine = (
            await session.execute(
                select(col(Receipt.id)).where(col(Receipt.person_id) == person_id, col(Receipt.undone_on).is_(None))
            )
        ).scalars()
        receipts = list(mine)
        done = await erase(session, person_id)
        await session.execute(
            update(Receipt)
            .where(col(Receipt.id).in_(receipts))
            .values(
                person_id=None,
                erased_at=now(),
                removed=[[label, count] for label, count in done.labels],
                kept=[[one.label, one.count, one.until.isoformat(), one.why] for one in done.kept],
            )
        )
        audit(session, "accounts.erase", actor_id=None, thing=f"receipt:{receipts[0]}" if receipts else "")
        after_commit(session, lambda: sessions.forget(person_id))
    return 1


async def remove_old_receipts() -> int:
    """Remove receipts that were kept long enough, and those of deletions that were taken back; returns how many."""
    async with writing() as session:
        gone = await session.execute(
            delete(Receipt)
            .where(
                (col(Receipt.erased_at) <= now() - RECEIPTS_KEPT) | (col(Receipt.undone_on) <= today() - timedelta(90))
            )
            .returning(col(Receipt.id))
        )
    return len(gone.all())


async def load_receipt(key: str) -> ReceiptView:
    """The receipt of which somebody has the key; an empty one for any other."""
    async with reading() as session:
        found = (
            await session.execute(select(Receipt).where(col(Receipt.key_hash) == digest(key)))
        ).scalar_one_or_none()
    if found is None:
        return ReceiptView(loaded=True)
    gone = found.erased_at is not None
    return ReceiptView(
        loaded=True,
        state="gone" if gone else "undone" if found.undone_on else "rests",
        asked=format_date(found.asked_on),
        day=format_date(found.erased_at or found.undone_on or found.erase_on),
        removed=tuple(Line(_(what), format_number(count)) for what, count in found.removed),
        kept=tuple(
            Line(_(what), format_number(count), format_date(date.fromisoformat(until)), _(why))
            for what, count, until, why in found.kept
        ),
    )
