"""A change that must read before it writes, run by `test_at_once` many times over, also in processes of their own."""

import asyncio
import sys

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.database import close_database, reading, writing
from portfolio_app.core.models import Mark

NAME = "counted"


async def start() -> None:
    """Begin to count, at nought."""
    async with writing() as session:
        session.add(Mark(name=NAME, value="0"))


async def count_up() -> None:
    """Read the number, think, write the next one."""
    async with writing() as session:
        mark = (await session.execute(select(Mark).where(col(Mark.name) == NAME).with_for_update())).scalar_one()
        await asyncio.sleep(0.005)
        mark.value = str(int(mark.value) + 1)


async def counted() -> int:
    """The number reached."""
    async with reading() as session:
        return int((await session.execute(select(col(Mark.value)).where(col(Mark.name) == NAME))).scalar_one())


async def _main(times: int) -> None:
    for _ in range(times):
        await count_up()
    await close_database()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
