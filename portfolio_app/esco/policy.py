"""Who may tag what: a pupil their own evidence and entries. Whoever may see the thing sees its tags with it."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.esco.models import Tag
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.things import Thing, find

TAGGED = (Kind.EVIDENCE, Kind.ENTRY)
"""What can be tagged."""

_TAG = table_of(Tag)


def may_tag(actor: Actor) -> None:
    """Raise `Refused` unless the actor is somebody who keeps a portfolio."""
    if not actor.keeps_a_portfolio:
        raise Refused()


def owned_by(person_id: UUID | ColumnElement[UUID], *, removed: bool = False) -> ColumnElement[bool]:
    """Filter: the person's tags, those that rest removed or those that do not."""
    rests = _TAG.c.removed_at.is_not(None) if removed else _TAG.c.removed_at.is_(None)
    return and_(_TAG.c.person_id == person_id, rests)


async def own_thing(session: AsyncSession, actor: Actor, kind: Kind, thing: UUID) -> Thing:
    """A thing of the actor's that can be tagged. Raises `NotFound` for anybody else's, and for what is not there."""
    may_tag(actor)
    name = str(thing)
    found = (await find(session, actor.person_id, kind, [name])).get(name) if kind in TAGGED else None
    if found is None:
        raise NotFound()
    return found


async def own_tag(session: AsyncSession, actor: Actor, tag_id: UUID) -> Tag:
    """A tag of the actor's, locked for a change, whether it rests removed or not. Raises `NotFound` otherwise."""
    may_tag(actor)
    rows = await session.execute(
        select(Tag).where(col(Tag.id) == tag_id, col(Tag.person_id) == actor.person_id).with_for_update()
    )
    tag = rows.scalar_one_or_none()
    if tag is None:
        raise NotFound()
    return tag
