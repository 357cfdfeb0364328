"""What was measured, beside what was asked for."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

HEAD = "| | median | range | goal | met |\n| --- | --- | --- | --- | --- |"


@dataclass(frozen=True)
class Figure:
    """One thing measured once or several times. `goal` is the most it may be (with `least`, the least)."""

    part: str
    what: str
    unit: str
    values: tuple[float, ...]
    goal: float | None = None
    least: bool = False

    @property
    def median(self) -> float:
        """The value in the middle, which the goal is held against."""
        return statistics.median(self.values)

    @property
    def met(self) -> bool:
        """Whether the goal is met, or there is none."""
        if self.goal is None:
            return True
        return self.median >= self.goal if self.least else self.median <= self.goal

    def row(self) -> str:
        """A row of the table."""
        low, high = min(self.values), max(self.values)
        spread = f"{_spelt(low)}–{_spelt(high)}" if len(self.values) > 1 else ""
        goal = "" if self.goal is None else f"{'≥' if self.least else '≤'} {_spelt(self.goal)} {self.unit}"
        met = "" if self.goal is None else "yes" if self.met else "**no**"
        return f"| {self.what} | {_spelt(self.median)} {self.unit} | {spread} | {goal} | {met} |".replace("  ", " ")

    def kept(self) -> dict[str, Any]:
        """As it stands in the JSON file."""
        return {**asdict(self), "median": self.median, "met": self.met}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least `share` (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(figures: Iterable[Figure]) -> str:
    """Markdown, a heading and a table for each part."""
    parts: dict[str, list[str]] = {}
    for figure in figures:
        parts.setdefault(figure.part, []).append(figure.row())
    return "\n\n".join(f"### {part}\n\n{HEAD}\n" + "\n".join(rows) for part, rows in parts.items())


def _spelt(value: float) -> str:
    if value and abs(value) < 10:
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{value:.0f}"
