"""A module's files taken apart into what a teacher changes one at a time, and put together again: nothing else of them
changes by a character."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import yaml

from portfolio_app.learning.markdown import read_markdown
from portfolio_app.learning.module_format import Activity, ModuleFile
from portfolio_app.learning.module_text import TEACHER

HEAD = "summary"
"""The part that is the title and what stands under it."""

_TITLE = re.compile(r"[#\s]*(.*?)\s*(?:\{#[a-z0-9.-]+\})?\s*#*\s*")
_FROM_ONE_TO_TWO = 2


@dataclass(frozen=True)
class Part:
    """A part of a text: a second-level heading with all beneath it, or the title with the summary. `line` is that of
    its heading in the file, from 1; `body` begins `offset` lines after it."""

    code: str
    title: str
    body: str
    line: int = 1
    offset: int = 1

    @property
    def text(self) -> str:
        """As it stands in a file, with an empty line at its end."""
        heading = f"# {self.title}" if self.code == HEAD else f"## {self.title} {{#{self.code}}}"
        return f"{heading}\n\n{self.body.strip()}\n\n" if self.body.strip() else f"{heading}\n\n"


def source_of(content: bytes) -> str:
    """The text in a file of a module, with its line breaks as they are kept here."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def taken_apart(source: str) -> tuple[Part, ...]:
    """The parts of a text, in their order. What stands before the title belongs to it."""
    lines = source.split("\n")
    heads = [one for one in read_markdown("", source, lambda _path: None).headings if one.level <= _FROM_ONE_TO_TWO]
    found: list[Part] = []
    for place, head in enumerate(heads):
        end = heads[place + 1].line - 1 if place + 1 < len(heads) else len(lines)
        beneath = lines[head.line : end]
        if beneath and re.fullmatch(r"\s*(=+|-+)\s*", beneath[0]) and not lines[head.line - 1].lstrip().startswith("#"):
            beneath = beneath[1:]  # a heading that is underlined
        body = "\n".join(beneath)
        empty = len(body) - len(body.lstrip("\n"))
        code = HEAD if head.level == 1 else head.code
        found.append(Part(code, _title(lines[head.line - 1]), body.strip("\n"), head.line, 1 + empty))
    return tuple(found)


def _title(line: str) -> str:
    """The words of a heading as they were typed, with their marks."""
    said = _TITLE.fullmatch(line)
    return said.group(1) if said else line.strip("# ")


def put_together(parts: Iterable[Part]) -> str:
    """A text of these parts."""
    return "".join(one.text for one in parts).rstrip("\n") + "\n"


def part_of(source: str, code: str) -> Part | None:
    """The part with that code."""
    return next((one for one in taken_apart(source) if one.code == code), None)


def with_part(source: str, part: Part) -> str:
    """The text with this part in place of the one with its code; the others stay as they are, to the character."""
    former = part_of(source, part.code)
    if former is None:
        return source
    lines = source.split("\n")
    later = [one.line for one in taken_apart(source) if one.line > former.line]
    after = lines[later[0] - 1 :] if later else []
    before = "".join(f"{line}\n" for line in lines[: former.line - 1])
    rest = "\n".join(after)
    return before + (part.text + rest if later else part.text.rstrip("\n") + "\n")


def without(source: str, codes: Iterable[str]) -> str:
    """The text without these activities: their parts, and what the teacher reads about them."""
    gone = set(codes)
    notes = {f"{TEACHER}.{code}" for code in gone}
    parts = [one for one in taken_apart(source) if one.code not in gone]
    return put_together(
        replace(one, body=_without_notes(one.body, notes)) if one.code == TEACHER else one for one in parts
    )


def _without_notes(body: str, notes: Iterable[str]) -> str:
    kept: list[str] = []
    for code, lines in _third_level(body):
        if code not in set(notes):
            kept += lines
    return "\n".join(kept)


def _third_level(body: str) -> list[tuple[str, list[str]]]:
    """What stands beneath each third-level heading of a part, with its heading; what comes first has the code ""."""
    lines = body.split("\n")
    heads = [one for one in read_markdown("", body, lambda _path: None).headings if one.level == 3]
    starts = [one.line - 1 for one in heads]
    found = [("", lines[: starts[0] if starts else len(lines)])]
    for head, start, end in zip(heads, starts, [*starts[1:], len(lines)], strict=False):
        found.append((head.code, lines[start:end]))
    return found


def with_activity(source: str, part: Part, notes: str) -> str:
    """The text with one more activity after the last one, and with notes on it for the teacher, where there are any to
    be (easy language has none)."""
    parts = list(taken_apart(source))
    at = next((place for place, one in enumerate(parts) if one.code == TEACHER), len(parts))
    parts.insert(at, part)
    said = f"### {part.title} {{#{TEACHER}.{part.code}}}\n\n{notes.strip()}"
    return put_together(
        replace(one, body=f"{one.body.strip()}\n\n{said}") if one.code == TEACHER else one for one in parts
    )


def in_order(source: str, codes: Sequence[str]) -> str:
    """The text with its activities in that order; everything else stays where it is."""
    parts = taken_apart(source)
    places = {code: place for place, code in enumerate(codes)}
    activities = iter(sorted((one for one in parts if one.code in places), key=lambda one: places[one.code]))
    return put_together(next(activities) if one.code in places else one for one in parts)


def written_activity(activity: Activity) -> dict[str, Any]:
    """What `module.yaml` says of an activity, as plain data."""
    return activity.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def yaml_written(said: Mapping[str, Any]) -> str:
    """A `module.yaml` that says this. Comments that somebody wrote into the former one are not kept."""
    head = {name: value for name, value in said.items() if name != "activities"}
    lines = ["  - " + _dumped(one, default_flow_style=True, width=4000).strip() for one in said["activities"]]
    return _dumped(head, default_flow_style=None, width=100) + "activities:\n" + "\n".join(lines) + "\n"


def _dumped(value: object, **how: Any) -> str:
    return cast(str, yaml.safe_dump(value, sort_keys=False, allow_unicode=True, **how))


def reshaped(about: ModuleFile, activities: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What `module.yaml` says with these activities, as data that is still to be checked. Meetings keep their lengths
    as far as they can: a new activity is in the last one."""
    said = about.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    said["activities"] = list(activities)
    if about.minutes is not None:
        said["minutes"] = sum(int(one["minutes"]) for one in activities)
    if about.meetings:
        said["meetings"] = _meetings(about.meetings, [str(one["code"]) for one in activities])
    return said


def _meetings(meetings: Sequence[Sequence[str]], codes: Sequence[str]) -> list[list[str]]:
    of = {code: number for number, meeting in enumerate(meetings) for code in meeting}
    lengths = [sum(of.get(code) == number for code in codes) for number in range(len(meetings))]
    lengths[-1] += sum(code not in of for code in codes)
    waiting = iter(codes)
    found = [[next(waiting) for _ in range(length)] for length in lengths]
    return [one for one in found if one]
