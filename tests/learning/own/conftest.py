"""What tests of schools' own modules stand on: an instance with the trial module, and notices about assignments."""

from pathlib import Path

import pytest

from portfolio_app.learning.doing import ask_for_given
from portfolio_app.learning.teaching import noticing
from portfolio_app.learning.teaching.due import assigned_version
from portfolio_app.settings import Settings
from tests.conftest import Configure
from tests.lessons import with_lessons

assert noticing.find_assignments
ask_for_given(assigned_version)


@pytest.fixture
def lessons(database: Settings, configure: Configure, tmp_path: Path) -> Path:
    """The folder of the trial module, in an instance with an empty database."""
    assert database
    return with_lessons(configure, tmp_path)
