"""What a country's rules for the working hours of young people are, and how its file in `rules/` is read.

The rules are data, with a source and a date for each, because they come from outside and change. A file is read as
strictly as a lesson: what is wrong is told with its line and its cure, and no rule of such a file is used.
`docs/working-hours.md` tells how they are written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from portfolio_app.core.errors import OperatorError
from portfolio_app.core.strict_yaml import Document, Where
from portfolio_app.learning.coded_text import content_of
from portfolio_app.learning.mistakes import Mistake
from portfolio_app.learning.reading import yaml_of
from portfolio_app.settings import SHIPPED_LANGUAGES, settings

SHIPPED = Path(__file__).parent / "rules"
ADULT = 18
"""From this age on, in years, rules for young people do not apply."""


class Kind(StrEnum):
    """Kinds of placement that rules tell apart."""

    WORK_EXPERIENCE = "work-experience"  # a part of school: TET, utplassering
    TASTER_DAY = "taster-day"  # hospitering at an upper-secondary school
    SOCIAL_INTERNSHIP = "social-internship"  # maatschappelijke stage
    OCCUPATIONAL_PLACEMENT = "occupational-placement"  # beroepsstage
    PUPIL_TRAINEE = "pupil-trainee"  # leerling-stagiair
    PAID_WORK = "paid-work"


class Basis(StrEnum):
    """What a rule rests on. Only law can be hard."""

    LAW = "law"
    PRACTICE = "practice"
    UNCONFIRMED = "unconfirmed"


class School(StrEnum):
    """Whether a rule is for those in compulsory school, for those past it, or for both."""

    IN = "in"
    ENDED = "ended"
    EITHER = "either"


class Weekday(StrEnum):
    """A day of the week; its place among them is that of `date.weekday`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _minutes(value: object) -> object:
    """`7:30` as minutes."""
    found = re.fullmatch(r"(\d{1,3}):([0-5]\d)", value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("write hours and minutes, such as 7:30")
    return int(found[1]) * 60 + int(found[2])


def _clock(value: object) -> object:
    """`07:30` as a time of day."""
    if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError("write a time of day such as 07:30")
    return time.fromisoformat(value)


Minutes = Annotated[int, BeforeValidator(_minutes), Field(ge=1)]
Clock = Annotated[time, BeforeValidator(_clock)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Sentence = Annotated[str, StringConstraints(pattern=r"\S", max_length=400)]
SourceCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]+[0-9]+$", max_length=10)]
Weeks = Annotated[StrictInt, Field(ge=1, le=16)]
Years = Annotated[StrictInt, Field(ge=0, le=ADULT - 1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)


class _Limit(_Part):
    hard: StrictBool = False
    """Whether it blocks what breaks it; else it warns."""


class _MostHours(_Limit):
    most: Minutes
    with_school: StrictBool = Field(default=False, alias="with-school")
    """Whether hours at school count in."""
    with_breaks: StrictBool = Field(default=False, alias="with-breaks")
    """Whether breaks count in."""


class DayLimit(_MostHours):
    """At most so many minutes of work on a day, of the kind `on`."""

    limit: Literal["day"]
    on: Literal["any", "school-day", "other-day"] = "any"


class WeekLimit(_MostHours):
    """At most so many minutes of work in an ISO week, of the kind `within`."""

    limit: Literal["week"]
    within: Literal["any", "term", "holidays"] = Field(default="any", alias="in")


class WeekMeanLimit(_MostHours):
    """At most so many minutes of work a week, on average over so many ISO weeks in a row."""

    limit: Literal["week-mean"]
    weeks: Weeks


class NotBetween(_Limit):
    """No work between two times of day, over midnight where `to` is not after `begins`; 00:00 ends a day."""

    limit: Literal["not-between"]
    begins: Clock = Field(alias="from")
    to: Clock


class NotOn(_Limit):
    """No work on these days of the week."""

    limit: Literal["not-on"]
    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=6)]


class DailyRest(_Limit):
    """At least so many minutes from the end of work on a day to the next day's."""

    limit: Literal["daily-rest"]
    least: Minutes


class WeeklyRest(_Limit):
    """At least so many minutes in a row without work in each ISO week; a rest belongs to where its middle can lie."""

    limit: Literal["weekly-rest"]
    least: Minutes


class FreeDays(_Limit):
    """At least so many whole days without work in so many ISO weeks in a row."""

    limit: Literal["free-days"]
    least: Annotated[StrictInt, Field(ge=1, le=14)]
    weeks: Weeks


class Break(_Limit):
    """A break of at least `least` minutes in all, where a shift has more than `after` minutes of work."""

    limit: Literal["break"]
    after: Minutes
    least: Minutes


class NotAtAll(_Limit):
    """No work of this kind."""

    limit: Literal["not-at-all"]


Limit = Annotated[
    DayLimit | WeekLimit | WeekMeanLimit | NotBetween | NotOn | DailyRest | WeeklyRest | FreeDays | Break | NotAtAll,
    Field(discriminator="limit"),
]
MostHours = DayLimit | WeekLimit | WeekMeanLimit


class Says(_Part):
    """A sentence for pupils, in each language of the app."""

    en: Sentence
    fi: Sentence
    nb: Sentence
    nl: Sentence

    def text(self, language: str) -> str:
        """The sentence in that language; in English for one it is not written in."""
        return getattr(self, language if language in SHIPPED_LANGUAGES else "en")


