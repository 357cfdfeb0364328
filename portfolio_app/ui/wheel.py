"""The geometry of the skills picture: sectors, wedges and rings as SVG paths.

Pure arithmetic without Reflex, so that a view model can carry finished paths to the page. The circle's centre is the
origin, y grows downwards, angles are degrees clockwise from twelve o'clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, radians, sin
from typing import Final, NamedTuple

STEPS: Final = 4
INNER: Final = 34.0
"""Radius where the first ring begins."""
OUTER: Final = 160.0
"""Radius where the last ring ends."""
RING: Final = (OUTER - INNER) / STEPS
"""How wide a ring is."""
HATCH: Final = 9.0
"""How far apart the lines of a hatching lie."""
EVIDENCE: Final = OUTER + 5
"""Radius on which the marks for evidence lie."""
SECTOR_GAP: Final = 4.0
"""Degrees left free between two sectors."""
WEDGE_GAP: Final = 1.2
"""Degrees left free between two wedges of a sector."""


class WheelCapability(NamedTuple):
    """What one wedge shows.

    `step` is 0 (nothing said yet) to 4; `earlier` is the step at an earlier moment, `None` when there is none to show;
    `tooltip` says all of it in words (default: the label).
    """

    code: str
    label: str
    href: str
    step: int
    evidence: bool
    tooltip: str = ""
    earlier: int | None = None
    teacher: int = 0
    """The step a teacher said, 0 for nothing: a dot in its ring. `host`: hatching up to it."""
    host: int = 0


@dataclass(frozen=True)
class WheelWedge:
    """One capability, ready to be drawn: every path closed, "" where there is nothing to draw."""

    code: str
    theme: str
    label: str
    tooltip: str
    href: str
    step: int
    has_evidence: bool
    cell: str
    """The whole wedge: what can be pressed."""
    filled: str
    """From the centre up to the step."""
    mark_x: float
    mark_y: float
    """Where the mark for evidence lies."""
    voiced: bool
    voice_x: float
    voice_y: float
    """Where the dot of a teacher's voice lies, when it is `voiced`."""
    hatched: str
    """The hatching of a host's voice, "" for none."""
    start: float
    end: float
    """Degrees clockwise from twelve o'clock."""


@dataclass(frozen=True)
class WheelSector:
    """One theme: its code, its name for people, its wedges clockwise, and where its name stands."""

    theme: str
    label: str
    wedges: tuple[WheelWedge, ...]
    earlier: str
    """The outline over all wedges at the earlier moment, an open path; "" when there is none to show."""
    label_x: float
    label_y: float
    label_anchor: str
    """`start` or `end`, for `text-anchor`."""
    mark_x: float
    mark_y: float
    """Upper left corner of the theme's shape, 16 by 16."""
    start: float
    end: float


WheelTheme = tuple[str, str, Sequence[WheelCapability]]
"""A theme's code, its name in the reader's language, its capabilities."""


def radius_of(step: int) -> float:
    """The radius up to which a step fills its wedge; rings are equally wide.

    Raises `ValueError` for a step that is not 0 to 4.
    """
    if not 0 <= step <= STEPS:
        raise ValueError(f"A step is 0 to {STEPS}, not {step}.")
    return INNER + (OUTER - INNER) * step / STEPS


@lru_cache(maxsize=4_000)
def point(angle: float, radius: float) -> tuple[float, float]:
    """The place on a circle, rounded to a hundredth of a unit: finer than any screen."""
    return round(sin(radians(angle)) * radius, 2), round(-cos(radians(angle)) * radius, 2)


@cache  # a framework has a few dozen of them
def band(start: float, end: float, inner: float, outer: float) -> str:
    """The closed path of a ring's piece between two angles (less than 360 degrees apart) and two radii."""
    (ax, ay), (bx, by) = point(start, inner), point(start, outer)
    (cx, cy), (dx, dy) = point(end, outer), point(end, inner)
    out, back = _arc(start, end, outer, cx, cy, 1), _arc(start, end, inner, ax, ay, 0)
    return f"M{ax:g} {ay:g}L{bx:g} {by:g}{out}L{dx:g} {dy:g}{back}Z"


