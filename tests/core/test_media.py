"""Uploads on their way from the wire through the cleaning worker into the store, in good luck and in bad."""

import asyncio
import hashlib
import io
import os
import resource
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

from portfolio_app.core.cleaned import CleanPicture, Flaw
from portfolio_app.core.cleaning import Cleaning, Kind
from portfolio_app.core.languages import speaking
from portfolio_app.core.media import PIECE_BYTES, MediaMissing, MediaStore, StorageFull, is_full
from portfolio_app.core.unusable_files import SENTENCES, UnusableFile
from portfolio_app.core.uploads import MOST_BYTES, remove_stale_uploads, stage_upload
from tests.core import samples

ROOT = Path(__file__).parents[2]


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def chunks(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


@pytest.fixture
def store(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path / 'media with % and #'}")


@pytest.fixture
async def cleaning() -> AsyncIterator[Cleaning]:
    async with Cleaning() as cleaning:
        yield cleaning


def written(tmp_path: Path, data: bytes, name: str = "upload") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def workers() -> list[psutil.Process]:
    ours = psutil.Process().children()
    return [process for process in ours if any("cleaning_worker" in word for word in process.cmdline())]


async def busy_worker() -> psutil.Process:
    """The worker, once it has begun with its file."""
    for _ in range(500):
        await asyncio.sleep(0.01)
        for process in workers():
            if process.nice() > 0 and process.cpu_times().user > 0.2:
                return process
    raise AssertionError("no worker began")


async def test_what_is_stored_comes_back_whole_and_in_pieces(store: MediaStore, tmp_path: Path) -> None:
    data = os.urandom(2_500_000)
    key = await store.put(data)
    assert key == hashlib.sha256(data).hexdigest()
    assert await store.get(key) == data
    pieces = [piece async for piece in store.stream(key)]
    assert [len(piece) for piece in pieces] == [PIECE_BYTES, PIECE_BYTES, len(data) - 2 * PIECE_BYTES]
    assert b"".join(pieces) == data
    assert await store.size(key) == len(data)
    assert await store.exists(key)
    folder = tmp_path / "media with % and #"
    assert files_in(folder) == [folder / key[:2] / key[2:4] / key]
    assert folder.stat().st_mode & 0o077 == 0


async def test_the_same_bytes_are_kept_once_even_when_put_at_once(store: MediaStore, tmp_path: Path) -> None:
    data = os.urandom(300_000)
    keys = await asyncio.gather(*(store.put(data) for _ in range(10)))
    assert len(set(keys)) == 1
    (path,) = files_in(tmp_path)
    first = path.stat()
    await store.put(data)
    assert path.stat().st_mtime_ns == first.st_mtime_ns
    assert path.stat().st_ino == first.st_ino


async def test_a_file_cut_short_by_a_crash_is_made_whole_by_the_next_put(store: MediaStore, tmp_path: Path) -> None:
    data = os.urandom(50_000)
    key = await store.put(data)
    (path,) = files_in(tmp_path)
    path.write_bytes(data[:1000])
    await store.put(data)
    assert await store.get(key) == data


async def test_what_is_not_there_is_said_to_be_missing(store: MediaStore) -> None:
    key = await store.put(b"something")
    await store.delete(key)
    await store.delete(key)
    for absent in (key, "0" * 64, "../../etc/passwd", "", key.upper(), key + "/"):
        with pytest.raises(MediaMissing):
            await store.get(absent)
        with pytest.raises(MediaMissing):
            await store.size(absent)
        with pytest.raises(MediaMissing):
            await anext(store.stream(absent))
        assert not await store.exists(absent)
        await store.delete(absent)


async def test_a_store_in_memory_behaves_alike() -> None:
    store = MediaStore("memory:///")
    key = await store.put(b"something")
    assert await store.get(key) == b"something"
    assert await store.size(key) == 9
    assert [piece async for piece in store.stream(key, chunk_bytes=4)] == [b"some", b"thin", b"g"]
    await store.delete(key)
    with pytest.raises(MediaMissing):
        await store.get(key)


FULL = """
    import asyncio, os, resource, sys
    from pathlib import Path
    from portfolio_app.core.media import MediaStore, StorageFull
    from portfolio_app.core.uploads import stage_upload

    async def chunks():
        for _ in range(40):
            yield bytes(100_000)

    async def main(folder):
        store = MediaStore(f"file://{folder}/media")
        small = await store.put(b"fits")
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        for size in (2_000_000, 8_000_000):
            try:
                await store.put(os.urandom(size))
                sys.exit("a file was stored where there is no room")
            except StorageFull as error:
                print(error.sentence())
        try:
            async with stage_upload(chunks(), folder / "incoming"):
                sys.exit("an upload was staged where there is no room")
        except StorageFull as error:
            print(error.sentence())
        assert await store.get(small) == b"fits"
        assert await store.get(await store.put(b"fits as well")) == b"fits as well"

    asyncio.run(main(Path(sys.argv[1])))
"""


def test_without_room_nothing_is_half_written_and_the_store_goes_on(tmp_path: Path) -> None:
    """The system refuses to let any file of the process grow beyond a megabyte, as a full disk would."""
    run = [sys.executable, "-c", textwrap.dedent(FULL), str(tmp_path)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("There is no space left to store files.") == 3
    assert sorted(path.stat().st_size for path in files_in(tmp_path)) == [4, 12]


if os.geteuid() == 0:

    @pytest.fixture
    def small_disk(tmp_path: Path) -> Iterator[Path]:
        """A disk of two megabytes."""
        disk = tmp_path / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False).returncode:
            pytest.skip("this container may not mount; the test before this one stands in")
        yield disk
        subprocess.run(["umount", disk], check=True)

    async def test_a_disk_that_is_really_full_is_said_to_be(small_disk: Path) -> None:
        store = MediaStore(f"file://{small_disk / 'media'}")
        kept = await store.put(os.urandom(500_000))
        for _ in range(3):
            with pytest.raises(StorageFull):
                await store.put(os.urandom(3_000_000))
        with pytest.raises(StorageFull):
            async with stage_upload(chunks(*[bytes(100_000)] * 40), small_disk / "incoming"):
                pass
        assert [path.name for path in files_in(small_disk)] == [kept]
        await store.put(os.urandom(500_000))


def test_other_errors_are_not_mistaken_for_a_full_disk() -> None:
    assert is_full(OSError(28, "No space left on device"))
    assert not is_full(OSError(2, "No such file"))
    assert not is_full(ValueError("(os error 13)"))


async def test_an_upload_is_a_file_inside_the_block_and_nowhere_after(tmp_path: Path) -> None:
    async with stage_upload(chunks(b"one", b"", b"two" * 400_000), tmp_path / "incoming") as path:
        assert path.read_bytes() == b"one" + b"two" * 400_000
        assert path.stat().st_mode & 0o077 == 0
    assert not files_in(tmp_path)


async def test_an_upload_too_large_is_refused_before_it_has_all_arrived(tmp_path: Path) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 64 * 1024
            yield bytes(64 * 1024)

    with pytest.raises(UnusableFile) as raised:
        async with stage_upload(endless(), tmp_path):
            pass
    assert raised.value.flaw is Flaw.TOO_LARGE
    assert raised.value.sentence() == "This file is too large. A file can be 20 MB at most."
    assert sent <= MOST_BYTES + 64 * 1024
    assert not files_in(tmp_path)


async def test_an_empty_upload_is_refused(tmp_path: Path) -> None:
    for nothing in ((), (b"", b"")):
        with pytest.raises(UnusableFile) as raised:
            async with stage_upload(chunks(*nothing), tmp_path):
                pass
        assert raised.value.flaw is Flaw.EMPTY


async def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    async def breaks_off() -> AsyncIterator[bytes]:
        yield bytes(1_000_000)
        raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError):
        async with stage_upload(breaks_off(), tmp_path):
            pass

    async def stalls() -> AsyncIterator[bytes]:
        yield bytes(1_000_000)
        await asyncio.sleep(60)

    async def receive() -> None:
        async with stage_upload(stalls(), tmp_path):
            pass

    receiving = asyncio.create_task(receive())
    await asyncio.sleep(0.1)
    assert files_in(tmp_path)
    receiving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await receiving
    assert not files_in(tmp_path)


