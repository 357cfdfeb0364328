"""What `module.yaml` and `programme.yaml` may say, as models; `curriculum/module.schema.json` is made of them.

How a module's words are written in Markdown stands in `module_text.py`, and for writers in `curriculum/README.md`.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints, model_validator

from portfolio_app.core.strict_yaml import Where
from portfolio_app.portfolio.models import EntryKind
from portfolio_app.skills.framework_format import FILLED, Language, Text
from portfolio_app.skills.framework_rules import IncoherentFramework, used_twice

MOST_ACTIVITIES = 40
LEAST_MINUTES, MOST_MINUTES = 180, 360  # of a module
OWN_LANGUAGES = 12
RESERVED = ("teacher", "board", "exit", "tonight", "material")
"""Codes of the parts of a text that are no activities."""

ModuleName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]
ActivityCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Aim = Annotated[StrictInt, Field(ge=1, le=99)]
Year = Annotated[StrictInt, Field(ge=1, le=13)]
CapabilityCode = Annotated[str, StringConstraints(pattern=FILLED, max_length=20)]
HandoutCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=60)]
MediaPath = Annotated[str, StringConstraints(pattern=r"^media/[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)]


class ActivityKind(StrEnum):
    """What a pupil does in an activity; the README of `curriculum/` tells what each is made of."""

    READ = "read"
    LISTEN = "listen"
    REFLECT = "reflect"
    SHORT = "short"
    CHOICE = "choice"
    QUIZ = "quiz"
    SORT = "sort"
    RANK = "rank"
    INTERVIEW = "interview"
    VISIT = "visit"
    GROUP = "group"
    PORTFOLIO = "portfolio"
    SKILLS = "skills"
    UPLOAD = "upload"


class Place(StrEnum):
    """Where an activity is done."""

    CLASS = "class"
    HOME = "home"
    OUTSIDE = "outside"


class With(StrEnum):
    """With whom."""

    ALONE = "alone"
    PAIRS = "pairs"
    GROUP = "group"
    CLASS = "class"


class By(StrEnum):
    """By what a pupil looks back."""

    QUESTIONS = "questions"
    DIAL = "dial"


class Outcome(StrEnum):
    """What an activity offers to make of what was done, once the pupil says yes."""

    NONE = "none"
    EVIDENCE = "evidence"
    ENTRY = "entry"
    STEP = "step"


class Material(StrEnum):
    """What must be in the room."""

    PAPER = "paper"
    PENS = "pens"
    SCISSORS = "scissors"
    GLUE = "glue"
    CARDS = "cards"
    SHEETS = "sheets"
    PHONE = "phone"
    DEVICE = "device"
    SCREEN = "screen"
    NOTES = "notes"
    CLOCK = "clock"
    TAPE = "tape"
    BALL = "ball"
    NEWSPAPERS = "newspapers"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_ONLY_OF: Mapping[str, tuple[ActivityKind, ...]] = {
    "media": (ActivityKind.LISTEN,),
    "by": (ActivityKind.REFLECT,),
    "button": (ActivityKind.REFLECT,),
    "right": (ActivityKind.SORT,),
    "entry": (ActivityKind.PORTFOLIO, ActivityKind.UPLOAD, ActivityKind.REFLECT),
}
"""Keys that only some kinds of activities have."""


class Activity(_Part):
    """An activity, 10 to 60 minutes long. `capabilities` say what it may show, or for a skill check which are asked."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    code: ActivityCode
    kind: ActivityKind
    minutes: Annotated[StrictInt, Field(ge=10, le=60)]
    where: Place = Place.CLASS
    with_: Annotated[With, Field(alias="with")] = With.ALONE
    outcome: Outcome = Outcome.NONE
    capabilities: tuple[CapabilityCode, ...] = ()
    media: MediaPath | None = None
    by: By | None = None
    button: str | None = None
    right: StrictBool | None = None
    entry: EntryKind | None = None


