"""A small drawing board for the demo's photos: flat shapes, then light, grain and a hand that was not quite still."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1200  # pixels of a finished photo
_FINER = 2  # shapes are drawn this much larger and made smaller, so that their edges are smooth
_TILT = 2.2  # degrees either way

Colour = tuple[int, int, int]
Point = tuple[float, float]


def colour(code: str) -> Colour:
    """The colour of "7A3B8F"."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: `share` of the other."""
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(colour(one), colour(other), strict=True))


class Canvas:
    """A picture being drawn, in finished pixels from the upper left."""

    def __init__(self, upper: str, lower: str) -> None:
        shade = Image.new("RGB", (1, 2))
        shade.putdata([colour(upper), colour(lower)])
        size = (WIDTH * _FINER, HEIGHT * _FINER)
        self._picture = shade.resize((8, 300), Image.Resampling.BILINEAR).resize(size, Image.Resampling.NEAREST)
        self._pen = ImageDraw.Draw(self._picture)

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str, *, round_by: float = 0) -> None:
        """A rectangle, its corners rounded by so many pixels."""
        box = [side * _FINER for side in (x, y, x + width, y + height)]
        self._pen.rounded_rectangle(box, round_by * _FINER, colour(fill))

    def circle(self, x: float, y: float, radius: float, fill: str, *, flat: float = 1) -> None:
        """A circle around x, y, or an ellipse `flat` times as high as wide."""
        box = [x - radius, y - radius * flat, x + radius, y + radius * flat]
        self._pen.ellipse([side * _FINER for side in box], colour(fill))

    def ring(self, x: float, y: float, radius: float, fill: str, width: float) -> None:
        """A circle's line, `width` thick."""
        box = [side * _FINER for side in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(box, outline=colour(fill), width=round(width * _FINER))

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A polygon."""
        self._pen.polygon([(x * _FINER, y * _FINER) for x, y in points], colour(fill))

    def line(self, points: Sequence[Point], fill: str, width: float) -> None:
        """A line with round ends and corners."""
        scaled = [(x * _FINER, y * _FINER) for x, y in points]
        self._pen.line(scaled, colour(fill), round(width * _FINER), joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            half = width * _FINER / 2
            self._pen.ellipse([x - half, y - half, x + half, y + half], colour(fill))

    def leaf(self, x: float, y: float, length: float, angle: float, fill: str) -> None:
        """A leaf that begins at x, y and points to `angle` (degrees, 0 to the right, 90 up)."""
        turn = math.radians(angle)
        along, across = (math.cos(turn), -math.sin(turn)), (math.sin(turn), math.cos(turn))
        outline: list[Point] = []
        for side in (1, -1):
            steps = range(0, 11) if side == 1 else range(10, -1, -1)
            for step in steps:
                far = step / 10
                wide = side * length * 0.22 * math.sin(math.pi * far)
                outline.append(
                    (x + along[0] * length * far + across[0] * wide, y + along[1] * length * far + across[1] * wide)
                )
        self.shape(outline, fill)

    def beam(self, x: float, y: float, left: float, right: float, floor: float, fill: str) -> None:
        """A soft beam of light from x, y to the floor."""
        mask = Image.new("L", (WIDTH // 4, HEIGHT // 4))
        ImageDraw.Draw(mask).polygon([(p / 4, q / 4) for p, q in ((x, y), (left, floor), (right, floor))], 120)
        mask = mask.filter(ImageFilter.GaussianBlur(7)).resize(self._picture.size)
        self._picture.paste(Image.new("RGB", self._picture.size, colour(fill)), mask=mask)
        self._pen = ImageDraw.Draw(self._picture)

    def photo(self, chance: Random) -> Image.Image:
        """The finished picture, as a phone would have taken it."""
        picture = _held_by_hand(self._picture, chance)
        picture = ImageChops.multiply(picture, _light(chance))
        return ImageChops.add(picture, _grain(chance), offset=-128)


def _held_by_hand(picture: Image.Image, chance: Random) -> Image.Image:
    """In its final size: a little tilted, a little nearer so that no corner is empty, sometimes from the other side."""
    turn = math.radians(chance.uniform(-_TILT, _TILT))
    near = chance.uniform(0.82, 0.88) * _FINER
    across, down = near * math.cos(turn), near * math.sin(turn)
    side = chance.choice((1, -1))
    matrix = (
        side * across,
        -down,
        picture.width / 2 - side * across * WIDTH / 2 + down * HEIGHT / 2,
        side * down,
        across,
        picture.height / 2 - side * down * WIDTH / 2 - across * HEIGHT / 2,
    )
    return picture.transform((WIDTH, HEIGHT), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _light(chance: Random) -> Image.Image:
    """Light from somewhere above, darker corners, warmer or colder as the day was: to multiply the picture with."""
    glow = ImageChops.invert(Image.radial_gradient("L"))  # 256 × 256, white in the middle
    left, above = round(chance.uniform(10, 90)), round(chance.uniform(60, 100))
    glow = glow.crop((left, above, left + 150, above + 112))
    day = colour(chance.choice(("FFF2DC", "FFFAF0", "F0F6FF")))
    bands = [glow.point([round(most * (0.62 + 0.46 * value / 255)) for value in range(256)]) for most in day]
    return Image.merge("RGB", bands).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)


def _grain(chance: Random) -> Image.Image:
    """Grey with the grain of a small sensor."""
    width, height = WIDTH // 2, HEIGHT // 2
    noise = Image.frombytes("L", (width, height), chance.randbytes(width * height))
    noise = noise.point([round(128 + (value - 128) * 0.055) for value in range(256)])
    return Image.merge("RGB", [noise.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)] * 3)
