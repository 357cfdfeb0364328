"""A backup that was never restored is none: everything here is written, restored and compared."""

import asyncio
import hashlib
import io
import json
import sqlite3
import tarfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from portfolio_app import migrations
from portfolio_app.core.backup import MANIFEST, RestoreFailed, Summary, backup, restore
from portfolio_app.core.clock import now
from portfolio_app.core.errors import OperatorError
from portfolio_app.core.media import MediaStore
from portfolio_app.core.models import Audit
from portfolio_app.settings import Settings
from tests import databases
from tests.conftest import Configure

PICTURES = (b"\xff\xd8 a photo", b"another" * 200_000)


@pytest.fixture(params=["sqlite", "postgresql"])
def school(request: pytest.FixtureRequest, configure: Configure, worker_id: str, tmp_path: Path) -> Settings:
    """A migrated instance with a row in every table and two media."""
    if request.param == "postgresql":
        chosen = configure(database_url=asyncio.run(databases.fresh_postgresql(f"polku_backup_{worker_id}")))
    else:
        chosen = configure()
        chosen.data_dir.mkdir()
    migrations.upgrade(chosen.database)
    asyncio.run(databases.on(chosen.database, databases.fill))
    store_pictures(chosen)
    chosen.secrets_path.write_text("00" * 32)
    return chosen


def store_pictures(chosen: Settings) -> None:
    async def put() -> None:
        store = MediaStore(chosen.media)
        for picture in PICTURES:
            await store.put(picture)

    asyncio.run(put())


def stored_pictures(chosen: Settings) -> set[bytes]:
    folder = Path(chosen.media.removeprefix("file://"))
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows(chosen: Settings) -> dict[str, list[dict[str, Any]]]:
    return asyncio.run(databases.on(chosen.database, databases.everything))


def bring_back(file: Path, *, replace: bool = False) -> Summary:
    return restore(file, replace=replace, upgrade=migrations.upgrade, known=migrations.known)


def add_a_row(chosen: Settings) -> None:
    def add(connection: Connection) -> None:
        connection.execute(insert(Audit).values(at=now(), action="test.later", thing="", detail={}))

    asyncio.run(databases.on(chosen.database, add))


def rewrite(file: Path, change: dict[str, bytes | None], target: Path) -> Path:
    """The archive again with members replaced, added or (None) left out."""
    with tarfile.open(file) as old, tarfile.open(target, "w:gz") as new:
        content = {member.name: old.extractfile(member).read() for member in old}  # type: ignore[union-attr]
        manifest = content.pop(MANIFEST)
        for name, data in {**content, **change, MANIFEST: change.get(MANIFEST, manifest)}.items():
            if data is not None:
                member = tarfile.TarInfo(name)
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return target


def test_everything_comes_back_into_an_empty_instance(
    school: Settings, configure: Configure, tmp_path: Path, worker_id: str
) -> None:
    before = rows(school)
    done: list[int] = []
    (school.data_dir / "frameworks").mkdir(parents=True)
    (school.data_dir / "frameworks" / "our-school.csv").write_text("part,code,key,en\n")
    summary = backup(tmp_path / "school.tar.gz", lambda part, _total: done.append(part))
    assert summary.files == 4
    assert done[-1] == summary.bytes
    assert (tmp_path / "school.tar.gz").stat().st_mode & 0o777 == 0o600

    elsewhere = configure(data_dir=tmp_path / "elsewhere")
    if elsewhere.database.startswith("postgresql"):
        name = f"polku_elsewhere_{worker_id}"
        elsewhere = configure(database_url=asyncio.run(databases.fresh_postgresql(name)))
    bring_back(tmp_path / "school.tar.gz")
    assert rows(elsewhere) == before
    assert stored_pictures(elsewhere) == set(PICTURES)
    assert (elsewhere.data_dir / "frameworks" / "our-school.csv").read_text() == "part,code,key,en\n"
    assert not elsewhere.secrets_path.exists()


def test_a_restore_replaces_only_when_told_to_and_then_all_of_it(school: Settings, tmp_path: Path) -> None:
    before = rows(school)
    backup(tmp_path / "school.tar.gz")
    add_a_row(school)
    later = b"stored after the backup"
    asyncio.run(MediaStore(school.media).put(later))

    with pytest.raises(RestoreFailed, match="--replace"):
        bring_back(tmp_path / "school.tar.gz")
    assert rows(school) != before
    assert later in stored_pictures(school)

    bring_back(tmp_path / "school.tar.gz", replace=True)
    assert rows(school) == before
    assert stored_pictures(school) == set(PICTURES)


