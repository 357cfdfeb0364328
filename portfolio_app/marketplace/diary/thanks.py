"""A note of thanks to a host. An adult who looks after the placement reads it first and sends it on, or gives it back
with a sentence: a pupil and a host never write to each other alone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core import outbox
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_days, speaking
from portfolio_app.core.mail import mail_server, send
from portfolio_app.core.wording import several_lines
from portfolio_app.marketplace.contacts import confirmed_contact, kept_host
from portfolio_app.marketplace.diary.evaluation import NOT_OVER, is_over
from portfolio_app.marketplace.diary.models import ThanksNote, ThanksState
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.addresses import letter_to
from portfolio_app.notices.kinds import THANKS_RETURNED, THANKS_SENT, THANKS_WAITING
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.schools.models import School

LONGEST_NOTE = 1500
LONGEST_WHY = 500
THANKS = "thanks"
"""How notices call such a note."""
MAILING = "thanks_note"
"""The kind of work in the outbox that mails it."""
NOT_APPROVED = N_("Your school has not approved these days, so nothing goes to the workplace.")


def thanks_draft(placement_id: UUID) -> str:
    """The name of its draft."""
    return f"thanks:{placement_id}"


async def hand_in(actor: Actor, placement_id: str | UUID, words: str, version: int) -> None:
    """Give a note to the adults who look after the actor's placement; `version` is of the note that is changed, 0 for
    the first. The same again, while it waits, changes nothing.

    Raises `Invalid` with the field: for no words, and before the days are over or where they were not approved;
    `Conflict` when it was changed or sent meanwhile; `NotFound`.
    """
    text = several_lines(words, field="thanks", most=LONGEST_NOTE, empty=N_("Write a few words."))
    async with writing() as session:
        placement = await policy.check_own(session, actor, placement_id, lock=True)
        if not is_over(placement):
            raise Invalid(NOT_OVER, field="thanks")
        if placement.approved_at is None:
            raise Invalid(NOT_APPROVED, field="thanks")
        row = await note_of(session, placement)
        if row is None:
            row = ThanksNote(
                placement_id=placement.id, words=text, state=ThanksState.WAITING, made_at=now(), changed_at=now()
            )
            session.add(row)
            await session.flush()
        else:
            if row.state in (ThanksState.WAITING, ThanksState.SENT) and row.words == text:
                await drop_draft(session, actor.person_id, thanks_draft(placement.id))
                return
            if row.version != version or row.state == ThanksState.SENT:
                raise Conflict()
            row.words, row.state, row.why = text, ThanksState.WAITING, ""
            row.decided_at, row.decided_by = None, None
            row.version, row.changed_at = row.version + 1, now()
        await drop_draft(session, actor.person_id, thanks_draft(placement.id))
        about = About(actor.person_id, THANKS, str(row.id))
        for one in await adults_of(session, placement):
            await notify(session, one.id, THANKS_WAITING, by=actor.person_id, about=about, once=_once(row))
        audit_placement(session, "hand_in_thanks", actor.person_id, placement, note=str(row.id))


async def take_back(actor: Actor, placement_id: str | UUID) -> None:
    """The actor wants to go on writing, and nobody reads the note meanwhile. Taken back already: fine.

    Raises `Conflict` when it was sent on, and `NotFound`.
    """
    async with writing() as session:
        placement = await policy.check_own(session, actor, placement_id, lock=True)
        row = await note_of(session, placement)
        if row is None:
            raise NotFound()
        if row.state == ThanksState.SENT:
            raise Conflict()
        if row.state != ThanksState.WAITING:
            return
        row.state, row.changed_at, row.version = ThanksState.OWN, now(), row.version + 1
        await withdraw(session, THANKS_WAITING, _once(row))
        audit_placement(session, "take_thanks_back", actor.person_id, placement, note=str(row.id))


async def send_on(actor: Actor, note_id: str | UUID, version: int) -> None:
    """Mail a note, as the actor has read it, to the host's first contact who has confirmed. Sent already: fine.

    Raises `Invalid` when there is nobody to write to or no mail is sent; `Conflict` when the pupil has changed it or
    taken it back; `TooMany`; `NotFound`.
    """
    async with writing() as session:
        row, placement = await _guided(session, actor, note_id)
        if row.state == ThanksState.SENT and row.version == version:
            return
        _must_wait(row, version)
        if mail_server() is None:
            raise Invalid(N_("This installation sends no mail. Ask whoever runs it."))
        contact = await reader_of(session, placement)
        if contact is None:
            raise Invalid(N_("Nobody at the workplace can be written to just now. Hand the note over on paper."))
        letter_to(contact.mail)
        row.state, row.contact_id = ThanksState.SENT, contact.id
        _decide(row, actor)
        await outbox.put(session, MAILING, {"note": str(row.id)})
        await withdraw(session, THANKS_WAITING, _once(row))
        await _tell_pupil(session, actor, row, placement)
        audit_placement(session, "send_thanks", actor.person_id, placement, note=str(row.id))


async def give_back(actor: Actor, note_id: str | UUID, version: int, why: str) -> None:
    """Give a note back to its pupil with a sentence for them. Given back already with the same one: fine.

    Raises `Invalid` without a sentence, `Conflict` as `send_on`, and `NotFound`.
    """
    said = several_lines(why, field="why", most=LONGEST_WHY, empty=N_("Say in a sentence what to change."))
    async with writing() as session:
        row, placement = await _guided(session, actor, note_id)
        if row.state == ThanksState.RETURNED and (row.version, row.why) == (version, said):
            return
        _must_wait(row, version)
        row.state, row.why = ThanksState.RETURNED, said
        _decide(row, actor)
        await withdraw(session, THANKS_WAITING, _once(row))
        await _tell_pupil(session, actor, row, placement)
        audit_placement(session, "return_thanks", actor.person_id, placement, note=str(row.id))


async def note_of(session: AsyncSession, placement: Placement) -> ThanksNote | None:
    """The note of a placement; None before one was written."""
    wanted = select(ThanksNote).where(col(ThanksNote.placement_id) == placement.id)
    return (await session.execute(wanted)).scalar_one_or_none()


async def reader_of(session: AsyncSession, placement: Placement) -> HostContact | None:
    """Who reads a note of this placement: the first contact who has confirmed, of a host that is there and not
    paused."""
    host = await kept_host(session, placement.host_id)
    if host is None or host.ended_at is not None or host.paused_at is not None or placement.approved_at is None:
        return None
    return await confirmed_contact(session, host.id)


async def mail_note(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail a note that was sent on, in the language of its reader; it names no pupil but whom its own words name. Work
    of the outbox."""
    async with reading() as session:
        row = await session.get(ThanksNote, UUID(payload["note"]))
        if row is None or row.state != ThanksState.SENT or row.contact_id is None:
            return
        placement = await session.get_one(Placement, row.placement_id)
        contact = await reader_of(session, placement)
        school = await session.get_one(School, placement.school_id)
        adult = await session.get(Person, row.decided_by) if row.decided_by else None
    if contact is None or contact.id != row.contact_id:
        return
    with speaking(contact.language):
        days = format_days(placement.first_day, placement.last_day)
        begin = _("A pupil of {school} was with you ({days}) and writes to you:")
        lines = [
            Line(begin.format(school=school.name, days=days)),
            *(Line(part) for part in row.words.splitlines() if part.strip()),
        ]
        if adult is not None:
            said = _("{adult} at the school has read this and sent it on. If you want to answer, tell {adult}.")
            lines.append(Line(said.format(adult=adult.name)))
            if placement.adult_id == adult.id and placement.adult_phone:
                lines.append(Line(_("Phone: {phone}").format(phone=placement.adult_phone)))
        subject = _("Thank you from a pupil of {school}").format(school=school.name)
        await send(to_anybody(row_id, contact.mail, subject, lines))


