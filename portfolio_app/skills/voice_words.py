"""What a pupil's own view and the voices of others say together, in one plain sentence. It names nobody and draws no
average: it says whether people see the same."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from portfolio_app.core.languages import _, ngettext


@dataclass(frozen=True)
class Views:
    """How one capability is seen: `own` (0: not said yet) and, person by person, `others`; on a dial places, which are
    neither more nor less than each other."""

    own: int
    others: Sequence[tuple[str, int]]
    """Who (any name that tells them apart) and what they last said, without those who have not seen it."""
    dial: bool = False


def sentence(views: Views) -> str:
    """For one capability; "" while nobody else has said anything."""
    people = len({who for who, _step in views.others})
    if not people:
        return ""
    if not views.own:
        return ngettext(
            "The person who has seen you work has said how they see this. You have not yet.",
            "{n} people who have seen you work have said how they see this. You have not yet.",
            people,
        )
    return _compared([views], people)


def whole_sentence(all_views: Iterable[Views]) -> str:
    """For all capabilities with steps that both the pupil and somebody else have spoken of; "" when there is none."""
    both = [views for views in all_views if views.own and views.others and not views.dial]
    return _compared(both, len({who for views in both for who, _step in views.others})) if both else ""


def _compared(all_views: Sequence[Views], people: int) -> str:
    apart = [(step - views.own, views.dial) for views in all_views for _who, step in views.others]
    differences = [difference for difference, _dial in apart]
    if not any(differences):
        return ngettext(
            "You and the person who has seen you work see the same.",
            "You and the {n} people who have seen you work see the same.",
            people,
        )
    if any(difference and dial for difference, dial in apart) or (min(differences) < 0 < max(differences)):
        return _differently(people, several=len(all_views) > 1)
    return (_lower if max(differences) > 0 else _higher)(people, {abs(one) for one in differences})


def _differently(people: int, *, several: bool) -> str:
    if several:
        return _("In some skills you see yourself lower than the people who have seen you work, in others higher.")
    return ngettext(
        "You and the person who has seen you work see this differently.",
        "You and the {n} people who have seen you work do not all see the same.",
        people,
    )


def _lower(people: int, by: Collection[int]) -> str:
    if by == {1}:
        return ngettext(
            "You see yourself a step lower than the person who has seen you work.",
            "You see yourself a step lower than the {n} people who have seen you work.",
            people,
        )
    if 0 in by:
        return ngettext(
            "You and the person who has seen you work see some of it the same; in the rest you see yourself lower.",
            "You see yourself lower than some of the {n} people who have seen you work.",
            people,
        )
    return ngettext(
        "You see yourself lower than the person who has seen you work.",
        "You see yourself lower than the {n} people who have seen you work.",
        people,
    )


def _higher(people: int, by: Collection[int]) -> str:
    if by == {1}:
        return ngettext(
            "You see yourself a step higher than the person who has seen you work.",
            "You see yourself a step higher than the {n} people who have seen you work.",
            people,
        )
    if 0 in by:
        return ngettext(
            "You and the person who has seen you work see some of it the same; in the rest you see yourself higher.",
            "You see yourself higher than some of the {n} people who have seen you work.",
            people,
        )
    return ngettext(
        "You see yourself higher than the person who has seen you work.",
        "You see yourself higher than the {n} people who have seen you work.",
        people,
    )