def test_what_a_killed_server_left_is_cleared_and_what_is_arriving_stays(tmp_path: Path) -> None:
    written(tmp_path, b"old", "upload-old")
    os.utime(tmp_path / "upload-old", (1, 1))
    written(tmp_path, b"new", "upload-new")
    written(tmp_path, b"no upload", "other")
    assert remove_stale_uploads(tmp_path) == 1
    assert [path.name for path in files_in(tmp_path)] == ["other", "upload-new"]


async def test_a_photo_and_a_pdf_go_all_the_way(cleaning: Cleaning, store: MediaStore, tmp_path: Path) -> None:
    async with stage_upload(chunks(samples.phone_photo()), tmp_path / "incoming") as path:
        picture = await cleaning.clean(path, Kind.PICTURE)
    assert isinstance(picture, CleanPicture)
    kept = Image.open(io.BytesIO(await store.get(await store.put(picture.data))))
    assert kept.size == (picture.width, picture.height) == (1512, 2016)
    async with stage_upload(chunks(samples.armed_document()), tmp_path / "incoming") as path:
        document = await cleaning.clean(path, Kind.PDF)
    assert document.startswith(b"%PDF-")
    assert not files_in(tmp_path / "incoming")


async def test_no_process_runs_before_the_first_file_nor_after_the_end(tmp_path: Path) -> None:
    photo = written(tmp_path, samples.phone_photo(64, 48))
    async with Cleaning() as cleaning:
        assert not workers()
        await cleaning.clean(photo, Kind.PICTURE)
        (worker,) = workers()
        assert worker.nice() > 0
        assert set(worker.environ()) <= {"PATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE", "LC_CTYPE"} | {
            name for name in worker.environ() if name.startswith("MALLOC_")
        }
        assert worker.rlimit(resource.RLIMIT_FSIZE) == (0, 0)
        await cleaning.clean(photo, Kind.PICTURE)
        assert workers() == [worker]
    assert not workers()
    with pytest.raises(UnusableFile) as raised:
        await cleaning.clean(photo, Kind.PICTURE)
    assert raised.value.flaw is Flaw.TOO_BUSY


