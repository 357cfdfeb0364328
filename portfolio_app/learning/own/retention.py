"""Own modules that were deleted go for good once they have rested, with every version of theirs that nobody works on;
what was sent and never brought in goes after a day; of the saves of a module the latest are kept."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.resting import rested_before
from portfolio_app.learning.models import Lesson, ModuleContent, ModuleVersion
from portfolio_app.learning.own.known import look_again
from portfolio_app.learning.own.models import ModuleSent, OwnModule, OwnModuleSave
from portfolio_app.learning.teaching.models import Assignment

BATCH = 20
SENT_KEPT = timedelta(days=1)
MOST_SAVES = 50
"""Of a module, to go back to."""


async def remove_rested_modules() -> int:
    """Remove what has rested long enough and what nobody brought in, some at a time; returns how many rows went.
    Harmless to repeat."""
    async with writing() as session:
        sent = delete(ModuleSent).where(col(ModuleSent.sent_at) <= now() - SENT_KEPT).returning(col(ModuleSent.id))
        count = len((await session.execute(sent)).all())
        old = select(OwnModule).where(col(OwnModule.deleted_at) <= rested_before()).limit(BATCH)
        for row in (await session.execute(old)).scalars().all():
            audit(
                session,
                "learning.remove_rested_modules",
                actor_id=None,
                school_id=row.school_id,
                thing=f"own_module:{row.id}",
            )
            await session.execute(delete(OwnModule).where(col(OwnModule.id) == row.id))
            count += 1
        count += await _former_saves(session)
        if count:
            look_again(session)
            await _versions_of_nobody(session)
    return count


async def _former_saves(session: AsyncSession) -> int:
    """Saves beyond those that are kept."""
    latest = (
        select(col(OwnModule.version) - MOST_SAVES)
        .where(col(OwnModule.id) == col(OwnModuleSave.own_module_id))
        .scalar_subquery()
    )
    gone = delete(OwnModuleSave).where(col(OwnModuleSave.number) <= latest).returning(col(OwnModuleSave.id))
    return len((await session.execute(gone)).all())


async def _versions_of_nobody(session: AsyncSession) -> None:
    """Versions of schools' own modules that no lesson, assignment or save has, and files that no version has then."""
    used: list[Any] = [
        exists().where(column == col(ModuleVersion.id))
        for column in (
            col(Lesson.version_id),
            col(Assignment.version_id),
            col(OwnModule.version_id),
            col(OwnModule.original_version_id),
            col(OwnModuleSave.version_id),
        )
    ]
    gone = delete(ModuleVersion).where(col(ModuleVersion.programme) == "", not_(or_(*used)))
    rows = (await session.execute(gone.returning(col(ModuleVersion.files)))).scalars().all()
    loose = {sha256 for files in rows for sha256 in files.values()}
    if not loose:
        return
    kept = (await session.execute(select(col(ModuleVersion.files)))).scalars()
    for files in kept:
        loose.difference_update(files.values())
    await session.execute(delete(ModuleContent).where(col(ModuleContent.sha256).in_(loose)))
