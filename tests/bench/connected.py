"""A thousand pupils connected, each saving an assessment or a draft every five seconds."""

import asyncio
import time
from collections import Counter

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.database import close_database, reading
from portfolio_app.skills.models import Assessment
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance, serving
from tests.bench.load import MARK, Outcome
from tests.bench.memory import taken, worked
from tests.bench.others import others
from tests.bench.school import Signed

EVERY, SECONDS = 5.0, 60.0
WINDOW = 10.0  # the p95 of each ten seconds stands in the range
PART = "A thousand connected"


def measure(instance: Instance) -> list[Figure]:
    """One minute; the p95 of each ten seconds of it."""
    pupils = instance.school.pupils
    with serving(instance) as server:
        with others(server.url, pupils[:1], every=EVERY, seconds=0):
            idle = taken(server.pid)  # with everything loaded that the first visitor loads
        with others(server.url, pupils, every=EVERY, seconds=SECONDS) as load:
            before = worked(server.pid)
            load.go()
            time.sleep(SECONDS - EVERY)
            busy = taken(server.pid)
            outcome = load.ended()
            took = worked(server.pid) - before
    asyncio.run(_look_for(outcome, pupils))
    opened = percentile(outcome.opened, 0.95)
    return [
        Figure(PART, "p95 from click to confirmed", "ms", tuple(_windows(outcome)), 150),
        Figure(PART, "p95 of the whole minute", "ms", (1000 * percentile(_took(outcome), 0.95),), 150),
        Figure(PART, "slowest", "ms", (1000 * max(_took(outcome)),)),
        Figure(PART, "confirmed saves a second", "", (len(outcome.saves) / SECONDS,)),
        Figure(PART, "processor time of the server for each", "ms", (1000 * took / len(outcome.saves),)),
        Figure(PART, "errors", "", (float(len(outcome.errors)),), 0),
        Figure(PART, "answers of another pupil's", "", (float(outcome.foreign),), 0),
        Figure(PART, "memory a connected pupil", "KB", ((busy - idle) * 1024 / len(pupils),), 400),
        Figure(PART, "memory with all connected", "MB", (busy,)),
        Figure(PART, "p95 until a page has its data, all arriving at once", "ms", (1000 * opened,)),
    ]


def _took(outcome: Outcome) -> list[float]:
    return [took for _began, took in outcome.saves]


def _windows(outcome: Outcome) -> list[float]:
    began = min(moment for moment, _took_ in outcome.saves)
    windows: dict[int, list[float]] = {}
    for moment, took in outcome.saves:
        windows.setdefault(int((moment - began) // WINDOW), []).append(took)
    return [1000 * percentile(took, 0.95) for _number, took in sorted(windows.items()) if len(took) > 1]


async def _look_for(outcome: Outcome, pupils: tuple[Signed, ...]) -> None:
    """Count as errors what was confirmed and is not there, as another's what stands with the wrong person."""
    whose = {pupil.person_id: pupil.mark for pupil in pupils}
    async with reading() as session:
        rows = await session.execute(select(col(Assessment.person_id), col(Assessment.reason)))
        found = Counter(
            whose.get(str(person_id)) == mark[0]
            for person_id, reason in rows
            if "number" in reason and (mark := MARK.findall(reason))
        )
    await close_database()
    outcome.foreign += found[False]
    if missing := outcome.assessments - found[True]:
        outcome.errors += ["confirmed and not there"] * abs(missing)
