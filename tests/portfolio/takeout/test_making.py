"""A takeout is made in the background: once however often it is asked for, whole however often it is interrupted."""

import errno
import hashlib
import json
import os
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import at, now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.erasure import erase
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.media import media_store
from portfolio_app.notices.models import Notice
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.takeout import making
from portfolio_app.portfolio.takeout.actions import ask_for_takeout, folder_of, make_some, note_download, open_takeout
from portfolio_app.portfolio.takeout.archive import LOT_BYTES, opened
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.portfolio.takeout.queries import last_taken, load_takeout
from portfolio_app.portfolio.takeout.retention import remove_old_takeouts
from tests.people import make_admin, make_pupil, make_school, signed_in
from tests.portfolio.takeout.steps import a_photo, inside, portfolio_in, somebody, taken, work

pytestmark = pytest.mark.usefixtures("database")


async def nothing(_done: int, _all: int) -> None:
    """Nobody wants to know how far it is."""


async def a_pupil_with_photos(count: int = 3) -> Actor:
    pupil = await make_pupil(await make_school(), name="Siiri Øvreås")
    for number in range(count):
        await a_photo(pupil, b"photo %d " % number * 1000)
    return pupil


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def step(pupil: Actor, folder: Path, **given: float) -> bool:
    return await making.step(folder, making.Wanted(pupil.person_id, "en"), nothing, **given)


async def test_all_of_it_is_in_one_file_with_checksums() -> None:
    siiri = await somebody()
    file = await taken(siiri)
    found = inside(file)
    manifest = json.loads(found["manifest.json"])
    assert {"portfolio.json", "resume.json", "leap2a.xml", "index.html"} <= set(found)
    assert set(manifest["files"]) == set(found) - {"manifest.json"}
    for path, said in manifest["files"].items():
        assert (said["bytes"], said["sha256"]) == (len(found[path]), hashlib.sha256(found[path]).hexdigest())
    assert manifest["missing"] == []
    assert oct(file.stat().st_mode & 0o777) == "0o600"


async def test_photos_are_stored_and_texts_deflated() -> None:
    siiri = await a_pupil_with_photos()
    with zipfile.ZipFile(await taken(siiri)) as opened:
        packed = {info.filename: info.compress_type for info in opened.infolist()}
    assert {how for path, how in packed.items() if path.startswith("media/")} == {zipfile.ZIP_STORED}
    assert packed["portfolio.json"] == zipfile.ZIP_DEFLATED


async def test_a_second_click_is_the_same_takeout() -> None:
    siiri = await a_pupil_with_photos()
    first, second = await ask_for_takeout(siiri, "en"), await ask_for_takeout(siiri, "en")
    assert first == second
    await work(first)
    third = await ask_for_takeout(siiri, "en")
    assert third != first
    async with reading() as session:
        assert (await session.execute(select(func.count()).select_from(Takeout))).scalar_one() == 2


async def test_everybody_may_and_nobody_before_they_chose_a_passphrase() -> None:
    admin = await make_admin()
    assert await ask_for_takeout(admin, "xx")
    waiting, _key = await signed_in(await make_admin(), must_choose=True)
    with pytest.raises(Refused):
        await ask_for_takeout(waiting, "en")


async def test_a_page_says_truly_how_far_it_is_and_a_notice_when_it_is_ready() -> None:
    siiri = await a_pupil_with_photos()
    takeout_id = await ask_for_takeout(siiri, "en")
    waits = await load_takeout(siiri)
    assert (waits.under_way, waits.percent, waits.said) == (True, 0, "Getting ready…")
    await work(takeout_id)
    view = await load_takeout(siiri)
    assert view.ready
    assert view.href == f"/takeouts/{takeout_id}.zip"
    async with reading() as session:
        assert list((await session.execute(select(col(Notice.kind)))).scalars()) == ["takeout_ready"]
        row = (await session.execute(select(Takeout))).scalar_one()
    assert row.done_bytes == row.all_bytes > 0


