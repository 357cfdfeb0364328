"""Hours of a class for those who teach it: planned and held, for each aim and each pupil, and lessons to confirm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import as_id, reading, table_of
from portfolio_app.core.languages import _, format_date, ngettext, spoken
from portfolio_app.core.paging import Paging, paging
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.days import school_year_days, school_year_of, today_at
from portfolio_app.learning.teaching.ledger import ClassHours, hours_of
from portfolio_app.learning.teaching.models import HeldLesson, LessonPupil, PlanItem, PlanKind
from portfolio_app.learning.teaching.planning import of_class, title_of
from portfolio_app.learning.teaching.policy import check_teaches
from portfolio_app.learning.teaching.year_plan import hours, year_name
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.places import country_of_school
from portfolio_app.sharing.actions import CLASS, viewing

MODULE, DAY = "module:", "day:"
"""What the form sends of what was held begins with."""


@dataclass(frozen=True)
class HeldLine:
    """A lesson that was held."""

    id: str = ""
    title: str = ""
    language: str = ""
    detail: str = ""


@dataclass(frozen=True)
class PupilHoursLine:
    """A pupil's hours in words."""

    id: str = ""
    name: str = ""
    href: str = ""
    held: str = ""
    own: str = ""
    all: str = ""


@dataclass(frozen=True)
class AimHours:
    """An aim, with the hours that are planned and held for it."""

    number: str = ""
    name: str = ""
    planned: str = ""
    held: str = ""
    language: str = ""


@dataclass(frozen=True)
class ClassHoursView:
    """The hours of a class in a school year. `request` is the id of the next form."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    year: str = ""
    year_name: str = ""
    said: str = ""
    cancelled: str = ""
    aims: tuple[AimHours, ...] = ()
    pupils: tuple[PupilHoursLine, ...] = ()
    held: tuple[HeldLine, ...] = ()
    paging: Paging = field(default_factory=Paging)
    what: tuple[Option, ...] = ()
    present: tuple[Option, ...] = ()
    today: str = ""
    earlier_href: str = ""
    earlier_name: str = ""
    later_href: str = ""
    later_name: str = ""
    lessons_href: str = ""
    csv_href: str = ""
    pdf_href: str = ""
    request: str = ""


async def load_class_hours(actor: Actor, class_id: str, year: str = "", page: int = 1) -> ClassHoursView:
    """The hours of a class the actor teaches, in the school year that begins in `year` (where it is none: in this
    one). Raises `NotFound` for any other class."""
    async with reading() as session:
        one = await check_teaches(session, actor, as_id(class_id))
        today = today_at(await country_of_school(session, one.school_id))
        this = school_year_of(today)
        shown = int(year) if year.isdecimal() and abs(int(year) - this) <= 5 else this
        first, last = school_year_days(shown)
        (counted,) = await hours_of(session, table_of(SchoolClass).c.id == one.id, first, last)
        held, shown_page = await _held(session, one, first, last, page)
        what = await _what(session, one)
    await viewing(actor, [pupil.person_id for pupil in counted.pupils if pupil.own], CLASS)
    here = {"id": str(one.id)}
    files = {"class": str(one.id), "year": str(shown)}
    return ClassHoursView(
        loaded=True,
        class_id=str(one.id),
        class_name=one.name,
        year=str(shown),
        year_name=_("School year {years}").format(years=year_name(shown)),
        said=_("{planned} planned, {held} held so far").format(
            planned=hours(counted.planned), held=hours(counted.delivered)
        ),
        cancelled=_("Cancelled: {hours}").format(hours=hours(counted.cancelled)) if counted.cancelled else "",
        aims=aim_hours(counted),
        pupils=pupil_lines(counted),
        held=held,
        paging=shown_page,
        what=what,
        present=tuple(Option(str(pupil.person_id), pupil.name) for pupil in counted.pupils),
        today=today.isoformat(),
        earlier_href=href("/class-hours", **here, year=str(shown - 1)),
        earlier_name=year_name(shown - 1),
        later_href=href("/class-hours", **here, year=str(shown + 1)) if shown < this else "",
        later_name=year_name(shown + 1),
        lessons_href=href("/class-lessons", **here),
        csv_href=_file("csv", files),
        pdf_href=_file("pdf", files),
        request=str(uuid4()),
    )


def _file(kind: str, asked: Mapping[str, str]) -> str:
    return f"/documents/lesson-hours.{kind}?{urlencode({'language': spoken(), **asked})}"


def aim_hours(counted: ClassHours) -> tuple[AimHours, ...]:
    """Every aim of the programme with the hours of a class."""
    known = material.programme()
    return tuple(
        AimHours(
            str(one.number),
            material.said(one.name),
            hours(counted.planned_aims.get(one.number, 0)),
            hours(counted.delivered_aims.get(one.number, 0)),
            material.said_in(one.name),
        )
        for one in (known.about.aims if known else ())
    )


def pupil_lines(counted: ClassHours) -> tuple[PupilHoursLine, ...]:
    """Each pupil's hours in words, in the order of their names."""
    return tuple(
        PupilHoursLine(
            str(one.person_id),
            one.name,
            href("/pupil", id=str(one.person_id)),
            hours(one.held),
            hours(one.own),
            hours(one.minutes),
        )
        for one in counted.pupils
    )