def test_a_backup_made_without_media_takes_none_away(school: Settings, configure: Configure, tmp_path: Path) -> None:
    here = school.media
    configure(media_url="memory://elsewhere")
    summary = backup(tmp_path / "school.tar.gz")
    assert "not in this file" in summary.notes[0]
    configure(media_url=here)
    summary = bring_back(tmp_path / "school.tar.gz", replace=True)
    assert stored_pictures(school) == set(PICTURES)
    assert "stay as they were" in summary.notes[-1]


def test_the_secret_key_is_not_in_a_backup(school: Settings, tmp_path: Path) -> None:
    school.secrets_path.write_text("5ec7e7" * 11)
    backup(tmp_path / "school.tar.gz")
    with tarfile.open(tmp_path / "school.tar.gz") as archive:
        for member in archive:
            assert b"5ec7e7" not in archive.extractfile(member).read()  # type: ignore[union-attr]


def test_a_damaged_backup_changes_nothing(school: Settings, tmp_path: Path) -> None:
    file = tmp_path / "school.tar.gz"
    backup(file)
    before = rows(school)
    whole = file.read_bytes()
    sha256 = hashlib.sha256(PICTURES[0]).hexdigest()
    picture = f"media/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    with tarfile.open(file) as archive:
        manifest = json.loads(archive.extractfile(MANIFEST).read())  # type: ignore[union-attr]

    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    changed = bytearray(whole)
    changed[len(whole) // 2] ^= 0xFF
    flipped = tmp_path / "flipped.tar.gz"
    flipped.write_bytes(changed)
    newer = json.dumps(manifest | {"revision": "9999_later"}).encode()
    for number, bad in enumerate(
        [
            cut,
            flipped,
            rewrite(file, {picture: b"something else"}, tmp_path / "a"),
            rewrite(file, {picture: None}, tmp_path / "b"),
            rewrite(file, {MANIFEST: None}, tmp_path / "c"),
            rewrite(file, {"../escape": b"x"}, tmp_path / "d"),
            rewrite(file, {"media/../../../escape": b"x"}, tmp_path / "e"),
            rewrite(file, {MANIFEST: newer}, tmp_path / "f"),
            tmp_path / "missing.tar.gz",
        ]
    ):
        with pytest.raises(RestoreFailed):
            bring_back(bad, replace=True)
        assert rows(school) == before, number
        assert stored_pictures(school) == set(PICTURES), number
    assert not (tmp_path / "escape").exists()
    assert not list(school.data_dir.glob(".restore-*"))


def test_a_school_moves_from_sqlite_to_postgresql(configure: Configure, tmp_path: Path, worker_id: str) -> None:
    small = configure()
    small.data_dir.mkdir()
    migrations.upgrade(small.database)
    asyncio.run(databases.on(small.database, databases.fill))
    before = rows(small)
    backup(tmp_path / "school.tar.gz")

    large = configure(database_url=asyncio.run(databases.fresh_postgresql(f"polku_backup_{worker_id}")))
    bring_back(tmp_path / "school.tar.gz")
    assert rows(large) == before

    backup(tmp_path / "large.tar.gz")
    configure(data_dir=tmp_path / "back", database_url="")
    with pytest.raises(RestoreFailed, match="PostgreSQL"):
        bring_back(tmp_path / "large.tar.gz")


def test_a_backup_made_while_somebody_writes_is_of_one_moment(configure: Configure, tmp_path: Path) -> None:
    """Half a transaction must never be in it: a writer is in the middle of one while the copy is made."""
    chosen = configure()
    chosen.data_dir.mkdir()
    migrations.upgrade(chosen.database)
    add_a_row(chosen)
    writer = sqlite3.connect(chosen.data_dir / "polku.db", isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM audit")
    backup(tmp_path / "school.tar.gz")
    writer.execute("COMMIT")
    writer.close()
    bring_back(tmp_path / "school.tar.gz", replace=True)
    assert len(rows(chosen)["audit"]) == 1


def test_without_the_client_tools_the_operator_is_told(
    configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker_id: str
) -> None:
    configure(database_url=asyncio.run(databases.fresh_postgresql(f"polku_backup_{worker_id}")))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OperatorError, match="postgresql-client"):
        backup(tmp_path / "school.tar.gz")
