"""A class's plan of three school years on one page, with its hours, the aims it covers, and what falls out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.languages import _, format_date, format_list, format_month, format_number, ngettext
from portfolio_app.learning.entitlements import entitlements
from portfolio_app.learning.entitlements_view import WordsLink, link_to
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.classes import classes_taught
from portfolio_app.learning.teaching.days import school_year_days, school_year_of, today_at
from portfolio_app.learning.teaching.ledger import by_aim
from portfolio_app.learning.teaching.models import PlanItem, PlanKind
from portfolio_app.learning.teaching.planning import of_class, title_of
from portfolio_app.learning.teaching.policy import check_teaches
from portfolio_app.learning.teaching.replacing import Replacement, replacements
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.places import country_of_school

YEARS = 3
HOUR = 60


@dataclass(frozen=True)
class ItemLine:
    """Something in the plan."""

    id: str = ""
    kind: str = ""
    title: str = ""
    language: str = ""
    when: str = ""
    detail: str = ""
    words: str = ""
    day: str = ""
    earlier: str = ""
    later: str = ""
    hours: str = ""
    aims: tuple[str, ...] = ()
    families: bool = False
    cancelled: bool = False
    lost: str = ""
    """What falls out with it, where it is cancelled."""
    replacements: tuple[Replacement, ...] = ()
    href: str = ""
    version: int = 0
    by: str = ""


@dataclass(frozen=True)
class MonthPlan:
    """What is planned in a month."""

    name: str = ""
    lines: tuple[ItemLine, ...] = ()


@dataclass(frozen=True)
class YearOfPlan:
    """A school year of the plan."""

    year: str = ""
    name: str = ""
    said: str = ""
    """How many hours are planned, of how many the programme asks for."""
    months: tuple[MonthPlan, ...] = ()


@dataclass(frozen=True)
class AimLine:
    """An aim, and what of the plan works at it."""

    number: str = ""
    name: str = ""
    said: str = ""
    language: str = ""


@dataclass(frozen=True)
class YearPlanView:
    """The plan of a class. `request` is the id of the next module, the others those of the next day of their kind."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    programme: str = ""
    said: str = ""
    first_year: str = ""
    years: tuple[YearOfPlan, ...] = ()
    aims: tuple[AimLine, ...] = ()
    unplanned: tuple[Option, ...] = ()
    views: tuple[Option, ...] = ()
    entitlements: tuple[WordsLink, ...] = ()
    """Pages of what pupils can expect in countries that a view is for."""
    classes: tuple[Option, ...] = ()
    year_options: tuple[Option, ...] = ()
    copy_from: tuple[Option, ...] = ()
    last_year: str = ""
    empty: bool = False
    start: str = ""
    """A day to begin with in the forms."""
    earlier_href: str = ""
    later_href: str = ""
    lessons_href: str = ""
    request: str = ""
    external_request: str = ""
    deadline_request: str = ""


async def load_year_plan(actor: Actor, class_id: str, from_year: str = "") -> YearPlanView:
    """The plan of a class the actor teaches, three school years from `from_year` on (where it is none: from the year in
    which the plan begins). Raises `NotFound` for any other class."""
    async with reading() as session:
        one = await check_teaches(session, actor, as_id(class_id))
        rows = (
            await session.execute(
                select(PlanItem, col(Person.name))
                .outerjoin(Person, col(Person.id) == col(PlanItem.changed_by_id))
                .where(of_class(one.id))
                .order_by(col(PlanItem.day), col(PlanItem.made_at), col(PlanItem.id))
            )
        ).all()
        today = today_at(await country_of_school(session, one.school_id))
        classes = await classes_taught(session, actor)
        offered = await material.offered(session, one.school_id)
    items = [row[0] for row in rows]
    first = _first_year(one, items, today, from_year)
    planned = {item.module for item in items if item.module}
    known = material.programme()
    here = {"class": str(one.id)}
    return YearPlanView(
        loaded=True,
        class_id=str(one.id),
        class_name=one.name,
        programme=material.said(known.about.name) if known else "",
        said=_said(items, known.about.hours if known else 0),
        first_year=str(first),
        years=tuple(_year(rows, planned, first + at, at) for at in range(YEARS)),
        aims=_aims([item for item in items if not item.cancelled_at]),
        unplanned=tuple(
            Option(name, f"{material.title_of(name).text} ({hours(place.minutes)})")
            for name, place in material.places().items()
            if name not in planned
        )
        + tuple(
            Option(own.name, f"{own.title} ({hours(own.minutes)})")
            for own in offered
            if own.own and own.name not in planned
        ),
        views=_views(),
        entitlements=tuple(map(link_to, entitlements())),
        classes=classes,
        year_options=_years(first, first + YEARS),
        copy_from=_years(first - YEARS, first + YEARS),
        last_year=str(first - 1),
        empty=not items,
        start=max(today, school_year_days(first)[0]).isoformat(),
        earlier_href=href("/year-plan", **here, **{"from": str(first - 1)}),
        later_href=href("/year-plan", **here, **{"from": str(first + 1)}),
        lessons_href=href("/class-lessons", id=str(one.id)),
        request=str(uuid4()),
        external_request=str(uuid4()),
        deadline_request=str(uuid4()),
    )


def hours(minutes: int) -> str:
    """Minutes as hours, such as "4 hours" or "1.5 hours"."""
    number = minutes / HOUR
    if number == int(number):
        return ngettext("{n} hour", "{n} hours", int(number))
    # Translators: hours that are not whole, such as "1.5 hours"
    return _("{hours} hours").format(hours=format_number(round(number, 1)))


