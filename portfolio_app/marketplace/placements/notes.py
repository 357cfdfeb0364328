"""What adults of the school note of a placement: that they were there or called, and accidents; and whom to call when
something happens. The pupil takes these notes along with all that is theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, format_days, local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import day_typed, several_lines
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.families import contact_of
from portfolio_app.marketplace.placements.models import NoteKind, Placement, PlacementNote
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.marketplace.placements.worries import Called, called, phones_at
from portfolio_app.marketplace.safety.keeping import pack_of
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import PLACEMENT_ACCIDENT
from portfolio_app.schools.listing import address
from portfolio_app.schools.places import country_of_school
from portfolio_app.sharing.actions import PLACEMENT, viewing

PATH = "/placement-notes"
NOTED = "placement_note"
NAMES: Mapping[NoteKind, str] = {
    NoteKind.VISIT: N_("I was there"),
    NoteKind.CALL: N_("I called"),
    NoteKind.ACCIDENT: N_("An accident"),
}
KEPT: Mapping[NoteKind, timedelta] = {
    NoteKind.VISIT: timedelta(days=366),
    NoteKind.CALL: timedelta(days=366),
    NoteKind.ACCIDENT: timedelta(days=3 * 366),
}
"""How long after the last day a note is kept: our own choice, of accidents for as long as claims usually come up; the
law of a country may ask for more."""
EMERGENCY: Mapping[str, str] = {"GB": "999", "NO": "113"}
"""Whom to call when somebody is badly hurt, by country (ISO 3166-1); 112 elsewhere in Europe."""


@dataclass(frozen=True)
class NoteLine:
    """A note, by whom and when."""

    id: str = ""
    kind: str = ""
    detail: str = ""
    words: str = ""
    accident: bool = False
    own: bool = False


@dataclass(frozen=True)
class NotesView:
    """The notes of a placement, and whom to call."""

    id: str = ""
    pupil: str = ""
    host: str = ""
    days: str = ""
    call: tuple[Called, ...] = ()
    notes: tuple[NoteLine, ...] = ()
    kinds: tuple[Option, ...] = ()
    today: str = ""
    agreement_href: str = ""
    request: str = ""
    loaded: bool = False


async def note(actor: Actor, placement_id: str, kind: str, day: str, words: str, request: UUID) -> None:
    """Note a visit, a call or an accident on a day up to today; of an accident the other adults who look after the
    placement are told. Sent twice, kept once. Raises `Invalid` and `NotFound`."""
    if kind not in list(NoteKind):
        raise Invalid(N_("Choose what you note."), field="kind")
    typed = day_typed(day, field="day")
    said = several_lines(words, field="words", most=1500, empty=N_("Write in a sentence what happened."))
    async with writing() as session:
        placement = await policy.check_guides(session, actor, placement_id, lock=True)
        if not placement.first_day - timedelta(days=60) <= typed <= local_date(now()):
            raise Invalid(N_("Choose a day of this placement that is not ahead."), field="day")
        row = PlacementNote(
            placement_id=placement.id,
            kind=kind,
            day=typed,
            words=said,
            by_id=actor.person_id,
            made_at=now(),
            keep_until=max(placement.last_day, typed) + KEPT[NoteKind(kind)],
            request=request,
        )
        if not await insert_new(session, row):
            there = select(col(PlacementNote.placement_id)).where(col(PlacementNote.request) == request)
            if await session.scalar(there) != placement.id:
                raise NotFound()
            return
        if kind == NoteKind.ACCIDENT:
            about = About(placement.person_id, NOTED, str(row.id))
            for one in await adults_of(session, placement):
                await notify(session, one.id, PLACEMENT_ACCIDENT, by=actor.person_id, about=about, once=_once(row))
        audit_placement(session, "note_placement", actor.person_id, placement, note=str(row.id), kind=kind)


async def end_note(actor: Actor, note_id: str, *, back: bool = False) -> None:
    """A note of the actor's own was a mistake; or stands after all (`back`), within 30 days. Done already: fine. Raises
    `NotFound`."""
    async with writing() as session:
        row = await session.get(PlacementNote, as_id(note_id), with_for_update=True)
        if row is None or row.by_id != actor.person_id:
            raise NotFound()
        placement = await policy.check_guides(session, actor, row.placement_id)
        if back == (row.ended_at is None):
            return
        if row.ended_at is not None and row.ended_at <= rested_before():
            raise NotFound()
        row.ended_at = None if back else now()
        if not back:
            await withdraw(session, PLACEMENT_ACCIDENT, _once(row))
        verb = "restore_note" if back else "end_note"
        audit_placement(session, verb, actor.person_id, placement, note=str(row.id))


async def load_notes(actor: Actor, placement_id: str) -> NotesView:
    """The notes of a placement that the actor looks after; the pupil's own log says that they were read. Raises
    `NotFound`."""
    async with reading() as session:
        placement = await policy.check_guides(session, actor, placement_id)
        pupil = (await session.get_one(Person, placement.person_id)).name
        rows = await session.execute(
            select(PlacementNote, col(Person.name))
            .outerjoin(Person, col(Person.id) == col(PlacementNote.by_id))
            .where(col(PlacementNote.placement_id) == placement.id, col(PlacementNote.ended_at).is_(None))
            .order_by(col(PlacementNote.day).desc(), col(PlacementNote.made_at).desc(), col(PlacementNote.id))
        )
        notes = tuple(_line(row, by or "", actor) for row, by in rows)
        call = await _whom_to_call(session, placement)
    if notes:
        await viewing(actor, placement.person_id, PLACEMENT)
    return NotesView(
        id=str(placement.id),
        pupil=pupil,
        host=placement.host_name,
        days=format_days(placement.first_day, placement.last_day),
        call=call,
        notes=notes,
        kinds=tuple(Option(one, _(NAMES[one])) for one in NoteKind),
        today=min(local_date(now()), placement.last_day).isoformat(),
        agreement_href=address("/agreement", id=str(placement.id)),
        request=str(uuid4()),
        loaded=True,
    )


async def _whom_to_call(session: AsyncSession, placement: Placement) -> tuple[Called, ...]:
    """The emergency number, somebody at the workplace, home."""
    number = EMERGENCY.get(await country_of_school(session, placement.school_id), "112")
    found = [(_("When somebody is badly hurt"), number)]
    pack = await pack_of(session, placement.host_id)
    there = [(pack.contact, pack.phone)] if pack is not None else []
    if placement.host_id is not None:
        of = await phones_at(session, [placement.host_id])
        there += [(one.name, one.phone) for one in of.get(placement.host_id, [])]
    found += [(_("At the workplace: {name}").format(name=name), phone) for name, phone in there]
    home = await contact_of(session, placement.person_id)
    if home is not None and home.phone:
        found.append((_("At home: {name}").format(name=home.name), home.phone))
    return tuple(called(who, phone) for who, phone in dict.fromkeys(found))


def _line(row: PlacementNote, by: str, actor: Actor) -> NoteLine:
    return NoteLine(
        str(row.id),
        _(NAMES[NoteKind(row.kind)]),
        " · ".join(part for part in (format_date(row.day, "full"), by) if part),
        row.words,
        row.kind == NoteKind.ACCIDENT,
        row.by_id == actor.person_id,
    )


def _once(row: PlacementNote) -> str:
    return f"accident:{row.id}"
