"""Everyone can read it: contrast of every pair of colours that meet, in both schemes, as WCAG 2.2 counts it."""

import re
from pathlib import Path

import pytest

from portfolio_app.ui.theme import COLOURS, THEMES

CSS = (Path(__file__).parents[2] / "assets" / "polku.css").read_text()
LIGHT = r":root"
DARK_CHOSEN = r':root\[data-theme="dark"\]'
DARK_DEVICE = r':root:not\(\[data-theme="light"\]\)'


def tokens(selector: str) -> dict[str, str]:
    """The colours of the first rule with this selector: name without dashes to "#rrggbb"."""
    found = re.search(rf"{selector} \{{(.*?)\}}", CSS, re.DOTALL)
    assert found, selector
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", found[1]))


SCHEMES = {"light": tokens(LIGHT), "dark": tokens(DARK_CHOSEN)}

GROUNDS = ("paper", "surface", "sunken")
TEXT = [
    *((text, ground) for text in ("ink", "muted", "accent", "accent-strong", "danger") for ground in GROUNDS),
    *((text, ground) for text in ("ink", "accent") for ground in ("accent-soft", "warning-soft", "danger-soft")),
    ("danger", "danger-soft"),
    ("muted", "accent-soft"),  # the sentence on a chosen radio card
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    *((theme, ground) for theme in THEMES for ground in GROUNDS),
    *((f"{theme}", f"{theme}-soft") for theme in THEMES),
    *(("on-theme", theme) for theme in THEMES),
    *(("on-shade-light", f"shade-{level}") for level in (0, 1, 2)),
    *(("on-shade-dark", f"shade-{level}") for level in (3, 4)),
]
CONTROLS = [
    *((edge, ground) for edge in ("control", "accent", "danger", "ink") for ground in GROUNDS),
    *((theme, ground) for theme in THEMES for ground in GROUNDS),
    *((theme, f"{theme}-soft") for theme in THEMES),  # filled rings beside empty ones
    ("accent", "accent-soft"),
    ("control", "warning-soft"),
]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_the_guidelines_do():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(scheme, text, ground):
    colours = SCHEMES[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_controls_can_be_seen(scheme, edge, ground):
    colours = SCHEMES[scheme]
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_tints_grow_in_one_direction_so_that_they_read_in_black_and_white(scheme):
    shades = [luminance(SCHEMES[scheme][f"shade-{level}"]) for level in range(5)]
    assert shades == sorted(shades, reverse=scheme == "light")


def test_the_device_and_the_switch_give_the_same_dark_scheme():
    assert tokens(DARK_DEVICE) == SCHEMES["dark"]


def test_every_colour_has_a_value_in_both_schemes():
    assert set(COLOURS) <= set(SCHEMES["light"])
    assert set(SCHEMES["light"]) == set(SCHEMES["dark"])
