"""What could replace an external day that does not take place: the same aims, and no longer than it was."""

from dataclasses import dataclass

from portfolio_app.core.languages import _, ngettext
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.models import PlanItem

MOST = 5
"""Offered at once: as many as one reads."""


@dataclass(frozen=True)
class Replacement:
    """A module, or activities of one, for the time that became free."""

    module: str = ""
    title: str = ""
    language: str = ""
    said: str = ""
    """How long it takes, and at which of the aims it works."""
    href: str = ""
    whole: bool = False
    """Whether all of the module fits; it can be planned then."""


def replacements(item: PlanItem, planned: set[str]) -> tuple[Replacement, ...]:
    """Modules of the same aims that are not planned yet and fit, then activities of others as long as they fit: those
    that work at most of the aims first."""
    found = [(place, len(set(place.aims) & set(item.aims))) for place in material.places().values()]
    fitting = [(place, same) for place, same in found if same and place.module not in planned]
    whole = sorted(
        (one for one in fitting if one[0].minutes <= item.minutes), key=lambda one: (-one[1], -one[0].minutes)
    )
    longer = sorted(
        (one for one in fitting if one[0].minutes > item.minutes), key=lambda one: (-one[1], one[0].minutes)
    )
    parts = [part for place, _same in longer if (part := _part(place, item))]
    return (*(_whole(place, item) for place, _same in whole), *parts)[:MOST]


def _whole(place: material.Place, item: PlanItem) -> Replacement:
    minutes = ngettext("{n} minute", "{n} minutes", place.minutes)
    return _made(place, _("All of it: {minutes}").format(minutes=minutes), item, whole=True)


def _part(place: material.Place, item: PlanItem) -> Replacement | None:
    """As many activities from the beginning of a module as fit; None where not even the first does."""
    known = material.current(place.module)
    together, count = 0, 0
    for piece in known.pieces if known else ():
        if together + piece.minutes > item.minutes:
            break
        together, count = together + piece.minutes, count + 1
    if not count:
        return None
    activities = ngettext("The first activity", "The first {n} activities", count)
    minutes = ngettext("{n} minute", "{n} minutes", together)
    return _made(place, _("{activities}: {minutes}").format(activities=activities, minutes=minutes), item, whole=False)


def _made(place: material.Place, said: str, item: PlanItem, *, whole: bool) -> Replacement:
    title = material.title_of(place.module)
    same = ", ".join(str(aim) for aim in item.aims if aim in place.aims)
    return Replacement(
        place.module,
        title.text,
        title.language,
        " · ".join((said, _("aims: {aims}").format(aims=same))),
        material.href_of(place.module),
        whole,
    )
