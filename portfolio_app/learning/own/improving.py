"""What has become of the original of a copy: its files as they were, as they are, and the school's own, piece by piece.

A piece is a part of a text (a second-level heading with what is beneath it; notes and material by their third-level
headings), `module.yaml` as a whole, or any other file. What the school has not changed can be taken as it is now; what
it has changed stays unless somebody takes the new one. Untouched pieces keep every character.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from portfolio_app.core.strict_yaml import read_yaml
from portfolio_app.learning.markdown import read_markdown
from portfolio_app.learning.module_format import ModuleFile
from portfolio_app.learning.module_text import MATERIAL, TEACHER
from portfolio_app.learning.own.parts import HEAD, source_of, yaml_written
from portfolio_app.learning.reading import ABOUT, Files, Module

PREAMBLE = ""
"""The code of what stands before the first heading of a text."""
MOST_LINES = 120
"""Lines of a piece whose difference is shown; beyond these it is told how many more there are."""
ALIKE = 0.5
"""Which part of two lines must be the same for them to be shown word by word, from 0 to 1; else one is shown in place
of the other."""
MOST_LINES_SOUGHT = 400
"""Lines of a piece up to which the same ones are looked for, wherever they went; in longer ones only those that stand
first and last count as the same."""
MOST_PAIRS = 1_000_000
"""Pairs of words of a piece that are held against each other; lines beyond are shown whole, as gone and as new."""
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A piece of a text: its code (`teacher.a-payslip` for a note on an activity) and its lines as they are."""

    code: str
    text: str


@dataclass(frozen=True)
class Change:
    """A piece that the original has changed. `then` and `now` are its texts ("" where there was or is none), `ours` the
    school's; `by_us` says that the school has changed it too."""

    path: str
    code: str
    then: str
    now: str
    ours: str
    by_us: bool


@dataclass(frozen=True)
class Words:
    """Some words of a line: the same, new ("new") or gone ("gone")."""

    text: str
    how: str = ""


def pieces_of(source: str) -> tuple[Piece, ...]:
    """The pieces of a text, in their order; put one behind the other they are the text."""
    lines = _LINES.findall(source)
    starts: list[tuple[int, str]] = [(0, PREAMBLE)]
    within = ""
    for head in read_markdown("", source, lambda _path: None).headings:
        if head.level == 1:
            starts.append((head.line - 1, HEAD))
        elif head.level == 2:
            within = head.code
            starts.append((head.line - 1, head.code))
        elif head.level == 3 and within in (TEACHER, MATERIAL) and head.code:
            starts.append((head.line - 1, head.code))
    ends = [start for start, _code in starts[1:]] + [len(lines)]
    found = [
        Piece(code, "".join(lines[start:end])) for (start, code), end in zip(starts, ends, strict=True) if end > start
    ]
    return tuple(found)


def changes_of(then: Files, now: Files, ours: Files) -> tuple[Change, ...]:
    """What is different between `then` and `now`, and not the same in `ours` already: `module.yaml` first."""
    found: list[Change] = []
    for path in sorted({*then, *now}, key=lambda one: (one != ABOUT, one)):
        if then.get(path) == now.get(path) or ours.get(path) == now.get(path):
            continue
        if path.endswith(".md"):
            found += _of_text(path, then, now, ours)
        else:
            found.append(_of_file(path, then, now, ours))
    return tuple(found)


def _of_file(path: str, then: Files, now: Files, ours: Files) -> Change:
    texts = [source_of(files[path]) if path in files and path == ABOUT else "" for files in (then, now, ours)]
    return Change(path, PREAMBLE, *texts, by_us=ours.get(path) != then.get(path))


def _of_text(path: str, then: Files, now: Files, ours: Files) -> list[Change]:
    was, is_, own = (
        {one.code: one.text for one in pieces_of(source_of(files[path]))} if path in files else {}
        for files in (then, now, ours)
    )
    found: list[Change] = []
    for code in dict.fromkeys((*is_, *was)):
        before, after, mine = (texts.get(code, "") for texts in (was, is_, own))
        if _same(before, after) or _same(mine, after):
            continue
        found.append(Change(path, code, before, after, mine, by_us=not _same(mine, before)))
    return found


def _same(one: str, other: str) -> bool:
    """Whether two pieces say the same: empty lines around them do not count."""
    return one.strip() == other.strip()


