"""An instance in one file: database and media go in together, and come back together or not at all.

The file is a `.tar.gz` with `database.sqlite` or `database.sql`, `frameworks/…` that were loaded into the instance,
`media/…` and, last, `manifest.json` with the size and SHA-256 of everything before it. The secret key
is never in it: who finds a backup must not be able to open what the key seals. Media in an object store stay there:
such stores are backed up by their own means.
"""

import asyncio
import contextlib
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from obstore.store import from_url
from sqlalchemy import URL, Connection, NullPool, create_engine, inspect, make_url, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from portfolio_app.core.clock import now
from portfolio_app.core.database import metadata
from portfolio_app.core.errors import OperatorError
from portfolio_app.settings import Settings, settings

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE = "database.sqlite"
POSTGRESQL = "database.sql"
MEDIUM = re.compile(r"media/[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})")

FRAMEWORK = re.compile(r"frameworks/[A-Za-z0-9-]{1,20}\.(yaml|csv)")

Progress = Callable[[int, int], None]  # bytes done, bytes in all


class BackupFailed(OperatorError):
    """No backup was written; the message says why."""


class RestoreFailed(OperatorError):
    """Nothing of the instance was changed; the message says why."""


@dataclass
class Summary:
    """What went in or came back: files (the database is one), their bytes, and what an operator should know."""

    files: int = 0
    bytes: int = 0
    notes: list[str] = field(default_factory=list)


def backup(file: Path, progress: Progress = lambda done, total: None) -> Summary:
    """Write the instance of the current settings to `file`, also while it is served. Raises `BackupFailed`.

    The database is of one moment; media are read after it, and media never change, so none that it names is missing.
    """
    chosen = settings()
    if file.exists():
        raise BackupFailed(f"{file} is already there.")
    file.parent.mkdir(parents=True, exist_ok=True)
    summary = Summary()
    with tempfile.TemporaryDirectory(prefix=".polku-backup-", dir=file.parent) as folder:
        database, revision = _copy_database(chosen, Path(folder))
        sources = {database.name: database} | dict(_frameworks(chosen)) | dict(_media_files(chosen))
        with_media = chosen.media.startswith("file://")
        if not with_media:
            summary.notes.append(f"Media are in {chosen.media} and not in this file: back them up there.")
        unfinished = Path(folder) / "unfinished"
        about = {"revision": revision, "database": database.name, "media": with_media}
        with unfinished.open("xb") as raw:
            unfinished.chmod(0o600)  # it holds everybody's everything
            _write(raw, sources, about, summary, progress)
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.replace(file)
    return summary


def restore(
    file: Path,
    *,
    replace: bool,
    upgrade: Callable[[str], object],
    known: Callable[[str], bool],
    progress: Progress = lambda done, total: None,
) -> Summary:
    """Bring back what `file` holds into the instance of the current settings, which nobody may be serving.

    An older backup is brought to this version's schema with `upgrade(url)`; a revision not `known` is refused. A backup
    of SQLite may be restored into PostgreSQL. Everything is unpacked and verified first; then media are added, then the
    database changes in one step, then media of the former database go
    (unless the backup was made without media). Raises `RestoreFailed` before anything changed.
    """
    chosen = settings()
    if not replace and (what := _content(chosen)):
        raise RestoreFailed(f"This instance already holds {what}. Say --replace to give that up for the backup.")
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=chosen.data_dir) as name:
        folder = Path(name)
        manifest = _unpack(file, folder, progress)
        if not known(manifest["revision"]):
            raise RestoreFailed(f"The backup is of a newer version of the app ({manifest['revision']}): install that.")
        summary = Summary(len(manifest["files"]), sum(entry["bytes"] for entry in manifest["files"].values()))
        into_sqlite = make_url(chosen.database).get_backend_name() == "sqlite"
        if manifest["database"] == POSTGRESQL and into_sqlite:
            raise RestoreFailed("The backup is of a PostgreSQL database; set PORTFOLIO_DATABASE_URL to one.")
        if manifest["database"] == SQLITE:
            upgrade(f"sqlite+aiosqlite:///{folder / SQLITE}")
        _add_frameworks(chosen, folder)
        _add_media(chosen, folder)
        if manifest["database"] == POSTGRESQL:
            _load_dump(chosen, folder / POSTGRESQL)
            upgrade(chosen.database)
        elif into_sqlite:
            _swap(folder / SQLITE, Path(str(make_url(chosen.database).database)))
        else:
            upgrade(chosen.database)
            asyncio.run(_move_rows(folder / SQLITE, chosen.database))
            summary.notes.append("The rows of the SQLite backup are in PostgreSQL now.")
        if not manifest.get("media"):
            summary.notes.append(f"No media are in this file: those in {chosen.media} stay as they were.")
            return summary
        for path, media in _media_files(chosen):
            if path not in manifest["files"]:
                media.unlink()
    return summary


