"""Long lists, a page at a time: which page is shown, and the addresses of those around it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from portfolio_app.core.languages import _, format_number, spoken

A_PAGE = 20
"""Rows on a page; a list of more can be searched or filtered."""


@dataclass(frozen=True)
class Paging:
    """Where in a list the reader is. All but the numbers are "" when it is all on one page."""

    page: int = 1
    pages: int = 1
    said: str = ""
    previous_href: str = ""
    following_href: str = ""
    rows: int = A_PAGE
    """On a page."""

    @property
    def skipped(self) -> int:
        """Rows on the pages before."""
        return (self.page - 1) * self.rows


def paging(count: int, page: int, path: str, rows: int = A_PAGE, /, *, fragment: str = "", **query: str) -> Paging:
    """The page asked for of `count` rows: the nearest there is. `path` and `query` are the list's own address."""
    pages = max(1, -(-count // rows))
    page = min(max(page, 1), pages)
    if pages == 1:
        return Paging(rows=rows)

    def address(number: int) -> str:
        if not 1 <= number <= pages:
            return ""
        given = {name: value for name, value in query.items() if value} | {"page": str(number)}
        return f"/{spoken()}{path}?{urlencode(given)}" + (f"#{fragment}" if fragment else "")

    return Paging(
        page=page,
        pages=pages,
        said=_("Page {page} of {pages}").format(page=format_number(page), pages=format_number(pages)),
        previous_href=address(page - 1),
        following_href=address(page + 1),
        rows=rows,
    )


def page_number(text: str) -> int:
    """The number of a page as it stands in an address; 1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
