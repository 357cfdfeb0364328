"""A module as a ZIP: its folder with its files, as it lies in `curriculum/`; and back, however a computer packed it.

What comes in is hostile until it was looked at. Files that computers add by themselves are passed over, and a folder
around the module is no matter; pictures lose what a camera wrote into them; everything else that is no part of a module
is said, each with its cure.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from portfolio_app.core.plain_pictures import plain_picture
from portfolio_app.core.zips import Flaw, UnsafeZip, flaw_of, opened_zip, read_member
from portfolio_app.learning.mistakes import Mistake
from portfolio_app.learning.reading import ABOUT, MEDIA, MOST_FILES, MOST_TOGETHER, Files, name_of, unfit

TIME = (1980, 1, 1, 0, 0, 0)  # of every file within: the same module is the same ZIP
PLAIN = 0o100644 << 16
MOST_LISTED = 500  # with what computers add and folders
MOST_RATIO = 200
"""How many times larger a file may be than it is in the ZIP: text packs five to ten times, what swells is a bomb."""
SMALL = 100_000  # what is no larger is never a bomb
LONGEST_NAME = 50
FALLBACK = "a-module"

_JUNK = re.compile(
    r"(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*|\.git[^/]*)|(?:.*/)?__MACOSX/.*", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:\d{1,3}-)+(?=.)")
_FLAWS: Mapping[Flaw, str] = {
    Flaw.LOCKED: "is locked with a passphrase: make the ZIP without one",
    Flaw.LINK: "is a link to another file: put the file itself into the folder",
    Flaw.ELSEWHERE: "has a name that leads out of the ZIP: pack the module's folder itself",
    Flaw.PACKED: "is packed in a way that is not read here: make an ordinary ZIP",
    Flaw.CUT: "is damaged: make the ZIP anew, and send it again",
    Flaw.TOO_LARGE: "is larger than the ZIP says: make the ZIP anew",
}
_BEGINNINGS: Mapping[str, tuple[tuple[int, bytes], ...]] = {
    "png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "jpg": ((0, b"\xff\xd8\xff"),),
    "jpeg": ((0, b"\xff\xd8\xff"),),
    "webp": ((8, b"WEBP"),),
    "ogg": ((0, b"OggS"),),
    "oga": ((0, b"OggS"),),
    "mp3": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"), (0, b"\xff\xfa")),
    "m4a": ((4, b"ftyp"),),
    "mp4": ((4, b"ftyp"),),
    "webm": ((0, b"\x1a\x45\xdf\xa3"),),
}
"""Where in a file of that kind which bytes stand."""


@dataclass(frozen=True)
class Unpacked:
    """What a ZIP holds: the files of one module by their paths, what its folder is called, and what is wrong."""

    files: Files = field(default_factory=dict[str, bytes])
    folder: str = ""
    mistakes: tuple[Mistake, ...] = ()


def packed(name: str, files: Files) -> bytes:
    """The module as a ZIP with one folder: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files, key=lambda one: (one != ABOUT, one.startswith(MEDIA), one)):
            info = zipfile.ZipInfo(f"{name}/{path}", TIME)
            info.external_attr, info.create_system = PLAIN, 3
            info.compress_type = zipfile.ZIP_STORED if path.startswith(MEDIA) else zipfile.ZIP_DEFLATED
            archive.writestr(info, files[path])
    return out.getvalue()


