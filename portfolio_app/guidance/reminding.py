"""A teacher reminds everybody of a class who has not taken their portfolio along: one notice each, at most once a week,
however many teachers click."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.guidance.leaving_class import Address, Leaver, check_looks_after, leavers_of
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import LEAVING_REMINDED
from portfolio_app.notices.models import Notice
from portfolio_app.schools.leaving_day import DAY

APART = timedelta(days=7)


async def remind_leavers(actor: Actor, address: Address) -> int:
    """Remind whoever of these pupils has not taken their portfolio along; returns how many were told.

    Raises `NotFound` for classes that are not the actor's to look after.
    """
    async with writing() as session:
        classes = await check_looks_after(session, actor, address, lock=True)  # two clicks at once take turns here
        behind = [one for one in await leavers_of(session, classes) if not one.facts.taken_out]
        lately = await _reminded_lately(session, behind)
        told = [one for one in behind if one.id not in lately]
        for one in told:
            where = About(one.id, DAY, one.leaves_on.isoformat())
            await notify(session, one.id, LEAVING_REMINDED, by=actor.person_id, about=where, once=now().isoformat())
        for one in classes:
            audit(
                session,
                "guidance.remind_leavers",
                actor_id=actor.person_id,
                school_id=one.school_id,
                thing=f"class:{one.id}",
                told=sum(pupil.class_id == one.id for pupil in told),
            )
    return len(told)


async def _reminded_lately(session: AsyncSession, some: list[Leaver]) -> set[object]:
    found = await session.execute(
        select(col(Notice.person_id)).where(
            col(Notice.person_id).in_({one.id for one in some}),
            col(Notice.kind) == LEAVING_REMINDED.code,
            col(Notice.made_at) > now() - APART,
        )
    )
    return set(found.scalars())
