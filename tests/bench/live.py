"""A lesson that a class has together: thirty pupils move every two seconds, and how soon their teacher's page knows."""

import asyncio
import json
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import aiohttp
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.core.database import close_database, reading
from portfolio_app.learning.live.leading import begin_live
from portfolio_app.learning.modules import modules
from portfolio_app.pages.teacher.live_lesson import LiveLessonState
from portfolio_app.schools.models import ClassMember
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance, serving
from tests.bench.memory import worked
from tests.bench.school import LargeSchool, Signed
from tests.tabs import EVENT, Tab

PUPILS, EVERY, SECONDS = 30, 2.0, 60.0
AT_REST = 10.0
PART = f"A lesson together: {PUPILS} pupils who move every two seconds"
STATE = LiveLessonState.get_full_name()


@dataclass
class Seen:
    """When each pupil was told to be where, and how long until the teacher's page had it."""

    took: list[float] = field(default_factory=list[float])
    moved: dict[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])
    moves: int = 0
    errors: int = 0
    looks: int = 0

    def look(self, text: str) -> None:
        """What arrived at the teacher's socket."""
        if STATE not in text or not text.startswith(EVENT):
            return
        moment = time.monotonic()
        for name, values in json.loads(text[len(EVENT) :])[1]["delta"].items():
            if name != STATE:
                continue
            self.looks += 1
            for one in values.get("view_rx_state_", {}).get("pupils", ()):
                activity, began = self.moved.get(one["id"], ("", 0.0))
                if activity and one["activity"] == activity:
                    self.took.append(moment - began)
                    self.moved[one["id"]] = ("", 0.0)


def measure(instance: Instance) -> list[Figure]:
    """One minute of it."""
    with serving(instance) as server:
        seen, share, rest = asyncio.run(_lesson(server.url, server.pid, instance.school))
    lost = seen.moves - len(seen.took) + seen.errors
    took = [1000 * one for one in seen.took]
    return [
        Figure(PART, "p95 until the teacher's page has it", "ms", (percentile(took, 0.95),), 1000),
        Figure(PART, "half of them", "ms", (percentile(took, 0.5),)),
        Figure(PART, "slowest", "ms", (max(took),)),
        Figure(PART, "share of one core", "%", (100 * share,), 30),
        Figure(PART, "share of one core with all of it open and nobody moving", "%", (100 * rest,)),
        Figure(PART, "looks of the teacher's page a second", "", (seen.looks / SECONDS,)),
        Figure(PART, "moves that were lost", "", (float(lost),), 0),
    ]


async def _lesson(url: str, pid: int, school: LargeSchool) -> tuple[Seen, float, float]:
    module = modules()[0]
    teacher = await sessions.actor_of(school.teacher.key)
    assert teacher
    pupils = await _pupils(school)
    await begin_live(teacher, UUID(school.class_id), module.name)
    await close_database()
    seen = Seen()
    codes = [one.code for one in module.about.activities]
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as http,
        Tab(http, url, school.teacher.key, seen=seen.look) as tab,
    ):
        tabs = [Tab(http, url, one.key) for one in pupils]
        for one in tabs:
            await one.open("/en/module", name=module.name, step=codes[0])
        await tab.open("/en/live-lesson", id=school.class_id)
        before = worked(pid)
        await asyncio.sleep(AT_REST)
        rest = (worked(pid) - before) / AT_REST
        before, seen.looks = worked(pid), 0
        until = time.monotonic() + SECONDS
        moving = (
            _move(http, one, pupil, module.name, codes, seen, until) for one, pupil in zip(tabs, pupils, strict=True)
        )
        await asyncio.gather(*moving)
        share = (worked(pid) - before) / SECONDS
        for one in tabs:
            await one.close()
    return seen, share, rest


async def _move(
    http: aiohttp.ClientSession,
    tab: Tab,
    pupil: Signed,
    module: str,
    codes: list[str],
    seen: Seen,
    until: float,
) -> None:
    """Go from activity to activity, as assets/lesson-step.js tells it."""
    headers = {**tab.headers, "x-person": pupil.person_id}
    await asyncio.sleep(random.uniform(0, EVERY))
    number = 0
    while time.monotonic() < until:
        began, number = time.monotonic(), number + 1
        activity = codes[number % len(codes)]
        seen.moved[pupil.person_id] = (activity, began)
        seen.moves += 1
        with suppress(aiohttp.ClientError):
            body: dict[str, Any] = {"module": module, "activity": activity}
            async with http.post(f"{tab.url}/lessons/at", json=body, headers=headers) as answer:
                seen.errors += answer.status != 204
        await asyncio.sleep(max(0.0, began + EVERY - time.monotonic()))
    await asyncio.sleep(EVERY)  # what was told last arrives


async def _pupils(school: LargeSchool) -> list[Signed]:
    async with reading() as session:
        found = await session.execute(
            select(col(ClassMember.person_id)).where(
                col(ClassMember.class_id) == UUID(school.class_id), col(ClassMember.role) == "pupil"
            )
        )
        inside = {str(person_id) for person_id in found.scalars()}
    return [one for one in school.pupils if one.person_id in inside][:PUPILS]