def year_name(year: int) -> str:
    """A school year, such as "2026–27"."""
    return f"{year}–{(year + 1) % 100:02}"


def _years(first: int, end: int) -> tuple[Option, ...]:
    return tuple(Option(str(year), year_name(year)) for year in range(first, end))


def _first_year(one: SchoolClass, items: Sequence[PlanItem], today: date, wanted: str) -> int:
    """The asked year; else where the plan begins; else what the class's name says of how far it is ("9A")."""
    this = school_year_of(today)
    if re.fullmatch(r"20\d\d", wanted) and abs(int(wanted) - this) <= YEARS + 1:
        return int(wanted)
    if items:
        return max(school_year_of(items[0].day), this - YEARS + 1)
    known = material.programme()
    years = sorted(known.about.years) if known else []
    named = re.match(r"\d+", one.name)
    return this - years.index(int(named.group())) if named and int(named.group()) in years else this


def _views() -> tuple[Option, ...]:
    known = material.programme()
    if known is None:
        return ()
    # Translators: a programme of lessons with its hours, such as "Educational Choice (110 hours)"
    named = [("", material.said(known.about.name), known.about.hours)]
    named += [(view.code, material.said(view.name), view.hours) for view in known.about.views]
    return tuple(
        Option(code, _("{name} ({hours})").format(name=name, hours=hours(count * HOUR))) for code, name, count in named
    )


def _said(items: Sequence[PlanItem], wanted: int) -> str:
    planned = sum(item.minutes for item in items if not item.cancelled_at)
    return _("{planned} planned, of {all}").format(planned=hours(planned), all=hours(wanted * HOUR))


def _year(rows: Sequence[Row[*tuple[Any, ...]]], planned: set[str], year: int, at: int) -> YearOfPlan:
    first, last = school_year_days(year)
    some = [row for row in rows if first <= row[0].day <= last]
    known = material.programme()
    wanted = [count for _number, count in sorted(known.about.years.items())] if known else []
    minutes = sum(row[0].minutes for row in some if not row[0].cancelled_at)
    said = hours(minutes)
    if at < len(wanted):
        said = _("{planned} planned, of {all}").format(planned=said, all=hours(wanted[at] * HOUR))
    months: dict[str, list[ItemLine]] = {}
    for row in some:
        months.setdefault(format_month(row[0].day), []).append(_line(row, planned, [one[0] for one in rows]))
    return YearOfPlan(
        year=str(year),
        name=_("School year {years}").format(years=year_name(year)),
        said=said,
        months=tuple(MonthPlan(name, tuple(lines)) for name, lines in months.items()),
    )


def _line(row: Row[*tuple[Any, ...]], planned: set[str], items: Sequence[PlanItem]) -> ItemLine:
    item: PlanItem = row[0]
    title = material.title_of(item.module) if item.module else material.Title(item.title)
    cancelled = item.cancelled_at is not None
    return ItemLine(
        id=str(item.id),
        kind=item.kind,
        title=title.text,
        language=title.language,
        when=_when(item),
        detail=_detail(item),
        words=item.words,
        day=item.day.isoformat(),
        earlier=(item.day - timedelta(days=7)).isoformat(),
        later=(item.day + timedelta(days=7)).isoformat(),
        hours=format(item.minutes / HOUR, "g"),
        aims=tuple(str(aim) for aim in item.aims),
        families=item.families,
        cancelled=cancelled,
        lost=_lost(item, items) if cancelled else "",
        replacements=replacements(item, planned) if cancelled else (),
        href=material.href_of(item.module) if item.module else "",
        version=item.version,
        by=_("Last changed by {name}").format(name=row[1]) if row[1] else "",
    )


def _when(item: PlanItem) -> str:
    if item.kind == PlanKind.MODULE:
        # Translators: a calendar week with its Monday, such as "Week 38, from 14 September 2026"
        return _("Week {week}, from {day}").format(week=item.day.isocalendar().week, day=format_date(item.day))
    return format_date(item.day)


def _detail(item: PlanItem) -> str:
    if item.kind == PlanKind.DEADLINE:
        return _("Deadline, for pupils and families") if item.families else _("Deadline, for pupils")
    aims = ", ".join(str(aim) for aim in item.aims)
    parts = [hours(item.minutes)]
    if item.aims:
        parts.append(_("aims: {aims}").format(aims=aims))
    if item.kind == PlanKind.EXTERNAL:
        parts.insert(0, _("External day"))
    return " · ".join(parts)


def _lost(item: PlanItem, items: Sequence[PlanItem]) -> str:
    others = by_aim(one for one in items if one.id != item.id and not one.cancelled_at)
    alone = [str(aim) for aim in item.aims if not others.get(aim)]
    said = _("Cancelled: {hours} fall out.").format(hours=hours(item.minutes))
    if not alone:
        return " ".join((said, _("Every aim of it is in the plan elsewhere.")))
    return " ".join((said, _("Aims that are not in the plan any more: {aims}.").format(aims=format_list(alone))))


def _aims(items: Sequence[PlanItem]) -> tuple[AimLine, ...]:
    known = material.programme()
    minutes = by_aim(item for item in items if item.kind != PlanKind.DEADLINE)
    at: Mapping[int, list[str]] = {
        one.number: [title_of(item) for item in items if one.number in item.aims]
        for one in (known.about.aims if known else ())
    }
    return tuple(
        AimLine(
            str(one.number),
            material.said(one.name),
            _("{hours} in: {titles}").format(hours=hours(minutes[one.number]), titles=format_list(at[one.number]))
            if at[one.number]
            else _("Not in the plan yet"),
            material.said_in(one.name),
        )
        for one in (known.about.aims if known else ())
    )