def taken(then: Files, now: Files, ours: Files) -> Files:
    """The school's files with all that the original has improved and the school has not changed."""
    found = dict(ours)
    for path in {*then, *now}:
        if then.get(path) == now.get(path):
            continue  # whatever the school has there stays, to the byte
        if ours.get(path) == then.get(path):
            _put(found, path, now.get(path))
        elif path.endswith(".md") and path in ours and path in now:
            found[path] = _text_taken(then.get(path, b""), now[path], ours[path])
    if now[ABOUT] != then[ABOUT] != ours[ABOUT]:
        found[ABOUT] = _about_taken(then[ABOUT], now[ABOUT], ours[ABOUT])
    return found


def _put(files: dict[str, bytes], path: str, content: bytes | None) -> None:
    if content is None:
        files.pop(path, None)
    else:
        files[path] = content


def _text_taken(then: bytes, now: bytes, ours: bytes) -> bytes:
    was = {one.code: one.text for one in pieces_of(source_of(then))}
    is_ = {one.code: one.text for one in pieces_of(source_of(now))}
    own = pieces_of(source_of(ours))
    mine = {one.code: one.text for one in own}
    kept: list[Piece] = []
    for code, text in is_.items():
        if code not in mine and code in was:
            continue  # we took it out
        new = code not in mine or _same(mine[code], was.get(code, ""))
        kept.append(Piece(code, text if new else mine[code]))
    for place, one in enumerate(own):
        if one.code in is_ or (one.code in was and _same(one.text, was[one.code])):
            continue  # there already, or taken out of the original and never changed here
        kept.insert(_place(kept, [before.code for before in own[:place]]), one)
    return _joined(kept)


def _place(kept: Sequence[Piece], before: Sequence[str]) -> int:
    """Where a piece of ours goes: behind the nearest one that stood before it."""
    codes = [one.code for one in kept]
    for code in reversed(before):
        if code in codes:
            return codes.index(code) + 1
    return 0


def _joined(pieces: Iterable[Piece]) -> bytes:
    """The pieces as a text: each begins on a line of its own, after an empty one."""
    text = ""
    for one in pieces:
        if text and not text.endswith("\n\n"):
            text = text.rstrip("\n") + "\n\n"
        text += one.text
    return text.encode()


def piece_taken(now: Files, ours: Files, path: str, code: str) -> Files:
    """The school's files with that piece as the original has it now, whatever the school had there."""
    found = dict(ours)
    if not path.endswith(".md") or path not in ours or path not in now:
        _put(found, path, now.get(path))
        return found
    is_ = pieces_of(source_of(now[path]))
    new = next((one for one in is_ if one.code == code), None)
    kept = list(pieces_of(source_of(ours[path])))
    at = next((place for place, one in enumerate(kept) if one.code == code), None)
    if new is None:
        kept = [one for one in kept if one.code != code]
    elif at is None:
        codes = [one.code for one in is_]
        kept.insert(_place(kept, codes[: codes.index(code)]), new)
    else:
        kept[at] = new
    found[path] = _joined(kept)
    return found


def _about_taken(then: bytes, now: bytes, ours: bytes) -> bytes:
    """`module.yaml`, setting by setting and activity by activity."""
    was, is_, own = (_said(content) for content in (then, now, ours))
    merged: dict[str, Any] = {
        name: is_.get(name) if own.get(name) == was.get(name) else own.get(name) for name in dict.fromkeys((*is_, *own))
    }
    before, after, mine = ({str(one["code"]): one for one in said.get("activities", [])} for said in (was, is_, own))
    kept: list[dict[str, Any]] = []
    for code, one in after.items():
        if code not in mine and code in before:
            continue
        kept.append(one if code not in mine or mine[code] == before.get(code) else mine[code])
    order = list(mine)
    for place, (code, one) in enumerate(mine.items()):
        if code in after or (code in before and one == before[code]):
            continue
        behind = [str(known["code"]) for known in kept]
        at = next((behind.index(left) + 1 for left in reversed(order[:place]) if left in behind), 0)
        kept.insert(at, one)
    merged["activities"] = kept
    codes = {str(one["code"]) for one in kept}
    if merged.get("minutes") is not None:
        merged["minutes"] = sum(int(one["minutes"]) for one in kept)
    if meetings := merged.get("meetings"):
        merged["meetings"] = _meetings(meetings, [str(one["code"]) for one in kept])
    if handouts := merged.get("handouts"):
        worn = {name: [code for code in of if code in codes] for name, of in handouts.items()}
        merged["handouts"] = {name: of for name, of in worn.items() if of}
    said = {name: value for name, value in merged.items() if value is not None}
    return now if said == is_ else yaml_written(said).encode()