class Coded(_Part):
    """A kind of work, or a thing to see to, with its sentence."""

    code: Code
    says: Says


class Who(_Part):
    """Ages in whole years, both included, and whether they are in compulsory school."""

    youngest: Years = Field(default=0, alias="from")
    oldest: Years = Field(default=ADULT - 1, alias="to")
    school: School = School.EITHER

    def includes(self, age: int, *, in_school: bool) -> bool:
        """Whether somebody of that age is meant."""
        fits = self.school is School.EITHER or (self.school is School.IN) == in_school
        return self.youngest <= age <= self.oldest and fits


class Rule(_Part):
    """A row: for whom and for which kinds of placement it is, where it comes from, what it says and what it limits."""

    code: Code
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    who: Annotated[tuple[Who, ...], Field(min_length=1)]
    basis: Basis
    sources: Annotated[tuple[SourceCode, ...], Field(min_length=1)]
    date: date
    """When it was read in its sources."""
    to_be_verified: StrictBool = Field(default=True, alias="to-be-verified")
    """Whether its authority has still to say that it is so."""
    says: Says
    limits: tuple[Limit, ...] = ()
    forbidden: tuple[Coded, ...] = ()
    needs: tuple[Coded, ...] = ()

    def applies(self, kind: Kind, age: int, *, in_school: bool) -> bool:
        """Whether it is for that kind of placement of somebody of that age."""
        return kind in self.kinds and any(one.includes(age, in_school=in_school) for one in self.who)


class CountryRules(_Part):
    """What a country's file says."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    sources: Mapping[SourceCode, Sentence]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of placement it has rules for, in the order of `Kind`."""
        there = {kind for rule in self.rules for kind in rule.kinds}
        return tuple(kind for kind in Kind if kind in there)

    def applying(self, kind: Kind, age: int, *, in_school: bool) -> tuple[Rule, ...]:
        """The rules for such a placement, in the order of the file."""
        return tuple(rule for rule in self.rules if rule.applies(kind, age, in_school=in_school))


@dataclass(frozen=True)
class Read:
    """What a folder of rules says: countries by their code, without those whose file has a mistake; and those."""

    countries: Mapping[str, CountryRules]
    mistakes: tuple[Mistake, ...] = ()


def read_rules(folder: Path) -> Read:
    """The files of a folder, each named by its country; never raises."""
    countries: dict[str, CountryRules] = {}
    mistakes: list[Mistake] = []
    files = sorted(folder.glob("*.yaml"))
    if not files:
        told = "there are no rules here: each country is a file such as fi.yaml"
        return Read({}, (Mistake(folder.name or str(folder), 1, told),))
    for file in files:
        found, wrong = _read_country(file)
        mistakes += wrong
        if found:
            countries[found.country] = found
    return Read(countries, tuple(mistakes))


def _read_country(path: Path) -> tuple[CountryRules | None, Sequence[Mistake]]:
    file = path.name
    content, wrong = content_of(path, file)
    if content is None:
        return None, wrong
    found, document, mistakes = yaml_of(content, file, CountryRules)
    if found is None or document is None:
        return None, mistakes
    amiss = [Mistake(file, document.place(where)[0], what) for where, what in _incoherent(found, document, path.stem)]
    return (None if amiss else found), amiss


def _incoherent(found: CountryRules, document: Document, name: str) -> Iterator[tuple[Where, str]]:
    """What each value alone does not show to be wrong."""
    if name != found.country.casefold():
        yield ("country",), f"the file is named {name}.yaml: call it {found.country.casefold()}.yaml, or correct this"
    codes: set[str] = set()
    for at, rule in enumerate(found.rules):
        if rule.code in codes:
            yield ("rules", at, "code"), f"there are two rules {rule.code!r}: rename one"
        codes.add(rule.code)
        for place, source in enumerate(rule.sources):
            if source not in found.sources:
                yield ("rules", at, "sources", place), f"there is no source {source!r} above: add it to “sources”"
        for place, who in enumerate(rule.who):
            if who.youngest > who.oldest:
                yield ("rules", at, "who", place), f"from {who.youngest} to {who.oldest} is nobody: change one of them"
        for place, limit in enumerate(rule.limits):
            if limit.hard and rule.basis is not Basis.LAW:
                told = f"what rests on {rule.basis} only warns: take “hard” away, or say “basis: law”"
                yield ("rules", at, "limits", place, "hard"), told


def folder_of_rules() -> Path | None:
    """Where an operator keeps corrected rules; None where there are none."""
    return settings().working_hours_dir


def all_rules() -> Mapping[str, CountryRules]:
    """The rules of this installation by country (ISO 3166-1, such as "FI"): those an operator corrected in place of
    those that come with the app. They are read once. Raises `OperatorError` for files with a mistake."""
    return _all_rules(folder_of_rules())


@lru_cache(maxsize=4)
def _all_rules(corrected: Path | None) -> Mapping[str, CountryRules]:
    read = [read_rules(folder) for folder in (SHIPPED, corrected) if folder is not None]
    if wrong := [one.said() for found in read for one in found.mistakes]:
        raise OperatorError("The rules for working hours cannot be used: " + "; ".join(wrong))
    return {country: rules for found in read for country, rules in found.countries.items()}


def rules_of(country: str) -> CountryRules | None:
    """The rules of a country; None where this installation has none."""
    return all_rules().get(country.upper())
