"""Whom to write to at a host: somebody without an account, whose address counts once they used the link mailed to it.

The link holds a keyed hash of what is asked, so that the database holds no key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, languages, speaking, spoken
from portfolio_app.core.mail import mail_server, send, sendable
from portfolio_app.core.resting import rested_before
from portfolio_app.core.secrets import id_in, is_signed, signed_id
from portfolio_app.core.wording import one_line, phone_number
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.models import Host, HostContact
from portfolio_app.notices.addresses import checked, letter_to
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.schools.models import Region
from portfolio_app.settings import settings

ASKING = "host_contact"
"""The kind of work in the outbox that mails the link."""
LINK_VALID = timedelta(days=14)
MOST_MERGES = 5
"""How many times over hosts are followed that were put together."""
PATH = "/host-contact"
_PURPOSE = "host-contact"
MOST = 10
"""Contacts of a host."""


@dataclass(frozen=True)
class ContactForm:
    """Whom to write to, how, and in which language."""

    name: str = ""
    mail: str = ""
    phone: str = ""
    language: str = ""


@dataclass(frozen=True)
class Asked:
    """What a link asks of whoever reads it: whether they are this contact of this host, and until when it works."""

    host: str
    town: str
    region: str
    name: str
    until: str
    confirmed: bool


async def add_contact(actor: Actor, host_id: str | UUID, form: ContactForm, request: UUID) -> None:
    """Add a contact and mail them the link that confirms the address. Sent twice, kept and mailed once.

    Raises `Invalid` (also for an address that is there already), `TooMany` and `NotFound`.
    """
    values = contact_values(form)
    async with writing() as session:
        host = await policy.check_host(session, actor, as_id(host_id), lock=True)
        if host.ended_at is not None:
            raise NotFound()
        sent = select(col(HostContact.host_id), col(HostContact.moved_from)).where(col(HostContact.request) == request)
        if (there_already := (await session.execute(sent)).first()) is not None:
            if host.id not in there_already:
                raise NotFound()
            return
        there = await _open_contacts(session, host.id)
        if len(there) >= MOST:
            raise Invalid(N_("A host has {n} contacts at most. End one first."), field="contact_name", n=MOST)
        if any(one.mail_key == values["mail_key"] for one in there):
            raise Invalid(N_("This address is here already."), field="mail")
        row = HostContact(host_id=host.id, **values, made_at=now(), request=request)
        if await insert_new(session, row):
            _audit(session, "add_contact", actor, row)
            await ask(session, await session.get_one(HostContact, row.id))


async def correct_contact(actor: Actor, contact_id: str | UUID, form: ContactForm) -> None:
    """Correct what is said of a contact. Another address has to be confirmed anew, and gets its link at once; what was
    mailed to the former opens nothing any more.

    Raises `Invalid`, `TooMany` and `NotFound`.
    """
    values = contact_values(form)
    async with writing() as session:
        row = await check_contact(session, actor, contact_id)
        if all(getattr(row, name) == value for name, value in values.items()):
            return
        others = [one for one in await _open_contacts(session, row.host_id) if one.id != row.id]
        if any(one.mail_key == values["mail_key"] for one in others):
            raise Invalid(N_("This address is here already."), field="mail")
        other_address = row.mail_key != values["mail_key"]
        for name, value in values.items():
            setattr(row, name, value)
        _audit(session, "correct_contact", actor, row)
        if other_address:
            row.confirmed_at = None
            _close(row)
            await ask(session, row)


async def ask_again(actor: Actor, contact_id: str | UUID) -> None:
    """Mail the link once more; the former opens nothing then. Harmless once the address is confirmed.

    Raises `TooMany`, `NotFound`, and `Invalid` where no mail is sent at all.
    """
    async with writing() as session:
        row = await check_contact(session, actor, contact_id)
        if row.confirmed_at is not None:
            return
        if mail_server() is None:
            raise Invalid(N_("This installation sends no mail. Ask whoever runs it."))
        await ask(session, row)
        _audit(session, "ask_contact", actor, row)


async def end_contact(actor: Actor, contact_id: str | UUID, *, back: bool = False) -> None:
    """Write to somebody no more; or to them again (`back`), within 30 days. Done already: fine. Raises `Invalid` when
    the address is there again, and `NotFound`."""
    async with writing() as session:
        row = await check_contact(session, actor, contact_id, ended=True)
        if back == (row.ended_at is None):
            return
        if row.ended_at is not None and row.ended_at <= rested_before():
            raise NotFound()
        if back and any(one.mail_key == row.mail_key for one in await _open_contacts(session, row.host_id)):
            raise Invalid(N_("This address is here already."))
        row.ended_at = None if back else now()
        _close(row)
        _audit(session, "restore_contact" if back else "end_contact", actor, row)


async def load_asked(key: str) -> Asked | None:
    """What the link with this key asks; None for one that opens nothing (any more). Looking changes nothing."""
    async with reading() as session:
        row = await _named(session, key)
        if row is None:
            return None
        host, region = (
            await session.execute(
                select(Host, col(Region.name))
                .join(Region, col(Region.id) == col(Host.region_id))
                .where(col(Host.id) == row.host_id)
            )
        ).one()
    if host.ended_at is not None:
        return None
    until = format_date(row.asked_at + LINK_VALID) if row.asked_at else ""
    return Asked(host.name, host.town, region, row.name, until, row.confirmed_at is not None)


async def answer(key: str, *, yes: bool) -> None:
    """Whoever reads the mailbox says that they are this contact, or that they are not (which ends it). The same answer
    again is fine. Raises `NotFound` for a link that opens nothing (any more)."""
    async with writing() as session:
        row = await _named(session, key, lock=True)
        if row is None:
            raise NotFound()
        if yes and row.confirmed_at is None:
            row.confirmed_at = now()
            audit(session, "marketplace.confirm_contact", actor_id=None, thing=f"host_contact:{row.id}")
        elif not yes:
            row.ended_at, row.confirmed_at = now(), None
            _close(row)
            audit(session, "marketplace.deny_contact", actor_id=None, thing=f"host_contact:{row.id}")


async def kept_host(session: AsyncSession, host_id: UUID | None) -> Host | None:
    """The host, or the one it was put together with; None when there is none."""
    host = await session.get(Host, host_id) if host_id else None
    for _merge in range(MOST_MERGES):
        if host is None or host.merged_into is None:
            break
        host = await session.get(Host, host.merged_into)
    return host


async def confirmed_contact(session: AsyncSession, host_id: UUID | None) -> HostContact | None:
    """A host's first contact who has confirmed their address; None without one."""
    wanted = (
        select(HostContact)
        .where(col(HostContact.host_id) == host_id, policy.confirmed())
        .order_by(col(HostContact.made_at), col(HostContact.id))
        .limit(1)
    )
    return (await session.execute(wanted)).scalar_one_or_none()