def _copy_database(chosen: Settings, folder: Path) -> tuple[Path, str]:
    url = make_url(chosen.database)
    if url.get_backend_name() != "sqlite":
        _tool("pg_dump", ["--format=plain", "--no-owner", "--no-privileges", f"--file={folder / POSTGRESQL}"], url)
        asked = _tool("psql", ["-XAtc", "SELECT version_num FROM alembic_version"], url)
        return folder / POSTGRESQL, asked.strip()
    if not Path(str(url.database)).is_file():
        raise BackupFailed(f"There is no database at {url.database}.")
    with (
        contextlib.closing(sqlite3.connect(f"file:{url.database}?mode=ro", uri=True, timeout=30)) as source,
        contextlib.closing(sqlite3.connect(folder / SQLITE)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        try:
            (revision,) = target.execute("SELECT version_num FROM alembic_version").fetchone()
        except (sqlite3.DatabaseError, TypeError) as problem:
            raise BackupFailed(f"{url.database} has no tables of this app: run `portfolio migrate`.") from problem
    return folder / SQLITE, revision


def _frameworks(chosen: Settings) -> Iterator[tuple[str, Path]]:
    """Name in the archive and place of every framework that was loaded into the instance."""
    for path in sorted((chosen.data_dir / "frameworks").glob("*")):
        if FRAMEWORK.fullmatch(name := f"frameworks/{path.name}"):
            yield name, path


def _add_frameworks(chosen: Settings, folder: Path) -> None:
    """Put unpacked frameworks beside what is there: the data that comes back may name them."""
    for path in sorted((folder / "frameworks").glob("*")):
        home = chosen.data_dir / "frameworks"
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        for other in home.glob(f"{path.stem}.*"):
            other.unlink()
        shutil.move(path, home / path.name)


def _media_files(chosen: Settings) -> Iterator[tuple[str, Path]]:
    """Name in the archive and place of every medium in a local store, in order of name."""
    if not chosen.media.startswith("file://"):
        return
    folder = Path(chosen.media.removeprefix("file://"))
    for path in sorted(folder.glob("??/??/*")):
        name = f"media/{path.relative_to(folder).as_posix()}"
        if MEDIUM.fullmatch(name):
            yield name, path


def _write(
    raw: IO[bytes], sources: dict[str, Path], about: dict[str, Any], summary: Summary, progress: Progress
) -> None:
    total = sum(path.stat().st_size for path in sources.values() if path.exists())
    files: dict[str, dict[str, Any]] = {}
    damaged = 0
    with (
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=3, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, path in sources.items():
            try:
                source = path.open("rb")
            except FileNotFoundError:
                continue  # erased since the list was made: its owner wanted it gone
            with source:
                hashing = _Hashing(source, lambda done, before=summary.bytes: progress(before + done, total))
                archive.addfile(_member(name, os.fstat(source.fileno()).st_size), hashing)  # type: ignore[arg-type]
            files[name] = {"bytes": hashing.bytes, "sha256": hashing.digest()}
            medium = MEDIUM.fullmatch(name)
            damaged += bool(medium and medium[1] != hashing.digest())
            summary.bytes += hashing.bytes
        manifest = {"format": FORMAT, "app": version("polku"), "made_at": now().isoformat(), **about, "files": files}
        content = json.dumps(manifest, indent=1).encode()
        archive.addfile(_member(MANIFEST, len(content)), io.BytesIO(content))
    summary.files = len(files)
    if damaged:
        summary.notes.append(f"{damaged} media are not what they were when they were stored: look at the disk.")


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o600
    return member


class _Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes], progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress
        self._hash = hashlib.sha256()
        self.bytes = 0

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        piece = self._file.read(size)
        self._hash.update(piece)
        self.bytes += len(piece)
        self._progress(self.bytes)
        return piece

    def digest(self) -> str:
        """SHA-256 of what was read, hex."""
        return self._hash.hexdigest()


def _unpack(file: Path, folder: Path, progress: Progress) -> dict[str, Any]:
    """Unpack into `folder`, verified; returns the manifest."""
    try:
        raw = file.open("rb")
    except OSError as problem:
        raise RestoreFailed(f"{file}: {problem.strerror}") from problem
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] = {}
    size = file.stat().st_size
    try:
        with raw, tarfile.open(fileobj=raw, mode="r:gz") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is None or manifest:
                    raise RestoreFailed(f"{file} is not a backup of this app: it holds {member.name}.")
                if member.name == MANIFEST:
                    manifest = json.loads(content.read())
                    continue
                known = member.name in (SQLITE, POSTGRESQL) or FRAMEWORK.fullmatch(member.name)
                if not known and not MEDIUM.fullmatch(member.name):
                    raise RestoreFailed(f"{file} is not a backup of this app: it holds {member.name}.")
                target = folder / member.name
                target.parent.mkdir(parents=True, exist_ok=True)
                hashing = _Hashing(content, lambda _done: progress(raw.tell(), size))
                with target.open("xb") as out:
                    shutil.copyfileobj(hashing, out, 256 * 1024)
                    out.flush()
                    os.fsync(out.fileno())
                found[member.name] = {"bytes": hashing.bytes, "sha256": hashing.digest()}
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError) as problem:
        raise RestoreFailed(f"{file} is not a whole backup: {problem}") from problem
    except FileExistsError as problem:
        raise RestoreFailed(f"{file} is not a backup of this app: it names a file twice.") from problem
    if manifest.get("format") != FORMAT:
        raise RestoreFailed(f"{file} is not a whole backup: its manifest is missing or of another version.")
    if manifest["files"] != found or manifest["database"] not in found:
        raise RestoreFailed(f"{file} is damaged: what it holds is not what its manifest says.")
    return manifest


