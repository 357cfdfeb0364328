"""Where the demo's schools lie, and whom young people there can really turn to.

The help lines are real and national, and their numbers and addresses public facts. Hours are given only where a service
is open every day or around the clock; others change too often. Whoever sets up a real region looks each of them up
at its address first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio_app.demo.people import FINNISH, NORWEGIAN

_EVERY_DAY = {"en": "every day", "fi": "joka päivä", "nb": "hver dag", "nl": "elke dag"}
_ALL_HOURS = {"en": "day and night", "fi": "ympäri vuorokauden", "nb": "hele døgnet", "nl": "dag en nacht"}


@dataclass(frozen=True)
class DemoRegion:
    """A region with its help lines, as `schools.models.Region` keeps them."""

    name: str
    country: str
    help: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class DemoSchool:
    """A school of a region, and who pupils turn to there."""

    name: str
    region: DemoRegion
    language: str
    contact_name: str
    contact_how: str
    town: str
    """A real one, since the others near by are."""


_SOUTHWEST_FINLAND = DemoRegion(
    "Varsinais-Suomi",
    "FI",
    (
        {
            "name": {
                "en": "Children’s and young people’s phone and chat (MLL)",
                "fi": "Lasten ja nuorten puhelin ja chat (MLL)",
                "nb": "Barne- og ungdomstelefonen (MLL)",
                "nl": "Kinder- en jongerentelefoon (MLL)",
            },
            "phone": "116 111",
            "url": "https://www.nuortennetti.fi/",
            "hours": _EVERY_DAY,
        },
        {
            "name": {
                "en": "Crisis helpline (MIELI)",
                "fi": "Kriisipuhelin (MIELI)",
                "nb": "Krisetelefonen (MIELI)",
                "nl": "Crisislijn (MIELI)",
            },
            "phone": "09 2525 0111",
            "url": "https://mieli.fi/",
            "hours": _ALL_HOURS,
        },
        {"name": {"en": "Sekasin chat", "fi": "Sekasin-chat"}, "phone": "", "url": "https://sekasin.fi/", "hours": ""},
        {
            "name": {"en": "Emergency", "fi": "Hätänumero", "nb": "Nødnummer", "nl": "Noodnummer"},
            "phone": "112",
            "url": "",
            "hours": _ALL_HOURS,
        },
    ),
)
_VESTLAND = DemoRegion(
    "Vestland",
    "NO",
    (
        {
            "name": {
                "en": "Alarm line for children and young people",
                "fi": "Lasten ja nuorten hätäpuhelin",
                "nb": "Alarmtelefonen for barn og unge",
                "nl": "Alarmlijn voor kinderen en jongeren",
            },
            "phone": "116 111",
            "url": "https://www.116111.no/",
            "hours": _ALL_HOURS,
        },
        {
            "name": {
                "en": "Helpline of Mental Helse",
                "fi": "Mental Helsen auttava puhelin",
                "nb": "Hjelpetelefonen (Mental Helse)",
                "nl": "Hulplijn van Mental Helse",
            },
            "phone": "116 123",
            "url": "https://mentalhelse.no/",
            "hours": _ALL_HOURS,
        },
        {
            "name": {
                "en": "Kors på halsen (Red Cross)",
                "fi": "Kors på halsen (Punainen Risti)",
                "nb": "Kors på halsen (Røde Kors)",
                "nl": "Kors på halsen (Rode Kruis)",
            },
            "phone": "800 33 321",
            "url": "https://korspahalsen.rodekors.no/",
            "hours": "",
        },
        {
            "name": {
                "en": "Medical emergency",
                "fi": "Hätänumero, ambulanssi",
                "nb": "Medisinsk nødtelefon",
                "nl": "Medisch noodnummer",
            },
            "phone": "113",
            "url": "",
            "hours": _ALL_HOURS,
        },
        {
            "name": {
                "en": "Police in an emergency",
                "fi": "Hätänumero, poliisi",
                "nb": "Politiets nødtelefon",
                "nl": "Noodnummer politie",
            },
            "phone": "112",
            "url": "",
            "hours": _ALL_HOURS,
        },
    ),
)

SCHOOLS: Mapping[str, DemoSchool] = {
    FINNISH: DemoSchool(
        "Auranlaakson koulu", _SOUTHWEST_FINLAND, "fi", "Petri Lahtinen", "Huone 214, arkisin 8–15, ovi on auki", "Aura"
    ),
    NORWEGIAN: DemoSchool(
        "Fjordvik ungdomsskole", _VESTLAND, "nb", "Marit Nygård", "Rom 12, mandag til torsdag", "Førde"
    ),
}
"""The schools by the name `people` knows them by."""
