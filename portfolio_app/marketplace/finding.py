"""The hosts that people of a school can find, and what these offer: those of its region that are approved, not paused
and not ended.

Whom to write to there is shown to the school's adults alone. Counting the towns of what is found goes through all of
it, once; rows are read of the towns alone that the page shows. So the nearest come first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import STAFF, Role
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, format_number, ngettext
from portfolio_app.core.places import ATTRIBUTION, distance
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.exploring import Explorer, explorer, nothing_fits, offer_named, surprise
from portfolio_app.marketplace.found import (
    FOUND_A_PAGE,
    Counted,
    FoundHost,
    FoundOffer,
    Stretch,
    hosts_page,
    offers_alone,
    offers_page,
)
from portfolio_app.marketplace.host_views import field_options
from portfolio_app.marketplace.map_view import NO_MAP, MapView, map_view
from portfolio_app.marketplace.models import Host, Offer, OfferKind
from portfolio_app.marketplace.nearby import Around, around
from portfolio_app.marketplace.offer_words import KIND_NAMES
from portfolio_app.marketplace.sought import (
    ANYTHING,
    DISTANCES,
    SPOKEN,
    Listed,
    Sought,
    hosts_sought,
    offers_sought,
)
from portfolio_app.marketplace.towns import points_of
from portfolio_app.schools.listing import EVERYTHING, WHOLE, Asked, Listing, Way, address, listed

ADULTS = tuple(sorted(STAFF))
READERS = (Role.PUPIL, *ADULTS)
PATH = "/marketplace"
FAR = 1e9
"""Kilometres to a place that nobody knows."""


@dataclass(frozen=True)
class MarketplaceView:
    """A page of the hosts of the actor's region, or of what they offer. What is sought stands in it as the address has
    it."""

    by_offers: bool = False
    hosts: tuple[FoundHost, ...] = ()
    offers: tuple[FoundOffer, ...] = ()
    found_list: Listing = WHOLE
    said: str = ""
    shows: tuple[Way, ...] = ()
    show: str = ""
    field: str = ""
    fields: tuple[Option, ...] = ()
    town: str = ""
    towns: tuple[Option, ...] = ()
    kind: str = ""
    kinds: tuple[Option, ...] = ()
    since: str = ""
    until: str = ""
    near: str = ""
    near_said: str = ""
    near_unknown: str = ""
    within: str = ""
    distances: tuple[Option, ...] = ()
    age: str = ""
    spoken: str = ""
    languages: tuple[Option, ...] = ()
    access: bool = False
    seats: str = ""
    narrowed: bool = False
    """Whether one of the finer filters is used."""
    everything_href: str = ""
    """The same list without any filter; "" where nothing is sought."""
    places_from: str = ""
    the_map: MapView = NO_MAP
    told: bool = False
    """Whether the reader's own interests are known and told beside what is found: to a pupil alone."""
    not_said: bool = False
    """Whether they are a pupil who wants to be told, and has not said anything yet."""
    fits: bool = False
    nothing_fits: str = ""
    surprise_href: str = ""
    looked_at: tuple[FoundOffer, ...] = ()
    """The offer that the address names, as a surprise."""
    gone: bool = False
    none_at_all: bool = False
    staff: bool = False
    loaded: bool = False


async def load_marketplace(actor: Actor, *, wanted: Asked = EVERYTHING, sought: Sought = ANYTHING) -> MarketplaceView:
    """Hosts of the regions in which the actor's schools lie, or what they offer; the nearest first where the school's
    town is known, hosts by name otherwise. What is searched for are parts of words, of hosts and of what is offered.
    Raises `Refused` for whoever belongs to no school."""
    policy.finds_hosts(actor)
    async with reading() as session:
        near = await around(session, actor, sought.near)
        regions = tuple(near.regions)
        who = await explorer(session, actor)
        by_offers = sought.show is Listed.OFFERS
        kind = Offer if by_offers else Host
        mine = [col(kind.field).in_([one.value for one in who.fields])] if sought.fits and who.known else []
        found = [*(offers_sought if by_offers else hosts_sought)(sought, wanted.search, regions), *mine]
        counted = await _counted(session, near, kind, found)
        every = sum(counted.towns.values())
        within = [one for one in counted.towns if _lies(one, sought, counted)]
        count = sum(counted.towns[one] for one in within)
        shown, found_list = listed(PATH, wanted, count, every, FOUND_A_PAGE, **sought.query())
        rings = _rings(within, counted, by_name=not by_offers)
        stretch = _stretch(rings, counted, shown)
        hosts: tuple[FoundHost, ...] = ()
        offers: tuple[FoundOffer, ...] = ()
        if by_offers:
            offers = await offers_page(session, actor, found, stretch, counted, sought, who)
        else:
            found = [*hosts_sought(sought, wanted.search, regions, stretch.towns), *mine]
            hosts = await hosts_page(session, actor, found, stretch, counted, sought, who)
        none_at_all = not every and not await session.scalar(
            select(exists().where(*hosts_sought(ANYTHING, "", regions)))
        )
        explored = await _explored(session, actor, sought, who, near)
    words = ngettext("{n} offer", "{n} offers", count) if by_offers else ngettext("{n} host", "{n} hosts", count)
    return MarketplaceView(
        by_offers=by_offers,
        hosts=hosts,
        offers=offers,
        found_list=found_list,
        said=words,
        shows=_shows(wanted, sought),
        staff=actor.is_staff,
        none_at_all=none_at_all,
        the_map=map_view(PATH, wanted.search, sought, counted, near),
        nothing_fits=nothing_fits() if sought.fits and who.known and not count else "",
        loaded=True,
        **explored,
        **_filters(wanted, sought, counted, near),
    )


