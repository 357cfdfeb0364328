"""The e-mail address somebody gives: written to only after a link in a mail has shown that it is theirs.

The link holds a keyed hash of what is asked, so that the database holds no key, and nobody who reads it can confirm.
"""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import idna
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Invalid, NotFound, TooMany
from portfolio_app.core.languages import N_, _, speaking, spoken
from portfolio_app.core.mail import Letter, beyond_ascii, mail_server, send, sendable, takes_all_letters
from portfolio_app.core.secrets import id_in, is_signed, keyed_hash, signed_id
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.notices.models import MailAddress
from portfolio_app.settings import settings

CONFIRMING = "confirm_address"
"""The kind of work in the outbox that mails the link."""
CONFIRMING_KEY = "confirm-address"
LINK_VALID = timedelta(hours=24)
LONGEST = 254  # RFC 5321, 4.5.3.1.3, as erratum 1690 of RFC 3696 counts it
LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1
PER_PERSON: tuple[RateLimitItem, ...] = (RateLimitItemPerHour(5), RateLimitItemPerDay(10))
PER_ADDRESS: tuple[RateLimitItem, ...] = (RateLimitItemPerHour(5), RateLimitItemPerDay(10))
"""Nobody's mailbox is filled by somebody who types their address again and again."""

NO_ADDRESS = N_("This is not an e-mail address. It looks like name@example.org.")
NOT_SUCH_LETTERS = N_(
    "Our mail server cannot write to addresses with letters such as ä or ø before the @. Give another address."
)
NOT_NOW = N_(
    "Our mail server does not answer just now, so we cannot tell whether it can write to this address. Try again later."
)
_SIGNS = frozenset("!#$%&'*+/=?^_`{|}~-")
"""What may stand in a part of an address besides letters and digits (`atext` of RFC 5322)."""
_limiter = MovingWindowRateLimiter(MemoryStorage())


class UsedUp(Invalid):
    """The link was used already, is too old, or a later one was asked for."""

    message = N_(
        "This link has already been used, or it is too old. Ask for a new one on the page “Notices by e-mail”."
    )


def checked(text: str) -> str:
    """An address as it was typed, without blanks around it. Raises `Invalid` for what no mail could be sent to."""
    address = unicodedata.normalize("NFC", text.strip())
    local, at, domain = address.rpartition("@")
    if not at or not _is_local(local) or "." not in domain:
        raise Invalid(NO_ADDRESS, field="address")
    try:
        long = len(sendable(address).encode()) > LONGEST or len(address) > LONGEST
    except (idna.IDNAError, UnicodeError) as problem:
        raise Invalid(NO_ADDRESS, field="address") from problem
    if long:
        raise Invalid(NO_ADDRESS, field="address")
    return address


def _is_local(local: str) -> bool:
    """Whether it can stand before the @: words with dots between, of letters and digits of any script (RFC 6531)."""
    words = local.split(".")
    return len(local.encode()) <= LONGEST_LOCAL and all(word and all(map(_fits, word)) for word in words)


def _fits(sign: str) -> bool:
    if sign.isascii():
        return sign.isalnum() or sign in _SIGNS
    return unicodedata.category(sign)[0] in "LMN"  # letters, the marks on them, numbers


async def _must_be_taken(address: str) -> None:
    """Raise `Invalid` for an address whose letters the mail server does not take, while somebody can read that."""
    if not beyond_ascii(address):
        return
    try:
        taken = await takes_all_letters()
    except outbox.Away as problem:
        raise Invalid(NOT_NOW, field="address") from problem
    if not taken:
        raise Invalid(NOT_SUCH_LETTERS, field="address")


async def give_address(actor: Actor, text: str) -> str:
    """Ask whoever reads that mailbox whether it is the actor's; returns the address. The one confirmed before stays in
    use until then. Raises `Invalid`, and `TooMany` when it is asked too often."""
    address = checked(text)
    if mail_server() is None:
        raise NotFound()
    _count("person " + str(actor.person_id), PER_PERSON)
    letter_to(address)
    await _must_be_taken(address)
    me = actor.person_id
    async with writing() as session:
        await insert_new(session, MailAddress(person_id=me))
        found = await _of(session, me, lock=True)
        assert found
        found.pending, found.asked_at, found.asking, found.language = address, now(), uuid4(), spoken()
        await outbox.put(session, CONFIRMING, {"person": str(me), "asking": str(found.asking)})
        audit(session, "notices.give_address", actor_id=me, about_id=me)
    return address


def letter_to(address: str) -> None:
    """Count a letter that somebody has sent to an address whose reader has not agreed to that. Raises `TooMany`."""
    _count("address " + keyed_hash("throttle", sendable(address).casefold()), PER_ADDRESS)


def _count(key: str, limits: tuple[RateLimitItem, ...]) -> None:
    if not all(_limiter.hit(item, key) for item in limits):
        raise TooMany(N_("You have asked for a link several times. Wait an hour, then try again."))


async def remove_address(actor: Actor) -> None:
    """Forget the actor's address; what was about to be mailed stays in the app alone. None there is fine."""
    me = actor.person_id
    async with writing() as session:
        gone = await session.execute(
            delete(MailAddress).where(col(MailAddress.person_id) == me).returning(col(MailAddress.id))
        )
        if gone.first():
            audit(session, "notices.remove_address", actor_id=me, about_id=me)


async def confirm_address(key: str) -> None:
    """Take the address into use that the link with this key was mailed to. Raises `UsedUp`."""
    row_id = id_in(key)
    async with writing() as session:
        found = await session.get(MailAddress, row_id, with_for_update=True) if row_id else None
        if found is None or found.asking is None or found.asked_at is None or found.asked_at < now() - LINK_VALID:
            raise UsedUp()
        if not is_signed(key, CONFIRMING_KEY, found.id, found.asking):
            raise UsedUp()
        # Another address opens nothing before its owner says so: whoever found an open screen may have given it.
        found.signs_in = found.signs_in and found.address == found.pending
        found.address, found.confirmed_at = found.pending, now()
        found.pending, found.asking = "", None
        audit(session, "notices.confirm_address", actor_id=found.person_id, about_id=found.person_id)


def confirming_key(row: MailAddress, asking: UUID) -> str:
    """What stands in the link."""
    return signed_id(CONFIRMING_KEY, row.id, asking)


async def _of(session: AsyncSession, person_id: UUID, *, lock: bool = False) -> MailAddress | None:
    found = select(MailAddress).where(col(MailAddress.person_id) == person_id)
    return (await session.execute(found.with_for_update() if lock else found)).scalar_one_or_none()


async def send_link(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail the link that confirms an address, unless another one was asked for since. Work of the outbox."""
    person_id, asking = UUID(payload["person"]), UUID(payload["asking"])
    async with reading() as session:
        found = await _of(session, person_id)
        person = await session.get(Person, person_id)
    if found is None or person is None or found.asking != asking or person.ended_at is not None:
        return
    with speaking(person.language or found.language):
        href = f"{settings().links_begin}/{spoken()}/confirm-address?key={confirming_key(found, asking)}"
        await send(_asking_letter(row_id, found.pending, href))


def _asking_letter(row_id: UUID, to: str, href: str) -> Letter:
    """Whoever reads it may be anybody: it names nobody."""
    subject = _("Is this your e-mail address?")
    lines = (
        Line(
            _("Somebody gave this address for their account on Polku. Was that you? Then open this page within a day."),
            href,
            _("Yes, this is my address"),
        ),
        Line(_("If it was not you, do nothing: no more mail comes here.")),
    )
    return to_anybody(row_id, to, subject, lines)
