"""Where evidence comes from: lessons are one place of many in which a skill shows. Nobody has to say."""

from dataclasses import dataclass

from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.skills.models import Origin

NOT_SAID = "none"
"""What an address says for evidence of which nobody said where it comes from; there, "" is all evidence."""

ORIGINS = {
    Origin.SCHOOL: N_("School work"),
    Origin.HOBBY: N_("A hobby"),
    Origin.CLUB: N_("A club or team"),
    Origin.CARE: N_("Caring for someone"),
    Origin.LANGUAGE: N_("A language at home"),
    Origin.GAME: N_("A game"),
    Origin.JOB: N_("A Saturday or holiday job"),
    Origin.VOLUNTEERING: N_("Volunteering"),
    Origin.OTHER: N_("Something else"),
}


@dataclass(frozen=True)
class OriginChoice:
    """An origin to choose, as a form or a filter offers it."""

    value: str = ""
    label: str = ""


def origin_words(origin: str) -> str:
    """What an origin is called; "" for none, and for one that is not known."""
    return _(ORIGINS[Origin(origin)]) if origin in tuple(Origin) else ""


def checked_origin(origin: str) -> str:
    """The origin a form sent. Raises `NotFound` for what no form offers."""
    if origin and origin not in tuple(Origin):
        raise NotFound()
    return origin


def origin_filters() -> tuple[OriginChoice, ...]:
    """What a list of evidence can be narrowed to."""
    named = (OriginChoice(one.value, _(words)) for one, words in ORIGINS.items())
    return (OriginChoice("", _("From anywhere")), *named, OriginChoice(NOT_SAID, _("Not said")))
