"""Making, changing, ordering, deleting and bringing back entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.portfolio import entry_dials, policy, when
from portfolio_app.portfolio.corner import put_into_corner
from portfolio_app.portfolio.entry_dials import DialSaid, set_dials
from portfolio_app.portfolio.kinds import KINDS
from portfolio_app.portfolio.models import Entry, EntryCapability, EntryEvidence, EntryKind, Scaffold
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.actions import Choice, one_at_a_time, set_grants
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.framework import pupils_framework
from portfolio_app.skills.models import Evidence

LONGEST_TITLE = 160
LONGEST_PLACE = 160
LONGEST_TEXT = 8000
MOST_ENTRIES = 2000
TEXTS = ("happened", "noticed", "learned", "try_next")
NEW = "entry:new"  # the draft of an entry that is not kept yet


@dataclass(frozen=True)
class EntryForm:
    """What somebody wrote: of which kind it is, when and where it was (as `Entry` has it), Kolb's four questions and
    what they said on dials (by code; None leaves that as it is), capabilities it shows (codes), evidence that belongs
    to it. A new one with `corner` lies in the private corner from the beginning, whatever `audience` says.

    `shown` is evidence that belonged to it when the form was made: of it, what is not in `evidence` any more was
    unticked. Other evidence stays with the entry: nobody unticks what they do not see. `audience` is who else can see
    it; None leaves that as it is.
    """

    title: str
    happened: str = ""
    noticed: str = ""
    learned: str = ""
    try_next: str = ""
    capabilities: tuple[str, ...] = ()
    evidence: tuple[UUID, ...] = ()
    shown: tuple[UUID, ...] = ()
    audience: Choice | None = None
    kind: str = EntryKind.EXPERIENCE
    began: str = ""
    ended: str = ""
    ongoing: bool = False
    place: str = ""
    scaffold: str = Scaffold.QUESTIONS
    dials: Mapping[str, DialSaid] | None = None
    corner: bool = False


def draft_of(entry_id: UUID | None, begun_from: UUID | None = None) -> str:
    """The name of an entry's draft; of a new one's that was begun from an evidence, or from nothing."""
    if entry_id:
        return f"entry:{entry_id}"
    return f"{NEW}-{begun_from}" if begun_from else NEW


def _checked(form: EntryForm) -> dict[str, Any]:
    empty = N_("Give it a title, so that you can find it again.")
    if form.kind not in KINDS or form.scaffold not in tuple(Scaffold):
        raise Invalid(field="kind")
    began, ended = when.checked(form.began, form.ended)
    return {
        "kind": EntryKind(form.kind),
        "scaffold": Scaffold(form.scaffold),
        "began": began,
        "ended": ended,
        "ongoing": form.ongoing,
        "place": one_line(form.place, field="place", most=LONGEST_PLACE),
        "title": one_line(form.title, field="title", most=LONGEST_TITLE, empty=empty),
        **{name: several_lines(getattr(form, name), field=name, most=LONGEST_TEXT) for name in TEXTS},
    }


async def make_entry(
    actor: Actor, form: EntryForm, request: UUID, *, instead_of: UUID | None = None, begun_from: UUID | None = None
) -> UUID:
    """Keep a new entry at the top of the portfolio and return its id.

    `request` is the form's own id: sent twice, kept once. `instead_of` is the entry whose draft this was, when another
    tab had changed that entry meanwhile; `begun_from` is the evidence with which the form began. Raises `Invalid` with
    the field it is about.
    """
    policy.may_keep_a_portfolio(actor)
    texts = _checked(form)
    try:
        async with writing() as session:
            await one_at_a_time(session, actor.person_id)  # each new entry takes a place of its own
            already = (
                await session.execute(
                    select(col(Entry.id)).where(col(Entry.request) == request, col(Entry.person_id) == actor.person_id)
                )
            ).scalar_one_or_none()
            if already:
                return already
            count, top = (
                await session.execute(select(func.count(), func.min(col(Entry.position))).where(policy.own(actor)))
            ).one()
            if count >= MOST_ENTRIES:
                raise Invalid(N_("Your portfolio is full. Delete what you no longer need."), field="title")
            entry = Entry(
                person_id=actor.person_id,
                position=(top or 0) - 1,
                made_at=now(),
                changed_at=now(),
                request=request,
                **texts,
            )
            session.add(entry)
            await session.flush()
            if form.corner or (instead_of and await _in_corner(session, actor, instead_of)):
                await put_into_corner(session, actor, entry)
            await _set_parts(session, actor, entry, form)
            await drop_draft(session, actor.person_id, draft_of(instead_of, begun_from))
            _audit(session, "portfolio.make_entry", actor, entry.id)
            return entry.id
    except IntegrityError as twice:  # two sends of one form, both past the first look
        async with writing() as session:
            kept = (
                await session.execute(
                    select(col(Entry.id)).where(col(Entry.request) == request, col(Entry.person_id) == actor.person_id)
                )
            ).scalar_one_or_none()
        if kept is None:
            raise NotFound() from twice
        return kept


async def change_entry(actor: Actor, entry_id: UUID, form: EntryForm, version: int) -> int:
    """Keep what was changed; returns the new version.

    Raises `Conflict` when the entry has another version than the one that was being edited, and changes nothing then.
    """
    texts = _checked(form)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        entry = await policy.own_entry(session, actor, entry_id)
        if entry.version != version:
            raise Conflict()
        for name, written in texts.items():
            setattr(entry, name, written)
        entry.version += 1
        entry.changed_at = now()
        await _set_parts(session, actor, entry, form)
        await drop_draft(session, actor.person_id, draft_of(entry.id))
        _audit(session, "portfolio.change_entry", actor, entry.id, version=entry.version)
        return entry.version


async def drop_entry_draft(actor: Actor, entry_id: UUID) -> None:
    """Forget what was typed and not kept for one's own entry."""
    async with writing() as session:
        entry = await policy.own_entry(session, actor, entry_id)
        await drop_draft(session, actor.person_id, draft_of(entry.id))
        _audit(session, "portfolio.drop_entry_draft", actor, entry.id)


