"""A week at a workplace, planned by half days out of a few blocks: so that a host who has never had a pupil knows what
to do with one, and the pupil knows what comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, weekday_names
from portfolio_app.marketplace.models import OfferKind

DAYS, HALVES = 5, 2
KINDS = (OfferKind.WEEK, OfferKind.PLACEMENT)
"""Kinds of offers that have such a plan."""


class Block(StrEnum):
    """What half a day is for."""

    WELCOME = "welcome"
    OBSERVE = "observe"
    INTERVIEW = "interview"
    TASK = "task"
    MAKE = "make"
    OTHER = "other"
    REFLECT = "reflect"


NAMES: Mapping[Block, str] = {
    Block.WELCOME: N_("Welcome, a tour, safety"),
    Block.OBSERVE: N_("Go along with somebody and watch"),
    Block.INTERVIEW: N_("Ask two people about their work"),
    Block.TASK: N_("A real task, with help"),
    Block.MAKE: N_("Make something of one’s own"),
    Block.OTHER: N_("Another part of the house"),
    Block.REFLECT: N_("Look back together"),
}
"""What each is called on a screen; a msgid each."""
USUAL = (
    Block.WELCOME,
    Block.OBSERVE,
    Block.OBSERVE,
    Block.TASK,
    Block.INTERVIEW,
    Block.TASK,
    Block.OTHER,
    Block.MAKE,
    Block.MAKE,
    Block.REFLECT,
)
"""A week to begin with, our own: watch before doing, something to show for it, and a look back at the end."""


@dataclass(frozen=True)
class WeekDay:
    """A day of the plan: which one, and what its halves are for ("" where nothing is said)."""

    name: str = ""
    morning: str = ""
    afternoon: str = ""


def cleaned(said: Sequence[str], kind: str) -> list[str]:
    """The plan as it is kept: ten codes, mornings and afternoons in turn, or none at all. Raises `Invalid` for what is
    no block."""
    if kind not in KINDS or not any(said):
        return []
    for number, one in enumerate(said):
        if one and one not in list(Block):
            raise Invalid(N_("Choose one of the blocks."), field=f"half-{number}")
    return [*said, *[""] * (DAYS * HALVES)][: DAYS * HALVES]


def days_said(plan: Sequence[str]) -> tuple[WeekDay, ...]:
    """The days of a plan on which something is said."""
    said = [_(NAMES[Block(one)]) if one in list(Block) else "" for one in plan]
    names = weekday_names()
    days = (WeekDay(names[day], *said[day * HALVES : (day + 1) * HALVES]) for day in range(len(said) // HALVES))
    return tuple(day for day in days if day.morning or day.afternoon)
