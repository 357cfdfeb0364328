"""What tests of the database itself stand on."""

from pathlib import Path

import pytest

from tests.conftest import Configure


@pytest.fixture
def file(empty_sqlite: Path, configure: Configure) -> Path:
    """A database file with every table that is nobody else's."""
    data = configure().data_dir
    data.mkdir()
    file = data / "polku.db"
    file.write_bytes(empty_sqlite.read_bytes())
    return file
