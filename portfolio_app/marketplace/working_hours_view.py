"""The page of working hours: a country's rules for an age and a kind of placement, and a day looked at by them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from babel.core import Locale

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import reading
from portfolio_app.core.languages import PSEUDO, _, format_date, spoken
from portfolio_app.marketplace.working_hours import Aged, Young
from portfolio_app.marketplace.working_hours_asked import NOTHING, Asked, Fields, Problem, asked, planned
from portfolio_app.marketplace.working_hours_lawful import Verdict, judge
from portfolio_app.marketplace.working_hours_rules import (
    Basis,
    Break,
    CountryRules,
    DailyRest,
    DayLimit,
    FreeDays,
    NotAtAll,
    NotBetween,
    NotOn,
    Rule,
    WeekLimit,
    WeeklyRest,
    WeekMeanLimit,
    all_rules,
)
from portfolio_app.marketplace.working_hours_words import BASES, KINDS, alternative_words, limit_words, reason
from portfolio_app.schools.places import country_of


@dataclass(frozen=True)
class Option:
    """Something to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class Line:
    """A sentence; `mark` says what it is if it does not simply hold."""

    words: str
    mark: str = ""


@dataclass(frozen=True)
class Topic:
    """Sentences about one thing."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Origin:
    """Where a rule comes from, for staff: its sentence, what it rests on, its sources, the day it was read there."""

    code: str
    words: str
    basis: str
    sources: tuple[str, ...]
    read: str
    to_be_verified: bool


@dataclass(frozen=True)
class Judged:
    """What the rules say of the day that was typed. `standing`: "blocked", "warned" or "fine"."""

    standing: str = ""
    day: str = ""
    reasons: tuple[Line, ...] = ()
    instead: tuple[str, ...] = ()
    free_of_warnings: bool = False


@dataclass(frozen=True)
class WorkingHoursView:
    """The rules of a country (its name in `heading`) for what `age`, `kind` and `ended` say, and a day."""

    loaded: bool = False
    heading: str = ""
    elsewhere: tuple[Option, ...] = ()
    """Countries to choose from, by their addresses, for a reader whose own has no rules here."""
    kinds: tuple[Option, ...] = ()
    country: str = ""
    age: str = ""
    kind: str = ""
    ended: bool = False
    whose: str = ""
    says: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    origins: tuple[Origin, ...] = ()
    is_staff: bool = False
    key: str = ""
    """Changes with what the address asks."""
    typed: Fields = NOTHING
    errors: Fields = NOTHING
    problems: tuple[Problem, ...] = ()
    holidays: bool = False
    judged: Judged = Judged()


async def load_working_hours(actor: Actor, query: Mapping[str, str]) -> WorkingHoursView:
    """The rules that an address asks for, of the country of the reader's school. Whoever has none, or one without rules
    here, chooses among those there are."""
    every = all_rules()
    async with reading() as session:
        own = await country_of(session, actor.person_id)
    country = own if own in every else query.get("country", "").upper()
    is_staff = actor.is_staff or actor.has(Role.ADMIN)
    if country not in every:
        return WorkingHoursView(loaded=True, elsewhere=tuple(_elsewhere(every)), is_staff=is_staff)
    rules = every[country]
    wanted = asked(query, rules)
    applying = rules.applying(wanted.kind, wanted.age, in_school=not wanted.ended)
    view = WorkingHoursView(
        loaded=True,
        heading=_("Rules for working hours: {country}").format(country=_name(country)),
        kinds=tuple(Option(kind.value, _(KINDS[kind])) for kind in rules.kinds),
        country="" if own == country else country,
        age=str(wanted.age),
        kind=wanted.kind.value,
        ended=wanted.ended,
        whose=_whose(wanted),
        says=tuple(rule.says.text(spoken()) for rule in applying),
        topics=tuple(_topics(applying)),
        origins=tuple(_origin(rule, rules) for rule in applying) if is_staff else (),
        is_staff=is_staff,
        key=urlencode(sorted(query.items()), errors="replace"),
        typed=wanted.typed,
        holidays=wanted.holidays,
    )
    return _with_day(view, wanted, rules) if wanted.checks else view


def _with_day(view: WorkingHoursView, wanted: Asked, rules: CountryRules) -> WorkingHoursView:
    plan, problems = planned(wanted, rules.country)
    if plan is None:
        return replace(view, problems=problems, errors=Fields(**{one.field_id: one.message for one in problems}))
    whose = Young(Aged(wanted.age), date.min if wanted.ended else None)
    verdict = judge(plan, whose, wanted.kind, rules)
    (shift,) = plan.shifts
    return replace(
        view,
        judged=Judged(
            standing=_standing(verdict),
            day=format_date(shift.day, "full"),
            reasons=tuple(Line(reason(one), "" if one.hard else _mark(one.rule)) for one in verdict.findings),
            instead=tuple(alternative_words(plan, verdict.instead)) if verdict.instead else (),
            free_of_warnings=verdict.free_of_warnings,
        ),
    )


def _standing(verdict: Verdict) -> str:
    if verdict.blocked:
        return "blocked"
    return "warned" if verdict.findings else "fine"


def _whose(wanted: Asked) -> str:
    school = _("Compulsory school has ended") if wanted.ended else _("In compulsory school")
    return " · ".join((_("{age} years").format(age=wanted.age), _(KINDS[wanted.kind]), school))


def _mark(rule: Rule | None) -> str:
    """What is read beside something that does not block."""
    if rule is None:
        return ""
    return {
        Basis.LAW: _("only under conditions"),
        Basis.PRACTICE: _("usual, not law"),
        Basis.UNCONFIRMED: _("not confirmed"),
    }[rule.basis]


def _topics(rules: tuple[Rule, ...]) -> Iterator[Topic]:
    limits = [(rule, limit) for rule in rules for limit in rule.limits]

    def lines(*kinds: type[object]) -> tuple[Line, ...]:
        found = (
            Line(limit_words(limit), "" if limit.hard else _mark(rule))
            for rule, limit in limits
            if isinstance(limit, kinds)
        )
        return tuple(dict.fromkeys(found))

    forbidden = tuple(dict.fromkeys(Line(one.says.text(spoken())) for rule in rules for one in rule.forbidden))
    needs = tuple(dict.fromkeys(Line(one.says.text(spoken())) for rule in rules for one in rule.needs))
    every = (
        (_("Hours"), lines(NotAtAll, DayLimit, WeekLimit, WeekMeanLimit)),
        (_("Evenings, nights and days"), lines(NotBetween, NotOn)),
        (_("Rest and days off"), lines(DailyRest, WeeklyRest, FreeDays)),
        (_("Breaks"), lines(Break)),
        (_("Work that is not for you"), forbidden),
        (_("To see to before"), needs),
    )
    yield from (Topic(title, found) for title, found in every if found)


def _origin(rule: Rule, rules: CountryRules) -> Origin:
    return Origin(
        code=rule.code,
        words=rule.says.text(spoken()),
        basis=_(BASES[rule.basis]),
        sources=tuple(rules.sources[one] for one in rule.sources),
        read=_("Read there on {day}.").format(day=format_date(rule.date)),
        to_be_verified=rule.to_be_verified,
    )


def _elsewhere(every: Mapping[str, CountryRules]) -> Iterator[Option]:
    for country in sorted(every, key=_name):
        said = _("Rules for working hours: {country}").format(country=_name(country))
        yield Option(f"/{spoken()}/working-hours?{urlencode({'country': country})}", said)


def _name(country: str) -> str:
    """A country's name in the language being spoken."""
    return Locale.parse("en" if spoken() == PSEUDO else spoken()).territories[country]
