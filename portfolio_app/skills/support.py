"""Which support now: telling one adult of one's school where one stands, and taking that back.

Looking at the starting points leaves nothing anywhere. Only what a pupil sends is kept, for the adult they chose; that
adult is told of it, and sees it while both are at the school, until it is taken back, and for a year at most.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import N_, _, format_date, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import several_lines
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, read_about, withdraw
from portfolio_app.notices.kinds import SUPPORT_TOLD
from portfolio_app.schools.membership import belonging
from portfolio_app.schools.queries import Contact, contact_of
from portfolio_app.sharing.actions import SUPPORT, one_at_a_time, viewing
from portfolio_app.sharing.policy import GUIDES, guides, must_be_nameable, teaches
from portfolio_app.sharing.queries import nameable
from portfolio_app.skills import policy
from portfolio_app.skills.models import SupportNote
from portfolio_app.skills.support_points import BY_CODE

LONGEST_WORDS = 1000
MOST_OPEN = 10
KEPT = timedelta(days=365)
"""How long a note is there at most: an old worry is nobody's business."""
BATCH = 200
NOTE = "support"
"""How notices call a note."""


@dataclass(frozen=True)
class NoteView:
    """A note, as whoever wrote it or whoever it is for reads it. `href` is the pupil's page, for the adult."""

    id: str = ""
    name: str = ""
    day: str = ""
    point: str = ""
    words: str = ""
    seen: str = ""
    href: str = ""


@dataclass(frozen=True)
class SupportView:
    """Which support now, for a pupil: people first."""

    loaded: bool = False
    contact: Contact = field(default_factory=Contact)
    teachers: tuple[str, ...] = ()
    """Names of the teachers of the pupil's class."""
    adults: tuple[Option, ...] = ()
    """Everybody who can be told."""
    notes: tuple[NoteView, ...] = ()
    request: str = ""


@dataclass(frozen=True)
class AskedView:
    """What pupils told the reader, an adult of their school; newest first, a page of it."""

    loaded: bool = False
    notes: tuple[NoteView, ...] = ()
    paging: Paging = field(default_factory=Paging)


_NOTE, _PERSON = table_of(SupportNote), table_of(Person)


def _open() -> ColumnElement[bool]:
    """Filter: notes that hold now."""
    return and_(_NOTE.c.ended_at.is_(None), _NOTE.c.made_at > now() - KEPT)


def open_to(adult_id: UUID) -> ColumnElement[bool]:
    """Filter: notes for that adult, from pupils they guide now."""
    return and_(_NOTE.c.adult_id == adult_id, _open(), guides(adult_id, _NOTE.c.person_id))


async def has_told(session: AsyncSession, pupil_id: UUID, adult_id: UUID) -> bool:
    """Whether the pupil told that adult something which they can read now."""
    found = select(_NOTE.c.id).where(_NOTE.c.person_id == pupil_id, open_to(adult_id)).limit(1)
    return (await session.execute(found)).first() is not None


async def tell(actor: Actor, adult_id: UUID | None, point: str, words: str, request: UUID) -> None:
    """Tell a teacher or counsellor of the actor's school where the actor stands. Sent twice, kept once.

    Raises `Invalid` with the field, `NotFound` for somebody who cannot be told.
    """
    policy.may_keep_skills(actor)
    if point not in BY_CODE:
        raise Invalid(N_("Choose what fits best right now."), field="point")
    text = several_lines(words, field="words", most=LONGEST_WORDS)
    if adult_id is None:
        raise Invalid(N_("Choose whom you want to tell."), field="adult")
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await must_be_nameable(session, actor.person_id, [adult_id])
        row = SupportNote(
            person_id=actor.person_id, adult_id=adult_id, point=point, words=text, made_at=now(), request=request
        )
        if not await insert_new(session, row):
            sent = select(col(SupportNote.person_id)).where(col(SupportNote.request) == request)
            if (await session.execute(sent)).scalar_one_or_none() != actor.person_id:
                raise NotFound()
            return
        count = select(func.count()).select_from(_NOTE).where(_NOTE.c.person_id == actor.person_id, _open())
        if (await session.execute(count)).scalar_one() > MOST_OPEN:
            raise Invalid(N_("You have told many people already. Take something back first."), field="adult")
        where = About(actor.person_id, NOTE, str(row.id))
        await notify(session, adult_id, SUPPORT_TOLD, by=actor.person_id, about=where, once=_once(row.id))
        _audit(session, "skills.tell", actor, actor.person_id, row.id, point=point)


async def take_back(actor: Actor, note_id: UUID) -> None:
    """Take back what the actor told somebody: they do not see it any more. Taken back already: fine."""
    async with writing() as session:
        note = await session.get(SupportNote, note_id, with_for_update=True)
        if note is None or note.person_id != actor.person_id:
            raise NotFound()
        if note.ended_at is None:
            note.ended_at = now()
            await withdraw(session, SUPPORT_TOLD, _once(note.id))
            _audit(session, "skills.take_back", actor, note.person_id, note.id)


