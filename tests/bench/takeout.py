"""Five years of one pupil (300 entries, 500 photos, 1 GB) taken out while others work, and brought back elsewhere."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import aiohttp
from PIL import Image
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app import migrations
from portfolio_app.core.clock import now
from portfolio_app.core.database import close_database, writing
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.portfolio.models import Entry, EntryEvidence
from portfolio_app.portfolio.takeout.returning import whole
from portfolio_app.settings import settings
from portfolio_app.skills.models import Evidence
from tests import people
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance, serving
from tests.bench.load import Outcome
from tests.bench.memory import watched
from tests.bench.others import others
from tests.bench.school import TEXT, Signed
from tests.bench.waiting import others_p95
from tests.tabs import COOKIE

ENTRIES, PHOTOS, BYTES = 300, 500, 1_000_000_000
OTHERS, EVERY, MOST_SECONDS = 200, 5.0, 600.0
BESIDE_SECONDS = 30.0
"""How long others are watched before it, and again after it: their saves get slower by themselves while they work."""
PART = "A takeout of 300 entries, 500 photos and 1 GB"


def measure(instance: Instance) -> list[Figure]:
    """Asked for, made and downloaded beside two hundred who save; then brought into an instance of its own."""
    pupil = instance.school.pupils[-1]
    asyncio.run(_five_years(UUID(pupil.person_id)))
    with serving(instance) as server:
        with others(server.url, instance.school.pupils[:OTHERS], every=EVERY, seconds=MOST_SECONDS) as load:
            load.go()
            time.sleep(EVERY)
            quiet = time.monotonic()
            with watched(server.pid) as before:  # watching costs others something as well
                time.sleep(BESIDE_SECONDS)
            with watched(server.pid) as peak:
                began = time.monotonic()
                address = asyncio.run(_made(server.url, pupil))
                ended = time.monotonic()
            with watched(server.pid):
                time.sleep(BESIDE_SECONDS)
            outcome = load.stop()
        with tempfile.TemporaryDirectory(prefix="polku-takeout-", dir=instance.folder) as folder:
            file = Path(folder) / "takeout.zip"
            downloading = asyncio.run(_downloaded(server.url + address, pupil, file))
            size = file.stat().st_size
            importing, came = _brought_back(file, Path(folder) / "elsewhere")
    usual = _p95(outcome, (quiet, began), (ended, ended + BESIDE_SECONDS))
    meanwhile = _p95(outcome, (began, ended))
    return [
        Figure(PART, "until it is ready, while 200 save", "s", (ended - began,), 180),
        Figure(PART, "extra memory", "MB", (peak.megabytes - before.megabytes,), 200),
        others_p95(PART, "meanwhile", outcome, began, ended),
        Figure(
            PART, "p95 of others' saves, as a share of what it was before and after", "×", (meanwhile / usual,), 1.3
        ),
        Figure(PART, "size", "MB", (size / 1024 / 1024,)),
        Figure(PART, "download on this machine", "s", (downloading,)),
        Figure(PART, f"brought back: {came} photos, each drawn anew", "s", (importing,), 300),
    ]


def _p95(outcome: Outcome, *times: tuple[float, float]) -> float:
    took = [seconds for clicked, seconds in outcome.saves if any(began < clicked < ended for began, ended in times)]
    if not took:
        raise RuntimeError("nobody saved anything")
    return percentile(took, 0.95)


async def _five_years(person_id: UUID) -> None:
    """The pupil's rows and photos, in the instance of the settings."""
    photo = _noise(BYTES // PHOTOS)
    files = [await _photo(person_id, photo, number) for number in range(PHOTOS)]
    entries = [_entry(person_id, number) for number in range(ENTRIES)]
    moment = now()
    shown = [
        Evidence(
            person_id=person_id,
            kind="photo",
            title=f"Photo {number}",
            media_id=file.id,
            people_in_it="nobody",
            made_at=moment,
            changed_at=moment,
            request=uuid4(),
        )
        for number, file in enumerate(files)
    ]
    placed = [
        EntryEvidence(entry_id=entries[number % ENTRIES].id, evidence_id=one.id, position=number // ENTRIES)
        for number, one in enumerate(shown)
    ]
    async with writing() as session:
        for rows in (files, entries, shown, placed):
            await _add(session, rows)
    await close_database()


async def _add(
    session: AsyncSession, rows: list[MediaFile] | list[Entry] | list[Evidence] | list[EntryEvidence]
) -> None:
    session.add_all(rows)
    await session.flush()


def _entry(person_id: UUID, number: int) -> Entry:
    words = dict.fromkeys(("happened", "noticed", "learned", "try_next"), TEXT)
    moment = now()
    given = {"title": f"Day {number}", "position": number, "made_at": moment, "changed_at": moment}
    return Entry(person_id=person_id, request=uuid4(), **given, **words)


def _noise(size: int) -> bytes:
    """A JPEG of about that size: noise, which does not pack."""
    picture = Image.merge("RGB", [Image.effect_noise((2048, 1365), 90) for _ in range(3)])
    quality, encoded = 100, b"x" * (size + 1)
    while len(encoded) > size and quality > 30:
        quality -= 5
        into = BytesIO()
        picture.save(into, "JPEG", quality=quality)
        encoded = into.getvalue()
    return encoded


async def _photo(person_id: UUID, photo: bytes, number: int) -> MediaFile:
    """One more photo of the same noise: a comment after its first marker makes other bytes of it."""
    said = f"photo {number} ".encode().ljust(BYTES // PHOTOS - len(photo) - 4, b".")[:60_000]
    data = photo[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2) + said + photo[2:]
    sha256 = await media_store().put(data)
    kind = {"kind": "picture", "content_type": "image/jpeg", "name": f"{number}.jpg"}
    size = {"bytes": len(data), "width": 2048, "height": 1365}
    row = {"person_id": person_id, "sha256": sha256, "made_at": now()} | kind | size
    return MediaFile.model_validate(row)


async def _made(url: str, pupil: Signed) -> str:
    """Ask for it, wait until it is ready; its address."""
    headers = {"cookie": f"{COOKIE}={pupil.key}", "origin": url}
    async with aiohttp.ClientSession(headers=headers, cookie_jar=aiohttp.DummyCookieJar()) as http:
        async with http.post(f"{url}/takeouts", data={"language": "en"}, allow_redirects=False) as answer:
            if answer.status != 303:
                raise RuntimeError(f"no takeout, but {answer.status}")
        while True:
            await asyncio.sleep(0.5)
            async with http.get(f"{url}/takeouts/progress") as answer:
                said = await answer.json()
            if said["done"]:
                return str(said["href"])


async def _downloaded(url: str, pupil: Signed, file: Path) -> float:
    began = time.monotonic()
    headers = {"cookie": f"{COOKIE}={pupil.key}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.get(url) as answer:
        with file.open("wb") as into:
            async for chunk in answer.content.iter_chunked(1024 * 1024):
                into.write(chunk)
    return time.monotonic() - began


@contextmanager
def _elsewhere(folder: Path) -> Iterator[None]:
    """Another instance, which has nothing yet."""
    before = {name: os.environ.get(name) for name in ("PORTFOLIO_DATA_DIR", "PORTFOLIO_QUOTA_BYTES")}
    os.environ |= {"PORTFOLIO_DATA_DIR": str(folder), "PORTFOLIO_QUOTA_BYTES": str(3 * BYTES)}
    settings.cache_clear()
    folder.mkdir()
    try:
        migrations.upgrade(settings().database)
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
        settings.cache_clear()


def _brought_back(file: Path, folder: Path) -> tuple[float, int]:
    """Seconds, and how many photos came in."""

    async def brought() -> tuple[float, int]:
        pupil = await people.make_pupil(await people.make_school())
        began = time.monotonic()
        arrival = await whole(file, pupil.person_id)
        took = time.monotonic() - began
        await close_database()
        return took, arrival.new["files"]

    with _elsewhere(folder):
        return asyncio.run(brought())