def _content(chosen: Settings) -> str:
    """What there is already in the instance, in words; "" when it is empty."""
    url = make_url(chosen.database)
    if (url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()) and asyncio.run(_rows(chosen.database)):
        return f"data in {url.render_as_string(hide_password=True)}"
    return f"media in {chosen.media}" if any(True for _file in _media_files(chosen)) else ""


async def _rows(url: str) -> bool:
    def any_row(connection: Connection) -> bool:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        quote = connection.dialect.identifier_preparer.quote
        return any(connection.execute(text(f"SELECT 1 FROM {quote(name)} LIMIT 1")).first() for name in tables)  # noqa: S608

    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(any_row)
    finally:
        await engine.dispose()


def _add_media(chosen: Settings, folder: Path) -> None:
    """Put unpacked media into the store beside what is there; a medium is named by its content, so none can clash."""
    unpacked = sorted((folder / "media").glob("??/??/*"))
    if not chosen.media.startswith("file://"):
        store = from_url(chosen.media)
        for path in unpacked:
            store.put(path.relative_to(folder / "media").as_posix(), path)
        return
    home = Path(chosen.media.removeprefix("file://"))
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in unpacked:
        target = home / path.relative_to(folder / "media")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)


def _swap(new: Path, old: Path) -> None:
    """Put one SQLite file in the place of another in one step; the former's log must not outlive it."""
    old.parent.mkdir(parents=True, exist_ok=True)
    if old.exists():
        with contextlib.closing(sqlite3.connect(old, timeout=1)) as connection:
            busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy or old.with_name(f"{old.name}-wal").exists():
            raise RestoreFailed(f"{old} is in use: stop what uses it first.")
    with contextlib.closing(sqlite3.connect(new)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    new.chmod(0o600)
    new.replace(old)
    handle = os.open(old.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _load_dump(chosen: Settings, dump: Path) -> None:
    fresh = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    options = ["-Xq", "--set=ON_ERROR_STOP=1", "--single-transaction", f"--command={fresh}", f"--file={dump}"]
    _tool("psql", options, make_url(chosen.database))


async def _move_rows(source: Path, url: str) -> None:
    """All rows of the SQLite file into the PostgreSQL database of the same schema, instead of what is in it."""

    def move(target: Connection) -> None:
        engine = create_engine(f"sqlite:///{source}", poolclass=NullPool)
        with engine.connect() as origin:
            for table in reversed(metadata().sorted_tables):
                target.execute(table.delete())
            for table in metadata().sorted_tables:
                for rows in origin.execute(select(table)).mappings().partitions(500):
                    target.execute(table.insert(), [dict(row) for row in rows])

    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(move)
    finally:
        await engine.dispose()


def _tool(name: str, options: list[str], url: URL) -> str:
    """Run one of PostgreSQL's client tools on the database at `url`; its password is not on the command line."""
    if shutil.which(name) is None:
        raise OperatorError(f"{name} is missing: install the Debian package postgresql-client.")
    query = {key: value if isinstance(value, str) else value[0] for key, value in url.query.items()}
    given = {
        "PGHOST": url.host or query.get("host"),
        "PGPORT": str(url.port) if url.port else query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": None if url.password is None else str(url.password),
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("ssl") or query.get("sslmode"),
    }
    environment = os.environ | {key: value for key, value in given.items() if value}
    done = subprocess.run([name, *options], env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise OperatorError(f"{name}: {done.stderr.strip() or f'ended with code {done.returncode}'}")
    return done.stdout