async def _guided(session: AsyncSession, actor: Actor, note_id: str | UUID) -> tuple[ThanksNote, Placement]:
    """A note of a placement that the actor looks after, locked for a change. One that lies with its pupil is nobody
    else's business."""
    found = (
        await session.execute(
            select(ThanksNote, Placement)
            .join(Placement, col(Placement.id) == col(ThanksNote.placement_id))
            .where(col(ThanksNote.id) == as_id(note_id), policy.guided_by(actor))
            .with_for_update()
        )
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def _must_wait(row: ThanksNote, version: int) -> None:
    if row.state != ThanksState.WAITING or row.version != version:
        raise Conflict()


def _decide(row: ThanksNote, actor: Actor) -> None:
    row.decided_at, row.decided_by, row.changed_at = now(), actor.person_id, now()


async def _tell_pupil(session: AsyncSession, actor: Actor, row: ThanksNote, placement: Placement) -> None:
    kind = THANKS_SENT if row.state == ThanksState.SENT else THANKS_RETURNED
    about = About(placement.person_id, THANKS, str(row.id))
    once = f"{row.state}:{row.id}:{row.version}"
    await notify(session, placement.person_id, kind, by=actor.person_id, about=about, once=once)


def _once(row: ThanksNote) -> str:
    """One notice a note, however often its pupil changes it while it waits."""
    return f"thanks:{row.id}"