@pytest.mark.parametrize(
    ("data", "kind", "why"),
    [
        (b"", Kind.PICTURE, Flaw.EMPTY),
        (samples.heic_head(), Kind.PICTURE, Flaw.HEIC),
        (samples.png_bomb(), Kind.PICTURE, Flaw.TOO_MANY_PIXELS),
        (samples.gif_and_page(), Kind.PICTURE, Flaw.OTHER_PICTURE_FORMAT),
        (samples.armed_document(), Kind.PICTURE, Flaw.NOT_A_PICTURE),
        (samples.phone_photo(64, 48), Kind.PDF, Flaw.NOT_A_PDF),
        (samples.stream_bomb(), Kind.PDF, Flaw.TOO_COMPLEX_PDF),
        (samples.saved(samples.document(201)), Kind.PDF, Flaw.TOO_MANY_PAGES),
    ],
)
async def test_a_worker_says_why_and_goes_on(
    cleaning: Cleaning, tmp_path: Path, data: bytes, kind: Kind, why: Flaw
) -> None:
    with pytest.raises(UnusableFile) as raised:
        await cleaning.clean(written(tmp_path, data), kind)
    assert raised.value.flaw is why
    (worker,) = workers()
    await cleaning.clean(written(tmp_path, samples.phone_photo(64, 48)), Kind.PICTURE)
    assert workers() == [worker]


def test_every_flaw_has_a_sentence_that_can_be_said() -> None:
    with speaking("en"):
        for flaw in Flaw:
            sentence = UnusableFile(flaw, megabytes=20, pages=200).sentence()
            assert sentence.endswith(".")
            assert "{" not in sentence
    assert SENTENCES.keys() == set(Flaw)


async def test_a_worker_that_hangs_is_replaced(tmp_path: Path) -> None:
    photo = written(tmp_path, samples.phone_photo(64, 48))
    async with Cleaning(seconds=5) as cleaning:  # as long as a new worker may need on a busy machine
        await cleaning.clean(photo, Kind.PICTURE)
        (worker,) = workers()
        worker.send_signal(signal.SIGSTOP)
        with pytest.raises(UnusableFile) as raised:
            await cleaning.clean(photo, Kind.PICTURE)
        assert raised.value.flaw is Flaw.TOOK_TOO_LONG
        assert not worker.is_running()
        assert await cleaning.clean(photo, Kind.PICTURE)


async def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    pipe = tmp_path / "endless"
    os.mkfifo(pipe)  # opening it waits for a writer that never comes
    async with Cleaning(seconds=1) as cleaning:
        for kind in Kind:
            with pytest.raises(UnusableFile) as raised:
                await cleaning.clean(pipe, kind)
            assert raised.value.flaw is Flaw.TOOK_TOO_LONG
        assert not workers()


