"""A page of its own for whoever comes without an account: plain HTML that needs no script."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from portfolio_app.core.languages import NAMES, languages
from portfolio_app.web.errors import STYLESHEET, whom_to_turn_to

PRIVATE: Mapping[str, str] = {
    "cache-control": "private, no-store",
    "x-robots-tag": "noindex",
    "referrer-policy": "no-referrer",
    "vary": "Accept-Language",
}
"""Headers of a page that opens with a secret in its address: it is kept, found and passed on by nobody."""


def plain_page(
    language: str,
    title: str,
    body: str,
    headers: Mapping[str, str] = PRIVATE,
    *,
    status: int = 200,
    kept: Mapping[str, str] | None = None,
) -> Response:
    """The page around `body` (HTML), with ways to it in the other languages; `language` is being spoken. `kept` is what
    its address asks for beside that."""
    query = {name: value for name, value in (kept or {}).items() if value}
    others = " · ".join(
        f'<a href="?{escape(urlencode(query | {"language": one}))}" lang="{one}" hreflang="{one}">'
        f"{escape(NAMES[one])}</a>"
        for one in languages()
        if one != language
    )
    text = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} – Polku</title><link rel="stylesheet" href="{STYLESHEET}"></head>'
        f'<body><main class="plain-page"><h1>{escape(title)}</h1>{body}<p>{others}</p></main>'
        f"{whom_to_turn_to()}</body></html>"
    )
    return HTMLResponse(text, status, headers)


def paragraph(words: str) -> str:
    """A paragraph of plain words, which may hold names in any script."""
    return f'<p dir="auto">{escape(words)}</p>'


def alert(sentence: str) -> str:
    """What was wrong."""
    return f'<p role="alert" class="plain-problem">{escape(sentence)}</p>'


def status(words: str) -> str:
    """What was done."""
    return f'<p role="status"><strong>{escape(words)}</strong></p>'


def hidden(fields: Mapping[str, str]) -> str:
    """What a form sends beside what is typed. The names are our own."""
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in fields.items())
