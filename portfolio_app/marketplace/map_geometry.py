"""The geometry of the map: where places, rings of distance and names lie in the picture. Pure arithmetic.

The picture is 360 units wide, which is about the width of a phone, and as high as the places need. North is up; at the
size of a region a degree is taken as equally long all over it. Names that would lie on another or on a dot are left
out: each place is a link with its name, and stands in the list beneath.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from math import cos, hypot, log2, radians, sin

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

WIDE = 360.0
LOWEST, HIGHEST = 220.0, 440.0
EDGE = 26.0
"""What is left free around the outermost places."""
DEGREE = 111.2
"""Kilometres in a degree of latitude."""
LEAST_SPAN = 8.0
"""Kilometres that the picture shows at least from one edge to the other."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
RING_APART = 46.0
MOST_RINGS = 5
LETTER, LINE = 6.9, 14.0
"""How wide a letter, how high a line is, at most times."""
SMALLEST, LARGEST = 4.0, 11.0
MOST_PLACES = 60
MOST_BYTES = 17_500
"""What the places take when they are drawn, as estimated."""


@dataclass(frozen=True)
class Spot:
    """A place to be drawn: its name, how much there is, where it is, what it says aloud, where it leads."""

    name: str
    number: int
    point: Point
    said: str
    href: str
    chosen: bool = False


@dataclass(frozen=True)
class Dot:
    """A place as it is drawn. `label` is "" where its name has no room; it begins at (`label_x`, `label_y`), or ends
    there with `before`."""

    href: str = ""
    said: str = ""
    x: float = 0
    y: float = 0
    r: float = 0
    chosen: bool = False
    label: str = ""
    label_x: float = 0
    label_y: float = 0
    before: bool = False


@dataclass(frozen=True)
class Ring:
    """A distance from the middle, in kilometres, and where that is said; `label` is for whoever draws it to say."""

    r: float = 0
    kilometres: int = 0
    label: str = ""
    label_x: float = 0
    label_y: float = 0


@dataclass(frozen=True)
class Drawn:
    """All of the picture. Rings lie around (`x`, `y`), where `here` is drawn; there are none without a middle."""

    wide: int = 0
    high: int = 0
    here: bool = False
    x: float = 0
    y: float = 0
    here_x: float = 0
    here_y: float = 0
    rings: tuple[Ring, ...] = ()
    dots: tuple[Dot, ...] = ()


NOTHING = Drawn()


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def drawn(spots: Sequence[Spot], middle: Point | None, here: str = "") -> Drawn:
    """The picture of these places around a middle, which is called `here`."""
    shown = _fitting(spots)
    if not shown:
        return NOTHING
    points = [one.point for one in shown] + ([middle] if middle else [])
    frame = _Frame.around(points)
    at = {one.name: frame.place(one.point) for one in shown}
    most = max(one.number for one in shown)
    radii = {one.name: _radius(one.number, most) for one in shown}
    taken = [_around(at[one.name], radii[one.name]) for one in shown]
    x, y = frame.place(middle) if middle else (0.0, 0.0)
    here_x, here_y = x, y
    if middle:
        taken.append(_around((x, y), 7))
        if here:
            here_x, here_y = _room_for_here(here, (x, y), frame, taken)
    dots = tuple(_dot(one, at[one.name], radii[one.name], frame, taken) for one in shown)
    rings = tuple(_rings(frame, (x, y), taken)) if middle else ()
    return Drawn(
        wide=round(WIDE),
        high=round(frame.high),
        here=middle is not None,
        x=_r(x),
        y=_r(y),
        here_x=_r(here_x),
        here_y=_r(here_y),
        rings=rings,
        dots=dots,
    )


@dataclass(frozen=True)
class _Frame:
    """From degrees to units of the picture."""

    left: float
    top: float
    east: float
    """Units in a degree of longitude."""
    north: float
    """Units in a degree of latitude."""
    high: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> "_Frame":
        south, north = min(one[0] for one in points), max(one[0] for one in points)
        west, east = min(one[1] for one in points), max(one[1] for one in points)
        narrow = cos(radians((south + north) / 2))
        wide_km = max((east - west) * DEGREE * narrow, LEAST_SPAN)
        high_km = max((north - south) * DEGREE, LEAST_SPAN / 2)
        scale = min((WIDE - 2 * EDGE) / wide_km, (HIGHEST - 2 * EDGE) / high_km)
        high = min(max(high_km * scale + 2 * EDGE, LOWEST), HIGHEST)
        per_east, per_north = scale * DEGREE * narrow, scale * DEGREE
        left = (west + east) / 2 - WIDE / 2 / per_east
        top = (south + north) / 2 + high / 2 / per_north
        return cls(left, top, per_east, per_north, high)

    @property
    def kilometre(self) -> float:
        """Its units."""
        return self.north / DEGREE

    def place(self, point: Point) -> tuple[float, float]:
        return (point[1] - self.left) * self.east, (self.top - point[0]) * self.north

    def holds(self, box: _Box) -> bool:
        return box.left >= 2 and box.top >= 2 and box.right <= WIDE - 2 and box.bottom <= self.high - 2


