"""Who there is in the demo: two schools, eight classes, two hundred pupils and the people who work with them.

Everybody is invented. The names are such as are common in a Finnish and a Norwegian school today.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from random import Random

from portfolio_app.accounts.models import Role
from portfolio_app.accounts.names import propose_usernames
from portfolio_app.demo import names
from portfolio_app.demo.chance import chance_for

FINNISH, NORWEGIAN = "auranlaakso", "fjordvik"


class Pace(Enum):
    """How much somebody has made of Polku: which share of the periods they were at work in, and how much in each."""

    NOT_BEGUN = (0.0, 0)
    STOPPED = (0.7, 2)
    LITTLE = (0.4, 2)
    STEADY = (0.8, 3)
    MUCH = (1.0, 4)

    @property
    def share(self) -> float:
        """The share of the periods with something in them."""
        return self.value[0]

    @property
    def most(self) -> int:
        """The most things of a kind in one period."""
        return self.value[1]


_PACES = (Pace.NOT_BEGUN, Pace.STOPPED, Pace.LITTLE, Pace.STEADY, Pace.MUCH)
_WEIGHTS = (12, 15, 33, 30, 10)


@dataclass(frozen=True)
class DemoClass:
    """A class: its school, its stage, and for how many school years its pupils have been there."""

    school: str
    name: str
    stage: str
    years: int


CLASSES = (
    DemoClass(FINNISH, "6A", "11-13", 1),
    DemoClass(FINNISH, "7A", "11-13", 2),
    DemoClass(FINNISH, "8A", "13-15", 3),
    DemoClass(FINNISH, "8B", "13-15", 3),
    DemoClass(FINNISH, "9C", "13-15", 3),
    DemoClass(FINNISH, "Lukio 1", "15-18", 3),
    DemoClass(NORWEGIAN, "9A", "13-15", 2),
    DemoClass(NORWEGIAN, "10B", "15-18", 3),
)


@dataclass(frozen=True)
class DemoStaff:
    """Somebody who works at a school, for its region, or (without a school) for the whole instance."""

    username: str
    name: str
    role: Role
    school: str = ""
    classes: tuple[str, ...] = ()
    left: bool = False


STAFF = (
    DemoStaff("admin", "Aino Salo", Role.ADMIN),
    DemoStaff("kaisa", "Kaisa Mäkelä", Role.COORDINATOR, FINNISH),
    DemoStaff("tuula", "Tuula Virtanen", Role.TEACHER, FINNISH, ("8B", "7A")),
    DemoStaff("petri", "Petri Lahtinen", Role.COUNSELLOR, FINNISH),
    DemoStaff("janne", "Janne Kuosmanen", Role.TEACHER, FINNISH, ("8B", "9C")),
    DemoStaff("annaleena", "Anna-Leena Sjöberg", Role.TEACHER, FINNISH, ("6A",)),
    DemoStaff("mikko", "Mikko Rantala", Role.TEACHER, FINNISH, ("7A",)),
    DemoStaff("outi", "Outi Kangas", Role.TEACHER, FINNISH, ("8A",)),
    DemoStaff("farhia", "Farhia Ali Abdi", Role.TEACHER, FINNISH, ("Lukio 1",)),
    DemoStaff("hannu", "Hannu Peltomäki", Role.TEACHER, FINNISH, ("8A", "Lukio 1")),
    DemoStaff("satu", "Satu Lehmus", Role.TEACHER, FINNISH, ("8B",), left=True),
    DemoStaff("sirpa", "Sirpa Aalto", Role.REGIONAL, FINNISH),
    DemoStaff("geir", "Geir Aas", Role.COORDINATOR, NORWEGIAN),
    DemoStaff("ingrid", "Ingrid Solheim", Role.TEACHER, NORWEGIAN, ("9A",)),
    DemoStaff("torerik", "Tor Erik Bakken", Role.TEACHER, NORWEGIAN, ("10B",)),
    DemoStaff("marit", "Marit Nygård", Role.COUNSELLOR, NORWEGIAN),
    DemoStaff("randi", "Randi Vik", Role.REGIONAL, NORWEGIAN),
)

TO_BE = ("siiri", "aada", "eino", "nils", "tuula", "ingrid", "petri", "kaisa", "sirpa", "admin", "iida")
"""User names of those whom the sign-in page of a demo offers to be."""


@dataclass(frozen=True)
class DemoPupil:
    """A pupil. `writes` is the language of what they write; `years` for how many school years they have been here."""

    username: str
    name: str
    school: str
    class_name: str
    writes: str
    pace: Pace
    years: int
    signed_in: bool = True


# Those with a part of their own; everybody else is drawn.
_KNOWN = (
    DemoPupil("siiri", "Siiri Niemi", FINNISH, "8B", "fi", Pace.STEADY, 3),
    DemoPupil("venla", "Venla Koivisto", FINNISH, "8B", "fi", Pace.MUCH, 3),
    DemoPupil("eino", "Eino Lehtonen", FINNISH, "7A", "fi", Pace.NOT_BEGUN, 0),
    DemoPupil("aada", "Aada Rautio", FINNISH, "9C", "fi", Pace.MUCH, 3),
    DemoPupil("grace", "Grace O'Brien", FINNISH, "Lukio 1", "en", Pace.STEADY, 1),
    DemoPupil("finlay", "Finlay MacLeòid", FINNISH, "9C", "en", Pace.LITTLE, 1),
    DemoPupil("daan", "Daan van der Berg", FINNISH, "Lukio 1", "nl", Pace.STEADY, 1),
    DemoPupil("sanne", "Sanne de Wit", FINNISH, "8A", "nl", Pace.LITTLE, 1),
    DemoPupil("nils", "Nils Aleksander Berg", NORWEGIAN, "9A", "nb", Pace.STEADY, 2),
    DemoPupil("soren", "Søren O'Ŋgård 🌱", NORWEGIAN, "9A", "nb", Pace.MUCH, 2),
)

_PUPILS = {FINNISH: 150, NORWEGIAN: 50}
_WITHOUT_A_CLASS = {FINNISH: 2, NORWEGIAN: 1}
_LANGUAGE = {FINNISH: "fi", NORWEGIAN: "nb"}


def pupils() -> tuple[DemoPupil, ...]:
    """All two hundred, those with a part of their own first; the same at every call."""
    chance = chance_for("pupils")
    found = list(_KNOWN)
    taken = {one.username for one in (*_KNOWN, *STAFF)}
    for school, how_many in _PUPILS.items():
        called = _names(school, how_many - sum(one.school == school for one in _KNOWN), chance)
        usernames = propose_usernames(called, taken)
        taken.update(usernames)
        places = _places(school, chance)
        for name, username, place in zip(called, usernames, places, strict=True):
            pace = chance.choices(_PACES, _WEIGHTS)[0] if place else Pace.NOT_BEGUN
            years = min(place.years, chance.choice((place.years, place.years, 1))) if place else 0
            found.append(
                DemoPupil(
                    username=username,
                    name=name,
                    school=school,
                    class_name=place.name if place else "",
                    writes=_LANGUAGE[school],
                    pace=pace,
                    years=years,
                    signed_in=pace is not Pace.NOT_BEGUN or chance.random() < 0.4,
                )
            )
    return tuple(found)


def _names(school: str, how_many: int, chance: Random) -> list[str]:
    """Full names, no two alike: those given whole, and first and last names of the country put together."""
    whole: Sequence[str] = names.FINLAND if school == FINNISH else names.NORWAY
    given = list(names.FINNISH_FIRST if school == FINNISH else names.NORWEGIAN_FIRST)
    family = list(names.FINNISH_LAST if school == FINNISH else names.NORWEGIAN_LAST)
    chance.shuffle(given)
    chance.shuffle(family)
    made = [*whole, *(f"{one} {other}" for one, other in zip(given, family, strict=False))][:how_many]
    chance.shuffle(made)
    return made


def _places(school: str, chance: Random) -> Iterator[DemoClass | None]:
    """A class for each pupil who is drawn, classes about alike in size; at the end None for those without one."""
    classes = [one for one in CLASSES if one.school == school]
    room = _PUPILS[school] - _WITHOUT_A_CLASS[school]
    seats = [classes[number % len(classes)] for number in range(room)]
    for known in _KNOWN:
        if known.school == school:
            seats.remove(next(one for one in classes if one.name == known.class_name))
    chance.shuffle(seats)
    yield from seats
    yield from [None] * _WITHOUT_A_CLASS[school]
