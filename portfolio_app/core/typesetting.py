"""Sets documents with Typst as tagged PDF/UA-1, in a process of their own, with our fonts and nothing else in reach.

PDF/UA-1 takes no character without a glyph, and people type anything. So every string of a document is made settable
first: what no font has becomes □ and is reported, so that its owner can be told. A document is never refused.
"""

import asyncio
import json
import re
import sys
import unicodedata
from asyncio.subprocess import PIPE
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakKeyDictionary

from portfolio_app.core.fonts import FOLDER, coverage, families

MISSING = "□"
AT_ONCE = 2
"""Documents set at the same time; the next ones wait, so that memory and processors are shared with everyone."""

SECONDS = 60
"""How long one document may take; a portfolio of 50 entries and 60 photos takes under one."""

_WORKER = Path(__file__).parent / "typesetting_worker.py"
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_REGIONS = {"en": "GB", "fi": "FI", "nb": "NO", "nl": "NL"}
_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.(jpg|png|svg)")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BIDI_ORDERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_EMOJI = range(0x1F000, 0x1FB00)
_KEY_CAP = "\ufe0f\u20e3"  # drawn beside its digit, not around it, when the digit comes from another font
_BASE = "\u00a0"  # what a mark without a letter stands on, as Unicode has it
_SILENT = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0020, 0xE0080), range(0xE0100, 0xE01F0))


@dataclass(frozen=True)
class SetDocument:
    """A finished PDF, and the characters that could not be set and stand as □ in it."""

    pdf: bytes
    unsettable: frozenset[str]


class TypesettingError(RuntimeError):
    """Typst refused a document: a fault in a template, never in what a person typed."""


def settable(text: str) -> tuple[str, set[str]]:
    """`text` as our fonts can set it, and the characters that became □.

    NFC; line ends are `\\n`, tabs spaces; a digit on a key is a digit; control characters, joiners without effect and
    bidirectional embeddings (they would reorder what stands around the text) are dropped. A character in no font, a
    private one, a lone surrogate, and a mark that no font has together with its letter become □.
    """
    tidy = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)).replace("\t", " ").replace(_KEY_CAP, "")
    if all(map(_stands_alone, set(tidy))):
        return tidy, set()
    missing: set[str] = set()
    pieces: list[str] = []
    for cluster in _clusters(char for char in tidy if not _dropped(char)):
        whole = _BASE + cluster if unicodedata.category(cluster[0])[0] == "M" else cluster
        pieces.append(whole if _in_one_font(whole) else _piecewise(whole, missing))
    return "".join(pieces), missing


@lru_cache(maxsize=8192)
def _stands_alone(char: str) -> bool:
    """Whether the character is set as it is, whatever stands beside it: nearly every text is made of such alone."""
    return not (_dropped(char) or _extends(char)) and _in_one_font(char)


def _dropped(char: str) -> bool:
    if char in _BIDI_ORDERS or char in "\ufeff\ufffc":
        return True
    return unicodedata.category(char) == "Cc" and char != "\n"


def _silent(char: str) -> bool:
    """Whether leaving the character out loses no text: it only says how its neighbours look."""
    return char in "\u200c\u200d" or any(ord(char) in span for span in _SILENT)


