"""What is assigned in a class, and how far its pupils are: in minutes and words, never who is better or worse.

What pupils wrote is not here. A teacher sees it where a pupil shows it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.database import as_id, reading, table_of
from portfolio_app.core.languages import _, format_date, format_list, ngettext
from portfolio_app.core.paging import Paging, paging
from portfolio_app.learning.box import BoxChoice, box_choice
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.days import day_said, today_at
from portfolio_app.learning.teaching.due import pieces_of, still_to_do, versions_of
from portfolio_app.learning.teaching.finished import Finished, finished
from portfolio_app.learning.teaching.models import AssignedPupil, Assignment
from portfolio_app.learning.teaching.policy import WHOLE_CLASS, check_teaches
from portfolio_app.learning.teaching.worked import Worked, worked_by
from portfolio_app.learning.tonight import path_of
from portfolio_app.learning.versions import version_of
from portfolio_app.portfolio.teaching import href, pupils_of_classes
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.places import country_of_school
from portfolio_app.sharing.actions import CLASS, viewing

A_PAGE = 6
"""Assignments on a page: as many columns as a table has."""
MOST_NAMED = 3
"""Pupils of a group who are named before the others are counted."""


@dataclass(frozen=True)
class AssignedCard:
    """An assignment, for those who teach the class."""

    id: str = ""
    module: str = ""
    title: str = ""
    language: str = ""
    part: str = ""
    """Which part of the module, in minutes, and for whom."""
    dates: str = ""
    by: str = ""
    first_day: str = ""
    due_on: str = ""
    version: int = 0
    newer: str = ""
    """What is said when the module has a newer version; "" otherwise."""
    counts: str = ""
    href: str = ""
    box: BoxChoice = field(default_factory=BoxChoice)
    finished: str = ""
    """How many have done the whole module, and of how many of them its credential is waiting to be offered."""
    offerable: bool = False
    request: str = ""
    """The form's own id, with which the credential is offered."""
    tonight_href: str = ""
    """The page for families; "" where the module has no questions for them."""


