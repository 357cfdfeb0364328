"""Keeping pathways in one's plan, taking them out and bringing them back; and whether one is told how they fit."""

import re
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.pathways import policy
from portfolio_app.pathways.models import FitSetting, KeptPathway, Pathway
from portfolio_app.pathways.reading import CODE
from portfolio_app.sharing.actions import one_at_a_time

MOST_KEPT = 200


async def keep_pathway(actor: Actor, code: str) -> None:
    """Keep a pathway in the actor's plan. Kept already: fine; taken out lately: it is back.

    Raises `NotFound` for a code there is none of, and for one that is no longer in the catalogue and was never kept;
    `Invalid` when the plan is full.
    """
    policy.may_keep(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        pathway = await _pathway(session, code)
        kept = await _kept(session, actor, pathway.id)
        if pathway.retired_at is not None and kept is None:
            raise NotFound()
        if kept is not None and kept.deleted_at is None:
            return
        await _must_have_room(session, actor)
        if kept is None:
            row = KeptPathway(person_id=actor.person_id, pathway_id=pathway.id, made_at=now())
            await insert_new(session, row)
        else:
            kept.deleted_at, kept.made_at = None, now()
        _audit(session, "pathways.keep_pathway", actor, code)


async def let_go(actor: Actor, code: str) -> None:
    """Take a pathway out of the actor's plan; it rests among the recently deleted. Taken out already: fine."""
    policy.may_keep(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        kept = await _kept(session, actor, (await _pathway(session, code)).id)
        if kept is None:
            raise NotFound()
        if kept.deleted_at is None:
            kept.deleted_at = now()
            _audit(session, "pathways.let_go", actor, code)


async def restore_kept(actor: Actor, kept_id: UUID) -> None:
    """Bring back what was taken out of the plan. There already: fine. Raises `NotFound` for what is not the actor's,
    and for what has rested too long."""
    policy.may_keep(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        found = await session.execute(
            select(KeptPathway, Pathway)
            .join(Pathway, col(Pathway.id) == col(KeptPathway.pathway_id))
            .where(col(KeptPathway.id) == kept_id, col(KeptPathway.person_id) == actor.person_id)
        )
        row = found.one_or_none()
        if row is None:
            raise NotFound()
        kept, pathway = row
        if kept.deleted_at is None:
            return
        if kept.deleted_at < rested_before():
            raise NotFound()
        await _must_have_room(session, actor)
        kept.deleted_at = None
        _audit(session, "pathways.restore_kept", actor, pathway.code)


async def tell_fit(actor: Actor, *, shown: bool) -> None:
    """Say whether the actor wants to be told what pathways have to do with their interests."""
    policy.may_keep(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        found = await session.execute(select(FitSetting).where(col(FitSetting.person_id) == actor.person_id))
        row = found.scalar_one_or_none()
        if row is None:
            row = FitSetting(person_id=actor.person_id, shown=not shown, changed_at=now())
            session.add(row)
        if row.shown != shown:
            row.shown, row.changed_at = shown, now()
            detail = {"actor_id": actor.person_id, "about_id": actor.person_id, "thing": "fit"}
            audit(session, "pathways.tell_fit", **detail, shown=shown)


async def _pathway(session: AsyncSession, code: str) -> Pathway:
    if not re.match(CODE, code):  # not every text can be asked for
        raise NotFound()
    found = await session.execute(select(Pathway).where(col(Pathway.code) == code))
    pathway = found.scalar_one_or_none()
    if pathway is None:
        raise NotFound()
    return pathway


async def _kept(session: AsyncSession, actor: Actor, pathway_id: UUID) -> KeptPathway | None:
    found = await session.execute(
        select(KeptPathway).where(
            col(KeptPathway.person_id) == actor.person_id, col(KeptPathway.pathway_id) == pathway_id
        )
    )
    return found.scalar_one_or_none()


async def _must_have_room(session: AsyncSession, actor: Actor) -> None:
    counted = await session.execute(
        select(func.count())
        .select_from(KeptPathway)
        .where(col(KeptPathway.person_id) == actor.person_id, col(KeptPathway.deleted_at).is_(None))
    )
    if counted.scalar_one() >= MOST_KEPT:
        raise Invalid(N_("Your plan is full. Take something out that you no longer need."))


def _audit(session: AsyncSession, action: str, actor: Actor, code: str) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=f"pathway:{code}")
