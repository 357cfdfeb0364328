"""Fields of work, in words that pupils use: thirteen groups of the sections of NACE Rev. 2 (Eurostat, 2008), which are
those of ISIC Rev. 4. Each section belongs to one group; households as employers (T) and bodies of several states (U)
are left out, since no pupil goes there.
"""

from collections.abc import Mapping
from enum import StrEnum

from portfolio_app.core.languages import N_


class FieldOfWork(StrEnum):
    """The group a host, or what it offers, belongs to."""

    NATURE = "nature"
    INDUSTRY = "industry"
    BUILDING = "building"
    TRANSPORT = "transport"
    TRADE = "trade"
    FOOD = "food"
    MEDIA = "media"
    OFFICE = "office"
    PUBLIC = "public"
    LEARNING = "learning"
    CARE = "care"
    CULTURE = "culture"
    SERVICES = "services"


NAMES: Mapping[FieldOfWork, str] = {
    FieldOfWork.NATURE: N_("Animals, plants, fish and forest"),
    FieldOfWork.INDUSTRY: N_("Making things, energy and water"),
    FieldOfWork.BUILDING: N_("Building and repairing houses"),
    FieldOfWork.TRANSPORT: N_("Transport, post and storage"),
    FieldOfWork.TRADE: N_("Shops and garages"),
    FieldOfWork.FOOD: N_("Food, hotels and travel"),
    FieldOfWork.MEDIA: N_("Computers, media and telephones"),
    FieldOfWork.OFFICE: N_("Offices, money, law and research"),
    FieldOfWork.PUBLIC: N_("Police, rescue and public offices"),
    FieldOfWork.LEARNING: N_("Schools and day care"),
    FieldOfWork.CARE: N_("Health and care"),
    FieldOfWork.CULTURE: N_("Art, sport and leisure"),
    FieldOfWork.SERVICES: N_("Hair, repairs, clubs and other services"),
}
"""What each is called on a screen; a msgid each."""

SECTIONS: Mapping[FieldOfWork, str] = {
    FieldOfWork.NATURE: "A",
    FieldOfWork.INDUSTRY: "BCDE",
    FieldOfWork.BUILDING: "F",
    FieldOfWork.TRANSPORT: "H",
    FieldOfWork.TRADE: "G",
    FieldOfWork.FOOD: "I",
    FieldOfWork.MEDIA: "J",
    FieldOfWork.OFFICE: "KLMN",
    FieldOfWork.PUBLIC: "O",
    FieldOfWork.LEARNING: "P",
    FieldOfWork.CARE: "Q",
    FieldOfWork.CULTURE: "R",
    FieldOfWork.SERVICES: "S",
}
"""The sections of NACE Rev. 2 in each."""
