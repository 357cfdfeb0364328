"""`portfolio verify` says what a file is worth, in words and with its exit code."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from portfolio_app.cli import app
from portfolio_app.core.errors import OperatorError
from portfolio_app.portfolio.credentials.badge import badge_png
from portfolio_app.portfolio.credentials.carriers import baked
from tests.portfolio.credentials.samples import CHEATS, a_credential, as_bytes, changed

GOOD = as_bytes(a_credential("Søren O'Ŋgård"))


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (GOOD, 0, "Valid, but the issuer is unknown here."),
        (baked(badge_png(""), GOOD.decode()), 0, "name on it: Søren O'Ŋgård"),
        (as_bytes(changed(CHEATS["title"])), 1, "Not valid."),
        (GOOD.replace(b"eddsa-rdfc-2022", b"ecdsa-rdfc-2019"), 3, "Cannot be checked here."),
    ],
)
def test_a_file_gets_its_answer(content: bytes, code: int, said: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    done = CliRunner().invoke(app, ["verify", str(file)])
    assert done.exit_code == code
    assert said in done.output


def test_what_is_no_credential_or_no_file_is_wrong_input(tmp_path: Path) -> None:
    """An operator's mistake, or a file's, which `main` turns into a sentence and exit code 2."""
    file = tmp_path / "file"
    file.write_bytes(badge_png(""))
    assert isinstance(CliRunner().invoke(app, ["verify", str(file)]).exception, OperatorError)
    assert isinstance(CliRunner().invoke(app, ["verify", str(tmp_path / "nothing")]).exception, FileNotFoundError)
