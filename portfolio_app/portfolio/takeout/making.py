"""Writes a takeout in steps of some seconds, so that neither other work nor other people wait for it, and so that one
goes on where a killed process stopped.

The first step reads everything in one transaction and writes it; from then on only files are added, which never
change. Each step adds some; `making.step` says whether that was the last.
"""

import asyncio
import fcntl
import json
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from portfolio_app.core.database import reading
from portfolio_app.core.languages import speaking
from portfolio_app.core.media import media_store
from portfolio_app.portfolio.takeout.archive import Adding, Archive, forget_journal, opened
from portfolio_app.portfolio.takeout.contents import Contents, File, gather
from portfolio_app.portfolio.takeout.json_resume import json_resume
from portfolio_app.portfolio.takeout.leap2a import leap2a
from portfolio_app.portfolio.takeout.offline import offline_page
from portfolio_app.portfolio.takeout.parts import files_of_parts
from portfolio_app.portfolio.takeout.reading import Portfolio

STEP_SECONDS = 20.0
BYTES_A_SECOND = 8 * 1024 * 1024
"""Not faster than this, nor more than a quarter of the time. A gigabyte takes two minutes, most a second."""
PLAN = "plan.json"
"""Beside the ZIP while it is made: the files that belong into it, as they were in the one moment of reading."""

Tell = Callable[[int, int], Awaitable[None]]
"""Is told how many bytes are in, and how many there will be."""


class UnderWayElsewhere(Exception):
    """Another process writes this takeout at this moment."""


@dataclass(frozen=True)
class Wanted:
    """What a takeout is to be: whose, in which language its page is, and whether with the private corner."""

    person_id: UUID
    language: str
    corner: bool = False
    code: str = ""
    """What stands in the offline page, to be typed by whoever has opened it; "" for nothing."""


@dataclass(frozen=True)
class Plan:
    """What was read: texts lie in the ZIP already, these files follow."""

    files: tuple[File, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


async def step(folder: Path, wanted: Wanted, tell: Tell, *, seconds: float = STEP_SECONDS) -> bool:
    """Go on with the takeout in `folder` (made when missing) for about so long; whether `takeout.zip` is complete now.

    Raises `NotFound` for a person there is none of, `UnderWayElsewhere`, and `OSError` when the disk is full.
    """
    with _alone(folder):
        if finished(folder).exists():
            return True
        part = finished(folder).with_suffix(".part")
        plan = _planned(folder) or await _begin(folder, part, wanted)
        with opened(part) as archive:
            complete = await _add_files(archive, plan, tell, time.monotonic() + seconds)
            if complete:
                await asyncio.to_thread(_finish, archive, plan)
            else:
                await asyncio.to_thread(archive.settle)
        if complete:
            part.rename(finished(folder))
            forget_journal(part)
            (folder / PLAN).unlink()
        return complete


def finished(folder: Path) -> Path:
    """Where the complete takeout lies."""
    return folder / "takeout.zip"


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise UnderWayElsewhere from problem
        yield


def _planned(folder: Path) -> Plan | None:
    try:
        listed = json.loads((folder / PLAN).read_bytes())
    except FileNotFoundError:
        return None
    return Plan(tuple(File(*one) for one in listed))


async def _begin(folder: Path, part: Path, wanted: Wanted) -> Plan:
    """Read everything in one moment and write the texts of it. Until the plan is there, this begins anew."""
    async with reading() as session:
        contents = await gather(session, wanted.person_id, wanted.language, corner=wanted.corner)
        more = await files_of_parts(session, wanted.person_id, wanted.language)
    _clear(part)
    with opened(part) as archive:
        for path, data in (await asyncio.to_thread(texts, contents, wanted.language, wanted.code)).items():
            await asyncio.to_thread(archive.add, path, data)
        for path, data in more.items():
            await asyncio.to_thread(archive.add, path, data)
        await asyncio.to_thread(archive.settle)
    waiting = folder / f"{PLAN}.part"
    waiting.write_text(json.dumps([[file.path, file.sha256, file.size] for file in contents.files]))
    waiting.rename(folder / PLAN)
    return Plan(contents.files)


def _clear(part: Path) -> None:
    part.unlink(missing_ok=True)
    forget_journal(part)


def texts(contents: Contents, language: str, code: str = "") -> dict[str, bytes]:
    """Everything but files, by its path: the same portfolio in four forms."""
    portfolio = Portfolio(contents.portfolio)
    with speaking(language):
        return {
            "index.html": offline_page(portfolio, code),
            "portfolio.json": _json(contents.portfolio),
            "resume.json": _json(json_resume(portfolio)),
            "leap2a.xml": leap2a(portfolio),
        }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")


async def _add_files(archive: Archive, plan: Plan, tell: Tell, until: float) -> bool:
    """Add files that are not in yet, at least one, until it is time to stop; whether none is left. A file that is gone
    from the store (deleted for good since all was read) stays out."""
    waiting = [file for file in plan.files if file.path not in archive.written]
    done = plan.size - sum(file.size for file in waiting)
    await tell(done, plan.size)
    for left, file in enumerate(waiting, 1 - len(waiting)):
        if await media_store().exists(file.sha256):
            await _add_file(archive, file)
        done += file.size
        await tell(done, plan.size)
        if left and time.monotonic() > until:
            return False
    return True


async def _add_file(archive: Archive, file: File) -> None:
    """Add one file in pieces, unhurried: between them disk and processor are left to others."""
    async with _waiting_elsewhere(archive.adding(file.path, file.size)) as adding:
        async for chunk in media_store().stream(file.sha256):
            began = time.monotonic()
            await asyncio.to_thread(adding.write, chunk)
            took = time.monotonic() - began
            await asyncio.sleep(min(max(3 * took, len(chunk) / BYTES_A_SECOND - took), 1.0))


@asynccontextmanager
async def _waiting_elsewhere(block: AbstractContextManager[Adding]) -> AsyncGenerator[Adding]:
    """The block, whose end waits for the disk: in a thread, so that nobody else does."""
    adding = block.__enter__()
    try:
        yield adding
    except BaseException as problem:
        if not block.__exit__(type(problem), problem, problem.__traceback__):
            raise
    else:
        await asyncio.to_thread(block.__exit__, None, None, None)


def _finish(archive: Archive, plan: Plan) -> None:
    """The last file says what is in the others, and what could not be had."""
    manifest = {
        "format": "polku-takeout",
        "version": 1,
        "files": {one.path: {"bytes": one.size, "sha256": one.sha256} for one in archive.written.values()},
        "missing": [file.path for file in plan.files if file.path not in archive.written],
    }
    archive.add("manifest.json", _json(manifest))
    archive.finish()
