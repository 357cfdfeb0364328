"""Addresses that people paste: what a browser can safely open is kept, everything else is refused with a sentence."""

import pytest

from portfolio_app.core.errors import Invalid
from portfolio_app.skills.links import web_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/film?x=1#t", "https://example.org/film?x=1#t"),
        (" HTTP://Example.ORG ", "http://example.org"),
        ("example.org/a b", None),
        ("example.org/a%20b", "https://example.org/a%20b"),
        ("https://ääni.fi/", "https://xn--ni-uiaa.fi/"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        ("javascript:alert(1)", None),
        ("javascript://example.org/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://user:pass@example.org/", None),
        ("https://example.org:99999/", None),
        ("https://[::1]/", None),
        ("https://localhost/", None),
        ("https://exa mple.org", None),
        ("https:\\\\example.org", None),
        ("//example.org", None),
        ("", None),
        ("https://" + "a" * 64 + ".org", None),
        ("https://example.org/" + "x" * 1000, None),
    ],
)
def test_only_addresses_of_web_pages_are_kept(typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Invalid):
            web_address(typed)
    else:
        assert web_address(typed) == kept
