"""A portfolio as `portfolio.json` has it, with what readers of it ask for: made for people, and for other forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portfolio_app.core.languages import _

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Portfolio:
    """What `contents.gather` made, to be read."""

    whole: Fields

    @property
    def name(self) -> str:
        """Whose it is."""
        return str(self.whole["owner"]["name"])

    @property
    def made_at(self) -> str:
        """When it was made, in ISO 8601."""
        return str(self.whole["made_at"])

    def rows(self, kind: str) -> Sequence[Fields]:
        """The rows of one kind, the oldest first."""
        return self.whole["holds"].get(kind, [])

    @cached_property
    def entries(self) -> Sequence[Fields]:
        """The entries, in their owner's order."""
        return sorted(self.rows("entries"), key=lambda row: int(row["position"]))

    @property
    def about_me(self) -> str:
        """The lines that hold now."""
        return str(self.rows("about_me")[-1]["words"]) if self.rows("about_me") else ""

    @property
    def pathways(self) -> Sequence[str]:
        """The codes of pathways that were kept."""
        return [str(row["pathway"]) for row in self.rows("kept_pathways")]

    @property
    def voices(self) -> Sequence[Fields]:
        """What others said, but for what its owner hid and for "I have not seen this"."""
        return [row for row in self.rows("voices") if not row["hidden_at"] and row["step"]]

    @property
    def assessments_now(self) -> Sequence[Fields]:
        """What was said last about each skill."""
        latest = {(row["framework"], row["capability"]): row for row in self.rows("assessments")}
        return [row for _key, row in sorted(latest.items())]

    @cached_property
    def _evidence(self) -> Mapping[str, Fields]:
        return {row["id"]: row for row in self.rows("evidence")}

    @cached_property
    def _files(self) -> Mapping[str, Fields]:
        return {row["id"]: row for row in self.rows("files")}

    @cached_property
    def _in_entries(self) -> Mapping[str, Sequence[Fields]]:
        return self._by("entry_evidence", "entry_id")

    @cached_property
    def _skills_of(self) -> Mapping[str, Sequence[Fields]]:
        return self._by("entry_capabilities", "entry_id") | self._by("evidence_capabilities", "evidence_id")

    def _by(self, kind: str, key: str) -> dict[str, list[Fields]]:
        grouped: dict[str, list[Fields]] = {}
        for row in self.rows(kind):
            grouped.setdefault(str(row[key]), []).append(row)
        return grouped

    def evidence_of(self, entry_id: str) -> Sequence[Fields]:
        """The evidence in an entry, in order."""
        placed = sorted(self._in_entries.get(entry_id, ()), key=lambda row: int(row["position"]))
        return [self._evidence[row["evidence_id"]] for row in placed]

    def skills_of(self, thing_id: str) -> Sequence[Fields]:
        """The skills an entry or a piece of evidence shows, each with its framework."""
        return self._skills_of.get(thing_id, [])

    def file_of(self, evidence: Fields) -> Fields | None:
        """The file of a piece of evidence, if it has one."""
        return self._files.get(evidence["media_id"] or "")

    @cached_property
    def _frameworks(self) -> Mapping[str, Fields]:
        return {one["code"]: one for one in self.whole["frameworks"]}

    def _words(self, row: Fields) -> Fields:
        return self._frameworks.get(row["framework"], {}).get("capabilities", {}).get(row["capability"], {})

    def skill(self, row: Fields) -> str:
        """What the skill of a row is called; its code where nobody knows."""
        return str(self._words(row).get("name", row["capability"]))

    def answer(self, row: Fields) -> str:
        """What was answered about it, in words: a step of the scale, or where on a dial."""
        if not row["on_dial"]:
            steps: Fields = self._frameworks.get(row["framework"], {}).get("steps", {})
            return str(steps.get(str(row["step"]), row["step"]))
        words = self._words(row)
        between = {"first": words.get("first", ""), "second": words.get("second", ""), "at": row["step"]}
        return _("{at} of 5 between “{first}” and “{second}”").format(**between)