async def _in_corner(session: AsyncSession, actor: Actor, entry_id: UUID) -> bool:
    """Whether that entry of the actor's is in the private corner: what is kept beside it goes there too."""
    found = select(col(Entry.id)).where(
        col(Entry.id) == entry_id, col(Entry.person_id) == actor.person_id, policy.in_the_corner()
    )
    return (await session.execute(found)).first() is not None


async def _set_parts(session: AsyncSession, actor: Actor, entry: Entry, form: EntryForm) -> None:
    """Make the entry's dials, capabilities, evidence and audience those of the form; others' evidence, unknown codes
    and people who cannot be named are refused.

    Evidence that was deleted since it was ticked stays with the entry, unseen until it is brought back. In the private
    corner nobody is let in, even by a form that was made before the entry came there.
    """
    entry_id = entry.id
    if form.dials is not None:
        await set_dials(session, entry_id, entry_dials.checked(form.dials))
    used = pupils_framework(await framework_of(session, actor.person_id))
    code, known = used.code, set(used.codes)
    chosen = list(dict.fromkeys(form.capabilities))
    if not known.issuperset(chosen):
        raise NotFound()
    wanted = list(dict.fromkeys(form.evidence))
    if wanted:
        mine = (col(Evidence.id).in_(wanted), col(Evidence.person_id) == actor.person_id)
        if len((await session.execute(select(col(Evidence.id)).where(*mine))).all()) != len(wanted):
            raise NotFound()
    links = await session.execute(
        select(col(EntryEvidence.evidence_id))
        .where(col(EntryEvidence.entry_id) == entry_id, col(EntryEvidence.evidence_id).not_in([*form.shown, *wanted]))
        .order_by(col(EntryEvidence.position))
    )
    wanted += links.scalars()
    await session.execute(
        delete(EntryCapability).where(
            col(EntryCapability.entry_id) == entry_id,
            col(EntryCapability.framework) == code,
            col(EntryCapability.capability).in_(known),  # what is retired stays as it was
        )
    )
    await session.execute(delete(EntryEvidence).where(col(EntryEvidence.entry_id) == entry_id))
    session.add_all(EntryCapability(entry_id=entry_id, framework=code, capability=one) for one in chosen)
    session.add_all(EntryEvidence(entry_id=entry_id, evidence_id=one, position=n) for n, one in enumerate(wanted))
    if form.audience is not None and entry.corner_at is None:
        await set_grants(session, actor, Kind.ENTRY, str(entry_id), form.audience)


async def move_entry(actor: Actor, entry_id: UUID, by: int) -> None:
    """Move an entry up (-1) or down (1) by one place among those beside it, in the private corner or outside; at either
    end nothing changes."""
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)  # two tabs that lock several entries would wait for each other
        moved = await policy.own_entry(session, actor, entry_id)
        rows = list(
            (
                await session.execute(
                    select(Entry)
                    .where(policy.own(actor))
                    .order_by(col(Entry.position), col(Entry.made_at).desc(), col(Entry.id))
                    .with_for_update()
                )
            ).scalars()
        )
        beside = [entry for entry in rows if (entry.corner_at is None) == (moved.corner_at is None)]
        place = beside.index(moved)
        there = rows.index(beside[min(max(place + by, 0), len(beside) - 1)])
        rows.insert(there, rows.pop(rows.index(moved)))
        _renumber(rows)
        _audit(session, "portfolio.move_entry", actor, entry_id)


def _renumber(entries: Sequence[Entry]) -> None:
    for position, entry in enumerate(entries):
        if entry.position != position:
            entry.position = position


async def delete_entry(actor: Actor, entry_id: UUID) -> None:
    """Put an entry among the recently deleted, where it rests 30 days; nobody else sees it meanwhile. Twice is fine."""
    async with writing() as session:
        found = await session.get(Entry, entry_id)
        if found is not None and found.person_id == actor.person_id and found.deleted_at is not None:
            return
        entry = await policy.own_entry(session, actor, entry_id)
        entry.deleted_at = now()
        await drop_draft(session, actor.person_id, draft_of(entry.id))
        _audit(session, "portfolio.delete_entry", actor, entry.id)


async def restore_entry(actor: Actor, entry_id: UUID) -> None:
    """Bring a recently deleted entry back to its place. One that is there already stays as it is."""
    async with writing() as session:
        found = await session.get(Entry, entry_id)
        if found is not None and found.person_id == actor.person_id and found.deleted_at is None:
            return
        entry = await policy.own_entry(session, actor, entry_id, deleted=True)
        if entry.deleted_at is not None and entry.deleted_at < rested_before():
            raise NotFound()
        entry.deleted_at = None
        _audit(session, "portfolio.restore_entry", actor, entry.id)


def _audit(session: AsyncSession, action: str, actor: Actor, entry_id: UUID, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=f"entry:{entry_id}", **detail)