def _extends(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or ord(char) in _SKIN_TONES or _silent(char)


def _clusters(text: Iterable[str]) -> Iterator[str]:
    """Each letter with its marks, each emoji with its skin tone and variation; fonts are chosen for such a whole."""
    cluster = ""
    for char in text:
        if _extends(char) and cluster not in ("", "\n"):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster


@lru_cache(maxsize=8192)
def _in_one_font(cluster: str) -> bool:
    if cluster == "\n":
        return True
    if any(_unknown(char) for char in cluster):
        return False
    points = frozenset(map(ord, cluster))
    return any(points <= family for family in coverage().values())


def _unknown(char: str) -> bool:
    """Private characters, halves of one, and what is newer than Python's tables (it may be a mark), but for emoji."""
    kind = unicodedata.category(char)
    return kind in ("Co", "Cs") or (kind == "Cn" and ord(char) not in _EMOJI)


def _piecewise(cluster: str, missing: set[str]) -> str:
    """As much of the cluster as one font has; □ for each letter and mark beyond that."""
    kept = ""
    for char in cluster:
        if _in_one_font(kept + char):
            kept += char
        elif not _silent(char):
            missing.add(char)
            kept += MISSING
    return kept


def _settled(value: object, missing: set[str]) -> object:
    """JSON-like data with every string made settable."""
    match value:
        case str():
            text, lost = settable(value)
            missing |= lost
            return text
        case Mapping():
            return {str(key): _settled(part, missing) for key, part in value.items()}
        case Sequence() if not isinstance(value, bytes):
            return [_settled(part, missing) for part in value]
        case _:
            return value


def breakable(text: str, longest: int = 40) -> str:
    """`text` in which no word is wider than a line: words of more than `longest` characters may break inside.

    A web address or a "hahaha" of a hundred letters would else run off the paper. Letters keep their marks.
    """

    def piece(word: re.Match[str]) -> str:
        clusters = list(_clusters(word.group()))
        starts = range(0, len(clusters), longest // 2)
        return "\u200b".join("".join(clusters[start : start + longest // 2]) for start in starts)

    return re.sub(rf"\S{{{longest + 1},}}", piece, text)


def right_to_left(text: str) -> bool:
    """Whether a paragraph runs from right to left: decided by its first letter that has a direction."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind != "L" for kind in strong if kind in ("L", "R", "AL")), False)


def one_line(text: str, longest: int = 40) -> dict[str, object]:
    """Somebody's text as a template takes a line of it: without line ends, breakable, with the direction it runs in."""
    single = " ".join(text.split())
    return {"text": breakable(single, longest), "rtl": right_to_left(single)}


async def typeset(
    template: Path,
    data: Mapping[str, object],
    *,
    language: str,
    title: str,
    made_on: date,
    files: Mapping[str, bytes] | None = None,
) -> SetDocument:
    """Set `template` with `data` (JSON-able) as PDF/UA-1.

    The template finds everything in `json(bytes(sys.inputs.data))`: `data` with every string made settable, and
    `language`, `region`, `title` and `families` (see `core.fonts.families`). It can read `files` by their names and
    nothing else. The same input gives the same bytes. Raises TypesettingError when the template itself is at fault.
    """
    if odd := [name for name in files or {} if not _FILE_NAME.fullmatch(name)]:
        raise ValueError(f"not a file name for a document: {odd[0]!r}")
    missing: set[str] = set()
    setting = {"language": language, "region": _REGIONS.get(language), "title": title}
    async with _turn():
        content = await asyncio.to_thread(_content, {**data, **setting}, missing)
        with TemporaryDirectory(prefix="polku-document-") as folder:
            await asyncio.to_thread(_lay_out, Path(folder), files or {})
            job = {
                "template": str(template),
                "root": folder,
                "fonts": str(FOLDER),
                "data": content,
                "made_at": datetime.combine(made_on, time(), UTC).isoformat(),
            }
            pdf = await _set(json.dumps(job).encode(), template.name)
    return SetDocument(pdf, frozenset(missing))


def _content(data: Mapping[str, object], missing: set[str]) -> str:
    return json.dumps({str(key): _settled(part, missing) for key, part in data.items()} | {"families": families()})


def _turn() -> asyncio.Semaphore:
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE))


def _lay_out(root: Path, files: Mapping[str, bytes]) -> None:
    for name, body in files.items():
        (root / name).write_bytes(body)


async def _set(job: bytes, name: str) -> bytes:
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(_WORKER), stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(SECONDS):
            pdf, objection = await worker.communicate(job)
    except TimeoutError as error:
        raise TypesettingError(f"{name}: not set within {SECONDS} seconds") from error
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    if worker.returncode != 0:
        raise TypesettingError(f"{name}: {objection.decode(errors='replace').strip()}")
    return pdf