@dataclass(frozen=True)
class PupilRow:
    """How far a pupil is with each assignment of the page, in the order of the cards; "" where it is not theirs."""

    id: str = ""
    name: str = ""
    href: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClassLessonsView:
    """What a class has to do, a page of it, and how far each pupil is."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    listed: tuple[AssignedCard, ...] = ()
    rows: tuple[PupilRow, ...] = ()
    count: int = 0
    paging: Paging = field(default_factory=Paging)
    plan_href: str = ""
    hours_href: str = ""
    together_href: str = ""
    """Where a lesson that the class has together is led."""
    assign_href: str = ""
    lessons_href: str = ""
    shown_href: str = ""
    class_href: str = ""


async def load_class_lessons(actor: Actor, class_id: str, page: int = 1) -> ClassLessonsView:
    """What is assigned in a class the actor teaches, what is due last first. Raises `NotFound` for any other."""
    async with reading() as session:
        one = await check_teaches(session, actor, as_id(class_id))
        count = (await session.execute(select(func.count()).select_from(Assignment).where(*_of(one)))).scalar_one()
        shown = paging(count, page, "/class-lessons", A_PAGE, id=str(one.id))
        rows = await _assignments(session, one, shown)
        pupils = await _pupils(session, one)
        named = await _named(session, [row.Assignment.id for row in rows])
        worked = await worked_by(
            session, [pupil.person_id for pupil in pupils], {row.Assignment.module for row in rows}
        )
        versions = await versions_of(session, [row.Assignment for row in rows], worked.values())
        inside = {pupil.person_id for pupil in pupils}
        whole = await finished(session, one.school_id, inside, {row.Assignment.module for row in rows})
        at_home = {row.Assignment.version_id: await _at_home(session, row.Assignment.version_id) for row in rows}
        today = today_at(await country_of_school(session, one.school_id))
    table = _table(pupils, rows, named, worked, versions)
    seen = {who for who, cells in table.items() if any(cell and not cell.waiting for cell in cells)}
    await viewing(actor, seen, CLASS)
    names = {pupil.person_id: pupil.name for pupil in pupils}
    here = {"id": str(one.id)}
    return ClassLessonsView(
        loaded=True,
        class_id=str(one.id),
        class_name=one.name,
        listed=tuple(
            replace(
                _card(
                    row,
                    named.get(row.Assignment.id, ()),
                    names,
                    _column(table, at),
                    versions[row.Assignment.version_id],
                    today,
                    at_home[row.Assignment.version_id],
                ),
                **_credential(row.Assignment, named.get(row.Assignment.id, ()), whole[row.Assignment.module]),
            )
            for at, row in enumerate(rows)
        ),
        rows=tuple(
            PupilRow(str(who.person_id), who.name, href("/pupil", id=str(who.person_id)), _cells(table[who.person_id]))
            for who in pupils
        )
        if rows
        else (),
        count=count,
        paging=shown,
        plan_href=href("/year-plan", **{"class": str(one.id)}),
        hours_href=href("/class-hours", **here),
        together_href=href("/live-lesson", **here),
        assign_href=href("/assign", **{"class": str(one.id)}),
        lessons_href=href("/lessons"),
        shown_href=href("/shown-to-me", **{"class": str(one.id)}),
        class_href=href("/class", **here),
    )


def _of(one: SchoolClass) -> tuple[Any, ...]:
    return (col(Assignment.class_id) == one.id, col(Assignment.ended_at).is_(None))


async def _assignments(
    session: AsyncSession, one: SchoolClass, shown: Paging
) -> Sequence[Row[Assignment, str | None, str | None]]:
    giver, changer = table_of(Person).alias(), table_of(Person).alias()
    found = await session.execute(
        select(Assignment, giver.c.name.label("by"), changer.c.name.label("changed_by"))
        .outerjoin(giver, giver.c.id == col(Assignment.by_id))
        .outerjoin(changer, changer.c.id == col(Assignment.changed_by_id))
        .where(*_of(one))
        .order_by(col(Assignment.due_on).desc(), col(Assignment.made_at).desc(), col(Assignment.id))
        .limit(shown.rows)
        .offset(shown.skipped)
    )
    return found.all()


async def _pupils(session: AsyncSession, one: SchoolClass) -> Sequence[Row[*tuple[Any, ...]]]:
    inside = pupils_of_classes(table_of(SchoolClass).c.id == one.id)
    found = await session.execute(
        select(inside.c.person_id, inside.c.name).order_by(inside.c.sort_name, inside.c.person_id)
    )
    return found.all()


async def _named(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    rows = await session.execute(
        select(col(AssignedPupil.assignment_id), col(AssignedPupil.person_id)).where(
            col(AssignedPupil.assignment_id).in_(ids)
        )
    )
    found: dict[UUID, tuple[UUID, ...]] = {}
    for assignment_id, person_id in rows:
        found[assignment_id] = (*found.get(assignment_id, ()), person_id)
    return found


@dataclass(frozen=True)
class HowFar:
    """How far a pupil is with an assignment."""

    left: int
    minutes: int
    begun: bool

    @property
    def waiting(self) -> bool:
        """Whether nothing is begun."""
        return self.left == self.minutes and not self.begun

    def said(self) -> str:
        """In words."""
        if not self.left:
            return _("Done")
        if self.left < self.minutes:
            return _("{done} of {all} minutes").format(done=self.minutes - self.left, all=self.minutes)
        return _("Begun") if self.begun else _("Not begun")


def how_far(one: Assignment, worked: Worked, versions: Mapping[UUID, material.Material]) -> HowFar:
    """How far whoever has worked so much is with an assignment."""
    _version, pieces = pieces_of(one, worked, versions)
    return HowFar(still_to_do(pieces, worked), sum(piece.minutes for piece in pieces), worked.begun)


Table = Mapping[UUID, tuple[HowFar | None, ...]]
"""How far each pupil is with each assignment; None with what is not theirs."""


def _table(
    pupils: Iterable[Row[*tuple[Any, ...]]],
    rows: Sequence[Row[*tuple[Any, ...]]],
    named: Mapping[UUID, tuple[UUID, ...]],
    worked: Mapping[tuple[UUID, str], Worked],
    versions: Mapping[UUID, material.Material],
) -> Table:
    def cell(person_id: UUID, one: Assignment) -> HowFar | None:
        if one.target != WHOLE_CLASS and person_id not in named.get(one.id, ()):
            return None
        return how_far(one, worked.get((person_id, one.module), Worked()), versions)

    return {who.person_id: tuple(cell(who.person_id, row.Assignment) for row in rows) for who in pupils}


def _card(
    row: Row[*tuple[Any, ...]],
    named: Sequence[UUID],
    names: Mapping[UUID, str],
    cells: Sequence[HowFar],
    version: material.Material,
    today: date,
    at_home: str,
) -> AssignedCard:
    one: Assignment = row.Assignment
    title = material.title_of(one.module)
    written, newest = material.written(one.module), material.current(one.module)
    dates = _("From {first} to {last}").format(first=format_date(one.first_day), last=day_said(one.due_on, today))
    return AssignedCard(
        id=str(one.id),
        module=one.module,
        title=title.text,
        language=title.language,
        part=" · ".join((_part(one), _target(one, named, names))),
        dates=dates,
        by=_by(row),
        first_day=one.first_day.isoformat(),
        due_on=one.due_on.isoformat(),
        version=one.version,
        newer=_newer(cells) if newest and newest.hash != version.hash else "",
        counts=_counted(cells),
        href=material.href_of(one.module),
        box=box_choice(written, str(one.class_id), str(one.id)) if written else BoxChoice(),
        tonight_href=at_home,
    )


def _credential(one: Assignment, named: Sequence[UUID], whole: Finished) -> dict[str, Any]:
    """What is said about the credential for the whole module, of those whom an assignment is for."""
    done, waiting = (len(who if one.target == WHOLE_CLASS else who & set(named)) for who in (whole.done, whole.waiting))
    if not done:
        return {}
    said = (
        ngettext("{n} pupil has done the whole module.", "{n} pupils have done the whole module.", done),
        ngettext(
            "{n} of them has not been offered a credential.", "{n} of them have not been offered a credential.", waiting
        )
        if waiting
        else _("All of them have been offered a credential."),
    )
    return {"finished": " ".join(said), "offerable": waiting > 0, "request": str(uuid4())}


async def _at_home(session: AsyncSession, version_id: UUID) -> str:
    return path_of(await version_of(session, version_id))


def _part(one: Assignment) -> str:
    minutes = ngettext("{n} minute", "{n} minutes", one.minutes)
    if one.whole:
        return _("All of it, {minutes}").format(minutes=minutes)
    activities = ngettext("{n} activity", "{n} activities", len(one.activities))
    return _("{activities}, {minutes}").format(activities=activities, minutes=minutes)


def _target(one: Assignment, named: Sequence[UUID], names: Mapping[UUID, str]) -> str:
    if one.target == WHOLE_CLASS:
        return _("the whole class")
    known = sorted(names[who] for who in named if who in names)
    others = len(known) - MOST_NAMED
    more = [ngettext("{n} more pupil", "{n} more pupils", others)] if others > 0 else []
    return format_list([*known[:MOST_NAMED], *more]) or _("nobody who is in the class now")


def _by(row: Row[*tuple[Any, ...]]) -> str:
    one: Assignment = row.Assignment
    if one.version > 1 and row.changed_by:
        return _("Changed by {name} on {day}").format(name=row.changed_by, day=format_date(one.changed_at))
    return _("Assigned by {name} on {day}").format(name=row.by or _("Somebody"), day=format_date(one.made_at))


def _newer(cells: Sequence[HowFar]) -> str:
    if not any(cell.waiting for cell in cells):
        return _("There is a newer version of this module. Everybody here has begun, and keeps this one.")
    return _("There is a newer version of this module. Whoever has begun keeps this one.")


def _counted(cells: Sequence[HowFar]) -> str:
    waiting, done = sum(cell.waiting for cell in cells), sum(not cell.left for cell in cells)
    said = (
        ngettext("{n} has not begun", "{n} have not begun", waiting),
        ngettext("{n} is under way", "{n} are under way", len(cells) - waiting - done),
        ngettext("{n} is done", "{n} are done", done),
    )
    return " · ".join(said)


def _column(table: Table, at: int) -> list[HowFar]:
    return [cell for row in table.values() if (cell := row[at]) is not None]


def _cells(row: Sequence[HowFar | None]) -> tuple[str, ...]:
    return tuple(cell.said() if cell else "" for cell in row)
