"""Somebody brings a takeout back: it is looked at when it comes, asked about when it is of another name, and brought in
by the outbox. What is wrong with it is a sentence, and then nothing of it is kept."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.names import name_key
from portfolio_app.core import outbox, personal
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, SOURCE, languages, speaking
from portfolio_app.core.media import StorageFull
from portfolio_app.portfolio.policy import may_keep_a_portfolio
from portfolio_app.portfolio.takeout.arriving import Arrival
from portfolio_app.portfolio.takeout.bringing import Brought, bring_some
from portfolio_app.portfolio.takeout.models import BroughtBack
from portfolio_app.portfolio.takeout.opening import opened_takeout
from portfolio_app.settings import settings

BRINGING = "portfolio.bring_back"
STEP_SECONDS = 30.0
ONE_AT_A_TIME = N_("A takeout of yours is being brought back. Wait until that is done.")
GONE = N_("The file is not here any more. Send it once more.")


def incoming(brought_id: UUID) -> Path:
    """Where a file waits that somebody brought."""
    return settings().data_dir / "brought" / f"{brought_id}.zip"


async def _let_go(brought_id: UUID) -> None:
    """Remove the file that waited. A gigabyte is not gone in an instant."""
    await asyncio.to_thread(incoming(brought_id).unlink, missing_ok=True)


async def take_in(actor: Actor, staged: Path, language: str) -> UUID:
    """Look at a file that has arrived and keep it for the work that brings it in; what is wrong with it is noted too,
    for the page. Raises `Invalid` while another is under way."""
    may_keep_a_portfolio(actor)
    row = BroughtBack(id=uuid4(), person_id=actor.person_id, language=_spoken(language), asked_at=now(), report={})
    try:
        owner = await asyncio.to_thread(whose, staged)
    except Invalid as problem:
        with speaking(row.language):
            row.problem, row.ended_at = problem.sentence()[:400], now()
    else:
        row.whose = "" if not owner or name_key(owner) == name_key(actor.name) else owner
        await asyncio.to_thread(_keep, staged, incoming(row.id))
    try:
        async with writing() as session:
            if not await insert_new(session, row):
                raise Invalid(ONE_AT_A_TIME)
            me = actor.person_id
            audit(session, "portfolio.take_in", actor_id=me, about_id=me, thing=f"brought_back:{row.id}")
            if not row.ended_at and not row.whose:
                await _begin(session, row)
    except BaseException:
        incoming(row.id).unlink(missing_ok=True)
        raise
    return row.id


def whose(path: Path) -> str:
    """Whose the takeout says it is, once all of it is checked. Raises `Invalid`."""
    with opened_takeout(path) as takeout:
        for row in takeout.files:
            takeout.read(str(row.get("path", "")))
        return takeout.owner


def _keep(staged: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.link(staged, target)


def _spoken(language: str) -> str:
    return language if language in languages() else SOURCE


async def _begin(session: Any, row: BroughtBack) -> None:
    payload = {"brought": str(row.id), "person": str(row.person_id)}
    await outbox.put(session, BRINGING, payload, row_id=row.id)


async def confirm(actor: Actor, brought_id: UUID, *, mine: bool) -> None:
    """Say whether a takeout of another name is one's own: brought in, or forgotten. Raises `NotFound`."""
    async with writing() as session:
        row = await session.get(BroughtBack, brought_id, with_for_update=True)
        if row is None or row.person_id != actor.person_id or row.ended_at or row.confirmed_at or not row.whose:
            raise NotFound()
        if mine:
            row.confirmed_at = now()
            await _begin(session, row)
        else:
            row.ended_at = now()
        me, thing = actor.person_id, f"brought_back:{row.id}"
        audit(session, "portfolio.confirm_takeout", actor_id=me, about_id=me, thing=thing, mine=mine)
    if not mine:
        await _let_go(brought_id)


async def bring_back_some(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Outbox: go on with what somebody brought for some seconds."""
    brought_id = UUID(payload["brought"])
    async with reading() as session:
        row = await session.get(BroughtBack, brought_id)
    if row is None or row.ended_at:
        await _let_go(brought_id)
        return

    async def tell(done: int, every: int) -> None:
        async with writing() as session:
            values = {"done_parts": done, "all_parts": every}
            await session.execute(update(BroughtBack).where(col(BroughtBack.id) == brought_id).values(**values))

    try:
        done = await bring_file(
            incoming(brought_id), row.person_id, row.report.get("unusable", []), tell, seconds=STEP_SECONDS
        )
    except (Invalid, StorageFull) as problem:
        with speaking(row.language):
            await _end(row, problem=problem.sentence())
        return
    except FileNotFoundError:
        with speaking(row.language):
            await _end(row, problem=Invalid(GONE).sentence())
        return
    if done.arrival:
        await _end(row, report=report(done.arrival))
        return
    async with writing() as session:
        values = {"report": {"unusable": done.unusable}}
        await session.execute(update(BroughtBack).where(col(BroughtBack.id) == brought_id).values(**values))
        await outbox.put(session, BRINGING, payload, row_id=uuid5(row_id, "next"))


async def bring_file(path: Path, person_id: UUID, unusable: list[str], tell: Any, *, seconds: float) -> Brought:
    """Bring in some of the takeout at `path`, opened and checked anew."""
    opening = opened_takeout(path)
    takeout = await asyncio.to_thread(opening.__enter__)
    try:
        return await bring_some(takeout, person_id, unusable, tell, seconds=seconds)
    finally:
        opening.__exit__(None, None, None)


async def _end(row: BroughtBack, *, problem: str = "", report: dict[str, Any] | None = None) -> None:
    async with writing() as session:
        values = {"ended_at": now(), "problem": problem[:400], "report": report or {}}
        await session.execute(update(BroughtBack).where(col(BroughtBack.id) == row.id).values(**values))
        new = sum((report or {}).get("new", {}).values())
        me, thing = row.person_id, f"brought_back:{row.id}"
        audit(session, "portfolio.bring_back", actor_id=me, about_id=me, thing=thing, new=new)
    await _let_go(row.id)


def report(arrival: Arrival) -> dict[str, Any]:
    """What came of it by the labels of kinds (English msgids): parts of other things are not counted."""
    labels = {one.name: one.label for one in personal.owned().values()}
    said: dict[str, Any] = {}
    for name in ("new", "here", "out"):
        counts: dict[str, int] = {}
        for kind, count in getattr(arrival, name).items():
            if labels[kind] and count:
                counts[labels[kind]] = counts.get(labels[kind], 0) + count
        said[name] = counts
    said["out"] |= {label: count for label, count in arrival.beside.items() if count}
    return said


async def whole(path: Path, username_id: UUID) -> Arrival:
    """Bring in all of it at once, for the command line."""

    async def nobody(_done: int, _every: int) -> None:
        return

    done = await bring_file(path, username_id, [], nobody, seconds=float("inf"))
    assert done.arrival
    return done.arrival


async def name_of(person_id: UUID) -> str:
    """What somebody is called here."""
    async with reading() as session:
        found = await session.execute(select(col(Person.name)).where(col(Person.id) == person_id))
        return found.scalar_one()