def _meetings(meetings: Sequence[Sequence[str]], codes: Sequence[str]) -> list[list[str]]:
    """The meetings with each of `codes` once, in their order: one that is in none goes where the one before it is."""
    of = {code: number for number, meeting in enumerate(meetings) for code in meeting}
    found: list[list[str]] = [[] for _meeting in meetings]
    last = 0
    for code in codes:
        last = max(last, of.get(code, last))
        found[last].append(code)
    return [one for one in found if one]


def _said(content: bytes) -> dict[str, Any]:
    """What a sound `module.yaml` says, as plain data."""
    return about_of(content).model_dump(mode="json", by_alias=True, exclude_defaults=True)


def about_of(content: bytes) -> ModuleFile:
    """A `module.yaml` that is known to be sound."""
    return ModuleFile.model_validate(read_yaml(source_of(content)).data)


def lines_of(then: str, now: str) -> tuple[tuple[Words, ...], ...]:
    """The lines that differ, and one around each, word by word; an empty tuple of words stands for lines left out."""
    before, after = then.strip().splitlines(), now.strip().splitlines()
    found: list[tuple[Words, ...]] = []
    pairs = MOST_PAIRS
    for tag, i, j, k, m in _steps(before, after):
        if tag == "equal":
            _around(found, after[k:m], first=k == 0, last=m == len(after))
        elif tag == "replace" and j - i == m - k:
            for was, is_ in zip(before[i:j], after[k:m], strict=True):
                pairs -= len(_WORDS.findall(was)) * len(_WORDS.findall(is_))
                found.append(_compared(was, is_) if pairs >= 0 else (Words(was, "gone"), Words(is_, "new")))
        else:
            found += [(Words(line, "gone"),) for line in before[i:j] if line.strip()]
            found += [(Words(line, "new"),) for line in after[k:m] if line.strip()]
    return tuple(found)


def _steps(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """What makes `after` of `before`, as `SequenceMatcher` tells it."""
    if max(len(before), len(after)) <= MOST_LINES_SOUGHT:
        return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    ends = len(before) - tail, len(after) - tail
    steps = (
        ("equal", 0, head, 0, head),
        ("replace", head, ends[0], head, ends[1]),
        ("equal", ends[0], len(before), ends[1], len(after)),
    )
    return [one for one in steps if one[1] < one[2] or one[3] < one[4]]


def _around(found: list[tuple[Words, ...]], same: Sequence[str], *, first: bool, last: bool) -> None:
    lines = [line for line in same if line.strip()]
    if not first and lines:
        found.append((Words(lines.pop(0)),))
    if not last and lines:
        if len(lines) > 1:
            found.append(())
        found.append((Words(lines[-1]),))


def _compared(before: str, after: str) -> tuple[Words, ...]:
    """One line in place of another, word by word."""
    was, is_ = _WORDS.findall(before), _WORDS.findall(after)
    compared = SequenceMatcher(None, was, is_, autojunk=False)
    said = sum(size for at, _there, size in compared.get_matching_blocks() if size > 1 or was[at : at + 1] != [" "])
    if 2 * said < ALIKE * (len(was) + len(is_)):
        return Words(before, "gone"), Words(after, "new")
    found: list[Words] = []
    for tag, i, j, k, m in compared.get_opcodes():
        if tag == "equal":
            found.append(Words("".join(was[i:j])))
            continue
        if i < j:
            found.append(Words("".join(was[i:j]), "gone"))
        if k < m:
            found.append(Words("".join(is_[k:m]), "new"))
    return tuple(found)


def activities_changed(then: Module, now: Module) -> tuple[list[str], list[str], list[tuple[str, int, int]]]:
    """Codes of activities that came, that went, and whose minutes are others (code, minutes then, minutes now)."""
    was: Mapping[str, int] = {one.code: one.minutes for one in then.about.activities}
    is_ = {one.code: one.minutes for one in now.about.activities}
    others = [(code, was[code], minutes) for code, minutes in is_.items() if code in was and was[code] != minutes]
    return [code for code in is_ if code not in was], [code for code in was if code not in is_], others
