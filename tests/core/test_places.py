"""Towns and villages are found by their names, told apart where several have one, and measured between."""

import pytest

from portfolio_app.core.places import distance, place_called, places_called, told_apart


async def test_a_town_is_found_however_it_is_spelt_and_by_its_other_names() -> None:
    lieto = await place_called("FI", " LIETO ")
    assert lieto is not None
    assert (round(lieto.latitude, 1), round(lieto.longitude, 1)) == (60.5, 22.5)
    turku = await place_called("fi", "Åbo")
    assert turku is not None
    assert turku.name == "Turku"


@pytest.mark.parametrize(("country", "name"), [("FI", "Fjordvik"), ("XX", "Turku"), ("", "Turku"), ("FI", "'; --")])
async def test_a_name_that_is_none_is_no_place(country: str, name: str) -> None:
    assert await places_called(country, name) == ()
    assert await place_called(country, name) is None


async def test_several_of_one_name_are_told_apart_by_what_is_near() -> None:
    dales = await places_called("NO", "Dale")
    assert len(dales) > 1
    assert await place_called("NO", "Dale") is None
    for typed, meant in zip(await told_apart("NO", dales), dales, strict=True):
        assert typed.startswith("Dale, ")
        assert await place_called("NO", typed) == meant


async def test_one_that_is_far_larger_is_meant_without_saying_more() -> None:
    assert await place_called("NL", "Amsterdam") is not None


def test_distances_are_kilometres() -> None:
    turku, helsinki = (60.4515, 22.2687), (60.1695, 24.9354)
    assert round(distance(turku, helsinki)) == 150
    assert distance(turku, turku) == 0
