"""What the address of the list of pathways asks for, and which of the catalogue answer it.

Filters leave out; they never put one before another. Nonsense in an address asks for nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from portfolio_app.core.languages import N_, spoken
from portfolio_app.core.paging import page_number
from portfolio_app.core.wording import LONGEST_SEARCH, folded
from portfolio_app.pathways.catalogue import Catalogue, Known
from portfolio_app.pathways.fit import Reader
from portfolio_app.pathways.models import PathwayKind

KINDS = {PathwayKind.OCCUPATION: N_("Occupation"), PathwayKind.ROUTE: N_("Study route")}
LEARNT = {
    "vocational": N_("Vocational education"),
    "applied": N_("University of applied sciences"),
    "university": N_("University"),
    "work": N_("At work"),
}
LENGTHS = {
    "3": (N_("Up to 3 years"), range(37)),
    "4": (N_("More than 3, up to 4 years"), range(37, 49)),
    "more": (N_("More than 4 years"), range(49, 1000)),
}
"""How long something takes to learn: what it is called, and the months."""
KEPT, SHARED = "kept", "shared"
SHOWS = {KEPT: N_("Those in my plan"), SHARED: N_("Those that share an interest with me, and some others")}
MOST_COMPARED = 3
OUTSIDE = 2
"""At least so many pathways outside the usual stand among those that share an interest, one more for every four."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for; "" asks for all. `compare` are codes of pathways to be held beside each other."""

    search: str = ""
    kind: str = ""
    region: str = ""
    interest: str = ""
    learnt: str = ""
    takes: str = ""
    show: str = ""
    page: int = 1
    compare: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, str]:
        """The filters as they stand in the address, without the page."""
        names = ("search", "kind", "region", "interest", "learnt", "takes", "show")
        return {name: getattr(self, name) for name in names} | {"compare": ".".join(self.compare)}

    @property
    def narrowed(self) -> bool:
        """Whether there is any filter but the word."""
        return any(self.query[name] for name in ("kind", "region", "interest", "learnt", "takes", "show"))

    def comparing(self, compare: Collection[str]) -> str:
        """The address of the same list with other pathways to compare."""
        given = {name: value for name, value in replace(self, compare=tuple(compare)).query.items() if value}
        if self.page > 1:
            given["page"] = str(self.page)
        return f"/{spoken()}/pathways" + (f"?{urlencode(given)}" if given else "")


def asked(query: Mapping[str, str]) -> Asked:
    """What the query of an address asks for."""
    query = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}  # no half surrogates

    def one_of(name: str, known: Collection[str]) -> str:
        return query[name] if query.get(name) in known else ""

    return Asked(
        search=" ".join(query.get("search", "").split())[:LONGEST_SEARCH],
        kind=one_of("kind", tuple(PathwayKind)),
        region=query.get("region", "")[:80],
        interest=query.get("interest", "")[:40],
        learnt=one_of("learnt", LEARNT),
        takes=one_of("takes", LENGTHS),
        show=one_of("show", SHOWS),
        page=page_number(query.get("page", "")),
        compare=codes_in(query.get("compare", "")),
    )


def codes_in(text: str) -> tuple[str, ...]:
    """Codes with dots between, as many as can be compared."""
    return tuple(dict.fromkeys(code for code in text[:300].split(".") if code))[:MOST_COMPARED]


def found(catalogue: Catalogue, wanted: Asked, reader: Reader, kept: Collection[str]) -> list[Known]:
    """Those that the address asks for, in the list's order. What is kept stays to be found once it is retired."""
    months = LENGTHS[wanted.takes][1] if wanted.takes else None
    words = folded(wanted.search).split()
    some = [
        one
        for one in catalogue.in_order()
        if (one.code in kept if wanted.show == KEPT else not one.retired)
        and wanted.kind in ("", one.kind)
        and (not wanted.region or not one.regions or wanted.region in one.regions)
        and (not wanted.interest or wanted.interest in one.interests)
        and (not wanted.learnt or wanted.learnt in one.learnt)
        and (months is None or (one.months is not None and one.months in months))
        and (not words or catalogue.says(words, one))
    ]
    return _with_some_outside(some, reader) if wanted.show == SHARED else some


def _with_some_outside(some: list[Known], reader: Reader) -> list[Known]:
    """Those that share an interest with the reader, and in their places between them some that share none."""
    outside = [one for one in some if not reader.shared(one)]
    inside = len(some) - len(outside)
    count = min(len(outside), max(OUTSIDE, inside // 4))
    chosen = {outside[(2 * at + 1) * len(outside) // (2 * count)].code for at in range(count)}
    return [one for one in some if reader.shared(one) or one.code in chosen]
