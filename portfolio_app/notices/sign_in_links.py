"""Signing in by a link in a mail, for whoever switched that on for the address they have confirmed.

Whoever asks is told the same whether the address is known or not. The link is good for half an hour and once, and
looking at it changes nothing: mail programs look first. The key of a link is a keyed hash of its row in the outbox, so
that a letter sent twice holds the same link twice, and the database holds no key.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actions import check_passphrase, code_hash
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.added import tell_of_added
from portfolio_app.accounts.codes import end_secrets
from portfolio_app.accounts.coming_in import SignedIn, come_in
from portfolio_app.accounts.keeping import may_come_in
from portfolio_app.accounts.models import OneTimeCode, Person
from portfolio_app.core import outbox
from portfolio_app.core.addresses import neighbourhood
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid, NotFound, TooMany
from portfolio_app.core.languages import N_, _, speaking, spoken
from portfolio_app.core.mail import Letter, mail_server, send
from portfolio_app.core.secrets import keyed_hash
from portfolio_app.notices.addresses import UsedUp, checked
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.notices.models import MailAddress
from portfolio_app.settings import settings

SIGN_IN_LINK = "sign_in_link"
"""The kind of work in the outbox that mails the link."""
VALID = timedelta(minutes=30)
MOST_PEOPLE = 5
"""How many people may share an address and still be written to: a family, not a school."""
PER_ADDRESS: tuple[RateLimitItem, ...] = (RateLimitItemPerHour(4), RateLimitItemPerDay(10))
PER_PLACE: tuple[RateLimitItem, ...] = (RateLimitItemPerHour(60), RateLimitItemPerDay(300))
"""Nobody's mailbox is filled by somebody who types their address again and again."""
_limiter = MovingWindowRateLimiter(MemoryStorage())


async def allow_links(actor: Actor, passphrase: str, *, allowed: bool) -> None:
    """Let the actor's confirmed address open their account by a link, or no more. To allow it, the passphrase is asked.

    Raises `Invalid` for the passphrase, or when no address is confirmed.
    """
    if allowed:
        await check_passphrase(actor, passphrase)
    elif actor.must_choose:
        raise NotFound()
    me = actor.person_id
    async with writing() as session:
        found = (
            await session.execute(select(MailAddress).where(col(MailAddress.person_id) == me).with_for_update())
        ).scalar_one_or_none()
        if found is None or not found.address:
            raise Invalid(N_("Give an e-mail address first, and confirm it."))
        if found.signs_in == allowed:
            return
        found.signs_in = allowed
        if allowed:
            await tell_of_added(session, me, "mail")
        else:
            await end_secrets(session, col(OneTimeCode.person_id) == me, col(OneTimeCode.kind) == "mail")
        audit(session, "notices.allow_links", actor_id=me, about_id=me, allowed=allowed)


async def ask_for_link(typed: str, host: str) -> None:
    """Mail a link to everybody who may sign in with this address; whether there is anybody is not told.

    Raises `Invalid` for what is no address, `TooMany` when it was asked for too often.
    """
    address = checked(typed)
    if not (_within(PER_PLACE, neighbourhood(host)) and _within(PER_ADDRESS, address.casefold())):
        raise TooMany(N_("You have asked for a link several times. Wait an hour, then try again."))
    if mail_server() is None:
        return
    async with writing() as session:
        for person_id in await _people_at(session, address):
            row_id = await outbox.put(session, SIGN_IN_LINK, {"person": str(person_id)})
            audit(session, "notices.ask_for_link", actor_id=None, about_id=person_id, thing=f"outbox:{row_id}")


async def _people_at(session: AsyncSession, address: str) -> list[UUID]:
    found = await session.execute(
        select(col(MailAddress.person_id))
        .join(Person, col(Person.id) == col(MailAddress.person_id))
        .where(
            func.lower(col(MailAddress.address)) == address.lower(),
            col(MailAddress.signs_in).is_(True),
            may_come_in(),
        )
        .order_by(col(MailAddress.person_id))
        .limit(MOST_PEOPLE)
    )
    return list(found.scalars())


def _within(limits: tuple[RateLimitItem, ...], key: str) -> bool:
    named = keyed_hash("sign-in-link", key)
    hits = [_limiter.hit(item, named) for item in limits]  # counted by the hour and by the day
    return all(hits)


def link_key(row_id: UUID) -> str:
    """What stands in the link that the outbox's row mails."""
    return keyed_hash("sign-in-link key", str(row_id))


async def mail_link(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Make the link good and mail it, unless links were switched off since. Work of the outbox."""
    person_id = UUID(payload["person"])
    hashed = code_hash(link_key(row_id))
    async with writing() as session:
        person = await session.get(Person, person_id, with_for_update=True)
        found = (
            await session.execute(select(MailAddress).where(col(MailAddress.person_id) == person_id))
        ).scalar_one_or_none()
        if (
            person is None
            or (person.ended_at and not person.erase_on)
            or found is None
            or not (found.signs_in and found.address)
        ):
            return
        made = (
            await session.execute(select(OneTimeCode).where(col(OneTimeCode.secret_hash) == hashed))
        ).scalar_one_or_none()
        if (
            made and made.ended_at
        ):  # used, or another was asked for, after a first letter whose sending we lost sight of
            return
        if made:
            made.expires_at = now() + VALID  # the mail server may have been away for longer
        else:
            await end_secrets(session, col(OneTimeCode.person_id) == person_id, col(OneTimeCode.kind) == "mail")
            session.add(
                OneTimeCode(
                    person_id=person_id,
                    kind="mail",
                    secret_hash=hashed,
                    made_at=now(),
                    expires_at=now() + VALID,
                    told_at=now(),  # its owner asked for it, or did nothing with it: no news
                )
            )
        language, to = person.language or found.language, found.address
    with speaking(language):
        href = f"{settings().links_begin}/{spoken()}/come-in?key={link_key(row_id)}"
        await send(_letter(row_id, to, href))


def _letter(row_id: UUID, to: str, href: str) -> Letter:
    subject = _("Your link to sign in to Polku")
    lines = (
        Line(_("Somebody asked to sign in to Polku with this address. Open this page within half an hour:"), href),
        Line(_("If it was not you, do nothing. Nobody can come in without this link.")),
    )
    return to_anybody(row_id, to, subject, lines)


async def open_mail_link(key: str, *, own_device: bool, device: str) -> SignedIn:
    """Open a session with a link's key, once. Raises `UsedUp`."""
    async with writing() as session:
        found = (
            await session.execute(
                select(OneTimeCode)
                .join(Person, col(Person.id) == col(OneTimeCode.person_id))
                .where(
                    col(OneTimeCode.kind) == "mail",
                    col(OneTimeCode.secret_hash) == code_hash(key),
                    col(OneTimeCode.ended_at).is_(None),
                    col(OneTimeCode.expires_at) > now(),
                    may_come_in(),
                )
                .with_for_update(of=OneTimeCode)
            )
        ).scalar_one_or_none()
        if found is None:
            raise UsedUp(N_("This link has already been used, or it is too old. Ask for a new one where you sign in."))
        found.used_at = found.ended_at = now()
        return await come_in(session, found.person_id, way="mail", own_device=own_device, device=device)