async def _explored(session: AsyncSession, actor: Actor, sought: Sought, who: Explorer, near: Around) -> dict[str, Any]:
    """What a pupil is told and offered beside the list."""
    regions = tuple(near.regions)
    views: dict[str, Any] = {
        "told": who.known,
        "not_said": who.reader is not None and not who.known,
        "fits": sought.fits,
    }
    if who.pupil and (drawn := await surprise(session, who, regions, sought.field)):
        views["surprise_href"] = address(PATH, show=Listed.OFFERS.value, offer=str(drawn))
    if sought.offer:
        row = await offer_named(session, regions, sought.offer)
        points = await points_of(session, near.regions, (row.town,)) if row else {}
        away = {town: distance(near.point, point) for town, point in points.items()} if near.point else {}
        rows = [row] if row else []
        views["looked_at"] = await offers_alone(session, actor, rows, Counted({}, points, away), who)
        views["gone"] = row is None
    return views


def _filters(wanted: Asked, sought: Sought, counted: Counted, near: Around) -> dict[str, Any]:
    """What is sought, and what can be chosen instead."""
    query = sought.query()
    towns = {sought.town: 0, **counted.towns} if sought.town else counted.towns
    narrowed = ("town", "from", "to", "near", "within", "age", "spoken", "access", "seats")
    return {
        "show": query["show"],
        "field": sought.field,
        "fields": field_options(every=True),
        "town": sought.town,
        "towns": (
            Option("", _("Every town")),
            *(Option(one, f"{one} ({format_number(towns[one])})") for one in sorted(towns)),
        ),
        "kind": sought.kind,
        "kinds": (
            Option("", _("All kinds") if sought.show is Listed.OFFERS else _("All, with offers or without")),
            *(Option(one, _(KIND_NAMES[one])) for one in OfferKind),
        ),
        "since": query["from"],
        "until": query["to"],
        "near": sought.near,
        "near_said": _near_said(near),
        "near_unknown": near.unknown,
        "within": query["within"],
        "distances": (
            Option("", _("Any distance")),
            *(Option(str(one), _("{n} km").format(n=format_number(one))) for one in DISTANCES),
        ),
        "age": query["age"],
        "spoken": sought.spoken,
        "languages": (Option("", _("Any language")), *(Option(code, _(name)) for code, name in SPOKEN.items())),
        "access": sought.access,
        "seats": query["seats"],
        "narrowed": any(query[name] for name in narrowed),
        "everything_href": address(PATH, show=query["show"])
        if wanted.search or any(value for name, value in query.items() if name != "show")
        else "",
        "places_from": ATTRIBUTION if counted.points else "",
    }


def _near_said(near: Around) -> str:
    return _("Distances are measured from {place}, as the crow flies.").format(place=near.named) if near.point else ""


def _shows(wanted: Asked, sought: Sought) -> tuple[Way, ...]:
    names = {Listed.HOSTS: _("Hosts"), Listed.OFFERS: _("Offers with their dates")}
    return tuple(
        Way(names[one], address(PATH, **sought.query(show=one), search=wanted.search), one is sought.show)
        for one in Listed
    )


async def _counted(
    session: AsyncSession, near: Around, kind: type[Host] | type[Offer], found: Sequence[ColumnElement[bool]]
) -> Counted:
    rows = await session.execute(select(col(kind.town), func.count()).where(*found).group_by(col(kind.town)))
    towns = {town: int(count) for town, count in rows}
    points = await points_of(session, near.regions, towns)
    if near.point is None:
        return Counted(towns, points, {})
    here = near.point
    return Counted(towns, points, {town: distance(here, point) for town, point in points.items()})


def _lies(town: str, sought: Sought, counted: Counted) -> bool:
    """Whether a town is one that is sought. Nothing is left out by distance where none can be measured."""
    if sought.town and town != sought.town:
        return False
    return not (sought.within and counted.away) or counted.away.get(town, FAR) <= sought.within


def _rings(towns: Sequence[str], counted: Counted, *, by_name: bool) -> list[list[str]]:
    """The towns in the order in which they are listed: the nearest first, by name where nobody knows; all at once where
    rows are listed by their own names."""
    if by_name and not counted.away:
        return [list(towns)]
    return [[town] for town in sorted(towns, key=lambda one: (counted.away.get(one, FAR), one))]


def _stretch(rings: Sequence[Sequence[str]], counted: Counted, shown: slice) -> Stretch:
    ends = list(accumulate(sum(counted.towns[town] for town in ring) for ring in rings))
    begins = [0, *ends[:-1]]
    there = [number for number, end in enumerate(ends) if end > shown.start and begins[number] < shown.stop]
    if not there:
        return Stretch()
    towns = [town for number in there for town in rings[number]]
    return Stretch(towns, shown.start - begins[there[0]], len(rings) > 1)
