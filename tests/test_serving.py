"""What the worker does with Python itself before it serves."""

import gc
from collections.abc import Iterator

import pytest

from portfolio_app.serving import COLLECT_AFTER, _spare_the_app


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_is_there_before_serving_is_not_gone_through_again_and_again() -> None:
    """The app is out of the collector's sight; what comes later is collected as ever, in fewer rounds."""
    app = [[]]
    _spare_the_app()
    assert not any(one is app for one in gc.get_objects())

    later: list[object] = []
    later.append(later)
    assert any(one is later for one in gc.get_objects())
    del later
    assert gc.collect() >= 1
    assert gc.get_threshold()[0] == COLLECT_AFTER
