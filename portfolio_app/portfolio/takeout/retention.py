"""Takeouts are kept for some days: whoever wants one later makes another, which knows more."""

import asyncio
import shutil
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.portfolio.takeout.actions import KEPT, folder_of
from portfolio_app.portfolio.takeout.models import BroughtBack, Takeout
from portfolio_app.portfolio.takeout.returning import incoming
from portfolio_app.settings import settings

BATCH = 50


async def remove_old_takeouts() -> int:
    """Remove the files of takeouts whose time has passed, and of people who are gone; returns how many. The rows of the
    former stay, to know when something was last taken along. Harmless to repeat."""
    async with writing() as session:
        over = (col(Takeout.expires_at) <= now(), col(Takeout.ended_at).is_(None))
        some = list((await session.execute(select(col(Takeout.id)).where(*over).limit(BATCH))).scalars())
        await session.execute(update(Takeout).where(col(Takeout.id).in_(some)).values(ended_at=now()))
    async with reading() as session:
        kept = select(col(Takeout.id)).where(col(Takeout.ended_at).is_(None))
        wanted = {folder_of(one) for one in (await session.execute(kept)).scalars()}
    gone = [folder for folder in _folders() if folder not in wanted]
    for folder in gone:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return len(gone)


async def remove_old_files_brought() -> int:
    """Forget takeouts that somebody brought and did not say about whether they are theirs, and files nobody waits for;
    returns how many files. Harmless to repeat."""
    async with writing() as session:
        waits = (col(BroughtBack.whose) != "", col(BroughtBack.confirmed_at).is_(None))
        over = (*waits, col(BroughtBack.ended_at).is_(None), col(BroughtBack.asked_at) < now() - KEPT)
        await session.execute(update(BroughtBack).where(*over).values(ended_at=now()))
    async with reading() as session:
        kept = select(col(BroughtBack.id)).where(col(BroughtBack.ended_at).is_(None))
        wanted = {incoming(one).name for one in (await session.execute(kept)).scalars()}
    return await asyncio.to_thread(_remove_but, wanted)


def _remove_but(wanted: Collection[str]) -> int:
    """A file is there a moment before its row: one that has just come is left."""
    root, limit = settings().data_dir / "brought", now().timestamp() - 3600
    files = root.glob("*.zip") if root.exists() else ()
    gone = [file for file in files if file.name not in wanted and file.stat().st_mtime < limit]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def _folders() -> list[Path]:
    root = settings().data_dir / "takeouts"
    return [one for one in root.iterdir() if _is_id(one.name)] if root.exists() else []


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
