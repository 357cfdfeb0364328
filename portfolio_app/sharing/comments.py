"""Words that somebody leaves on a thing shared with them, and what its owner does with those."""

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import BindParameter, ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, table_of, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import several_lines
from portfolio_app.notices.actions import notify, read_about, withdraw
from portfolio_app.notices.kinds import COMMENTED
from portfolio_app.sharing import policy, things
from portfolio_app.sharing.models import Comment, Kind
from portfolio_app.sharing.noticing import about

LONGEST = 4000

_COMMENT = table_of(Comment)


def shown_to_owner(owner_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Filter: comments on that person's things which they have neither hidden nor lost to their author's deleting."""
    return and_(_COMMENT.c.owner_id == owner_id, _COMMENT.c.deleted_at.is_(None), _COMMENT.c.hidden_at.is_(None))


def written_by(author_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Filter: comments that person wrote and has not deleted."""
    return and_(_COMMENT.c.author_id == author_id, _COMMENT.c.deleted_at.is_(None))


def comment_draft(owner_id: UUID, kind: Kind, thing: str) -> str:
    """The name of the draft of a comment on that thing; names of things are too long to stand in it as they are."""
    return f"comment:{uuid5(owner_id, f'{kind.value}:{thing}')}"


async def comment(actor: Actor, owner_id: UUID, kind: Kind, thing: str, words: str, request: UUID) -> None:
    """Leave words on a thing that is shared with the actor; its owner sees them, the draft of them goes. Sent twice,
    kept once.

    Raises `NotFound` for anything not shared with the actor (one's own things too), `Invalid` for empty or long words.
    """
    text = several_lines(words, field="words", most=LONGEST, empty=N_("Write your comment first."))
    async with writing() as session:
        there = thing in await things.find(session, owner_id, kind, [thing])
        if actor.person_id == owner_id or not there or not await policy.may_see(session, actor, owner_id, kind, thing):
            raise NotFound()
        await drop_draft(session, actor.person_id, comment_draft(owner_id, kind, thing))
        row = Comment(
            owner_id=owner_id,
            author_id=actor.person_id,
            kind=kind,
            thing=thing,
            words=text,
            made_at=now(),
            request=request,
        )
        if await insert_new(session, row):
            _audit(session, "sharing.comment", actor, owner_id, row.id)
            await _tell(session, row)
            return
        already = (
            await session.execute(select(col(Comment.author_id)).where(col(Comment.request) == request))
        ).scalar_one_or_none()
        if already != actor.person_id:
            raise NotFound()


async def mark_read(actor: Actor, kind: Kind, thing: str) -> None:
    """Note that the actor has read the comments on a thing of their own."""
    async with writing() as session:
        read = await session.execute(
            update(Comment)
            .where(
                shown_to_owner(actor.person_id),
                col(Comment.kind) == kind,
                col(Comment.thing) == thing,
                col(Comment.read_at).is_(None),
            )
            .values(read_at=now())
            .returning(col(Comment.id))
        )
        for comment_id in read.scalars():
            _audit(session, "sharing.mark_read", actor, actor.person_id, comment_id)
        await read_about(session, actor.person_id, COMMENTED, about(actor.person_id, kind, thing))


async def hide_comment(actor: Actor, comment_id: UUID, *, hidden: bool = True) -> None:
    """Put a comment on a thing of the actor's out of sight, or back (`hidden=False`). Its author still has it."""
    async with writing() as session:
        found = await session.get(Comment, comment_id, with_for_update=True)
        if found is None or found.owner_id != actor.person_id or found.deleted_at is not None:
            raise NotFound()
        found.hidden_at = (found.hidden_at or now()) if hidden else None
        found.read_at = found.read_at or now()
        _audit(session, "sharing.hide_comment", actor, found.owner_id, found.id, hidden=hidden)


async def delete_comment(actor: Actor, comment_id: UUID) -> None:
    """Take back a comment the actor wrote; nobody sees it any more. Deleted already: fine."""
    async with writing() as session:
        found = await session.get(Comment, comment_id, with_for_update=True)
        if found is None or found.author_id != actor.person_id:
            raise NotFound()
        found.deleted_at = found.deleted_at or now()
        await withdraw(session, COMMENTED, f"comment:{found.id}")
        _audit(session, "sharing.delete_comment", actor, found.owner_id, found.id)


async def restore_comment(actor: Actor, comment_id: UUID) -> None:
    """Undo `delete_comment`, while the thing is still shared with the author."""
    async with writing() as session:
        found = await session.get(Comment, comment_id, with_for_update=True)
        if found is None or found.author_id != actor.person_id:
            raise NotFound()
        if not await policy.may_see(session, actor, found.owner_id, Kind(found.kind), found.thing):
            raise NotFound()
        found.deleted_at = None
        if found.read_at is None:
            await _tell(session, found)
        _audit(session, "sharing.restore_comment", actor, found.owner_id, found.id)


async def _tell(session: AsyncSession, row: Comment) -> None:
    """The owner is told, once for a comment. That they hide one is theirs alone to know."""
    where = about(row.owner_id, Kind(row.kind), row.thing)
    await notify(session, row.owner_id, COMMENTED, by=row.author_id, about=where, once=f"comment:{row.id}")


def _audit(session: AsyncSession, action: str, actor: Actor, owner_id: UUID, comment_id: UUID, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=owner_id, thing=f"comment:{comment_id}", **detail)
