"""The picture of a credential, drawn here: a trail to a flag in a ring, with the shape and colour of a skill's theme.

It says nothing that has to be read: what a badge means stands in the credential inside it.
"""

import io
import math
from functools import lru_cache

from PIL import Image, ImageDraw

from portfolio_app.portfolio.document import COLOURS

SIZE = 512
_FINER = 3  # drawn larger and made smaller, for smooth edges
_PAPER, _INK, _ACCENT = "#FBFAF7", "#1C2430", "#1F5FA8"
_TRAIL = ((0.30, 0.74), (0.46, 0.69), (0.60, 0.62), (0.50, 0.53), (0.41, 0.46), (0.52, 0.39), (0.62, 0.33))


@lru_cache(maxsize=8)
def badge_png(look: str) -> bytes:
    """The picture as PNG, for a theme's look; "" for what belongs to no theme."""
    side = SIZE * _FINER
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    colour = COLOURS.get(look, _ACCENT)
    _disc(draw, side, 0.49, colour)
    _disc(draw, side, 0.43, _PAPER)
    _trail(draw, side, colour)
    _flag(draw, side, _INK)
    _shape(draw, side, look, colour)
    out = io.BytesIO()
    image.thumbnail((SIZE, SIZE), Image.Resampling.LANCZOS)
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _disc(draw: ImageDraw.ImageDraw, side: int, radius: float, colour: str) -> None:
    near, far = side * (0.5 - radius), side * (0.5 + radius)
    draw.ellipse((near, near, far, far), fill=colour)


def _trail(draw: ImageDraw.ImageDraw, side: int, colour: str) -> None:
    """A curve through the points, drawn as many small discs that grow thinner with the distance."""
    steps = 400
    for step in range(steps + 1):
        along = step / steps
        x, y = _along(along)
        radius = side * (0.034 - 0.016 * along)
        draw.ellipse((x * side - radius, y * side - radius, x * side + radius, y * side + radius), fill=colour)


def _along(part: float) -> tuple[float, float]:
    """A point of the trail, `part` of the way along it: a Catmull-Rom curve."""
    points = (_TRAIL[0], *_TRAIL, _TRAIL[-1])
    place = min(part * (len(_TRAIL) - 1), len(_TRAIL) - 1.001)
    index, t = int(place), place - int(place)
    four = points[index : index + 4]

    def of(axis: int) -> float:
        a, b, c, d = (point[axis] for point in four)
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return of(0), of(1)


def _flag(draw: ImageDraw.ImageDraw, side: int, colour: str) -> None:
    x, foot, top = 0.62 * side, 0.335 * side, 0.155 * side
    thick = 0.009 * side
    draw.rectangle((x - thick, top, x + thick, foot), fill=colour)
    draw.polygon(((x, top), (x + 0.135 * side, top + 0.045 * side), (x, top + 0.09 * side)), fill=colour)


def _shape(draw: ImageDraw.ImageDraw, side: int, look: str, colour: str) -> None:
    """The theme's shape at the beginning of the trail; for none, the first stone of it."""
    x, y, r = 0.30 * side, 0.74 * side, 0.062 * side
    corners = {"strengths": 3, "horizons": 4, "networks": 4}.get(look, 0)
    if not corners:
        draw.ellipse((x - r, y - r, x + r, y + r), fill=colour, outline=_PAPER, width=int(0.012 * side))
        return
    turn = math.pi / 4 if look == "networks" else 0.0
    far = r * 1.3
    around = [
        (x + far * math.sin(turn + 2 * math.pi * n / corners), y - far * math.cos(turn + 2 * math.pi * n / corners))
        for n in range(corners)
    ]
    draw.polygon(around, fill=colour, outline=_PAPER, width=int(0.012 * side))
