"""A family or a host is asked by mail to sign an agreement: a link that opens what is to be signed, and nothing else.

The key is a keyed hash over the row and a number that is drawn anew with each letter, so that the last one opens. A
host reads no name of a pupil there; the school tells it once it has approved the placement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core import outbox
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, speaking, spoken
from portfolio_app.core.mail import mail_server, send
from portfolio_app.core.secrets import id_in, is_signed, signed_id
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.marketplace.contacts import confirmed_contact, kept_host
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.agreements import OTHER_TERMS, Former, formerly_signed, newest, sign
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.families import contact_of
from portfolio_app.marketplace.placements.insured import insured_said
from portfolio_app.marketplace.placements.models import Agreement, Party, Placement, Signature, SignatureAsk
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify
from portfolio_app.notices.addresses import letter_to
from portfolio_app.notices.kinds import AGREEMENT_DECLINED
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.schools.models import School
from portfolio_app.settings import settings

ASKING = "agreement_ask"
"""The kind of work in the outbox that mails the link."""
PATH = "/sign-agreement"
_PURPOSE = "agreement"
AGREED = "agreement"
"""What a notice about an agreement is about: the placement's id."""


@dataclass(frozen=True)
class Asked:
    """What a link opens: who is asked, about which terms, and whether they have signed these. `pupil` is "" for a
    host. `former` are the terms that their party signed before, when it has signed none but former ones; `insured` says
    who insures what."""

    ask: SignatureAsk
    placement: Placement
    agreement: Agreement
    school: str
    adult: str
    pupil: str
    signed: Signature | None
    former: Former | None = None
    insured: tuple[str, ...] = ()


async def ask(actor: Actor, placement_id: str | UUID, party: str) -> None:
    """Mail a link to whoever signs for the family, or to the host's first contact who has confirmed. A former link
    opens nothing then.

    Raises `Invalid` when there is nobody to write to, nothing to sign yet, or no mail is sent; `TooMany`; `NotFound`.
    """
    if party not in (Party.FAMILY, Party.HOST):
        raise NotFound()
    async with writing() as session:
        row = await policy.check_guides(session, actor, placement_id, lock=True)
        if row.cancelled_at is not None:
            raise NotFound()
        if await newest(session, row.id) is None:
            raise Invalid(N_("Write down the terms first, and save them."))
        if mail_server() is None:
            raise Invalid(N_("This installation sends no mail. Ask whoever runs it."))
        name, mail, language, contact_id = await _to_whom(session, row, Party(party))
        letter_to(mail)
        wanted = select(SignatureAsk).where(col(SignatureAsk.placement_id) == row.id, col(SignatureAsk.party) == party)
        asked = (await session.execute(wanted.with_for_update())).scalar_one_or_none()
        until = datetime.combine(row.last_day + timedelta(days=1), time.min, UTC)
        values: dict[str, Any] = {
            "contact_id": contact_id,
            "name": name,
            "mail": mail,
            "language": language,
            "opens": uuid4(),
            "opens_until": until,
            "asked_at": now(),
            "asked_by": actor.person_id,
            "declined_at": None,
            "decline_words": "",
        }
        if asked is None:
            asked = SignatureAsk(placement_id=row.id, party=party, **values)
            session.add(asked)
        else:
            for column, value in values.items():
                setattr(asked, column, value)
        await session.flush()
        await outbox.put(session, ASKING, {"ask": str(asked.id), "opens": str(asked.opens)})
        audit_placement(session, "ask_to_sign", actor.person_id, row, party=party)


async def _to_whom(session: AsyncSession, row: Placement, party: Party) -> tuple[str, str, str, UUID | None]:
    """A name, an address, a language, and the host's contact."""
    if party is Party.FAMILY:
        family = await contact_of(session, row.person_id)
        if family is None or not family.mail:
            raise Invalid(N_("Nobody at home can be written to. Keep a mail address below, or let them sign on paper."))
        return family.name, family.mail, family.language, None
    host = await kept_host(session, row.host_id)
    found = await confirmed_contact(session, host.id if host else None)
    if found is None:
        raise Invalid(N_("The host has no contact who has confirmed an address. Let them sign on paper."))
    return found.name, found.mail, found.language, found.id


def key_of(row: SignatureAsk) -> str:
    """What stands in the link."""
    return signed_id(_PURPOSE, row.id, row.opens)


async def load_asked(key: str) -> Asked | None:
    """What the link with this key opens; None for one that opens nothing (any more). Looking changes nothing."""
    async with reading() as session:
        return await _asked(session, key)


