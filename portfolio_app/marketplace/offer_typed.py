"""What somebody types about an offer, read and held against the rules for working hours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from portfolio_app.core.clock import now
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, local_date, zone_of
from portfolio_app.core.wording import folded, one_line, several_lines
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.working_hours import Aged, Plan, Shift, Young
from portfolio_app.marketplace.working_hours_lawful import judge
from portfolio_app.marketplace.working_hours_rules import Kind, rules_of
from portfolio_app.marketplace.working_hours_words import alternative_words, reason

MOST_DATES = 6
LAST_DAY = N_("The last day is before the first one, or more than four months after it.")
WORKED: Mapping[OfferKind, Kind] = {
    OfferKind.WEEK: Kind.WORK_EXPERIENCE,
    OfferKind.PLACEMENT: Kind.WORK_EXPERIENCE,
    OfferKind.TRAINING: Kind.WORK_EXPERIENCE,
    OfferKind.TASTER: Kind.TASTER_DAY,
}
"""Kinds in which pupils work, as the rules for working hours call them."""


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
class OfferForm:
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
    }
    values["searched"] = folded(f"{title} {values['words']}")[:400]
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
    first = _day(form.first, field=f"first-{number}")
    last = _day(form.last, field=f"last-{number}") if form.last.strip() else first
    today = local_date(now())
    if not today < first <= today + timedelta(days=3 * 366):
        raise Invalid(N_("Choose a day after today, at most three years on."), field=f"first-{number}")
    if not first <= last <= first + timedelta(days=120):
        raise Invalid(LAST_DAY, field=f"last-{number}")
    begins, ends = _time(form.begins, field=f"begins-{number}"), _time(form.ends, field=f"ends-{number}")
    if ends <= begins:
        raise Invalid(N_("It ends before it begins. Look at the times again."), field=f"ends-{number}")
    return {
        "first_day": first,
        "last_day": last,
        "begins": begins,
        "ends": ends,
        "seats": _number(form.seats, field=f"seats-{number}", least=1, most=500),
    }


def _day(text: str, *, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise Invalid(N_("Write the day as 2027-03-08."), field=field) from problem


def _time(text: str, *, field: str) -> int:
    """Minutes after midnight."""
    said = text.strip().replace(".", ":")
    for shape in ("%H:%M", "%H"):
        try:
            found = datetime.strptime(said, shape)  # noqa: DTZ007 - a time of day alone
        except ValueError:
            continue
        return found.hour * 60 + found.minute
    raise Invalid(N_("Write the time as 9:00."), field=field)


def lawful(values: Mapping[str, Any], dates: Sequence[Mapping[str, Any]], country: str) -> tuple[str, ...]:
    """What the country's rules warn of for the youngest pupils meant. Raises `Invalid` where they forbid it, with what
    would be lawful instead."""
    kind = WORKED.get(OfferKind(values["kind"]))
    rules = rules_of(country)
    if kind is None or rules is None:
        return ()
    young = Young(Aged(values["ages_from"]))
    warned: dict[str, None] = {}
    for number, one in enumerate(dates):
        plan = Plan(tuple(_shifts(one)), zone_of(country) or "UTC")
        verdict = judge(plan, young, kind, rules)
        said = [reason(finding) for finding in verdict.findings if finding.hard or not verdict.blocked]
        if verdict.blocked:
            words = " ".join(said)
            if verdict.instead:
                lawful = "; ".join(list(alternative_words(plan, verdict.instead))[:3])
                words = _("{why} Possible would be: {instead}").format(why=words, instead=lawful)
            raise Invalid("{words}", field=f"begins-{number}", words=words)
        warned.update(dict.fromkeys(said))
    return tuple(warned)


def _shifts(one: Mapping[str, Any]) -> Iterator[Shift]:
    """The working days of a date: every day of it, but for weekends in between; more than six hours with half an hour's
    break."""
    begins, ends = (time(one[name] // 60, one[name] % 60) for name in ("begins", "ends"))
    pause = 30 if one["ends"] - one["begins"] >= 270 else 0
    day = one["first_day"]
    while day <= one["last_day"]:
        if day.weekday() < 5 or one["first_day"] == one["last_day"]:
            yield Shift(day, begins, ends, pause)
        day += timedelta(days=1)