async def test_a_worker_killed_at_work_costs_one_file_and_no_more(cleaning: Cleaning, tmp_path: Path) -> None:
    large = written(tmp_path, samples.encoded(samples.two_colours(5000, 5000), "PNG"), "large")
    work = asyncio.create_task(cleaning.clean(large, Kind.PICTURE))
    waiting = asyncio.create_task(cleaning.clean(written(tmp_path, samples.phone_photo()), Kind.PICTURE))
    (await busy_worker()).kill()
    with pytest.raises(UnusableFile) as raised:
        await work
    assert raised.value.flaw is Flaw.BROKEN_PICTURE
    assert (await waiting).height == 2016


async def test_a_worker_asked_for_more_memory_than_it_has_says_no(tmp_path: Path) -> None:
    """The limit set in the worker is tried by shrinking it from outside to less than a photo needs."""
    photo = written(tmp_path, samples.encoded(samples.two_colours(5000, 5000), "PNG"))
    async with Cleaning() as cleaning:
        await cleaning.clean(written(tmp_path, samples.phone_photo(64, 48), "small"), Kind.PICTURE)
        (worker,) = workers()
        space = worker.memory_info().vms
        assert worker.rlimit(resource.RLIMIT_AS)[0] < 1024 * 1024 * 1024
        worker.rlimit(resource.RLIMIT_AS, (space + 20_000_000, space + 20_000_000))
        with pytest.raises(UnusableFile) as raised:
            await cleaning.clean(photo, Kind.PICTURE)
        assert raised.value.flaw in (Flaw.TOO_MANY_PIXELS, Flaw.BROKEN_PICTURE)


async def test_someone_who_leaves_while_their_photo_is_cleaned_disturbs_nobody(
    cleaning: Cleaning, tmp_path: Path
) -> None:
    large = written(tmp_path, samples.encoded(samples.two_colours(5000, 5000), "PNG"), "large")
    work = asyncio.create_task(cleaning.clean(large, Kind.PICTURE))
    worker = await busy_worker()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert not worker.is_running()
    assert (await cleaning.clean(written(tmp_path, samples.phone_photo(640, 480)), Kind.PICTURE)).width == 480


async def test_more_than_can_wait_are_sent_away_and_the_rest_are_served(tmp_path: Path) -> None:
    photo = written(tmp_path, samples.phone_photo(640, 480))
    async with Cleaning(most_waiting=4) as cleaning:
        results = await asyncio.gather(*(cleaning.clean(photo, Kind.PICTURE) for _ in range(8)), return_exceptions=True)
    served = [result for result in results if isinstance(result, CleanPicture)]
    away = [result.flaw for result in results if isinstance(result, UnusableFile)]
    assert (len(served), away) == (5, [Flaw.TOO_BUSY] * 3)


async def test_thirty_photos_at_once_leave_room_and_time_for_others(cleaning: Cleaning, tmp_path: Path) -> None:
    photo = written(tmp_path, samples.phone_photo())
    work = asyncio.gather(*(cleaning.clean(photo, Kind.PICTURE) for _ in range(30)))
    peak, delays, clock = 0, [], asyncio.get_running_loop().time
    while not work.done():
        before = clock()
        await asyncio.sleep(0.01)
        delays.append(clock() - before - 0.01)
        peak = max(peak, sum(process.memory_info().rss for process in workers()))
    assert all(picture.height == 2016 for picture in await work)
    assert peak < 150 * 1024 * 1024
    assert sorted(delays)[int(len(delays) * 0.95)] < 0.1


def test_a_worker_ends_with_its_server(tmp_path: Path) -> None:
    script = """
        import asyncio, os, signal, sys
        from pathlib import Path
        from portfolio_app.core.cleaning import Cleaning, Kind

        async def main():
            cleaning = Cleaning()
            await cleaning.clean(Path(sys.argv[1]), Kind.PICTURE)
            (worker,) = cleaning._workers.processes()
            print(worker, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

        asyncio.run(main())
    """
    photo = written(tmp_path, samples.phone_photo(64, 48))
    run = [sys.executable, "-c", textwrap.dedent(script), str(photo)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    worker = int(done.stdout)
    if psutil.pid_exists(worker):
        psutil.Process(worker).wait(10)
    assert not psutil.pid_exists(worker)
