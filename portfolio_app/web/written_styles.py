"""Styles that are written into a page: of what is shown by a link, which a phone on a slow line opens once. One answer
brings all there is to see; each file beside it would cost as long as the page itself.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from portfolio_app.build import built_pages
from portfolio_app.web.head import ASSETS
from portfolio_app.web.headers import source_of

SHEETS = ("polku.css", "shared.css")
"""The colours and letters of all pages, and how these are laid out."""
_OF_THE_APP = "@layer components"
"""What only the app's own pages have in them."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@cache
def written_styles() -> str:
    """The rules that a plain page needs, on one line."""
    text = _COMMENT.sub("", "".join(_sheet(name) for name in SHEETS))
    return "".join(" ".join(rule.split()) for rule in rules(text) if not rule.lstrip().startswith(_OF_THE_APP))


@cache
def style_source() -> str:
    """What a content policy calls them."""
    return source_of(written_styles())


def _sheet(name: str) -> str:
    """From the sources, or, in a wheel, from the built pages."""
    pages = built_pages()
    folders: list[Path] = [ASSETS, *([pages.web / "build" / "client"] if pages else [])]
    return next(file.read_text("utf-8") for folder in folders if (file := folder / name).is_file())


def rules(text: str) -> Iterator[str]:
    """The rules of a stylesheet with all that is nested in them, one after the other."""
    depth, begins = 0, 0
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0 and char in "};":
            yield text[begins : at + 1]
            begins = at + 1
