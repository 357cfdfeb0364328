"""The skills picture says what it was given: its angles fill the circle, its rings grow with the steps."""

import json
import re
from dataclasses import asdict
from itertools import pairwise
from math import atan2, degrees, hypot, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.ui.wheel import (
    INNER,
    OUTER,
    SECTOR_GAP,
    STEPS,
    WEDGE_GAP,
    WheelCapability,
    WheelSector,
    radius_of,
    wheel_geometry,
)

PAIR = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)(?=[A-Z]|$)")
NEAR = 0.02  # paths are rounded to a hundredth of a unit

steps = st.integers(0, STEPS)
capabilities = st.builds(
    WheelCapability,
    code=st.text("abc", min_size=1, max_size=4),
    label=st.text(max_size=20),
    href=st.just("/en/skill?code=a"),
    step=steps,
    evidence=st.booleans(),
    tooltip=st.text(max_size=20),
    earlier=st.none() | steps,
    teacher=steps,
    host=steps,
)
wheels = st.lists(
    st.tuples(
        st.sampled_from(["self", "strengths", "horizons"]), st.text(max_size=9), st.lists(capabilities, max_size=9)
    ),
    min_size=2,
    max_size=7,
)


def corners(path: str) -> list[tuple[float, float]]:
    """The end point of every piece of a path."""
    return [(float(x), float(y)) for x, y in PAIR.findall(path)]


def angle(x: float, y: float) -> float:
    """Degrees clockwise from twelve o'clock."""
    return degrees(atan2(x, -y)) % 360


def one_wedge(step: int, earlier: int | None = None) -> WheelSector:
    item = WheelCapability("decide", "Making decisions", "/en/skill", step, False, earlier=earlier)
    return wheel_geometry([("self", "Self", [item]), ("networks", "Networks", [])])[0]


@given(wheels)
def test_sectors_and_wedges_fill_the_circle_without_overlapping(themes):
    sectors = wheel_geometry(themes)
    assert isclose(sum(sector.end - sector.start + SECTOR_GAP for sector in sectors), 360)
    for sector in sectors:
        edges = [sector.start, *(edge for wedge in sector.wedges for edge in (wedge.start, wedge.end)), sector.end]
        assert all(left <= right + 1e-9 for left, right in pairwise(edges))
        if sector.wedges:
            gaps = WEDGE_GAP * (len(sector.wedges) - 1)
            widths = [wedge.end - wedge.start for wedge in sector.wedges]
            assert isclose(sum(widths) + gaps, sector.end - sector.start)
            assert all(isclose(width, widths[0]) for width in widths), "no capability looks bigger than another"


@given(wheels)
def test_every_shape_is_closed_and_lies_between_its_angles_and_rings(themes):
    for sector in wheel_geometry(themes):
        for wedge in sector.wedges:
            for path, outer in ((wedge.cell, OUTER), (wedge.filled, radius_of(wedge.step))):
                if not path:
                    continue
                assert path.endswith("Z")
                places = corners(path.removesuffix("Z"))
                assert places[0] == places[-1]
                radii = {round(hypot(x, y), 1) for x, y in places}
                assert radii == {round(INNER, 1), round(outer, 1)}
                turned = [angle(x, y) for x, y in places]
                assert all(
                    any(isclose(a, edge % 360, abs_tol=0.1) for edge in (wedge.start, wedge.end)) for a in turned
                )


@given(wheels)
def test_a_wedge_keeps_what_it_was_given_and_can_be_sent_to_the_browser(themes):
    sectors = wheel_geometry(themes)
    assert [sector.theme for sector in sectors] == [code for code, _, _ in themes]
    for sector, (_, name, items) in zip(sectors, themes, strict=True):
        assert sector.label == name
        kept = [(w.code, w.label, w.href, w.step, w.has_evidence) for w in sector.wedges]
        assert kept == [tuple(item[:5]) for item in items]
        assert bool(sector.earlier) == any(item.earlier is not None for item in items)
    assert json.loads(json.dumps([asdict(sector) for sector in sectors]))


def test_a_higher_step_fills_more_rings_and_the_last_fills_the_wedge():
    assert [radius_of(step) for step in range(STEPS + 1)] == sorted({radius_of(step) for step in range(STEPS + 1)})
    assert radius_of(0) == INNER
    assert one_wedge(0).wedges[0].filled == ""
    full = one_wedge(STEPS).wedges[0]
    assert full.filled == full.cell


def test_the_outline_of_an_earlier_moment_reaches_the_ring_it_had_then():
    outline = corners(one_wedge(4, earlier=2).earlier)
    assert max(hypot(x, y) for x, y in outline) == pytest.approx(radius_of(2), abs=NEAR)
    assert one_wedge(4).earlier == ""


def test_the_tooltip_is_the_label_where_nothing_more_is_said():
    assert one_wedge(1).wedges[0].tooltip == "Making decisions"


@pytest.mark.parametrize("step", [-1, 5])
def test_a_step_that_does_not_exist_is_refused(step):
    with pytest.raises(ValueError, match="0 to 4"):
        one_wedge(step)


def test_one_theme_alone_goes_all_the_way_round():
    (sector,) = wheel_geometry([("self", "Self", [WheelCapability("A", "A", "/a", 4, False)])])
    (wedge,) = sector.wedges
    assert wedge.end - wedge.start > 350
    assert " 0 1 1 " in wedge.filled  # the long way round, not the gap


def test_no_theme_draws_nothing():
    assert wheel_geometry([]) == ()
