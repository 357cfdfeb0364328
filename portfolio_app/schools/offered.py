"""The frameworks of skills that schools can follow. They live in a domain above, which tells of them while wiring."""

from collections.abc import Mapping

from portfolio_app.core.languages import spoken

DEFAULT_FRAMEWORK = "scotland-cms"

_frameworks: dict[str, Mapping[str, str]] = {}


def offer_framework(code: str, name: Mapping[str, str]) -> None:
    """Tell that schools can follow the framework `code`. Called while wiring: frameworks live in a domain above."""
    _frameworks[code] = name


def offered_frameworks() -> dict[str, str]:
    """The frameworks schools can follow: code and name in the language being spoken."""
    named = {code: name.get(spoken()) or name.get("en") or code for code, name in _frameworks.items()}
    return named or {DEFAULT_FRAMEWORK: DEFAULT_FRAMEWORK}
