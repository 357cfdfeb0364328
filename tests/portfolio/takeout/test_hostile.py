"""Whatever somebody brings in place of a takeout: one sentence, and nothing of it is kept."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.core.errors import Invalid
from portfolio_app.portfolio.takeout import opening
from portfolio_app.portfolio.takeout.opening import opened_takeout
from portfolio_app.portfolio.takeout.returning import whose
from tests.conftest import Configure
from tests.portfolio.takeout.steps import inside, somebody, taken

EMPTY: dict[str, Any] = {
    "format": "polku-portfolio",
    "version": 1,
    "owner": {"id": "6f0c1c1e-0000-4000-8000-000000000001", "name": "Siiri"},
    "holds": {},
}


def zipped(path: Path, files: dict[str, bytes], *, manifest: bool = True) -> Path:
    """A ZIP of those files with a right manifest."""
    said = {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
        if manifest:
            made.writestr("manifest.json", json.dumps({"files": said}))
    return path


def a_takeout(path: Path, change: Callable[[dict[str, Any]], None] = lambda _whole: None, **more: bytes) -> Path:
    """A takeout with nothing in it, changed before its checksums are made."""
    whole = json.loads(json.dumps(EMPTY))
    change(whole)
    return zipped(path, {"portfolio.json": json.dumps(whole).encode()} | more)


def refused(path: Path) -> str:
    """What is said about it."""
    with pytest.raises(Invalid) as caught:
        whose(path)
    return caught.value.message


def test_an_honest_one_says_whose_it_is(tmp_path: Path) -> None:
    assert whose(a_takeout(tmp_path / "good.zip")) == "Siiri"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK", b"x" * 100_000, b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_zip(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file.zip").write_bytes(data)
    assert refused(tmp_path / "file.zip") == opening.NO_ZIP


async def test_one_cut_in_the_middle(database: object, tmp_path: Path) -> None:
    whole = (await taken(await somebody())).read_bytes()
    for part in (len(whole) // 2, len(whole) - 1, 100):
        (tmp_path / "cut.zip").write_bytes(whole[:part])
        assert refused(tmp_path / "cut.zip") == opening.CUT


def test_a_hundred_thousand_files_are_not_even_listed(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(100_000):
            made.writestr(zipfile.ZipInfo(f"{number}"), b"")
    assert refused(path) == opening.TOO_MANY


def test_a_list_of_files_that_lies_elsewhere(tmp_path: Path) -> None:
    """ZIP64 says how many there are in another place: no takeout needs that."""
    data = bytearray(a_takeout(tmp_path / "one.zip").read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = b"\xff\xff\xff\xff"
    (tmp_path / "one.zip").write_bytes(data)
    assert refused(tmp_path / "one.zip") == opening.TOO_MANY


@pytest.mark.parametrize(
    "name",
    ["../evil.json", "/etc/passwd", "media/../../x.jpg", "media\\x.jpg", "C:x.json", "media/a/b.jpg", ".bashrc", "x"],
)
def test_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "path.zip", {"portfolio.json": json.dumps(EMPTY).encode(), name: b"x"})
    assert refused(path) == opening.STRANGE
    assert not (tmp_path.parent / "evil.json").exists()


def test_a_link_in_place_of_a_file(tmp_path: Path) -> None:
    path = a_takeout(tmp_path / "link.zip")
    link = zipfile.ZipInfo("media/link.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(link, "/etc/passwd")
    assert refused(path) == opening.STRANGE


def test_the_same_name_twice(tmp_path: Path) -> None:
    path = a_takeout(tmp_path / "twice.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as made:
        made.writestr("portfolio.json", b"{}")
    assert refused(path) == opening.STRANGE


def test_a_bomb_goes_off_within_bounds(tmp_path: Path) -> None:
    """65 MB of zeros in 65 KB: more than any portfolio."""
    path = zipped(tmp_path / "bomb.zip", {"portfolio.json": bytes(65 * 1024 * 1024 + 10)})
    assert path.stat().st_size < 100_000
    assert refused(path) == opening.TOO_LARGE


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = zipped(tmp_path / "lie.zip", {"portfolio.json": bytes(65 * 1024 * 1024 + 10)})
    data = path.read_bytes()
    path.write_bytes(data.replace((65 * 1024 * 1024 + 10).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert refused(path) in (opening.CUT, opening.TOO_LARGE, opening.CHANGED)


def test_more_than_a_takeout_may_be(tmp_path: Path, configure: Configure) -> None:
    configure(takeout_bytes=2000)
    assert refused(zipped(tmp_path / "large.zip", {"portfolio.json": bytes(3000)})) == opening.TOO_LARGE


async def test_one_that_was_changed_after_it_was_made(database: object, tmp_path: Path) -> None:
    files = dict(inside(await taken(await somebody())))
    manifest = files.pop("manifest.json")
    photo = next(name for name in files if name.startswith("media/"))
    for path, data in ((photo, b"another photo"), ("portfolio.json", files["portfolio.json"] + b" ")):
        changed = zipped(tmp_path / "changed.zip", files | {path: data, "manifest.json": manifest}, manifest=False)
        assert refused(changed) == opening.CHANGED


def test_one_of_a_newer_version(tmp_path: Path) -> None:
    assert refused(a_takeout(tmp_path / "new.zip", lambda whole: whole.update(version=99))) == opening.NEWER


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole.update(format="another"),
        lambda whole: whole.pop("format"),
    ],
)
def test_another_programs_json(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    assert refused(a_takeout(tmp_path / "other.zip", change)) == opening.NO_TAKEOUT


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "else.zip", {"notes.txt": b"hello"})) == opening.NO_TAKEOUT


ENTRY = {"id": "6f0c1c1e-0000-4000-8000-000000000002", "title": "One"}


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole.update(version="1"),
        lambda whole: whole.pop("owner"),
        lambda whole: whole.update(holds=[]),
        lambda whole: whole["holds"].update(spells=[]),
        lambda whole: whole["holds"].update(entries=[ENTRY | {"title": 5}]),
        lambda whole: whole["holds"].update(entries=[ENTRY | {"title": "x" * 161}]),
        lambda whole: whole["holds"].update(entries=[ENTRY | {"id": "1; drop table entry"}]),
        lambda whole: whole["holds"].update(entries=[ENTRY | {"person_id": ENTRY["id"]}]),
        lambda whole: whole["holds"].update(entries=[ENTRY | {"title": "a\0b"}]),
        lambda whole: whole["holds"].update(entries=[ENTRY | {"title": "\ud800"}]),
        lambda whole: whole["holds"].update(entries=[ENTRY | {"position": 2**40}]),
        lambda whole: whole["holds"].update(entries=[ENTRY | {"kind": "spell"}]),
    ],
)
def test_a_portfolio_that_is_none(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    assert refused(a_takeout(tmp_path / "broken.zip", change)) == opening.BROKEN


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"a": 1e999, "b": NaN}'])
def test_json_that_is_none(tmp_path: Path, text: bytes) -> None:
    assert refused(zipped(tmp_path / "json.zip", {"portfolio.json": text})) in (opening.BROKEN, opening.NO_TAKEOUT)


def test_a_manifest_that_is_none(tmp_path: Path) -> None:
    files = {"portfolio.json": json.dumps(EMPTY).encode(), "manifest.json": b'{"files": [1]}'}
    assert refused(zipped(tmp_path / "manifest.zip", files, manifest=False)) == opening.BROKEN


def test_nothing_is_unpacked_by_its_name(tmp_path: Path) -> None:
    """Reading a file within needs no folder: there is none to write to."""
    with opened_takeout(a_takeout(tmp_path / "good.zip")) as takeout:
        assert takeout.read("media/none.jpg") is None
        assert takeout.read("portfolio.json")
    assert [path.name for path in tmp_path.iterdir()] == ["good.zip"]
