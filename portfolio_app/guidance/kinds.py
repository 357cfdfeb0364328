"""What people can choose between when they tell of the time after school, in words: msgids by their codes."""

from collections.abc import Mapping

from portfolio_app.core.languages import N_
from portfolio_app.guidance.models import DestinationKind, HowItGoes, RightPlace

DESTINATIONS: Mapping[str, str] = {
    DestinationKind.UPPER_SECONDARY: N_("General upper secondary school"),
    DestinationKind.VOCATIONAL: N_("Vocational school or college"),
    DestinationKind.APPRENTICESHIP: N_("Apprenticeship"),
    DestinationKind.HIGHER: N_("University or other higher education"),
    DestinationKind.WORK: N_("Work"),
    DestinationKind.OTHER: N_("A gap year or something else"),
    DestinationKind.UNKNOWN: N_("I do not know yet"),
}
GOES: Mapping[str, str] = {
    HowItGoes.WELL: N_("It is going well"),
    HowItGoes.MIXED: N_("Some of it goes well, some does not"),
    HowItGoes.HARD: N_("It is hard right now"),
}
RIGHT_PLACE: Mapping[str, str] = {
    RightPlace.YES: N_("Yes, I am where I wanted to be"),
    RightPlace.PARTLY: N_("Partly"),
    RightPlace.NO: N_("No, I would like something else"),
    RightPlace.UNSURE: N_("I do not know"),
}