async def mark_seen(actor: Actor, note_id: UUID) -> None:
    """Note that the adult has seen it; the pupil sees on which day. Seen already: fine."""
    _may_be_told(actor)
    async with writing() as session:
        found = await session.execute(select(SupportNote).where(_NOTE.c.id == note_id, open_to(actor.person_id)))
        note = found.scalar_one_or_none()
        if note is None:
            raise NotFound()
        if note.seen_at is None:
            note.seen_at = now()
            await read_about(session, actor.person_id, SUPPORT_TOLD, About(note.person_id, NOTE, str(note.id)))
            _audit(session, "skills.mark_seen", actor, note.person_id, note.id)


async def remove_rested_notes() -> int:
    """Remove notes taken back longer ago than `deleted_days`, and those a year old, at most `BATCH` at a time; returns
    how many. Harmless to repeat."""
    rested = rested_before()
    async with writing() as session:
        over = or_(_NOTE.c.ended_at <= rested, _NOTE.c.made_at <= now() - KEPT)
        rows = (await session.execute(select(_NOTE.c.id, _NOTE.c.person_id).where(over).limit(BATCH))).all()
        for note_id, person_id in rows:
            thing = f"support:{note_id}"
            audit(session, "skills.remove_rested_notes", actor_id=None, about_id=person_id, thing=thing)
        await session.execute(delete(_NOTE).where(_NOTE.c.id.in_([row.id for row in rows])))
        return len(rows)


async def load_support(actor: Actor, request: UUID) -> SupportView:
    """Whom to turn to, and what the actor has told whom. `request` will be the form's id."""
    policy.may_keep_skills(actor)
    async with reading() as session:
        here = await belonging(session, actor.person_id)
        contact = await contact_of(session, here.school_id)
        adults = await nameable(session, actor.person_id)
        taught = select(_PERSON.c.name).where(
            _PERSON.c.id.in_([UUID(one.id) for one in adults]), teaches(_PERSON.c.id, actor.person_id)
        )
        teachers = (await session.execute(taught.order_by(_PERSON.c.sort_name).limit(6))).scalars().all()
        rows = await session.execute(
            select(SupportNote, col(Person.name))
            .join(Person, col(Person.id) == col(SupportNote.adult_id))
            .where(col(SupportNote.person_id) == actor.person_id, _open())
            .order_by(col(SupportNote.made_at).desc(), col(SupportNote.id))
        )
        notes = tuple(_note(note, name) for note, name in rows)
    return SupportView(
        loaded=True,
        contact=contact,
        teachers=tuple(teachers),
        adults=tuple(Option(one.id, f"{one.name}, {one.role}") for one in adults),
        notes=notes,
        request=str(request),
    )


async def load_asked(actor: Actor, page: int = 1) -> AskedView:
    """What pupils told the actor; each pupil's access log says that they read it."""
    _may_be_told(actor)
    async with reading() as session:
        total = await unseen(session, actor, seen=True)
        pages = paging(total, page, "/support-asked")
        rows = (
            await session.execute(
                select(SupportNote, col(Person.name))
                .join(Person, col(Person.id) == col(SupportNote.person_id))
                .where(open_to(actor.person_id))
                .order_by(col(SupportNote.made_at).desc(), col(SupportNote.id))
                .offset(pages.skipped)
                .limit(A_PAGE)
            )
        ).all()
    await viewing(actor, {note.person_id for note, _name in rows}, SUPPORT)
    return AskedView(True, tuple(_note(note, name, pupil=True) for note, name in rows), pages)


async def unseen(session: AsyncSession, actor: Actor, *, seen: bool = False) -> int:
    """How many notes for the actor they have not marked as seen yet; with `seen`, how many there are at all."""
    which = [open_to(actor.person_id)] if seen else [open_to(actor.person_id), _NOTE.c.seen_at.is_(None)]
    return (await session.execute(select(func.count()).select_from(_NOTE).where(*which))).scalar_one()


def _once(note_id: UUID) -> str:
    return f"{NOTE}:{note_id}"


def _may_be_told(actor: Actor) -> None:
    if not actor.has(*GUIDES):
        raise Refused()


def _note(note: SupportNote, name: str, *, pupil: bool = False) -> NoteView:
    known = BY_CODE.get(note.point)
    seen = _("You have seen it on {day}") if pupil else _("Seen on {day}")
    return NoteView(
        id=str(note.id),
        name=name,
        day=format_date(note.made_at),
        point=_(known.title) if known else "",
        words=note.words,
        seen=seen.format(day=format_date(note.seen_at)) if note.seen_at else "",
        href=f"/{spoken()}/pupil?id={note.person_id}" if pupil else "",
    )


def _audit(session: AsyncSession, action: str, actor: Actor, about: UUID, note: UUID, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=about, thing=f"support:{note}", **detail)
