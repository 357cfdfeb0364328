"""The map has its places where they lie, its names apart from each other, and stays small."""

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.core.places import distance
from portfolio_app.marketplace.map_geometry import LETTER, LINE, MOST_PLACES, WIDE, Drawn, Spot, drawn

TURKU, LIETO, SALO, UUSIKAUPUNKI = (60.4515, 22.2687), (60.5103, 22.4618), (60.3833, 23.1333), (60.8004, 21.4086)


def spot(name: str, point: tuple[float, float], number: int = 3, *, chosen: bool = False) -> Spot:
    return Spot(name, number, point, f"{name}: {number} offers", f"/en/marketplace?town={name}", chosen)


def names(picture: Drawn) -> list[str]:
    return [one.label for one in picture.dots]


def test_places_lie_as_they_do_and_rings_are_round_distances() -> None:
    spots = [spot("Lieto", LIETO), spot("Salo", SALO), spot("Uusikaupunki", UUSIKAUPUNKI, 9)]
    picture = drawn(spots, TURKU, "Turku")
    at = {one.label.split()[0]: (one.x, one.y) for one in picture.dots}
    assert at["Uusikaupunki"][0] < picture.x < at["Lieto"][0] < at["Salo"][0]
    assert at["Uusikaupunki"][1] < at["Lieto"][1] < at["Salo"][1]
    unit = picture.rings[0].r / picture.rings[0].kilometres
    for name, point in (("Lieto", LIETO), ("Salo", SALO), ("Uusikaupunki", UUSIKAUPUNKI)):
        away = hypot(at[name][0] - picture.x, at[name][1] - picture.y) / unit
        assert abs(away - distance(TURKU, point)) < 1.5
    assert [one.kilometres for one in picture.rings][:2] == [20, 40]


def test_nothing_is_drawn_of_nothing_and_no_rings_without_a_middle() -> None:
    assert drawn([], TURKU, "Turku").wide == 0
    picture = drawn([spot("Lieto", LIETO)], None)
    assert (picture.here, picture.rings, names(picture)) == (False, (), ["Lieto 3"])


def test_the_chosen_one_is_drawn_whatever_else_there_is() -> None:
    many = [spot(f"Place {number}", (60 + number / 100, 22.0), 50) for number in range(200)]
    picture = drawn([*many, spot("Lieto", LIETO, 1, chosen=True)], TURKU, "Turku")
    assert len(picture.dots) <= MOST_PLACES
    assert [one.said for one in picture.dots if one.chosen] == ["Lieto: 1 offers"]


PLACES = st.lists(
    st.tuples(
        st.text("abcdefghijklmnopqrstuvwxyzåäö ", min_size=1, max_size=30),
        st.floats(59.5, 62.5),
        st.floats(20.0, 24.0),
        st.integers(0, 9999),
    ),
    max_size=70,
    unique_by=lambda one: one[0],
)


@given(PLACES, st.one_of(st.none(), st.just(TURKU)))
def test_no_name_lies_on_another_and_all_of_them_in_the_picture(
    places: list[tuple[str, float, float, int]], middle: tuple[float, float] | None
) -> None:
    spots = [spot(name, (latitude, longitude), number) for name, latitude, longitude, number in places]
    picture = drawn(spots, middle, "Turku")
    boxes: list[tuple[float, float, float, float]] = []
    for one in picture.dots:
        assert 0 <= one.x <= picture.wide == round(WIDE)
        assert 0 <= one.y <= picture.high + 0.5
        if one.label:
            long = LETTER * len(one.label)
            left = one.label_x - long if one.before else one.label_x
            boxes.append((left, one.label_y - 4 - LINE / 2, left + long, one.label_y - 4 + LINE / 2))
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= picture.wide
        assert bottom <= picture.high + 0.5
        for other in boxes[number + 1 :]:
            apart = (
                right <= other[0] + 0.2 or other[2] <= left + 0.2 or bottom <= other[1] + 0.2 or other[3] <= top + 0.2
            )
            assert apart