async def test_a_step_that_is_over_goes_on_in_the_next(tmp_path: Path) -> None:
    siiri = await a_pupil_with_photos()
    steps = 1
    while not await step(siiri, tmp_path / "one", seconds=-1):
        steps += 1
    assert steps == 3
    assert await step(siiri, tmp_path / "two")
    assert inside(making.finished(tmp_path / "one")).keys() == inside(making.finished(tmp_path / "two")).keys()


async def test_what_a_killed_process_left_half_written_is_cut_off(tmp_path: Path) -> None:
    siiri = await a_pupil_with_photos()
    folder = tmp_path / "one"
    assert not await step(siiri, folder, seconds=-1)
    for half in (folder / "takeout.part", folder / "takeout.part.journal"):
        with half.open("ab") as file:
            file.write(b'{"path": "media/half')
    assert await step(siiri, folder)
    assert len([path for path in inside(making.finished(folder)) if path.startswith("media/")]) == 3
    assert left_in(folder) == ["lock", "takeout.zip"]


async def test_a_file_that_is_shorter_than_its_journal_says_is_made_again(tmp_path: Path) -> None:
    """A machine that lost its power may have kept the one and not the other."""
    siiri = await a_pupil_with_photos()
    assert not await step(siiri, tmp_path, seconds=-1)
    os.truncate(tmp_path / "takeout.part", 100)
    (tmp_path / making.PLAN).unlink()
    assert await step(siiri, tmp_path)
    assert inside(making.finished(tmp_path))


def test_what_was_added_but_not_seen_to_the_disk_is_added_anew(tmp_path: Path) -> None:
    path = tmp_path / "takeout.part"
    with opened(path) as archive:
        archive.add("first", b"1" * 1000)
        archive.settle()
        archive.add("second", b"2" * 1000)
    with opened(path) as archive:
        assert list(archive.written) == ["first"]
        archive.add("first", b"1" * 1000)
        archive.add("second", b"2" * 1000)
        archive.finish()
    assert inside(path) == {"first": b"1" * 1000, "second": b"2" * 1000}


def test_a_crash_just_after_going_on_loses_nothing_that_was_settled(tmp_path: Path) -> None:
    path, journal = tmp_path / "takeout.part", tmp_path / "takeout.part.journal"
    with opened(path) as archive:
        archive.add("first", b"1" * 1000)
        archive.settle()
        said = journal.read_bytes()
        archive.add("second", b"2" * 1000)
    with opened(path):
        assert journal.read_bytes() == said != b""


def test_much_is_seen_to_the_disk_in_lots(tmp_path: Path) -> None:
    path = tmp_path / "takeout.part"
    size = LOT_BYTES // 3
    with opened(path) as archive:
        for name in ("1", "2", "3", "4"):
            archive.add(name, os.urandom(size), deflated=False)
    with opened(path) as archive:
        assert list(archive.written) == ["1", "2", "3"]


async def test_two_processes_do_not_write_the_same_file(tmp_path: Path) -> None:
    siiri = await a_pupil_with_photos()
    with making._alone(tmp_path), pytest.raises(making.UnderWayElsewhere):
        await step(siiri, tmp_path)


async def test_it_is_all_of_one_moment_though_its_owner_goes_on_writing(tmp_path: Path) -> None:
    siiri = await a_pupil_with_photos()
    assert not await step(siiri, tmp_path, seconds=-1)
    await make_entry(siiri, EntryForm("Later"), uuid4())
    await a_photo(siiri, b"later")
    assert await step(siiri, tmp_path)
    held = portfolio_in(making.finished(tmp_path))["holds"]
    assert held["entries"] == []
    assert len(held["files"]) == 3