def _fitting(spots: Sequence[Spot]) -> list[Spot]:
    """Those with most, as many as the picture holds; the chosen one in any case."""
    shown: list[Spot] = []
    size = 0
    for one in sorted(spots, key=lambda one: (not one.chosen, -one.number, one.name)):
        size += 170 + len(one.href) + one.href.count("&") * 4 + len(one.said.encode()) + len(one.name.encode())
        if len(shown) == MOST_PLACES or size > MOST_BYTES:
            break
        shown.append(one)
    return shown


def _radius(number: int, most: int) -> float:
    return _r(SMALLEST + (LARGEST - SMALLEST) * log2(1 + number) / log2(1 + most)) if most else SMALLEST


def _around(at: tuple[float, float], radius: float) -> _Box:
    return _Box(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)


def _rings(frame: _Frame, at: tuple[float, float], taken: list[_Box]) -> Iterable[Ring]:
    """Rings at round distances, not too near to each other, as far as a corner of the picture."""
    step = next((one for one in STEPS if one * frame.kilometre >= RING_APART), STEPS[-1])
    corner = max(hypot(at[0] - x, at[1] - y) for x in (0, WIDE) for y in (0, frame.high))
    for number in list(takewhile(lambda one: one * step * frame.kilometre < corner, count(1)))[:MOST_RINGS]:
        radius = number * step * frame.kilometre
        words = LETTER * len(f"{number * step} km")
        for turn in range(0, 360, 15):
            x, y = at[0] + radius * sin(radians(turn)), at[1] - radius * cos(radians(turn))
            box = _Box(x - words / 2, y - LINE / 2, x + words / 2, y + LINE / 2)
            if frame.holds(box) and not any(box.meets(one) for one in taken):
                taken.append(box)
                yield Ring(_r(radius), number * step, "", _r(x), _r(y + 4))
                break
        else:
            yield Ring(_r(radius), number * step)


def _room_for_here(words: str, at: tuple[float, float], frame: _Frame, taken: list[_Box]) -> tuple[float, float]:
    """Where the name of the middle stands, its own middle: above or below it."""
    half = LETTER * len(words) / 2
    x = min(max(at[0], half + 4), WIDE - half - 4)
    places = [(x, at[1] - 12), (x, at[1] + 20), (x, at[1] - 26), (x, at[1] + 34)]
    boxes = [_Box(x - half, y - LINE + 3, x + half, y + 3) for x, y in places]
    for place, box in zip(places, boxes, strict=True):
        if frame.holds(box) and not any(box.meets(one) for one in taken):
            taken.append(box)
            return place
    taken.append(boxes[0])
    return places[0]


def _dot(one: Spot, at: tuple[float, float], radius: float, frame: _Frame, taken: list[_Box]) -> Dot:
    label = f"{one.name} {one.number}"
    long = LETTER * len(label)
    x, y = at
    own = _around(at, radius)
    others = [box for box in taken if box != own]
    for left, middle, before in _beside(x, y, radius, long):
        box = _Box(left, middle - LINE / 2, left + long, middle + LINE / 2)
        if frame.holds(box) and not any(box.meets(each) for each in others):
            taken.append(box)
            begins = left + long if before else left
            return Dot(one.href, one.said, _r(x), _r(y), radius, one.chosen, label, _r(begins), _r(middle + 4), before)
    return Dot(one.href, one.said, _r(x), _r(y), radius, one.chosen)


def _r(value: float) -> float:
    return round(value, 1)


def _beside(x: float, y: float, radius: float, long: float) -> Iterable[tuple[float, float, bool]]:
    """Where a name of that length may stand: where it begins, the middle of its line, whether it ends at the dot."""
    for off in (0.0, -5.0, 5.0, -9.0, 9.0):
        yield x + radius + 3, y + off, False
        yield x - radius - 3 - long, y + off, True
    for part in (0.5, 0.3, 0.7, 0.1, 0.9):
        for line in (-(radius + LINE / 2 + 1), radius + LINE / 2 + 1):
            yield x - part * long, y + line, False
