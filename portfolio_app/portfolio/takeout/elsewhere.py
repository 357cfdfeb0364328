"""What other programs give people to take along, read as a portfolio as far as it goes: JSON Resume here, LEAP2A
(Mahara) in `elsewhere_leap2a.py`.

Things get ids that follow from the file alone, so that bringing it twice changes nothing. What has no place here is
counted, for the report.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from portfolio_app.core.clock import now
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.portfolio.takeout.contents import FORMAT, VERSION

UNREADABLE = N_("This file cannot be read as a portfolio. Nothing was changed.")
PAPERS = N_("Files in it")
OTHERS = N_("Other things in it")
SKILLS = N_("Skills, languages and interests in it")

RESUME_KINDS: Mapping[str, tuple[EntryKind, str, str, str, str]] = {
    "work": (EntryKind.WORK, "position", "name", "startDate", "endDate"),
    "volunteer": (EntryKind.EXPERIENCE, "position", "organization", "startDate", "endDate"),
    "education": (EntryKind.QUALIFICATION, "area", "institution", "startDate", "endDate"),
    "projects": (EntryKind.PROJECT, "name", "entity", "startDate", "endDate"),
    "awards": (EntryKind.ACHIEVEMENT, "title", "awarder", "date", ""),
    "certificates": (EntryKind.QUALIFICATION, "name", "issuer", "date", ""),
}
"""Which lists of a resume become entries: of which kind, and where title, place, beginning and end stand."""

_DAY = re.compile(r"(19|20)\d{2}(-\d{2}(-\d{2})?)?")
Fields = dict[str, Any]


@dataclass
class Elsewhere:
    """What a file of another program holds: rows as `portfolio.json` has them, whose they are, and what stays out."""

    owner: str
    holds: dict[str, list[Fields]] = field(default_factory=dict[str, list[Fields]])
    out: Counter[str] = field(default_factory=Counter[str])
    """By what it is called (English msgids)."""
    _ids: set[str] = field(default_factory=set[str])
    members: dict[str, str] = field(default_factory=dict[str, str])
    """The name within its ZIP of each file, by the path that stands in its row."""

    @property
    def portfolio(self) -> Fields:
        """As if it had been taken out here."""
        owner = {"id": str(UUID(int=0)), "name": self.owner[:120]}
        return {"format": FORMAT, "version": VERSION, "owner": owner, "holds": self.holds}

    def key(self, kind: str, name: str) -> str:
        """The id of a thing that is known by `name` within its file."""
        return str(uuid5(NAMESPACE_URL, f"{kind} {self.owner} {name}"))

    def add(self, kind: str, name: str, row: Fields) -> str:
        """One more thing, known by `name` within its file; what is there already stays. Returns its id."""
        key = self.key(kind, name)
        if key not in self._ids:
            self._ids.add(key)
            self.holds.setdefault(kind, []).append({"id": key} | row)
        return key


def from_resume(data: bytes) -> Elsewhere:
    """A resume of JSON Resume 1.x. Raises `Invalid` for what is none."""
    try:
        whole: object = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise Invalid(UNREADABLE) from problem
    basics = _fields(_fields(whole).get("basics"))
    if not isinstance(whole, dict) or not (basics or any(name in whole for name in RESUME_KINDS)):
        raise Invalid(UNREADABLE)
    found = Elsewhere(plain_text(basics.get("name")))
    resume = _fields(cast(object, whole))
    for name, (kind, title, place, began, ended) in RESUME_KINDS.items():
        for one in _list(resume.get(name)):
            _entry(found, name, kind, one, (title, place, began, ended))
    if summary := plain_text(basics.get("summary")):
        words = {"words": cut(summary, 1000), "language": "", "made_at": now().isoformat()}
        found.add("about_me", summary, words)
    for name in ("skills", "languages", "interests"):
        found.out[SKILLS] += len(_list(resume.get(name)))
    for name in ("publications", "references"):
        found.out[OTHERS] += len(_list(resume.get(name)))
    return found


def _entry(found: Elsewhere, section: str, kind: EntryKind, one: Fields, names: tuple[str, str, str, str]) -> None:
    title, place, began, ended = (plain_text(one.get(name)) for name in names)
    if not (title or place):
        found.out[OTHERS] += 1
        return
    highlights = [plain_text(line) for line in cast(list[object], one.get("highlights") or [])]
    words = [plain_text(one.get(name)) for name in ("studyType", "summary", "description")]
    row = {
        "kind": kind.value,
        "title": cut(" ".join((title or place).split()), 160),
        "place": cut(" ".join(place.split()), 160) if title else "",
        "happened": cut("\n".join(filter(None, [*words, *(f"– {line}" for line in highlights if line)])), 8000),
        **_days(began, ended),
    }
    found.add("entries", f"{section} {json.dumps(one, sort_keys=True)}", row | stamps(found, now()))


def _days(began: str, ended: str) -> Fields:
    """As an entry has them: those that are none, or that end before they begin, are not said."""
    days = [day if _DAY.fullmatch(day) else "" for day in (began, ended)]
    known = min(len(days[0]), len(days[1]))
    return {"began": days[0], "ended": days[1] if days[0][:known] <= days[1][:known] else ""}


def stamps(found: Elsewhere, moment: datetime) -> Fields:
    at = moment.isoformat()
    return {"made_at": at, "changed_at": at, "position": len(found.holds.get("entries", []))}


def moment_of(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return now()
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _fields(value: object) -> Fields:
    return cast(Fields, value) if isinstance(value, dict) else {}


def _list(value: object) -> list[Fields]:
    return [_fields(one) for one in cast(list[object], value)] if isinstance(value, list) else []


def plain_text(value: object) -> str:
    """A text that can be kept: without what no database keeps."""
    text = value if isinstance(value, str) else ""
    return "".join(char for char in text if char >= " " or char in "\n\t").encode("utf-8", "ignore").decode().strip()


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
