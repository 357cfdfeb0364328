"""The part of an offer's form in which a week is planned by half days; plain HTML."""

from collections.abc import Mapping
from html import escape

from portfolio_app.core.languages import _, weekday_names
from portfolio_app.marketplace.weeks import DAYS, HALVES, NAMES, USUAL, Block
from portfolio_app.web.plain_fields import choice

HALF = "half-"


def week_typed(fields: Mapping[str, str]) -> tuple[str, ...]:
    """What half days are for, as the form sent says it; what is empty is of the usual week, where that is ticked."""
    said = tuple(fields.get(f"{HALF}{number}", "") for number in range(DAYS * HALVES))
    return tuple(one or usual for one, usual in zip(said, USUAL, strict=True)) if fields.get("usual") else said


def week_fields(plan: list[str]) -> dict[str, str]:
    """What the form begins with."""
    return {f"{HALF}{number}": one for number, one in enumerate(plan)}


def week_part(fields: Mapping[str, str], wrong: str) -> str:
    """The fieldset, folded away until somebody plans."""
    options = [("", _("Nothing said")), *((one.value, _(NAMES[one])) for one in Block)]
    names, halves = weekday_names(), (_("Morning"), _("Afternoon"))
    days = ""
    for day in range(DAYS):
        parts = "".join(
            choice(f"{HALF}{day * HALVES + half}", f"{names[day]}, {halves[half]}", options, fields, wrong)
            for half in range(HALVES)
        )
        days += f"<div>{parts}</div>"
    planned = any(fields.get(f"{HALF}{number}") for number in range(DAYS * HALVES)) or wrong.startswith(HALF)
    lead = escape(_("For a week or a longer placement: what each half day is for. Pupils see it."))
    usual, title = escape(_("Fill what is empty with a usual week")), escape(_("The week, by half days"))
    ticked = " checked" if fields.get("usual") else ""
    return (
        f"<details{' open' if planned else ''}><summary>{title}</summary><p>{lead}</p>"
        f'<p><label class="plain-tick"><input type="checkbox" name="usual" value="yes"{ticked}> {usual}</label></p>'
        f"{days}</details>"
    )
