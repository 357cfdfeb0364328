"""A class is offered a credential and accepts it; anybody's are checked; and files that are made to do harm."""

import asyncio
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from portfolio_app.accounts import sessions
from portfolio_app.core.database import close_database
from portfolio_app.portfolio.credentials.accepting import NameOn, accept
from portfolio_app.portfolio.credentials.badge import badge_png
from portfolio_app.portfolio.credentials.carriers import baked
from portfolio_app.portfolio.credentials.checker import Checker
from portfolio_app.portfolio.credentials.models import CredentialKind
from portfolio_app.portfolio.credentials.offering import What, offer
from portfolio_app.portfolio.credentials.queries import load_credentials, load_file
from tests.bench.figures import Figure
from tests.bench.instance import Instance
from tests.bench.memory import taken

CLASS, CHECKS = 30, 50
PART = "Credentials"


def measure(instance: Instance) -> list[Figure]:
    """One class, fifty checks of each kind of file, three hostile ones."""
    return asyncio.run(_measured(instance))


async def _measured(instance: Instance) -> list[Figure]:
    school = instance.school
    teacher = await sessions.actor_of(school.teacher.key)
    pupils = [await sessions.actor_of(one.key) for one in school.pupils[:CLASS]]
    assert teacher is not None
    class_mates = [one for one in pupils if one is not None]
    what = What(CredentialKind.ACHIEVEMENT, "Ran the school café for a term", title="Café crew")
    began = time.perf_counter()
    new = await offer(teacher, UUID(school.class_id), [one.person_id for one in class_mates], what, uuid4())
    offered = time.perf_counter() - began
    if new != CLASS:
        raise RuntimeError(f"{new} of {CLASS} pupils were offered one")
    waiting = [(one, UUID((await load_credentials(one)).offers[0].id)) for one in class_mates]
    began = time.perf_counter()
    for one, credential_id in waiting:
        await accept(one, credential_id, NameOn.WHOLE)
    accepted = time.perf_counter() - began
    text = (await load_file(*waiting[0])).text
    await close_database()
    with TemporaryDirectory() as folder:
        checks = await _checked(Path(folder) / "file", text)
    return [
        Figure(PART, "30 offered, and signed as 30 pupils accept", "s", (offered + accepted,), 3),
        Figure(PART, "of that, the offer", "s", (offered,)),
        *checks,
    ]


async def _checked(file: Path, text: str) -> list[Figure]:
    figures: list[Figure] = []
    async with Checker() as checker:
        for name, content in (("JSON", text.encode()), ("PNG", baked(badge_png("self"), text))):
            file.write_bytes(content)
            first = await _timed(checker, file)
            took = [await _timed(checker, file) for _ in range(CHECKS)]
            figures.append(Figure(PART, f"one checked, as {name}", "ms", tuple(1000 * one for one in took), 100))
            if name == "JSON":
                figures.append(Figure(PART, "the first, which starts the process", "ms", (1000 * first,)))
        hostile = []
        for content in _hostile(json.loads(text)):
            file.write_bytes(content)
            hostile.append(await _timed(checker, file))
        figures.append(Figure(PART, "a hostile one", "s", tuple(hostile), 1))
        (process,) = checker.processes()
        figures.append(Figure(PART, "memory of the process that checks", "MB", (taken(process),), 100))
    return figures


async def _timed(checker: Checker, file: Path) -> float:
    began = time.perf_counter()
    await checker.check(file)
    return time.perf_counter() - began


def _hostile(document: dict[str, object]) -> list[bytes]:
    subject = {"type": ["AchievementSubject"]}
    twins = {**document, "credentialSubject": [subject for _number in range(1500)]}
    deep = b'{"@context":' + b'{"a":' * 200_000
    return [json.dumps(twins).encode(), deep, b'{"@context": "' + b"x" * 15_000_000]
