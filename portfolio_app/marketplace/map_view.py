"""The map of what is found: the towns with how much there is in each, the same as a list, and what has no place."""

from dataclasses import dataclass, replace

from portfolio_app.core.languages import _, format_number, ngettext
from portfolio_app.marketplace.found import Counted, away_said
from portfolio_app.marketplace.map_geometry import NOTHING, Drawn, Spot, drawn
from portfolio_app.marketplace.nearby import Around
from portfolio_app.marketplace.sought import Listed, Sought
from portfolio_app.schools.listing import address


@dataclass(frozen=True)
class TownLine:
    """A town in the list beneath the map: how much there is, how far away, where that leads."""

    name: str = ""
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class MapView:
    """The picture (`map_geometry.Drawn`), its words, and the list beneath it."""

    picture: Drawn = NOTHING
    view_box: str = ""
    here: str = ""
    title: str = ""
    description: str = ""
    towns: tuple[TownLine, ...] = ()
    left_out: str = ""
    shown: bool = False


NO_MAP = MapView()


def map_view(path: str, search: str, sought: Sought, counted: Counted, near: Around) -> MapView:
    """The map of all that is found but for town and distance, so that one can go on from one town to another."""
    towns = sorted(counted.towns, key=lambda one: (counted.away.get(one, 1e9), one))
    said = {one: _number_said(sought, counted.towns[one]) for one in towns}

    def way(town: str) -> str:
        return address(path, **sought.query(town="" if town == sought.town else town), search=search)

    spots = [
        Spot(
            one,
            counted.towns[one],
            counted.points[one],
            ", ".join(part for part in (f"{one}: {said[one]}", away_said(one, counted)) if part),
            way(one),
            one == sought.town,
        )
        for one in towns
        if one in counted.points
    ]
    if not spots:
        return NO_MAP
    here = "" if near.named in (one.name for one in spots) else near.named  # it stands beside its dot already
    picture = drawn(spots, near.point, here)
    rings = tuple(replace(one, label=_("{n} km").format(n=format_number(one.kilometres))) for one in picture.rings)
    picture = replace(picture, rings=rings)
    lost = sum(counted.towns[one] for one in towns if one not in counted.points)
    return MapView(
        picture=picture,
        view_box=f"0 0 {picture.wide} {picture.high}",
        here=here,
        title=_("Map of what is found"),
        description=_("{n} places. North is up. All of them stand in the list beneath.").format(
            n=format_number(len(picture.dots))
        ),
        towns=tuple(
            TownLine(one, " · ".join(part for part in (said[one], away_said(one, counted)) if part), way(one))
            for one in towns
        ),
        left_out=_("Not on the map, because nobody knows where it is: {number}.").format(
            number=_number_said(sought, lost)
        )
        if lost
        else "",
        shown=True,
    )


def _number_said(sought: Sought, number: int) -> str:
    if sought.show is Listed.OFFERS:
        return ngettext("{n} offer", "{n} offers", number)
    return ngettext("{n} host", "{n} hosts", number)
