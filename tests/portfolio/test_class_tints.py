"""The tints of a class: none only for nothing, the darkest only for nearly everything."""

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.portfolio.class_grid import TINTS, tint


@given(st.integers(1, 40), st.data())
def test_a_tint_is_none_only_for_nothing_and_never_lighter_for_more(most: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, most))
    shade = tint(count, most)
    assert (shade == 0) == (count == 0)
    assert tint(most, most) == TINTS
    assert shade <= tint(min(count + 1, most), most)
