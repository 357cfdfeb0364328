"""Asking for a takeout, the work that makes it, and noting that it was taken along."""

import asyncio
import shutil
from collections.abc import Collection, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import SOURCE, _, languages
from portfolio_app.core.media import is_full
from portfolio_app.notices.about import About, Shown
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import TAKEOUT_READY
from portfolio_app.portfolio.takeout import making
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.portfolio.takeout.opening_code import opening_code
from portfolio_app.settings import settings

MAKING = "portfolio.takeout"
"""The kind of work that makes one, some seconds at a time."""
TAKEOUT = "takeout"
"""What the notice is about."""
KEPT = timedelta(days=7)
NO_SPACE = "no_space"


def folder_of(takeout_id: UUID) -> Path:
    """Where a takeout lies, and what belongs to its making."""
    return settings().data_dir / "takeouts" / str(takeout_id)


def may_take_out(actor: Actor) -> None:
    """Everybody may take along what is theirs, with or without a school; not before a passphrase is chosen."""
    if actor.must_choose:
        raise Refused()


async def ask_for_takeout(actor: Actor, language: str, *, corner: bool = False) -> UUID:
    """Begin a takeout of all that is the actor's, in the background; while one is under way, it is that one. What lies
    in their private corner goes along only with `corner`."""
    may_take_out(actor)
    language = language if language in languages() else SOURCE
    async with writing() as session:
        row = Takeout(id=uuid4(), person_id=actor.person_id, language=language, corner=corner, asked_at=now())
        if await insert_new(session, row):
            await outbox.put(session, MAKING, {"takeout": str(row.id), "person": str(actor.person_id)}, row_id=row.id)
            me = actor.person_id
            thing = f"takeout:{row.id}"
            audit(session, "portfolio.ask_for_takeout", actor_id=me, about_id=me, thing=thing, corner=corner)
            return row.id
        return (await session.execute(select(col(Takeout.id)).where(*_under_way(actor.person_id)))).scalar_one()


def _under_way(person_id: UUID) -> tuple[Any, ...]:
    return col(Takeout.person_id) == person_id, col(Takeout.ready_at).is_(None), col(Takeout.ended_at).is_(None)


async def make_some(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Outbox: go on with a takeout for some seconds, and write down that there is more to do, or that it is ready."""
    takeout_id = UUID(payload["takeout"])
    async with reading() as session:
        takeout = await session.get(Takeout, takeout_id)
    if takeout is None or takeout.ready_at or takeout.ended_at:
        return

    async def tell(done: int, every: int) -> None:
        async with writing() as session:
            values = {"done_bytes": done, "all_bytes": every}
            await session.execute(update(Takeout).where(col(Takeout.id) == takeout_id).values(**values))

    wanted = making.Wanted(takeout.person_id, takeout.language, takeout.corner, opening_code(takeout_id))
    try:
        complete = await making.step(folder_of(takeout_id), wanted, seldom(tell))
    except OSError as problem:
        if not is_full(problem):
            raise
        await _give_up(takeout, NO_SPACE)
        return
    if complete:
        await _is_ready(takeout)
        return
    async with writing() as session:
        await outbox.put(session, MAKING, payload, row_id=uuid5(row_id, "next"))


def seldom(tell: making.Tell, *, seconds: float = 1.0) -> making.Tell:
    """`tell`, at most that often."""
    last = [0.0]

    async def told(done: int, every: int) -> None:
        moment = making.time.monotonic()
        if moment - last[0] >= seconds or done == every:
            last[0] = moment
            await tell(done, every)

    return told


async def _is_ready(takeout: Takeout) -> None:
    async with writing() as session:
        moment = now()
        row = await session.get(Takeout, takeout.id, with_for_update=True)
        if row is None:  # its owner is gone
            await asyncio.to_thread(shutil.rmtree, folder_of(takeout.id), ignore_errors=True)
            return
        row.ready_at, row.expires_at = moment, moment + KEPT
        about = About(row.person_id, TAKEOUT, str(row.id))
        await notify(session, row.person_id, TAKEOUT_READY, about=about, once=f"takeout:{row.id}")
        audit(session, "portfolio.takeout_ready", actor_id=None, about_id=row.person_id, thing=f"takeout:{row.id}")


async def _give_up(takeout: Takeout, problem: str) -> None:
    await asyncio.to_thread(shutil.rmtree, folder_of(takeout.id), ignore_errors=True)
    async with writing() as session:
        values = {"ended_at": now(), "problem": problem}
        await session.execute(update(Takeout).where(col(Takeout.id) == takeout.id).values(**values))


async def open_takeout(actor: Actor, takeout_id: UUID) -> Path:
    """The actor's own takeout as a file, as long as it is kept. Raises `NotFound`."""
    may_take_out(actor)
    async with reading() as session:
        found = await session.get(Takeout, takeout_id)
    file = making.finished(folder_of(takeout_id))
    mine = found is not None and found.person_id == actor.person_id
    if not mine or not found or not found.expires_at or found.expires_at <= now() or not file.exists():
        raise NotFound()
    return file


async def note_download(actor: Actor, takeout_id: UUID) -> None:
    """The file went to its owner, to the last byte."""
    async with writing() as session:
        mine = (col(Takeout.id) == takeout_id, col(Takeout.person_id) == actor.person_id)
        await session.execute(update(Takeout).where(*mine).values(downloaded_at=now()))
        me = actor.person_id
        audit(session, "portfolio.take_out", actor_id=me, about_id=me, thing=f"takeout:{takeout_id}")


async def find_takeouts(_session: AsyncSession, _reader_id: UUID, things: Collection[About]) -> Mapping[About, Shown]:
    """Notices: a takeout is told to its owner alone, and leads to the page where it can be had."""
    return {one: Shown(_("your takeout"), "/takeout") for one in things}