class ModuleFile(_Part):
    """What `module.yaml` says. `minutes` is the sum of its activities, whether it is written there or not; `meetings`
    are the activities of each time the class meets; `handouts` say which activities a part of the material is for."""

    version: Annotated[StrictInt, Field(ge=1)]
    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    ages: Annotated[tuple[StrictInt, StrictInt], Field(description="from, to")]
    aims: Annotated[tuple[Aim, ...], Field(min_length=1)]
    capabilities: tuple[CapabilityCode, ...] = ()
    buttons: tuple[str, ...] = ()
    after: tuple[ModuleName, ...] = ()
    materials: tuple[Material, ...] = ()
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=OWN_LANGUAGES)]
    minutes: Annotated[StrictInt, Field(ge=LEAST_MINUTES, le=MOST_MINUTES)] | None = None
    meetings: tuple[Annotated[tuple[ActivityCode, ...], Field(min_length=1)], ...] = ()
    handouts: Mapping[HandoutCode, Annotated[tuple[ActivityCode, ...], Field(min_length=1)]] = {}
    activities: Annotated[tuple[Activity, ...], Field(min_length=1, max_length=MOST_ACTIVITIES)]

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        mistakes = [*_minutes_amiss(self), *_codes_amiss(self), *_ages_amiss(self), *_meetings_amiss(self)]
        mistakes += _handouts_amiss(self)
        for at, activity in enumerate(self.activities):
            mistakes += [(("activities", at, *where), what) for where, what in _activity_amiss(activity)]
        if mistakes:
            raise IncoherentFramework(mistakes)
        return self

    @cached_property
    def all_minutes(self) -> int:
        """How long the module takes."""
        return sum(one.minutes for one in self.activities)


def _minutes_amiss(module: ModuleFile) -> Iterator[tuple[Where, str]]:
    together = module.all_minutes
    if module.minutes is not None and module.minutes != together:
        yield ("minutes",), f"says {module.minutes}, and the activities take {together} together: change one of them"
    elif not LEAST_MINUTES <= together <= MOST_MINUTES:
        told = f"the activities take {together} minutes together; a module takes {LEAST_MINUTES} to {MOST_MINUTES}"
        yield ("activities",), f"{told}: add, drop or change some"


def _codes_amiss(module: ModuleFile) -> Iterator[tuple[Where, str]]:
    kinds: list[list[tuple[Where, str]]] = [
        [(("activities", at, "code"), one.code) for at, one in enumerate(module.activities)],
        [(("languages", at), one) for at, one in enumerate(module.languages)],
        [(("capabilities", at), one) for at, one in enumerate(module.capabilities)],
        [(("buttons", at), one) for at, one in enumerate(module.buttons)],
        [(("materials", at), one) for at, one in enumerate(module.materials)],
        [(("after", at), one) for at, one in enumerate(module.after)],
    ]
    yield from used_twice(kinds)
    for at, one in enumerate(module.activities):
        if one.code in RESERVED:
            yield ("activities", at, "code"), f"{one.code!r} is the code of another part of the text: choose another"


def _ages_amiss(module: ModuleFile) -> Iterator[tuple[Where, str]]:
    first, last = module.ages
    if not 5 <= first <= last <= 99:
        yield ("ages",), "should be two ages, the younger first, such as [14, 16]"


def _meetings_amiss(module: ModuleFile) -> Iterator[tuple[Where, str]]:
    """Meetings name activities once each, in their order."""
    order = {one.code: at for at, one in enumerate(module.activities)}
    last = -1
    for at, meeting in enumerate(module.meetings):
        for place, code in enumerate(meeting):
            where: Where = ("meetings", at, place)
            if code not in order:
                yield where, f"there is no activity {code!r} in this module: correct the code"
            elif order[code] <= last:
                yield where, f"{code!r} comes earlier than what stands before it: keep the order of the activities"
            else:
                last = order[code]


def _handouts_amiss(module: ModuleFile) -> Iterator[tuple[Where, str]]:
    codes = {one.code for one in module.activities}
    for code, activities in module.handouts.items():
        for at, one in enumerate(activities):
            if one not in codes:
                yield ("handouts", code, at), f"there is no activity {one!r} in this module: correct the code"


def _activity_amiss(one: Activity) -> Iterator[tuple[Where, str]]:
    for key, kinds in _ONLY_OF.items():
        if getattr(one, key) is not None and one.kind not in kinds:
            yield (key,), f"belongs to {' and '.join(kinds)} alone; this is {one.kind}: take it out"
    if one.kind is ActivityKind.REFLECT and one.by is None:
        yield ("kind",), "reflect needs “by: questions” or “by: dial”"
    if one.by is By.DIAL and one.button is None:
        yield ("by",), "dial needs “button:” with one of the career buttons"
    if one.by is By.QUESTIONS and one.button is not None:
        yield ("button",), "belongs to “by: dial”: take it out, or write “by: dial”"
    if one.kind is ActivityKind.SKILLS and not one.capabilities:
        yield ("kind",), "skills needs “capabilities:”, the skills that are asked about"
    if one.outcome is Outcome.EVIDENCE and not one.capabilities:
        yield ("outcome",), "evidence needs “capabilities:” that say what it may show"


