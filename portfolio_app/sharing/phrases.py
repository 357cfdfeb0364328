"""Phrases: sentences an adult of the school writes again and again, kept to be put into a text with one press.

Nobody sees them but whoever made them. `{name}` in one stands for the first name of the pupil it is put into a text
for. What is used most comes first.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.languages import N_, ngettext
from portfolio_app.core.wording import several_lines
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.sharing.models import Phrase
from portfolio_app.sharing.policy import GUIDES

LONGEST = 300
MOST = 100
NAME = "{name}"
EMPTY = N_("Write the phrase first.")
CHANGED = N_("You changed this phrase in another tab. It is shown as it is now; what you typed is in the form.")


@dataclass(frozen=True)
class PhraseLine:
    """A phrase: as it was written, and as it stands in a text for somebody."""

    id: str = ""
    words: str = ""
    said: str = ""
    version: int = 1
    used: str = ""


@dataclass(frozen=True)
class PhrasesView:
    """The actor's phrases, and the id of the form for a new one."""

    loaded: bool = False
    listed: tuple[PhraseLine, ...] = ()
    room: bool = True
    request: str = ""


def _own(actor: Actor) -> ColumnElement[bool]:
    return and_(col(Phrase.person_id) == actor.person_id, col(Phrase.deleted_at).is_(None))


async def phrases_of(session: AsyncSession, actor: Actor, name: str = "") -> tuple[PhraseLine, ...]:
    """The actor's phrases, what is used most first; for a pupil called `name`."""
    if not actor.has(*GUIDES):
        return ()
    rows = await session.execute(
        select(Phrase).where(_own(actor)).order_by(col(Phrase.used).desc(), col(Phrase.made_at), col(Phrase.id))
    )
    first = next(iter(name.split()), "")
    return tuple(
        PhraseLine(
            id=str(one.id),
            words=one.words,
            said=one.words.replace(NAME, first) if first else one.words,
            version=one.version,
            used=ngettext("used {n} time", "used {n} times", one.used),
        )
        for one in rows.scalars()
    )


async def load_phrases(actor: Actor) -> PhrasesView:
    """The page of the actor's phrases. Raises `Refused` for whoever works at no school."""
    _may(actor)
    async with reading() as session:
        listed = await phrases_of(session, actor)
    return PhrasesView(True, listed, len(listed) < MOST, str(uuid4()))


def _may(actor: Actor) -> None:
    if not actor.has(*GUIDES):
        raise Refused()


async def add_phrase(actor: Actor, words: str, request: UUID) -> None:
    """Keep a phrase. Sent twice, kept once. Raises `Refused`, and `Invalid` for empty or long words and for more
    phrases than `MOST`."""
    _may(actor)
    text = several_lines(words, field="words", most=LONGEST, empty=EMPTY)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        sent = (await session.execute(select(col(Phrase.person_id)).where(col(Phrase.request) == request))).scalar()
        if sent is not None:
            if sent != actor.person_id:
                raise NotFound()
            return
        await _must_have_room(session, actor)
        row = Phrase(person_id=actor.person_id, words=text, made_at=now(), request=request)
        if await insert_new(session, row):
            _audit(session, "sharing.add_phrase", actor, row.id)


async def _must_have_room(session: AsyncSession, actor: Actor) -> None:
    count = (await session.execute(select(func.count()).select_from(Phrase).where(_own(actor)))).scalar_one()
    if count >= MOST:
        raise Invalid(N_("You have 100 phrases. Delete one first."), field="words")


async def change_phrase(actor: Actor, phrase_id: UUID, words: str, version: int) -> None:
    """Say a phrase in other words. Raises `NotFound` for anybody else's, `Conflict` unless `version` is the one there
    is, `Invalid` for empty or long words."""
    async with writing() as session:
        row = await _mine(session, actor, phrase_id)
        text = several_lines(words, field=f"words-{row.id}", most=LONGEST, empty=EMPTY)
        if row.deleted_at is not None:
            raise NotFound()
        if text == row.words:
            return
        if version != row.version:
            raise Conflict(CHANGED)
        row.words, row.version = text, row.version + 1
        _audit(session, "sharing.change_phrase", actor, row.id)


async def delete_phrase(actor: Actor, phrase_id: UUID, *, back: bool = False) -> None:
    """Delete a phrase, or bring it `back`. Done already: fine. Raises `NotFound` for anybody else's."""
    async with writing() as session:
        if back:
            await one_at_a_time(session, actor.person_id)
        row = await _mine(session, actor, phrase_id)
        if back == (row.deleted_at is None):
            return
        if back:
            await _must_have_room(session, actor)
        row.deleted_at = None if back else now()
        _audit(session, "sharing.delete_phrase", actor, row.id, back=back)


async def use_phrase(actor: Actor, phrase_id: UUID) -> None:
    """Count that a phrase was put into a text."""
    async with writing() as session:
        used = await session.execute(
            update(Phrase)
            .where(_own(actor), col(Phrase.id) == phrase_id)
            .values(used=col(Phrase.used) + 1)
            .returning(col(Phrase.id))
        )
        if used.first() is None:
            raise NotFound()
        _audit(session, "sharing.use_phrase", actor, phrase_id)


async def _mine(session: AsyncSession, actor: Actor, phrase_id: UUID) -> Phrase:
    row = await session.get(Phrase, phrase_id, with_for_update=True)
    if row is None or row.person_id != actor.person_id:
        raise NotFound()
    return row


def _audit(session: AsyncSession, action: str, actor: Actor, phrase_id: UUID, **detail: Any) -> None:
    me = actor.person_id
    audit(session, action, actor_id=me, about_id=me, thing=f"phrase:{phrase_id}", **detail)
