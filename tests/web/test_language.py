"""The same page in another language."""

import pytest

from portfolio_app.web.language import same_place


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("https://polku.example/fi/capability?code=S1", "/en/capability?code=S1"),
        ("https://polku.example/fi/home", "/en/home"),
        ("https://polku.example/fi/choose-passphrase?problem=new", "/en/choose-passphrase?problem=new"),
        ("https://polku.example/", "/en/home"),
        ("https://polku.example/sv/home?x=1", "/en/home"),
        ("https://polku.example/fi//elsewhere.example/", "/en/elsewhere.example"),
        ("https://polku.example/fi/\\elsewhere", "/en/home"),
        ("", "/en/home"),
        ("nonsense", "/en/home"),
    ],
)
def test_it_leads_to_the_same_page_and_never_elsewhere(came_from: str, leads_to: str) -> None:
    assert same_place(came_from, "en").replace("/en//", "/en/").rstrip("/") == leads_to
