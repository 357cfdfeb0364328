"""What tests of lessons together stand on: an instance with the trial module."""

from pathlib import Path

import pytest

from portfolio_app.settings import Settings
from tests.conftest import Configure
from tests.lessons import with_lessons


@pytest.fixture
def lessons(database: Settings, configure: Configure, tmp_path: Path) -> Path:
    """The folder of the trial module, in an instance with an empty database."""
    assert database
    return with_lessons(configure, tmp_path)
