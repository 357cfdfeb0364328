"""What kinds of activities, places and the like are called, and how long something takes."""

from collections.abc import Sequence

from portfolio_app.core.languages import N_, _, ngettext
from portfolio_app.learning.module_format import Activity, ActivityKind, Material, Place, With

KINDS = {
    ActivityKind.READ: N_("Read"),
    ActivityKind.LISTEN: N_("Listen"),
    ActivityKind.REFLECT: N_("Look back"),
    ActivityKind.SHORT: N_("Answer in your own words"),
    ActivityKind.CHOICE: N_("Choose"),
    ActivityKind.QUIZ: N_("Find out"),
    ActivityKind.SORT: N_("Sort cards"),
    ActivityKind.RANK: N_("Put in order"),
    ActivityKind.INTERVIEW: N_("Ask somebody"),
    ActivityKind.VISIT: N_("Go there"),
    ActivityKind.GROUP: N_("Work together"),
    ActivityKind.PORTFOLIO: N_("For your portfolio"),
    ActivityKind.SKILLS: N_("Your skills"),
    ActivityKind.UPLOAD: N_("Make something"),
}
PLACES = {Place.HOME: N_("at home"), Place.OUTSIDE: N_("outside")}
COMPANY = {With.PAIRS: N_("in pairs"), With.GROUP: N_("in a group"), With.CLASS: N_("with the whole class")}
MATERIALS = {
    Material.PAPER: N_("paper"),
    Material.PENS: N_("pens"),
    Material.SCISSORS: N_("scissors"),
    Material.GLUE: N_("glue"),
    Material.CARDS: N_("the cards of this lesson, printed"),
    Material.SHEETS: N_("the worksheets of this lesson, printed"),
    Material.PHONE: N_("a phone"),
    Material.DEVICE: N_("a device for each pair"),
    Material.SCREEN: N_("a screen for the class"),
    Material.NOTES: N_("sticky notes"),
    Material.CLOCK: N_("a clock"),
    Material.TAPE: N_("tape"),
    Material.BALL: N_("a ball"),
    Material.NEWSPAPERS: N_("newspapers"),
}


def minutes_said(count: int) -> str:
    """Such as "25 minutes"."""
    return ngettext("{n} minute", "{n} minutes", count)


def facts_of(activity: Activity) -> str:
    """In one line: what one does, how long, with whom, where."""
    facts = [_(KINDS[activity.kind]), minutes_said(activity.minutes)]
    facts += [_(COMPANY[activity.with_])] if activity.with_ in COMPANY else []
    facts += [_(PLACES[activity.where])] if activity.where in PLACES else []
    return " · ".join(facts)


def go_on(done: Sequence[bool], last: int) -> int:
    """The number of the step at which somebody goes on who was at step `last` (0: nowhere yet): there, or where that is
    done at the next one that is not. `done` is that of each step."""
    if 0 < last <= len(done) and not done[last - 1]:
        return last
    left = [number for number, one in enumerate(done, 1) if not one]
    return next((number for number in left if number > last), left[0] if left else max(last, 1))