class NamedAim(_Part):
    """An aim of a programme, by its number."""

    number: Aim
    name: Text


class Listed(_Part):
    """A module's place in a programme: in which year, how long, for which aims."""

    module: ModuleName
    year: Year
    minutes: Annotated[StrictInt, Field(ge=LEAST_MINUTES, le=MOST_MINUTES)]
    aims: Annotated[tuple[Aim, ...], Field(min_length=1)]


class ProgrammeView(_Part):
    """The programme for another country or purpose: modules of it in an order of its own."""

    code: ActivityCode
    country: str = ""
    name: Text
    note: Text | None = None
    hours: Annotated[StrictInt, Field(ge=1, le=400)]
    source: str = ""
    modules: Annotated[tuple[ModuleName, ...], Field(min_length=1)]


class ProgrammeFile(_Part):
    """What `programme.yaml` says."""

    version: Annotated[StrictInt, Field(ge=1)]
    country: Annotated[str, StringConstraints(max_length=10)] = ""
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    name: Text
    hours: Annotated[StrictInt, Field(ge=1, le=400)]
    years: Mapping[int, Annotated[StrictInt, Field(ge=0, le=400)]]
    source: str = ""
    aims: Annotated[tuple[NamedAim, ...], Field(min_length=1, max_length=40)]
    modules: Annotated[tuple[Listed, ...], Field(min_length=1, max_length=100)]
    views: tuple[ProgrammeView, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        mistakes = [*_programme_codes_amiss(self), *_aims_amiss(self), *_hours_amiss(self), *_views_amiss(self)]
        if mistakes:
            raise IncoherentFramework(mistakes)
        return self

    def listed(self, module: str) -> Listed | None:
        """The place of the module with that name, if it has one."""
        return next((one for one in self.modules if one.module == module), None)


def _programme_codes_amiss(programme: ProgrammeFile) -> Iterator[tuple[Where, str]]:
    kinds: list[list[tuple[Where, str]]] = [
        [(("aims", at, "number"), str(one.number)) for at, one in enumerate(programme.aims)],
        [(("modules", at, "module"), one.module) for at, one in enumerate(programme.modules)],
        [(("views", at, "code"), one.code) for at, one in enumerate(programme.views)],
    ]
    yield from used_twice(kinds)


def _aims_amiss(programme: ProgrammeFile) -> Iterator[tuple[Where, str]]:
    numbers = {one.number for one in programme.aims}
    met: set[int] = set()
    for at, one in enumerate(programme.modules):
        met.update(one.aims)
        for place, aim in enumerate(one.aims):
            if aim not in numbers:
                yield ("modules", at, "aims", place), f"there is no aim {aim} in this programme"
    for at, one in enumerate(programme.aims):
        if one.number not in met:
            yield ("aims", at, "number"), f"no module works at aim {one.number}"


def _hours_amiss(programme: ProgrammeFile) -> Iterator[tuple[Where, str]]:
    together = sum(one.minutes for one in programme.modules)
    if together != programme.hours * 60:
        yield ("hours",), f"says {programme.hours}, and the modules take {together / 60:g} hours together"
    for year, hours in programme.years.items():
        in_year = sum(one.minutes for one in programme.modules if one.year == year)
        if in_year != hours * 60:
            yield ("years", str(year)), f"says {hours} hours, and the modules of year {year} take {in_year / 60:g}"
    for at, one in enumerate(programme.modules):
        if one.year not in programme.years:
            yield ("modules", at, "year"), f"there are no hours for year {one.year}"


def _views_amiss(programme: ProgrammeFile) -> Iterator[tuple[Where, str]]:
    known = {one.module for one in programme.modules}
    for at, view in enumerate(programme.views):
        for place, name in enumerate(view.modules):
            if name not in known:
                yield ("views", at, "modules", place), f"there is no module {name!r} in this programme"


def json_schema() -> dict[str, Any]:
    """The schema of `module.yaml`, for editors that check while somebody types."""
    return ModuleFile.model_json_schema(by_alias=True) | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A module of lessons (module.yaml)",
    }
