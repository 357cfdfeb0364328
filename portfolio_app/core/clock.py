"""The one place that asks what time it is, so that tests can say so and a clock that goes back harms nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC, to the microsecond."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """The current day in UTC."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Make `moment` (aware) the current time inside the block, for tests and for demo data with a history."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