async def _asked(session: AsyncSession, key: str, *, lock: bool = False) -> Asked | None:
    row_id = id_in(key)
    row = await session.get(SignatureAsk, row_id) if row_id else None
    if row is None or row.opens_until < now() or not is_signed(key, _PURPOSE, row.id, row.opens):
        return None
    placement = await session.get(Placement, row.placement_id, with_for_update=lock or None)
    if placement is None or placement.cancelled_at is not None:
        return None
    if not await _still_theirs(session, row, placement):
        return None
    agreement = await newest(session, placement.id)
    if agreement is None:
        return None
    school = await session.get_one(School, placement.school_id)
    names = select(col(Person.id), col(Person.name)).where(
        col(Person.id).in_([placement.person_id, *([placement.adult_id] if placement.adult_id else [])])
    )
    named = {one.id: one.name for one in await session.execute(names)}
    signed = select(Signature).where(col(Signature.agreement_id) == agreement.id, col(Signature.party) == row.party)
    return Asked(
        ask=row,
        placement=placement,
        agreement=agreement,
        school=school.name,
        adult=named.get(placement.adult_id, "") if placement.adult_id else "",
        pupil=named.get(placement.person_id, "") if row.party == Party.FAMILY else "",
        signed=(await session.execute(signed)).scalar_one_or_none(),
        former=(await formerly_signed(session, agreement)).get(row.party),
        insured=await insured_said(session, placement),
    )


async def _must_be_asked(session: AsyncSession, key: str, agreement_id: str) -> Asked:
    """What a link opens that somebody answers who has read these terms, locked. Raises `Conflict` when they have
    changed since, and `NotFound`."""
    found = await _asked(session, key, lock=True)
    if found is None:
        raise NotFound()
    if found.agreement.id != as_id(agreement_id):
        raise Conflict(OTHER_TERMS)
    return found


async def _still_theirs(session: AsyncSession, row: SignatureAsk, placement: Placement) -> bool:
    """Whether the letter went to the address that signs today: of the family's contact, or of one of a host that is
    there still and not paused."""
    if row.party == Party.FAMILY:
        family = await contact_of(session, placement.person_id)
        return family is not None and family.mail == row.mail
    contact = await session.get(HostContact, row.contact_id) if row.contact_id else None
    host = await kept_host(session, placement.host_id)
    return (
        contact is not None
        and contact.ended_at is None
        and contact.mail == row.mail
        and host is not None
        and host.ended_at is None
        and host.paused_at is None
    )


async def sign_by_link(key: str, agreement_id: str, name: str) -> None:
    """Whoever reads the mailbox signs the terms they have read. The same again is fine.

    Raises `Invalid` without a name, `Conflict` when the terms have changed since they were read, and `NotFound` for a
    link that opens nothing.
    """
    who = one_line(name, field="name", most=120, empty=N_("Write your name: it is your signature."))
    async with writing() as session:
        found = await _must_be_asked(session, key, agreement_id)
        found.ask.declined_at, found.ask.decline_words = None, ""
        if await sign(session, found.agreement, Party(found.ask.party), who, way="link"):
            audit_placement(session, "sign_by_link", None, found.placement, party=found.ask.party)


async def decline_by_link(key: str, agreement_id: str, words: str) -> None:
    """Whoever reads the mailbox does not agree to the terms they have read, with a few words or none; the adults who
    look after the placement are told. They can sign all the same until the link ends. The same again is fine.

    Raises `Invalid`, `Conflict` when the terms have changed or are signed already, and `NotFound` for a link that opens
    nothing.
    """
    said = several_lines(words, field="words", most=500)
    async with writing() as session:
        found = await _must_be_asked(session, key, agreement_id)
        if found.signed is not None:
            raise Conflict(N_("You have signed these terms. Call the school if you have thought again."))
        await session.refresh(found.ask, with_for_update=True)
        if found.ask.declined_at is not None and found.ask.decline_words == said:
            return
        found.ask.declined_at, found.ask.decline_words = now(), said
        about = About(found.placement.person_id, AGREED, str(found.placement.id))
        for one in await adults_of(session, found.placement):
            once = f"declined:{found.ask.opens} {found.ask.declined_at.isoformat()}"
            await notify(session, one.id, AGREEMENT_DECLINED, about=about, once=once)
        audit_placement(session, "decline_by_link", None, found.placement, party=found.ask.party)


async def mail_ask(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail the link, unless another was sent since. Work of the outbox."""
    async with reading() as session:
        row = await session.get(SignatureAsk, UUID(payload["ask"]))
        found = await _asked(session, key_of(row)) if row is not None else None
    if row is None or found is None or str(row.opens) != payload["opens"]:
        return
    with speaking(row.language):
        href = f"{settings().links_begin}{PATH}?key={key_of(row)}&language={spoken()}"
        about = _("{school} asks you to read and sign what is agreed about days at {host}.").format(
            school=found.school, host=found.placement.host_name
        )
        if found.pupil:
            about = _("{school} asks you to read and sign what is agreed about the days of {pupil} at {host}.").format(
                school=found.school, pupil=found.pupil.split()[0], host=found.placement.host_name
            )
        lines = (
            Line(about, href, _("Read and sign")),
            Line(_("The link is for you, {name}. Whoever has it can sign in your place.").format(name=row.name)),
        )
        subject = _("To sign: days at {host}").format(host=found.placement.host_name)
        await send(to_anybody(row_id, row.mail, subject, lines))
