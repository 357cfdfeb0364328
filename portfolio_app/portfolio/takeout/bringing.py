"""Brings back what a takeout holds, some seconds at a time: first its photos and files, each cleaned as any upload is,
then everything else. Harmless to repeat: what is here is left as it is."""

import asyncio
import hashlib
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core import personal
from portfolio_app.core.cleaned import CleanPicture, Flaw
from portfolio_app.core.cleaning import Cleaning, Kind
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.letting_go import hold, let_go
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.core.unusable_files import UnusableFile
from portfolio_app.core.wording import end_of_line
from portfolio_app.portfolio.takeout.arriving import Arrival, arrive, choose_ids
from portfolio_app.portfolio.takeout.opening import OpenedTakeout
from portfolio_app.settings import settings
from portfolio_app.skills.files import LONGEST_NAME, must_fit, room_of

Fields = dict[str, Any]
Tell = Callable[[int, int], Awaitable[None]]


@dataclass
class Brought:
    """What came of it: whether all is done, and how many of each kind are new, were here, or could not come in."""

    complete: bool
    unusable: list[str] = field(default_factory=list[str])
    """The ids of files that could not be cleaned: they stay out, and so does what is made of them."""
    arrival: Arrival | None = None


async def bring_some(
    takeout: OpenedTakeout, person_id: UUID, unusable: Sequence[str], tell: Tell, *, seconds: float
) -> Brought:
    """Go on for about so long. Raises `Invalid` when there is not enough room, before anything is kept, or when a file
    is not what it was, and `StorageFull`."""
    arrival = Arrival(person_id, str(takeout.portfolio["owner"]["id"]), beside=dict(takeout.out))
    bad, until = list(unusable), time.monotonic() + seconds
    waiting = await _waiting(takeout, arrival, bad)
    await _must_all_fit(person_id, waiting)
    every = len(takeout.files)
    async with _cleaning() as cleaning:
        for left, (row, new_id) in enumerate(waiting, 1 - len(waiting)):
            if await _bring_file(takeout, cleaning, person_id, row, new_id):
                arrival.ids[str(row["id"])] = new_id
                arrival.new["files"] += 1
            else:
                bad.append(str(row["id"]))
            await tell(every + left, every)
            if left and time.monotonic() > until:
                return Brought(False, bad)
    if bad:
        arrival.out["files"] = len(bad)
    await arrive(arrival, takeout.portfolio["holds"])
    return Brought(True, bad, arrival)


@asynccontextmanager
async def _cleaning() -> AsyncGenerator[Cleaning]:
    async with Cleaning(workers=1) as cleaning:
        yield cleaning


async def _waiting(takeout: OpenedTakeout, arrival: Arrival, bad: Sequence[str]) -> list[tuple[Fields, UUID]]:
    """The files that are not here yet, with the ids they get."""
    owned = personal.owned()["media_file"]
    waiting: list[tuple[Fields, UUID]] = []
    async with reading() as session:
        chosen = await choose_ids(session, arrival.person_id, owned, [str(row["id"]) for row in takeout.files])
    for row in takeout.files:
        here, new_id = chosen[str(row["id"])]
        if here:
            arrival.here["files"] += 1
            arrival.ids[str(row["id"])] = new_id
        elif str(row["id"]) not in bad:
            waiting.append((row, new_id))
    return waiting


async def _must_all_fit(person_id: UUID, waiting: Sequence[tuple[Fields, UUID]]) -> None:
    async with reading() as session:
        must_fit(await room_of(session, person_id), sum(int(row.get("bytes") or 0) for row, _new_id in waiting))


async def _bring_file(takeout: OpenedTakeout, cleaning: Cleaning, person_id: UUID, row: Fields, new_id: UUID) -> bool:
    """Bring in a photo or a file; whether it could be used."""
    data = await asyncio.to_thread(takeout.read, str(row.get("path", "")))
    if data is None:
        return False
    if await _is_ours(person_id, row, new_id, hashlib.sha256(data).hexdigest()):
        return True
    kind = Kind.PICTURE if row.get("kind") == "picture" else Kind.PDF
    try:
        cleaned = await _cleaned(cleaning, kind, data)
    except UnusableFile as problem:
        if problem.flaw in (Flaw.TOO_BUSY, Flaw.TOOK_TOO_LONG):
            raise  # says nothing about the file
        return False
    await _keep(person_id, row, new_id, cleaned)
    return True


async def _is_ours(person_id: UUID, row: Fields, new_id: UUID, sha256: str) -> bool:
    """Whether these very bytes lie here already, cleaned by this instance: then they are kept once more as they are."""
    async with writing() as session:
        await hold(session, [sha256])
        known = (await session.execute(select(MediaFile).where(col(MediaFile.sha256) == sha256).limit(1))).scalar()
        if known is None or not await media_store().exists(sha256):
            return False
        small = known.thumbnail_sha256
        if small and not await media_store().exists(small):
            return False
        alike = {"kind", "content_type", "sha256", "thumbnail_sha256", "bytes", "width", "height"}
        same = {name: getattr(known, name) for name in alike}
        await insert_new(session, _row(person_id, row, new_id, same))
    return True


async def _cleaned(cleaning: Cleaning, kind: Kind, data: bytes) -> CleanPicture | bytes:
    """The file cleaned as an upload is, in the worker process, by way of a file of its own."""
    folder = settings().data_dir / "uploads"

    def stage() -> Path:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(prefix="upload-", dir=folder, delete=False) as file:
            file.write(data)
            return Path(file.name)

    staged = await asyncio.to_thread(stage)
    try:
        return await cleaning.clean(staged, kind)
    finally:
        await asyncio.to_thread(staged.unlink, missing_ok=True)


async def _keep(person_id: UUID, row: Fields, new_id: UUID, cleaned: CleanPicture | bytes) -> None:
    data, small = (cleaned, b"") if isinstance(cleaned, bytes) else (cleaned.data, cleaned.thumbnail)
    sha256s = [await media_store().put(one) for one in (data, small) if one]
    what: dict[str, Any] = {
        "kind": "pdf",
        "content_type": "application/pdf",
        "sha256": sha256s[0],
        "thumbnail_sha256": sha256s[1] if small else "",
        "bytes": len(data) + len(small),
        "width": 0,
        "height": 0,
    }
    if not isinstance(cleaned, bytes):
        size = {"width": cleaned.width, "height": cleaned.height}
        what |= {"kind": "picture", "content_type": cleaned.content_type} | size
    try:
        async with writing() as session:
            await hold(session, sha256s)
            must_fit(await room_of(session, person_id), int(what["bytes"]))
            await _make_sure_of(sha256s, (data, small))
            await insert_new(session, _row(person_id, row, new_id, what))
    except BaseException:
        await let_go(*sha256s)
        raise


async def _make_sure_of(sha256s: Sequence[str], contents: Sequence[bytes]) -> None:
    """Somebody else may have let go of the same bytes since they were put."""
    for sha256, content in zip(sha256s, filter(None, contents), strict=True):
        if not await media_store().exists(sha256):
            await media_store().put(content)


def _row(person_id: UUID, row: Fields, new_id: UUID, what: Mapping[str, Any]) -> MediaFile:
    name = end_of_line(str(row.get("name", "")).replace("\\", "/").rpartition("/")[2], most=LONGEST_NAME)
    return MediaFile(id=new_id, person_id=person_id, name=name, made_at=_moment(row.get("made_at")), **what)


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return now()
    return moment if moment.tzinfo else now()
