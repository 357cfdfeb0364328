"""Modules that teachers send, without the page."""

from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.learning.own.keeping import bring_in
from portfolio_app.learning.own.models import ModuleSent, OwnModule
from portfolio_app.learning.own.zipped import packed
from portfolio_app.learning.reading import Files
from tests.lessons import module_files


async def send(
    teacher: Actor, folder: Path, name: str = "our-week", files: Files | None = None, request: UUID | None = None
) -> str:
    """The teacher sends the trial module, or one of these files, under that name."""
    path = folder / f"{uuid4().hex}.zip"
    path.write_bytes(packed(name, module_files() if files is None else files))
    return await bring_in(teacher, path, f"{name}.zip", None, request or uuid4())


async def own_rows() -> list[OwnModule]:
    """All own modules there are."""
    async with reading() as session:
        return list((await session.execute(select(OwnModule))).scalars())


async def sent_rows() -> list[ModuleSent]:
    """All that waits."""
    async with reading() as session:
        return list((await session.execute(select(ModuleSent))).scalars())