def unpacked(path: Path, file_name: str) -> Unpacked:
    """The module in the ZIP at `path`, which its sender calls `file_name`. Raises `UnsafeZip` where it is none that can
    be opened; everything else that is wrong is among its mistakes."""
    with opened_zip(path, most_files=MOST_LISTED) as archive:
        members, mistakes = _members(archive.infolist())
        around, wrong = _around(members)
        if wrong is not None:
            return Unpacked(mistakes=(*mistakes, wrong))
        if sum(info.file_size for info in members.values()) > MOST_TOGETHER:
            raise UnsafeZip(Flaw.TOO_LARGE)
        files: dict[str, bytes] = {}
        for name, info in members.items():
            inside = name.removeprefix(around) if name.startswith(around) else ""
            problem = _unfit(inside, info) if len(files) < MOST_FILES else f"there are more than {MOST_FILES}"
            if problem is None:
                try:
                    files[inside] = plain_picture(read_member(archive, info, info.file_size))
                except UnsafeZip as unsafe:
                    problem = _FLAWS.get(unsafe.flaw, _FLAWS[Flaw.CUT])
            if problem is None and not _is_what_it_says(inside, files[inside]):
                problem = f"is no {PurePosixPath(inside).suffix[1:].lower()} file, whatever its name says: save it anew"
            if problem:
                mistakes.append(Mistake(_shown(name), 1, problem))
        return Unpacked(files, _folder(around, file_name), tuple(mistakes))


def _members(infos: Iterable[zipfile.ZipInfo]) -> tuple[dict[str, zipfile.ZipInfo], list[Mistake]]:
    """The files that somebody meant to send, by their names with forward slashes, which some programs do not write."""
    found: dict[str, zipfile.ZipInfo] = {}
    mistakes: list[Mistake] = []
    for info in infos:
        name = info.filename.replace("\\", "/").removeprefix("./")
        if name.endswith("/") or _JUNK.fullmatch(name):
            continue
        if (flaw := flaw_of(info, name)) is not None:
            mistakes.append(Mistake(_shown(name), 1, _FLAWS[flaw]))
        elif name in found:
            mistakes.append(Mistake(_shown(name), 1, "is there twice: keep one of them"))
        else:
            found[name] = info
    return found, mistakes


def _shown(name: str) -> str:
    """A name from outside, such as it can be kept and shown."""
    return "".join(char if char.isprintable() else "?" for char in name)[:120]


def _around(members: Iterable[str]) -> tuple[str, Mistake | None]:
    """The folder in the ZIP that is the module, with its slash; "" where its files lie in no folder."""
    abouts = sorted(name for name in members if PurePosixPath(name).name.casefold() == ABOUT)
    if not abouts:
        return "", Mistake(ABOUT, 1, "is missing: a ZIP holds one module, a folder with module.yaml and en.md in it")
    if len(abouts) > 1:
        folders = ", ".join(_shown(one.rpartition("/")[0]) or "(no folder)" for one in abouts[:5])
        return "", Mistake(_shown(abouts[1]), 1, f"there are {len(abouts)} modules in this ZIP ({folders}): send one")
    folder, slash, _file = abouts[0].rpartition("/")
    if "/" in folder:
        return "", Mistake(_shown(abouts[0]), 1, "lies too deep: pack the module's own folder, not one around it")
    return folder + slash, None


def _unfit(inside: str, info: zipfile.ZipInfo) -> str | None:
    if not inside:
        return "lies beside the module's folder: put it into the folder, or take it out"
    if problem := unfit(inside, info.file_size):
        return problem
    if info.file_size > SMALL and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        return f"is {MOST_RATIO} times larger than it is in the ZIP: no lesson is, take it out"
    return None


def _is_what_it_says(path: str, content: bytes) -> bool:
    """Whether a picture or recording begins as such a file does; of text that is seen when it is read."""
    if not path.startswith(MEDIA):
        return True
    marks = _BEGINNINGS[PurePosixPath(path).suffix[1:].lower()]
    return any(content[at : at + len(mark)] == mark for at, mark in marks)


def _folder(around: str, file_name: str) -> str:
    """What the module's folder is called: as it is in the ZIP, or as the ZIP is called."""
    said = around.rstrip("/") or PurePosixPath(file_name.replace("\\", "/")).name.removesuffix(".zip")
    return said if name_of(said) is not None and len(said) <= LONGEST_NAME else as_name(said) or FALLBACK


def as_name(said: str) -> str:
    """Words as the name of a module: small letters, figures and hyphens, without a number before them, which is a
    folder's place and no part of its name. "" where nothing is left of them."""
    name = "-".join(re.findall(r"[a-z0-9]+", said.casefold()))
    return _NUMBER.sub("", name)[:LONGEST_NAME].strip("-")
