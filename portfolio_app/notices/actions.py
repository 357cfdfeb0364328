"""Telling somebody, within the change that concerns them; and what they do with what they were told."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import insert_values, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.notices import policy
from portfolio_app.notices.about import About
from portfolio_app.notices.kinds import NoticeKind
from portfolio_app.notices.mailing import plan_mail
from portfolio_app.notices.models import Notice


async def notify(
    session: AsyncSession,
    person_id: UUID,
    kind: NoticeKind,
    *,
    by: UUID | None = None,
    about: About | None = None,
    once: str = "",
) -> None:
    """Tell somebody, in the transaction of `session`. Nobody is told of what they did themselves.

    Told with the same `once` again, it stays one notice; without `once`, the same kind by the same person about the
    same thing is told once a day.
    """
    if by == person_id:
        return
    values: dict[str, Any] = {
        "id": uuid4(),
        "person_id": person_id,
        "kind": kind.code,
        "by_id": by,
        "owner_id": about.owner_id if about else None,
        "thing_kind": about.kind if about else "",
        "thing": about.thing if about else "",
        "once": (once or f"{by} {about.kind if about else ''}:{about.thing if about else ''} {today()}")[:200],
        "made_at": now(),
        "read_at": None,
        "mailed_at": None,
    }
    if await insert_values(session, Notice, values):
        await plan_mail(session, values["id"], person_id, kind)


async def read_about(session: AsyncSession, person_id: UUID, kind: NoticeKind, about: About) -> None:
    """Somebody has seen the thing itself: what they were told of it is read. In the transaction of `session`."""
    await session.execute(
        update(Notice)
        .where(
            col(Notice.person_id) == person_id,
            col(Notice.kind) == kind.code,
            col(Notice.thing_kind) == about.kind,
            col(Notice.thing) == about.thing,
            col(Notice.read_at).is_(None),
        )
        .values(read_at=now())
    )


async def withdraw(session: AsyncSession, kind: NoticeKind, once: str) -> None:
    """What was told is not so any more, and nobody needs to hear of it. In the transaction of `session`."""
    await session.execute(delete(Notice).where(col(Notice.kind) == kind.code, col(Notice.once) == once))


async def set_read(actor: Actor, notice_id: UUID, *, read: bool = True) -> None:
    """Mark one of the actor's own notices as read, or as new again. Raises `NotFound`."""
    async with writing() as session:
        found = await session.get(Notice, notice_id, with_for_update=True)
        if found is None or not policy.is_told(actor, found):
            raise NotFound()
        found.read_at = (found.read_at or now()) if read else None
        thing = f"notice:{found.id}"
        me = actor.person_id
        audit(session, "notices.set_read", actor_id=me, about_id=me, thing=thing, read=read)


async def read_all(actor: Actor) -> int:
    """Mark all of the actor's notices as read; returns how many were new."""
    async with writing() as session:
        new = select(col(Notice.id)).where(policy.told(actor.person_id), col(Notice.read_at).is_(None))
        read = await session.execute(
            update(Notice).where(col(Notice.id).in_(new)).values(read_at=now()).returning(col(Notice.id))
        )
        count = len(read.all())
        if count:
            me = actor.person_id
            audit(session, "notices.read_all", actor_id=me, about_id=me, notices=count)
        return count
