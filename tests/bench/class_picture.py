"""A teacher opens a class and a year group by theme: of every pupil three voices on all 17 capabilities are shared."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from portfolio_app.accounts import sessions
from portfolio_app.core.database import close_database
from portfolio_app.core.languages import speaking
from portfolio_app.portfolio.class_picture import ClassPicture, load_class_picture, load_year_picture
from tests.bench.figures import Figure
from tests.bench.instance import Instance
from tests.bench.school import CLASS_SIZE, YEAR

ROUNDS = 10
PART = "A class by theme, 17 capabilities × 3 voices a pupil"


def measure(instance: Instance) -> list[Figure]:
    """Milliseconds in which the pictures are made."""
    class_of_30, year = asyncio.run(_made(instance))
    return [
        Figure(PART, f"a class of {CLASS_SIZE}, made on the server", "ms", tuple(class_of_30), 200),
        Figure(PART, f"a year group of {YEAR}, made on the server", "ms", tuple(year), 500),
    ]


async def _made(instance: Instance) -> tuple[list[float], list[float]]:
    school = instance.school
    actor = await sessions.actor_of(school.teacher.key)
    assert actor is not None
    with speaking("en"):
        one = await _times(lambda: load_class_picture(actor, school.class_id), CLASS_SIZE)
        year = await _times(lambda: load_year_picture(actor, school.school_id, "13-15"), YEAR)
    await close_database()
    return one, year


async def _times(load: Callable[[], Awaitable[ClassPicture]], pupils: int) -> list[float]:
    """Of the second load on: the first one of a day writes the access log."""
    took = []
    for _ in range(1 + ROUNDS):
        began = time.perf_counter()
        view = await load()
        took.append(1000 * (time.perf_counter() - began))
        # No query too few: everybody is there, and every pupil's own view of every capability.
        assert view.count == pupils
        assert all(
            skill.own == skill.teacher == skill.host == pupils for theme in view.themes for skill in theme.skills
        )
    return took[1:]
