"""A module goes out as a ZIP and comes in the same; whatever else is sent is told, with its cure."""

import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from portfolio_app.core.zips import Flaw, UnsafeZip
from portfolio_app.learning.mistakes import grave
from portfolio_app.learning.own.zipped import as_name, packed, unpacked
from portfolio_app.learning.reading import Files, read_module
from tests.learning.own.generated import modules
from tests.lessons import PNG, module_files


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    """A ZIP with these names, as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def inside(folder: str = "our-week/", **changes: str | bytes | None) -> dict[str, bytes]:
    """The trial module in a folder."""
    return {folder + path: content for path, content in module_files(**changes).items()}


def told(path: Path) -> list[str]:
    """What is said about it."""
    return [one.said() for one in unpacked(path, path.name).mistakes]


def round_trip(files: Files, folder: Path) -> bytes:
    """Out, in, and out again."""
    place = folder / "trip.zip"
    place.write_bytes(packed("our-week", files))
    found = unpacked(place, "trip.zip")
    assert (found.folder, found.mistakes) == ("our-week", ())
    read = read_module(found.files, found.folder)
    assert read.module
    assert not grave(read.mistakes)
    return packed(read.module.name, read.module.files)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(modules())
def test_out_in_and_out_again_is_the_same(tmp_path: Path, files: Files) -> None:
    assert not grave(read_module(files, "our-week").mistakes)
    assert round_trip(files, tmp_path) == packed("our-week", files)


def test_the_trial_module_of_every_kind_comes_through(tmp_path: Path) -> None:
    assert round_trip(module_files(), tmp_path) == packed("our-week", module_files())


def test_what_computers_add_by_themselves_is_passed_over(tmp_path: Path) -> None:
    junk = {
        "__MACOSX/our-week/._en.md": b"x",
        "our-week/.DS_Store": b"x",
        "our-week/._module.yaml": b"x",
        "our-week/media/Thumbs.db": b"x",
        "our-week/": b"",
        "our-week/desktop.ini": b"x",
    }
    found = unpacked(zipped(tmp_path / "mac.zip", inside() | junk), "mac.zip")
    assert (set(found.files), found.mistakes) == (set(module_files()), ())


def test_names_as_windows_writes_them_and_files_in_no_folder(tmp_path: Path) -> None:
    windows = {name.replace("/", "\\"): content for name, content in inside("14-our-week/").items()}
    found = unpacked(zipped(tmp_path / "windows.zip", windows), "windows.zip")
    assert (set(found.files), found.folder, found.mistakes) == (set(module_files()), "14-our-week", ())
    bare = unpacked(zipped(tmp_path / "x.zip", inside("")), r"C:\Docs\Our Week 2.zip")
    assert (set(bare.files), bare.folder) == (set(module_files()), "our-week-2")


@pytest.mark.parametrize(
    ("said", "name"),
    [("Our Week", "our-week"), ("14-14-x", "x"), ("Ääkköset!", "kk-set"), ("…", ""), ("2026", "2026")],
)
def test_a_name_is_made_of_whatever_a_folder_is_called(said: str, name: str) -> None:
    assert as_name(said) == name


def test_two_modules_none_and_one_too_deep(tmp_path: Path) -> None:
    assert (
        "2 modules in this ZIP (a, b): send one" in told(zipped(tmp_path / "two.zip", inside("a/") | inside("b/")))[0]
    )
    assert "is missing" in told(zipped(tmp_path / "none.zip", {"notes.txt": b"hello"}))[0]
    assert "too deep" in told(zipped(tmp_path / "deep.zip", inside("lessons/our-week/")))[0]


@pytest.mark.parametrize("name", ["../evil.md", "/etc/passwd", "our-week/../../x.md", "C:x.md", "our-week/a:b.md"])
def test_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    said = told(zipped(tmp_path / "path.zip", inside() | {name: b"x"}))
    assert len(said) == 1
    assert "leads out of the ZIP" in said[0]


def test_a_link_in_place_of_a_file(tmp_path: Path) -> None:
    path = zipped(tmp_path / "link.zip", inside())
    link = zipfile.ZipInfo("our-week/media/link.png")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(link, "/etc/passwd")
    assert [one for one in told(path) if "is a link" in one]


def test_one_locked_with_a_passphrase(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "locked.zip", inside()).read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1  # the first file of the list says that it is encrypted
    (tmp_path / "locked.zip").write_bytes(data)
    assert "locked with a passphrase" in told(tmp_path / "locked.zip")[0]


def test_what_is_no_part_of_a_module_or_no_picture(tmp_path: Path) -> None:
    others = {"our-week/notes.docx": b"x", "our-week/media/script.svg": b"<svg/>", "our-week/media/a.png": b"<html>"}
    said = " | ".join(told(zipped(tmp_path / "more.zip", inside() | others | {"beside.md": b"x"})))
    for expected in ("notes.docx:1: is not part", "script.svg:1: is not part", "a.png:1: is no png file", "beside"):
        assert expected in said


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK", PNG])
def test_what_is_no_zip(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "no.zip").write_bytes(data)
    with pytest.raises(UnsafeZip) as caught:
        unpacked(tmp_path / "no.zip", "no.zip")
    assert caught.value.flaw is Flaw.NO_ZIP


def test_a_bomb_goes_off_within_bounds(tmp_path: Path) -> None:
    """A megabyte of one letter in a kilobyte is no lesson; 50 MB of them are not even unpacked."""
    bomb = zipped(tmp_path / "bomb.zip", inside() | {"our-week/nl.md": b"a" * 999_000})
    assert [one for one in told(bomb) if "times larger" in one]
    many = {f"our-week/media/{number}.png": bytes(4_900_000) for number in range(10)}
    with pytest.raises(UnsafeZip) as caught:
        unpacked(zipped(tmp_path / "large.zip", inside() | many), "large.zip")
    assert caught.value.flaw is Flaw.TOO_LARGE


def test_very_many_files_are_not_even_listed(tmp_path: Path) -> None:
    many = {f"our-week/{number}": b"" for number in range(600)}
    with pytest.raises(UnsafeZip) as caught:
        unpacked(zipped(tmp_path / "many.zip", inside() | many), "many.zip")
    assert caught.value.flaw is Flaw.TOO_MANY


def test_one_that_lies_about_its_size_or_is_damaged(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "lies.zip", inside()).read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (3).to_bytes(4, "little")
    (tmp_path / "lies.zip").write_bytes(data)
    assert told(tmp_path / "lies.zip")
    whole = zipped(tmp_path / "cut.zip", inside()).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnsafeZip):
        unpacked(tmp_path / "cut.zip", "cut.zip")


def test_the_same_name_twice(tmp_path: Path) -> None:
    path = zipped(tmp_path / "twice.zip", inside())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as made:
        made.writestr("our-week/en.md", b"# Other")
    assert [one for one in told(path) if "is there twice" in one]


def test_wrong_encodings_and_what_a_teacher_gets_wrong_in_yaml_are_told_with_their_lines(tmp_path: Path) -> None:
    def said(**changes: str | bytes | None) -> str:
        found = unpacked(zipped(tmp_path / "wrong.zip", inside("our-week/", **changes)), "wrong.zip")
        return " | ".join(one.said() for one in grave(read_module(found.files, found.folder).mistakes))

    about = module_files()["module.yaml"].decode()
    assert "en.md:1: is not UTF-8 text" in said(en_md="# Prøve".encode("latin-1"))
    assert "is not UTF-8 text" in said(module_yaml=about.encode("utf-16"))
    assert "module.yaml:3: while scanning a simple key" in said(module_yaml=about.replace("years: [9]", "years [9]"))
    assert "module.yaml:10:" in said(module_yaml=about.replace("  - {code: reading", "\t- {code: reading"))
    assert "minutes" in said(module_yaml=about.replace("minutes: 25", "minutes: 70"))
    assert "says 200" in said(module_yaml=about.replace("languages:", "minutes: 200\nlanguages:"))
    assert "kind" in said(module_yaml=about.replace("kind: read,", "kind: game,"))