async def _held(
    session: AsyncSession, one: SchoolClass, first: date, last: date, page: int
) -> tuple[tuple[HeldLine, ...], Paging]:
    """A page of the lessons that were held, the newest first, and which one it is."""
    of_class_then = (
        col(HeldLesson.class_id) == one.id,
        col(HeldLesson.deleted_at).is_(None),
        col(HeldLesson.held_on).between(first, last),
    )
    count = (await session.execute(select(func.count()).select_from(HeldLesson).where(*of_class_then))).scalar_one()
    shown = paging(count, page, "/class-hours", id=str(one.id), year=str(first.year))
    there = (
        select(func.count())
        .select_from(LessonPupil)
        .where(col(LessonPupil.lesson_id) == col(HeldLesson.id))
        .correlate(HeldLesson)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(HeldLesson, col(Person.name), there)
        .outerjoin(Person, col(Person.id) == col(HeldLesson.by_id))
        .where(*of_class_then)
        .order_by(col(HeldLesson.held_on).desc(), col(HeldLesson.made_at).desc(), col(HeldLesson.id))
        .limit(shown.rows)
        .offset(shown.skipped)
    )
    return tuple(_line(lesson, name, count) for lesson, name, count in rows), shown


def _line(lesson: HeldLesson, name: str | None, there: int) -> HeldLine:
    title = material.title_of(lesson.module) if lesson.module else material.Title(lesson.title)
    parts = [
        format_date(lesson.held_on),
        ngettext("{n} minute", "{n} minutes", lesson.minutes),
        ngettext("{n} pupil was there", "{n} pupils were there", there),
    ]
    if name:
        parts.append(_("confirmed by {name}").format(name=name))
    return HeldLine(str(lesson.id), title.text, title.language, " · ".join(parts))


async def _what(session: AsyncSession, one: SchoolClass) -> tuple[Option, ...]:
    """What a lesson can be of: external days of the plan, then modules, those of the plan before the rest."""
    found = (
        (await session.execute(select(PlanItem).where(of_class(one.id)).order_by(col(PlanItem.day)))).scalars().all()
    )
    days = [
        Option(f"{DAY}{item.id}", f"{title_of(item)} ({format_date(item.day, 'medium')})")
        for item in found
        if item.kind == PlanKind.EXTERNAL and item.cancelled_at is None
    ]
    planned = [item.module for item in found if item.module]
    offered = {one.name: one.title for one in await material.offered(session, one.school_id)}
    names = dict.fromkeys([*planned, *offered])
    return (*(Option(f"{MODULE}{name}", offered[name]) for name in names if name in offered), *days)


def chosen(what: str) -> Mapping[str, Any]:
    """What the form sends of what was held, as `HeldForm` takes it."""
    if what.startswith(DAY):
        return {"item": as_id(what.removeprefix(DAY))}
    return {"module": what.removeprefix(MODULE)}
