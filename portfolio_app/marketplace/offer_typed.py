"""What somebody types about an offer, read and held against the rules for working hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from portfolio_app.core.clock import now
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import day_typed, one_line, several_lines
from portfolio_app.marketplace import weeks
from portfolio_app.marketplace.lawful_hours import Days, warnings
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.working_hours import Aged, Young

MOST_DATES = 6
LAST_DAY = N_("The last day is before the first one, or more than four months after it.")


@dataclass(frozen=True)
class DateForm:
    """A date as it was typed: days as `2027-03-08`, times as `9:00`."""

    first: str = ""
    last: str = ""
    begins: str = ""
    ends: str = ""
    seats: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing of it was typed."""
        return not any(one.strip() for one in (self.first, self.last, self.begins, self.ends, self.seats))


@dataclass(frozen=True)
class OfferForm(Typed):
    """What somebody says about an offer."""

    kind: str = ""
    title: str = ""
    words: str = ""
    ages_from: str = ""
    ages_to: str = ""
    responsible: str = ""
    languages: str = ""
    access: str = ""
    clothing: str = ""
    lunch: str = ""
    week: tuple[str, ...] = ()
    """What half days are for: codes of `weeks.Block`, or "" for nothing."""
    dates: tuple[DateForm, ...] = field(default_factory=tuple)


def cleaned(form: OfferForm) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The columns of an offer, and those of its dates. Raises `Invalid`."""
    if form.kind not in list(OfferKind):
        raise Invalid(N_("Choose what you offer."), field="kind")
    title = one_line(form.title, field="title", most=120, empty=N_("Write in a few words what it is."))
    ages = [
        _number(text, field=name, least=10, most=25)
        for name, text in (("ages_from", form.ages_from), ("ages_to", form.ages_to))
    ]
    if ages[1] < ages[0]:
        raise Invalid(N_("The second age is lower than the first one."), field="ages_to")
    values = {
        "kind": form.kind,
        "title": title,
        "words": several_lines(form.words, field="words", most=1500),
        "ages_from": ages[0],
        "ages_to": ages[1],
        "responsible": one_line(
            form.responsible, field="responsible", most=120, empty=N_("Write who looks after the pupils there.")
        ),
        "languages": one_line(form.languages, field="languages", most=120),
        "access": one_line(form.access, field="access", most=300),
        "clothing": one_line(form.clothing, field="clothing", most=200),
        "lunch": one_line(form.lunch, field="lunch", most=200),
        "week": weeks.cleaned(form.week, form.kind),
    }
    dates = [_date(number, one) for number, one in enumerate(form.dates[:MOST_DATES]) if not one.empty]
    begun = {(one["first_day"], one["begins"]) for one in dates}
    if len(begun) < len(dates):
        raise Invalid(N_("Two dates are the same. Make one of them another, or leave it empty."), field="first-0")
    return values, sorted(dates, key=lambda one: (one["first_day"], one["begins"]))


def _number(text: str, *, field: str, least: int, most: int) -> int:
    said = text.strip()
    if not (said.isascii() and said.isdigit() and len(said) < 5 and least <= int(said) <= most):
        raise Invalid(N_("Write a number from {least} to {most}."), field=field, least=least, most=most)
    return int(said)


def _date(number: int, form: DateForm) -> dict[str, Any]:
    first = day_typed(form.first, field=f"first-{number}")
    last = day_typed(form.last, field=f"last-{number}") if form.last.strip() else first
    today = local_date(now())
    if not today < first <= today + timedelta(days=3 * 366):
        raise Invalid(N_("Choose a day after today, at most three years on."), field=f"first-{number}")
    if not first <= last <= first + timedelta(days=120):
        raise Invalid(LAST_DAY, field=f"last-{number}")
    begins, ends = time_typed(form.begins, field=f"begins-{number}"), time_typed(form.ends, field=f"ends-{number}")
    if ends <= begins:
        raise Invalid(N_("It ends before it begins. Look at the times again."), field=f"ends-{number}")
    return {
        "first_day": first,
        "last_day": last,
        "begins": begins,
        "ends": ends,
        "seats": _number(form.seats, field=f"seats-{number}", least=1, most=500),
    }


def time_typed(text: str, *, field: str) -> int:
    """Minutes after midnight."""
    said = text.strip().replace(".", ":")
    for shape in ("%H:%M", "%H"):
        try:
            found = datetime.strptime(said, shape)  # noqa: DTZ007 - a time of day alone
        except ValueError:
            continue
        return found.hour * 60 + found.minute
    raise Invalid(N_("Write the time as 9:00."), field=field)


def clock_typed(minutes: int) -> str:
    """Minutes after midnight, as a browser's own field has them: what `time_typed` reads."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def lawful(values: Mapping[str, Any], dates: Sequence[Mapping[str, Any]], country: str) -> tuple[str, ...]:
    """What the country's rules warn of for the youngest pupils meant. Raises `Invalid` where they forbid it, with what
    would be lawful instead."""
    young, kind = Young(Aged(values["ages_from"])), OfferKind(values["kind"])
    warned: dict[str, None] = {}
    for number, one in enumerate(dates):
        days = Days(one["first_day"], one["last_day"], one["begins"], one["ends"])
        warned.update(dict.fromkeys(warnings(kind, days, young, country, field=f"begins-{number}")))
    return tuple(warned)