async def test_the_private_corner_goes_along_only_when_that_is_chosen(tmp_path: Path) -> None:
    siiri = await make_pupil(await make_school())
    photo, both = await a_photo(siiri, b"private"), await a_photo(siiri, b"in both")
    await make_entry(siiri, EntryForm("Mine", evidence=(photo, both), corner=True), uuid4())
    await make_entry(siiri, EntryForm("For school", evidence=(both,)), uuid4())
    for corner, titles, photos in ((False, {"For school"}, 1), (True, {"For school", "Mine"}, 2)):
        folder = tmp_path / str(corner)
        assert await making.step(folder, making.Wanted(siiri.person_id, "en", corner), nothing)
        found = inside(making.finished(folder))
        held = json.loads(found["portfolio.json"])["holds"]
        assert {row["title"] for row in held["entries"]} == titles
        assert len(held["evidence"]) == len(held["files"]) == photos
        assert len([path for path in found if path.startswith("media/")]) == photos


async def test_a_photo_that_is_gone_meanwhile_is_named_as_missing(tmp_path: Path) -> None:
    siiri = await a_pupil_with_photos()
    assert not await step(siiri, tmp_path, seconds=-1)
    *_earlier, (path, sha256, _size) = json.loads((tmp_path / making.PLAN).read_text())  # the last in turn
    await media_store().delete(sha256)
    assert await step(siiri, tmp_path)
    found = inside(making.finished(tmp_path))
    assert json.loads(found["manifest.json"])["missing"] == [path]


async def test_a_full_disk_leaves_nothing_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    siiri = await a_pupil_with_photos()
    takeout_id = await ask_for_takeout(siiri, "en")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fdatasync", full)
        await work(takeout_id)
    assert not folder_of(takeout_id).exists()
    assert (await load_takeout(siiri)).failed
    assert inside(await taken(siiri))


async def test_only_its_owner_has_it_and_for_a_week() -> None:
    siiri, oskar = await a_pupil_with_photos(), await make_pupil(await make_school())
    file = await taken(siiri)
    takeout_id = UUID(file.parent.name)
    assert await open_takeout(siiri, takeout_id) == file
    for who, which in ((oskar, takeout_id), (siiri, uuid4())):
        with pytest.raises(NotFound):
            await open_takeout(who, which)
    with at(now() + timedelta(days=6)):
        assert await remove_old_takeouts() == 0
        assert await open_takeout(siiri, takeout_id)
    with at(now() + timedelta(days=8)):
        with pytest.raises(NotFound):
            await open_takeout(siiri, takeout_id)
        assert await remove_old_takeouts() == 1
        assert await remove_old_takeouts() == 0
        assert not file.exists()
        assert not (await load_takeout(siiri)).ready


async def test_it_is_known_when_it_was_last_taken_along() -> None:
    siiri = await a_pupil_with_photos()
    takeout_id = UUID((await taken(siiri)).parent.name)
    async with reading() as session:
        assert await last_taken(session, siiri.person_id) is None
    await note_download(siiri, takeout_id)
    async with reading() as session:
        assert await last_taken(session, siiri.person_id)
    assert "You downloaded it on" in (await load_takeout(siiri)).downloaded


async def test_it_goes_with_its_owner_also_while_it_is_made() -> None:
    siiri = await a_pupil_with_photos()
    file = await taken(siiri)
    under_way = await ask_for_takeout(siiri, "en")
    async with writing() as session:
        await erase(session, siiri.person_id)
    assert not file.exists()
    await make_some(uuid4(), {"takeout": str(under_way)})
    assert not folder_of(under_way).exists()


async def test_work_that_is_run_again_does_nothing_twice() -> None:
    siiri = await a_pupil_with_photos()
    takeout_id = await ask_for_takeout(siiri, "en")
    await work(takeout_id)
    made = making.finished(folder_of(takeout_id)).stat()
    await make_some(uuid4(), {"takeout": str(takeout_id)})
    assert making.finished(folder_of(takeout_id)).stat().st_mtime_ns == made.st_mtime_ns
