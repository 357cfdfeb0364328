"""In which entries a piece of evidence appears, and putting it into one or taking it out, seen from the evidence."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.drafts import tick_in_draft
from portfolio_app.core.languages import format_date, spoken
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.actions import draft_of
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills.evidence_views import EvidenceView, load_evidence

MOST_OFFERED = 200  # the newest entries
_ORDER = (col(Entry.position), col(Entry.made_at).desc(), col(Entry.id))  # as the portfolio has them


@dataclass(frozen=True)
class EntryWith:
    """An entry in which an evidence appears."""

    id: str = ""
    title: str = ""
    day: str = ""
    href: str = ""


@dataclass(frozen=True)
class EntryChoice:
    """An entry into which an evidence can be put."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class AppearsIn:
    """The entries with an evidence, in the portfolio's order, and those without it."""

    listed: tuple[EntryWith, ...] = ()
    others: tuple[EntryChoice, ...] = ()


@dataclass(frozen=True)
class EvidencePage:
    """A piece of one's own evidence, and the entries it appears in."""

    evidence: EvidenceView
    appears: AppearsIn


async def load_evidence_page(actor: Actor, evidence_id: str) -> EvidencePage:
    """One piece of the actor's evidence with its entries. Raises `NotFound` as `load_evidence` does."""
    return EvidencePage(await load_evidence(actor, evidence_id), await load_appears_in(actor, evidence_id))


async def load_appears_in(actor: Actor, evidence_id: str) -> AppearsIn:
    """Those of the actor's entries in which an evidence appears, and the others."""
    with_it = select(col(EntryEvidence.entry_id)).where(col(EntryEvidence.evidence_id) == as_id(evidence_id))
    async with reading() as session:
        entries = await session.execute(
            select(Entry).where(policy.own(actor), col(Entry.id).in_(with_it)).order_by(*_ORDER)
        )
        appears = tuple(
            EntryWith(str(one.id), one.title, format_date(one.made_at), f"/{spoken()}/entry?id={one.id}")
            for one in entries.scalars()
        )
        others = await session.execute(
            select(col(Entry.id), col(Entry.title))
            .where(policy.own(actor), col(Entry.id).not_in(with_it))
            .order_by(*_ORDER)
            .limit(MOST_OFFERED)
        )
        choices = tuple(EntryChoice(str(entry_id), title) for entry_id, title in others)
    return AppearsIn(appears, choices)


async def shared_entries_with(
    session: AsyncSession, owner_id: UUID, evidence_id: UUID, names: Collection[UUID]
) -> tuple[tuple[str, str], ...]:
    """Id and title of those of the owner's entries `names` in which the evidence appears; that the reader may see
    these is decided before."""
    rows = await session.execute(
        select(col(Entry.id), col(Entry.title))
        .join(EntryEvidence, col(EntryEvidence.entry_id) == col(Entry.id))
        .where(
            col(EntryEvidence.evidence_id) == evidence_id,
            col(Entry.person_id) == owner_id,
            col(Entry.id).in_(names),
            policy.fit_for_others(),
        )
        .order_by(*_ORDER)
    )
    return tuple((str(entry_id), title) for entry_id, title in rows)


async def attach_evidence(actor: Actor, entry_id: UUID, evidence_id: UUID) -> None:
    """Put one's own evidence into one's own entry, after what is there. Twice is fine.

    Whoever sees the entry sees the evidence in it from then on.
    """
    async with writing() as session:
        entry = await _own_pair(session, actor, entry_id, evidence_id)
        last = select(func.coalesce(func.max(col(EntryEvidence.position)), -1))
        position = (await session.execute(last.where(col(EntryEvidence.entry_id) == entry.id))).scalar_one() + 1
        row = EntryEvidence(entry_id=entry.id, evidence_id=evidence_id, position=position)
        if await insert_new(session, row):
            await _changed(session, actor, entry, evidence_id, "portfolio.attach_evidence", ticked=True)


async def detach_evidence(actor: Actor, entry_id: UUID, evidence_id: UUID) -> None:
    """Take one's own evidence out of one's own entry; both stay. Twice is fine."""
    async with writing() as session:
        entry = await _own_pair(session, actor, entry_id, evidence_id)
        gone = await session.execute(
            delete(EntryEvidence)
            .where(col(EntryEvidence.entry_id) == entry.id, col(EntryEvidence.evidence_id) == evidence_id)
            .returning(col(EntryEvidence.id))
        )
        if gone.first():
            await _changed(session, actor, entry, evidence_id, "portfolio.detach_evidence", ticked=False)


async def _own_pair(session: AsyncSession, actor: Actor, entry_id: UUID, evidence_id: UUID) -> Entry:
    await one_at_a_time(session, actor.person_id)
    await skills_policy.own_evidence(session, actor, evidence_id)
    return await policy.own_entry(session, actor, entry_id)


async def _changed(
    session: AsyncSession, actor: Actor, entry: Entry, evidence_id: UUID, action: str, *, ticked: bool
) -> None:
    """The entry is another one now: a form of it that is open elsewhere says so, and its draft follows."""
    entry.version += 1
    entry.changed_at = now()
    await tick_in_draft(session, actor.person_id, draft_of(entry.id), f"evidence:{evidence_id}", ticked=ticked)
    audit(
        session,
        action,
        actor_id=actor.person_id,
        about_id=actor.person_id,
        thing=f"entry:{entry.id}",
        evidence=str(evidence_id),
    )
