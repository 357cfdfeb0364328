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
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import several_lines
from portfolio_app.notices.actions import notify, read_about, withdraw
from portfolio_app.notices.kinds import COMMENTED
from portfolio_app.sharing import policy, things
from portfolio_app.sharing.models import Comment, Kind
from portfolio_app.sharing.noticing import about

LONGEST = 4000
LONGEST_FEEDBACK = 1000
"""On what was answered in a lesson: sentences that somebody reads to the end."""
LONGEST_ANSWER = 500
EMPTY = N_("Write your comment first.")
CHANGED = N_("You changed this comment in another tab. It is shown as it is now; what you typed is in the form.")
ANSWERED = N_("You have answered this already. Your first answer stays.")

_COMMENT = table_of(Comment)


def shown_to_owner(owner_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Filter: comments on that person's things which they have neither hidden nor lost to their author's deleting."""
    return and_(_COMMENT.c.owner_id == owner_id, _COMMENT.c.deleted_at.is_(None), _COMMENT.c.hidden_at.is_(None))


def written_by(author_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Filter: comments that person wrote and has not deleted."""
    return and_(_COMMENT.c.author_id == author_id, _COMMENT.c.deleted_at.is_(None))


def longest_on(kind: Kind) -> int:
    """How many characters a comment on a thing of that kind has at most."""
    return LONGEST_FEEDBACK if kind is Kind.LESSON else LONGEST


def comment_draft(owner_id: UUID, kind: Kind, thing: str) -> str:
    """The name of the draft of a comment on that thing; names of things are too long to stand in it as they are."""
    return f"comment:{uuid5(owner_id, f'{kind.value}:{thing}')}"


async def comment(actor: Actor, owner_id: UUID, kind: Kind, thing: str, words: str, request: UUID) -> None:
    """Leave words on a thing that is shared with the actor; its owner sees them, the draft of them goes. Sent twice,
    kept once.

    Raises `NotFound` for anything not shared with the actor (one's own things too), `Invalid` for empty or long words.
    """
    text = several_lines(words, field="words", most=longest_on(kind), empty=EMPTY)
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


async def change_comment(actor: Actor, comment_id: UUID, words: str, version: int) -> None:
    """Say a comment of the actor's in other words, while the thing is still shared with them; its owner reads these as
    new ones. Changed to the same: fine. Raises `Conflict` unless `version` is the one there is, `Invalid` for empty or
    long words."""
    async with writing() as session:
        found = await session.get(Comment, comment_id, with_for_update=True)
        if found is None or found.author_id != actor.person_id or found.deleted_at is not None:
            raise NotFound()
        kind = Kind(found.kind)
        if not await policy.may_see(session, actor, found.owner_id, kind, found.thing):
            raise NotFound()
        field = f"words-{found.id}"
        text = several_lines(words, field=field, most=longest_on(kind), empty=EMPTY)
        if text == found.words:
            return
        if version != found.version:
            raise Conflict(CHANGED)
        found.words, found.version, found.changed_at, found.read_at = text, found.version + 1, now(), None
        _audit(session, "sharing.change_comment", actor, found.owner_id, found.id)


async def answer_comment(actor: Actor, comment_id: UUID, words: str) -> None:
    """Answer a comment on a thing of the actor's, once; its author reads that. Sent twice, kept once. Raises `Invalid`
    for empty or long words, and for another answer than there is."""
    async with writing() as session:
        found = await session.get(Comment, comment_id, with_for_update=True)
        gone = found is None or found.deleted_at is not None or found.hidden_at is not None
        if found is None or gone or found.owner_id != actor.person_id:
            raise NotFound()
        field = f"answer-{found.id}"
        text = several_lines(words, field=field, most=LONGEST_ANSWER, empty=N_("Write your answer first."))
        if text == found.answer:
            return
        if found.answer:
            raise Invalid(ANSWERED, field=field)
        found.answer, found.answered_at = text, now()
        found.read_at = found.read_at or now()
        await read_about(session, actor.person_id, COMMENTED, about(actor.person_id, Kind(found.kind), found.thing))
        _audit(session, "sharing.answer_comment", actor, found.owner_id, found.id)


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
