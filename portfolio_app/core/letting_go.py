"""Lets go of stored bytes that nobody's file refers to any more, whoever else begins to refer to them meanwhile."""

from collections.abc import Iterable

from sqlalchemy import BigInteger, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import writing
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile

_HOLD = select(func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger())))


async def let_go(*sha256s: str) -> None:
    """Remove from the store what no file of anybody's refers to any more."""
    wanted = {sha256 for sha256 in sha256s if sha256}
    if not wanted:
        return
    async with writing() as session:
        await hold(session, wanted)
        rows = await session.execute(
            select(col(MediaFile.sha256), col(MediaFile.thumbnail_sha256)).where(
                or_(col(MediaFile.sha256).in_(wanted), col(MediaFile.thumbnail_sha256).in_(wanted))
            )
        )
        for sha256 in wanted - {sha for pair in rows for sha in pair}:
            await media_store().delete(sha256)


async def hold(session: AsyncSession, sha256s: Iterable[str]) -> None:
    """Until the transaction ends, nobody else begins or ceases to refer to these bytes (SQLite's writers queue)."""
    if session.get_bind().dialect.name == "sqlite":
        return
    for sha256 in sorted(sha256s):  # in one order, so that two never wait for each other
        await session.execute(_HOLD, {"key": int(sha256[:15], 16)})
