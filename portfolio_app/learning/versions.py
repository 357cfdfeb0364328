"""Versions of modules in the database: what somebody was given or has begun stays as it was then."""

import hashlib
import zlib
from collections import OrderedDict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new
from portfolio_app.core.errors import NotFound
from portfolio_app.learning.models import ModuleContent, ModuleVersion
from portfolio_app.learning.modules import shelf
from portfolio_app.learning.reading import Module, open_bundle

MOST_IN_MEMORY = 64

_opened: OrderedDict[str, Module] = OrderedDict()


async def kept_now(session: AsyncSession, module: Module) -> UUID:
    """Keep a module's files as they are and return the id of its version; kept already: the same one."""
    if (kept := await _id_of(session, module.hash)) is not None:
        return kept
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in module.files.items()}
    known = select(col(ModuleContent.sha256)).where(col(ModuleContent.sha256).in_(hashes.values()))
    there = set((await session.execute(known)).scalars())
    for path, sha256 in hashes.items():
        if sha256 not in there:
            there.add(sha256)
            await insert_new(session, ModuleContent(sha256=sha256, compressed=zlib.compress(module.files[path], 6)))
    version = ModuleVersion(
        hash=module.hash,
        name=module.name,
        programme=module.programme,
        number=module.number,
        minutes=module.minutes,
        files=hashes,
        kept_at=now(),
    )
    await insert_new(session, version)
    kept = await _id_of(session, module.hash)
    assert kept
    return kept


async def version_of(session: AsyncSession, version_id: UUID) -> Module:
    """The module as it was when that version was kept. Raises `NotFound`."""
    version = await session.get(ModuleVersion, version_id)
    if version is None:
        raise NotFound()
    return await module_of(session, version)


async def module_of(session: AsyncSession, version: ModuleVersion) -> Module:
    """The module of a version's row."""
    if (found := known(version.hash)) is not None:
        return found
    rows = await session.execute(
        select(col(ModuleContent.sha256), col(ModuleContent.compressed)).where(
            col(ModuleContent.sha256).in_(version.files.values())
        )
    )
    contents = {sha256: zlib.decompress(compressed) for sha256, compressed in rows}
    files = {path: contents[sha256] for path, sha256 in version.files.items()}
    module = open_bundle(files, version.name, version.programme, version.number)
    _opened[version.hash] = module
    while len(_opened) > MOST_IN_MEMORY:
        _opened.popitem(last=False)
    return module


def known(version: str) -> Module | None:
    """The module with that hash, where it is in memory: as it lies in the folder or lay there lately, or opened."""
    if version in _opened:
        _opened.move_to_end(version)
        return _opened[version]
    here = shelf()
    return next((one for one in here.modules.values() if one.hash == version), here.former.get(version))


async def _id_of(session: AsyncSession, version: str) -> UUID | None:
    found = await session.execute(select(col(ModuleVersion.id)).where(col(ModuleVersion.hash) == version))
    return found.scalar_one_or_none()
