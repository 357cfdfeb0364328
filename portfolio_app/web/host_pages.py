"""What the plain pages of hosts have in common: they open with the key of a link, in a language, and lead to each
other."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portfolio_app.core.languages import _
from portfolio_app.web.limits import Buckets, SecretAddresses
from portfolio_app.web.pdf_answers import language_of
from portfolio_app.web.plain_page import hidden, paragraph, plain_page


def addresses() -> SecretAddresses:
    """How often one such page may be asked for."""
    return SecretAddresses(each=Buckets(burst=60, per_second=1 / 4), place=Buckets(burst=120, per_second=1))


def key_and_language(limits: SecretAddresses, request: Request, said: Mapping[str, str]) -> tuple[str, str]:
    """The key and the language that an address or a form says; counts how often the page is asked for."""
    key = said.get("key", "")
    limits.take(key, request.client.host if request.client else "")
    return key, language_of(request, said.get("language", ""))


async def fields_sent(request: Request, *, most: int, size: int) -> dict[str, str]:
    """A form without files: at most so many fields, of so many bytes each."""
    sent = await request.form(max_files=0, max_fields=most, max_part_size=size)
    return {name: str(value) for name, value in sent.items()}


def version_in(fields: Mapping[str, str]) -> int:
    """The version that a form was made for; 0 for what is no number."""
    version = fields.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 7 else 0


def way(path: str, language: str, key: str, words: str, **more: str) -> str:
    """A link to a page that the key opens."""
    return f'<a href="{path}?{escape(urlencode({"key": key, "language": language} | more))}">{escape(words)}</a>'


def back_to(path: str, language: str, key: str, done: str | None = None) -> Response:
    """On to such a page by GET, which then says what was done."""
    query = {"key": key, "language": language} | ({"done": done} if done is not None else {})
    return RedirectResponse(f"{path}?{urlencode(query)}", status_code=303)


def press(path: str, fields: Mapping[str, str], words: str) -> str:
    """A button that sends these fields."""
    pressed = f'<p><button type="submit">{escape(words)}</button></p>'
    return f'<form method="post" action="{path}">{hidden(fields)}{pressed}</form>'


def gone(language: str, words: str = "") -> Response:
    """The page for a key that opens nothing; `words` say why where that may be something else."""
    words = words or _(
        "This link does not open anything any more: a newer one was sent, it is too old, or the offer is gone."
    )
    ask = _("Ask whoever coordinates your region for a new one.")
    return plain_page(language, _("Nothing to open here"), paragraph(words) + paragraph(ask), status=404)
