"""The disk is full: a clear message, nothing half-written, and work goes on once there is room."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import aiohttp
import psutil
import pytest
from sqlalchemy import func, select

from portfolio_app import build
from portfolio_app.core.database import DatabaseUnavailable, close_database, reading
from portfolio_app.core.media import StorageFull
from portfolio_app.core.models import MediaFile
from portfolio_app.portfolio.actions import NEW
from portfolio_app.skills.models import Evidence
from tests.badluck.pupils import PAGE, SAVE, Pupil, pupils, titles
from tests.conftest import Configure
from tests.core.samples import phone_photo
from tests.serving import Served, served
from tests.tabs import COOKIE, Tab

NOT_NOW = DatabaseUnavailable.message
RAIN = "It rained, and then the sun came out. " * 200
LONG = {"happened": RAIN, "noticed": RAIN, "learned": RAIN, "try_next": RAIN}  # 30 KB

Fill = Callable[[Served], Callable[[], None]]


def _no_growth(server: Served) -> Callable[[], None]:
    """Let no file of the server grow beyond 4 KB, as on a full disk; returns what undoes it."""
    workers = psutil.Process(server.process.pid).children(recursive=True)
    before = [worker.rlimit(psutil.RLIMIT_FSIZE) for worker in workers]
    for worker, (_soft, hard) in zip(workers, before, strict=True):
        worker.rlimit(psutil.RLIMIT_FSIZE, (4096 if hard < 0 else min(4096, hard), hard))  # -1: as much as it likes

    def undo() -> None:
        for worker, limits in zip(workers, before, strict=True):
            worker.rlimit(psutil.RLIMIT_FSIZE, limits)

    return undo


def _filler(disk: Path) -> Fill:
    def fill(_server: Served) -> Callable[[], None]:
        ballast = disk / "ballast"
        with ballast.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue
        return ballast.unlink

    return fill


@pytest.fixture(params=["no file may grow", "a small disk"] if os.geteuid() == 0 else ["no file may grow"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Fill]]:
    """A data folder, and what fills its disk. Only root can mount a small one; there, the limit stands in."""
    folder = tmp_path / "data"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]
    if request.param == "no file may grow" or subprocess.run(mount, check=False).returncode:
        yield folder, _no_growth
        return
    try:
        yield folder, _filler(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


async def send_photo(http: aiohttp.ClientSession, url: str, pupil: Pupil, photo: bytes) -> tuple[int, str]:
    """Send a photo as the page of a skill does; returns the status and the problem that was told."""
    form = aiohttp.FormData()
    about = {"kind": "photo", "title": "Lake", "people_in_it": "nobody", "capability": "S1", "request": str(uuid4())}
    for name, value in about.items():
        form.add_field(name, value)
    form.add_field("photo", photo, filename="lake.jpg", content_type="image/jpeg")
    headers = {"cookie": f"{COOKIE}={pupil.key}", "origin": url, "accept": "application/json"}
    async with http.post(f"{url}/files/evidence", data=form, headers=headers) as answer:
        return answer.status, (await answer.json()).get("problem", "")


async def kept_photos(folder: Path) -> tuple[int, int, int]:
    """How many photos there are as evidence, as rows of files, and as files, waiting ones too."""
    async with reading() as session:
        evidence, media = [
            (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (Evidence, MediaFile)
        ]
    files = [path for name in ("media", "uploads") for path in (folder / name).rglob("*") if path.is_file()]
    return evidence, media, len(files)


async def test_a_photo_for_which_there_is_no_room_leaves_nothing_behind(
    disk: tuple[Path, Fill],
    migrated_sqlite: Path,
    configure: Configure,
    http: aiohttp.ClientSession,
    pages: build.Pages,
) -> None:
    folder, fill = disk
    shutil.copyfile(migrated_sqlite, folder / "polku.db")
    configure(data_dir=folder)
    (pupil,) = await pupils(1)
    photo = phone_photo(800, 600)
    with served(cwd=folder) as server:
        assert (await send_photo(http, server.url, pupil, photo))[0] == 201
        before = await kept_photos(folder)
        undo = fill(server)
        status, said = await send_photo(http, server.url, pupil, phone_photo(900, 600))
        assert (status, said) in {(status, one) for status in (422, 503) for one in (NOT_NOW, StorageFull.message)}
        assert await kept_photos(folder) == before
        await asyncio.to_thread(undo)
        assert (await send_photo(http, server.url, pupil, phone_photo(900, 600)))[0] == 201
        assert await kept_photos(folder) == (2, 2, 4)
    await close_database()


async def test_a_full_disk_is_said_to_be_and_nothing_is_half_written(
    disk: tuple[Path, Fill],
    migrated_sqlite: Path,
    configure: Configure,
    http: aiohttp.ClientSession,
    pages: build.Pages,
) -> None:
    folder, fill = disk
    shutil.copyfile(migrated_sqlite, folder / "polku.db")
    configure(data_dir=folder)
    (pupil,) = await pupils(1)
    entry = {"title": "Café", **LONG, "request": str(uuid4())}
    with served(cwd=folder) as server:
        async with Tab(http, server.url, pupil.key) as tab:
            await tab.open(PAGE)
            assert (await tab.keep_draft(NEW, {"title": "Caf"}, 0))[0] == 200
            undo = fill(server)
            assert (await tab.keep_draft(NEW, {"title": "Café", **LONG}, 1))[0] == 503
            notice = await tab.click(SAVE, form=entry)
            assert (notice["kind"], notice["text"]) == ("problem", NOT_NOW)
            assert await tab.draft(NEW) == {"version": 1, "fields": {"title": "Caf"}}
            assert await titles(pupil.person_id) == Counter()
            async with http.get(f"{server.url}/healthz") as alive:
                assert alive.status == 200

            await asyncio.to_thread(undo)
            assert (await tab.keep_draft(NEW, {"title": "Café", **LONG}, 1))[0] == 200
            assert (await tab.click(SAVE, form=entry))["kind"] == "good"
    assert await titles(pupil.person_id) == Counter(["Café"])
    await close_database()
    with closing(sqlite3.connect(folder / "polku.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
