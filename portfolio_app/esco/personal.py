"""What ESCO's room holds about a person: the tags they put on their things."""

from collections.abc import Mapping
from typing import Any, cast

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Owned, register
from portfolio_app.esco.file import URI
from portfolio_app.esco.models import Tag


def _check_tag(row: Mapping[str, Any]) -> None:
    """It says what it is called, by language, and its address is one of ESCO's."""
    names: object = row["names"]
    if not isinstance(names, dict) or not names or not str(row["uri"]).startswith(URI):
        raise Invalid()
    if not all(isinstance(text, str) for pair in cast(dict[object, object], names).items() for text in pair):
        raise Invalid()


register(Owned(Tag, "tags", label=N_("Tags"), rests="removed_at", made_anew=("request",), check=_check_tag))