def key_of(row: HostContact) -> str:
    """What stands in the link that asks a contact."""
    assert row.asking
    return signed_id(_PURPOSE, row.id, row.asking)


async def _named(session: AsyncSession, key: str, *, lock: bool = False) -> HostContact | None:
    row_id = id_in(key)
    row = await session.get(HostContact, row_id, with_for_update=lock or None) if row_id else None
    if row is None or row.asking is None or row.ended_at is not None:
        return None
    if row.asked_at is None or row.asked_at < now() - LINK_VALID:
        return None
    return row if is_signed(key, _PURPOSE, row.id, row.asking) else None


def _close(row: HostContact) -> None:
    """No link that was mailed to them opens anything any more, even if they are written to again."""
    row.asking = row.opens = row.opens_until = None


async def ask(session: AsyncSession, row: HostContact) -> None:
    """Have the link mailed that confirms an address; where no mail is sent, nobody is asked. Raises `TooMany`."""
    if mail_server() is None:
        return
    letter_to(row.mail)
    row.asking, row.asked_at = uuid4(), now()
    await outbox.put(session, ASKING, {"contact": str(row.id), "asking": str(row.asking)})


async def mail_asking(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail the link, unless another was asked for since. Work of the outbox."""
    async with reading() as session:
        row = await session.get(HostContact, UUID(payload["contact"]))
    if row is None or row.asking is None or str(row.asking) != payload["asking"]:
        return
    asked = await load_asked(key_of(row))
    if asked is None:
        return
    with speaking(row.language):
        href = f"{settings().links_begin}{PATH}?key={key_of(row)}&language={spoken()}"
        lines = (
            Line(
                _(
                    "{region} keeps a list of workplaces where pupils can visit, try a job or do work experience. You "
                    "are named there as somebody to write to at {host}. Is that right? Then open this page within 14 "
                    "days."
                ).format(region=asked.region, host=asked.host),
                href,
                _("See what is asked"),
            ),
            Line(_("If you know nothing of it, say so on that page, or do nothing: then nobody writes to you again.")),
        )
        await send(to_anybody(row_id, row.mail, _("Are you the contact of {host}?").format(host=asked.host), lines))


async def _open_contacts(session: AsyncSession, host_id: UUID) -> list[HostContact]:
    found = select(HostContact).where(col(HostContact.host_id) == host_id, col(HostContact.ended_at).is_(None))
    return list((await session.execute(found)).scalars())


async def check_contact(
    session: AsyncSession, actor: Actor, contact_id: str | UUID, *, ended: bool = False
) -> HostContact:
    """The contact, locked, when the actor looks after its host, which takes pupils; also one that `ended`, if wished.
    Raises `NotFound` otherwise."""
    row = await session.get(HostContact, as_id(contact_id))
    if row is None:
        raise NotFound()
    host = await policy.check_host(session, actor, row.host_id, lock=True)  # first, as where hosts are put together
    await session.refresh(row, with_for_update=True)
    if host.ended_at is not None or row.host_id != host.id or (row.ended_at is not None and not ended):
        raise NotFound()
    return row


def contact_values(form: ContactForm) -> dict[str, Any]:
    """The columns that say whom to write to, of a form. Raises `Invalid`."""
    name = one_line(form.name, field="contact_name", most=120, empty=N_("Write whom to ask for there."))
    try:
        mail = checked(form.mail)
    except Invalid as problem:
        raise Invalid(problem.message, field="mail") from problem
    phone = phone_number(form.phone, field="phone")
    if form.language not in languages():
        raise Invalid(N_("Choose a language."), field="language")
    return {
        "name": name,
        "mail": mail,
        "mail_key": sendable(mail).casefold(),
        "phone": phone,
        "language": form.language,
    }


def _audit(session: AsyncSession, verb: str, actor: Actor, row: HostContact) -> None:
    audit(session, f"marketplace.{verb}", actor_id=actor.person_id, thing=f"host_contact:{row.id}")
