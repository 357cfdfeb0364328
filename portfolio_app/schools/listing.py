"""Pages of a list: what of it the address asks for, and where the pages before and after are."""

from dataclasses import dataclass
from urllib.parse import urlencode

from portfolio_app.core.languages import _, format_number, spoken
from portfolio_app.core.paging import page_number
from portfolio_app.core.wording import says

ROWS_A_PAGE = 25
AT_A_GLANCE = 20
"""A list of more rows than these has a search."""


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list: words that rows must have, and a page of them, counted from 1."""

    search: str = ""
    page: int = 1

    @property
    def words(self) -> tuple[str, ...]:
        """The words searched for, casefolded."""
        return tuple(self.search.casefold().split())

    def matches(self, text: str) -> bool:
        """Whether every word is somewhere in `text`, however either is spelt in case and marks."""
        return says(self.search, text)


@dataclass(frozen=True)
class Listing:
    """Around the rows of a page: what was searched for, where in the list it is ("" when it is all), the ways on.

    To `pages.finding.pages_of` it is what `core.paging.Paging` is, for pages that hold a whole class.
    """

    search: str = ""
    searchable: bool = False
    said: str = ""
    previous_href: str = ""
    following_href: str = ""


@dataclass(frozen=True)
class Way:
    """A way to a part of a list (`pages.finding.shelves_of`), or to another like it."""

    label: str = ""
    href: str = ""
    current: bool = False


EVERYTHING = Asked()
WHOLE = Listing()


def asked(search: str = "", page: str = "") -> Asked:
    """What the query of an address asks for; nonsense asks for the first page of everything."""
    return Asked(" ".join(search.split())[:100], max(1, page_number(page)))


def listed(
    path: str, wanted: Asked, count: int, of: int, rows: int = ROWS_A_PAGE, /, *, named: str = "page", **query: str
) -> tuple[slice, Listing]:
    """Which of `count` found rows to show, `rows` on a page, and what stands around them, in a list of `of` rows
    altogether.

    `named` is what the page is called in the address, `query` what else stands there.
    """
    pages = max(1, -(-count // rows))
    page = min(wanted.page, pages)

    def way(number: int) -> str:
        if not 1 <= number <= pages:
            return ""
        return address(path, **query, search=wanted.search, **{named: str(number) if number > 1 else ""})

    return slice((page - 1) * rows, page * rows), Listing(
        search=wanted.search,
        searchable=of > AT_A_GLANCE or bool(wanted.search),
        said=_page_of(page, pages),
        previous_href=way(page - 1),
        following_href=way(page + 1),
    )


def _page_of(page: int, pages: int) -> str:
    """Where in a list the reader is; nothing when it is all on one page."""
    if pages < 2:
        return ""
    return _("Page {page} of {pages}").format(page=format_number(page), pages=format_number(pages))


def address(path: str, **query: str) -> str:
    """A page's address in the language being spoken."""
    given = urlencode({name: value for name, value in query.items() if value})
    return f"/{spoken()}{path}" + (f"?{given}" if given else "")
