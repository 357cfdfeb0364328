"""What languages are called."""

import pytest

from portfolio_app.core.languages import NAMES


@pytest.mark.parametrize(
    ("code", "name"),
    [("fi", "Suomi"), ("sv", "Svenska"), ("pt-BR", "Português (Brasil)"), ("ar", "العربية"), ("zz", "zz"), ("", "")],
)
def test_every_language_has_a_name_in_itself(code: str, name: str) -> None:
    """Also those that an operator sets and nobody has written into the list; one that does not exist is its code."""
    assert NAMES[code] == name
    assert code not in NAMES or code == "fi"