def _arc(start: float, end: float, radius: float, x: float, y: float, sweep: int) -> str:
    return f"A{radius:g} {radius:g} 0 {int(end - start > 180)} {sweep} {x:g} {y:g}"


def wheel_geometry(themes: Sequence[WheelTheme]) -> tuple[WheelSector, ...]:
    """Sectors and wedges for any number of themes and capabilities; a theme without capabilities keeps
    its sector, empty.

    Every theme has an equal sector, every capability an equal part of its theme's. The first sector begins at twelve
    o'clock. Raises `ValueError` for a step that is not 0 to 4.
    """
    width = 360 / max(len(themes), 1)
    sectors: list[WheelSector] = []
    for index, (code, name, capabilities) in enumerate(themes):
        start = index * width + SECTOR_GAP / 2
        end = (index + 1) * width - SECTOR_GAP / 2
        middle = (start + end) / 2
        right, low = sin(radians(middle)) > 0, cos(radians(middle)) < 0
        side = 1 if right else -1
        wedges = _wedges(code, capabilities, start, end)
        label_y = 190.0 if low else -178.0
        sectors.append(
            WheelSector(
                theme=code,
                label=name,
                wedges=wedges,
                earlier=_outline(wedges, capabilities),
                label_x=side * 176.0,
                label_y=label_y,
                label_anchor="end" if right else "start",
                mark_x=180.0 if right else -196.0,
                mark_y=label_y - 13.5,
                start=start,
                end=end,
            )
        )
    return tuple(sectors)


def _wedges(theme: str, capabilities: Sequence[WheelCapability], start: float, end: float) -> tuple[WheelWedge, ...]:
    wedges: list[WheelWedge] = []
    width = (end - start + WEDGE_GAP) / max(len(capabilities), 1)
    for index, item in enumerate(capabilities):
        left = start + index * width
        right = left + width - WEDGE_GAP
        mark_x, mark_y = point((left + right) / 2, EVIDENCE)
        voice_x, voice_y = point((left + right) / 2, radius_of(item.teacher) - RING / 2)
        wedges.append(
            WheelWedge(
                code=item.code,
                theme=theme,
                label=item.label,
                tooltip=item.tooltip or item.label,
                href=item.href,
                step=item.step,
                has_evidence=item.evidence,
                cell=band(left, right, INNER, OUTER),
                filled=_up_to(item.step, left, right),
                mark_x=mark_x,
                mark_y=mark_y,
                voiced=item.teacher > 0,
                voice_x=voice_x,
                voice_y=voice_y,
                hatched=_hatching(item.host, left, right),
                start=left,
                end=right,
            )
        )
    return tuple(wedges)


def _up_to(step: int, start: float, end: float) -> str:
    radius = radius_of(step)
    return band(start, end, INNER, radius) if step else ""


@lru_cache(maxsize=1_000)
def _hatching(step: int, start: float, end: float) -> str:
    """Slanting lines over a wedge up to a step, each from one edge to the other."""
    outer, lines = radius_of(step), []
    inner = INNER
    while step and inner < outer - 0.01:
        rise = min(inner + HATCH, outer)
        (ax, ay), (bx, by) = point(start + 0.6, inner), point(end - 0.6, rise)
        lines.append(f"M{ax:g} {ay:g}L{bx:g} {by:g}")
        inner += HATCH
    return "".join(lines)


def _outline(wedges: Sequence[WheelWedge], capabilities: Sequence[WheelCapability]) -> str:
    """One line over a sector's wedges, from the innermost circle and back to it."""
    if all(item.earlier is None for item in capabilities):
        return ""
    pieces: list[str] = []
    for wedge, item in zip(wedges, capabilities, strict=True):
        radius = radius_of(item.earlier or 0)
        (ax, ay), (bx, by) = point(wedge.start, radius), point(wedge.end, radius)
        pieces.append(f"L{ax:g} {ay:g}{_arc(wedge.start, wedge.end, radius, bx, by, 1)}")
    (first_x, first_y), (last_x, last_y) = point(wedges[0].start, INNER), point(wedges[-1].end, INNER)
    return f"M{first_x:g} {first_y:g}{''.join(pieces)}L{last_x:g} {last_y:g}"
