"""What tests of the first view stand on."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import Configure
from tests.served import served, shared_server
from tests.web.first_view.inside import Instance, first_view_inside

__all__ = ["instance", "served", "shared_server"]


@pytest.fixture
async def instance(database: object, configure: Configure, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Instance]:
    """The first view in this process, patient with a busy machine."""
    configure(first_view_seconds=20)
    async with first_view_inside(monkeypatch) as made:
        yield made
