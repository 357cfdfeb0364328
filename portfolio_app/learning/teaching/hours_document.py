"""Hours and covered aims to take along: a sheet for a spreadsheet (in minutes) and a PDF to read and to keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import today
from portfolio_app.core.database import as_id, reading, table_of, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, speaking, spoken
from portfolio_app.core.sheets import written
from portfolio_app.core.typesetting import one_line, typeset
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.class_hours import aim_hours, pupil_lines
from portfolio_app.learning.teaching.days import school_year_days, school_year_of
from portfolio_app.learning.teaching.ledger import ClassHours, hours_of
from portfolio_app.learning.teaching.policy import hours_seen_by
from portfolio_app.learning.teaching.year_plan import hours, year_name
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.sharing.actions import CLASS, viewing

TEMPLATE = Path(__file__).parent / "templates" / "hours.typ"


@dataclass(frozen=True)
class HoursTaken:
    """The hours of a class, or of every class of a school, in a school year."""

    title: str
    lead: str
    classes: tuple[ClassHours, ...]


async def take_hours(actor: Actor, class_id: str, school_id: str, year: str) -> HoursTaken:
    """The hours of a class the actor teaches or whose school they run; of all classes of that school where no class is
    named. Raises `NotFound` for what is not theirs. Who looked at what pupils finished by themselves is noted."""
    one = table_of(SchoolClass)
    asked = one.c.id == as_id(class_id) if class_id else one.c.school_id == as_id(school_id)
    shown = int(year) if year.isdecimal() and len(year) == 4 else school_year_of(today())
    first, last = school_year_days(shown)
    async with reading() as session:
        allowed = await session.execute(
            select(one.c.id, one.c.school_id, col(School.name))
            .join(School, col(School.id) == one.c.school_id)
            .where(asked, hours_seen_by(actor))
        )
        rows = allowed.all()
        if not rows:
            raise NotFound()
        which: ColumnElement[bool] = one.c.id.in_([row[0] for row in rows])
        counted = await hours_of(session, which, first, last)
    about = {pupil.person_id for each in counted for pupil in each.pupils if pupil.own}
    await viewing(actor, about, CLASS)
    await _note(actor, rows[0][1], len(counted), year=shown)
    lead = " · ".join((rows[0][2], _("School year {years}").format(years=year_name(shown)), _as_of()))
    return HoursTaken(_("Hours of lessons and their aims"), lead, counted)


async def hours_pdf(actor: Actor, class_id: str, school_id: str, year: str, language: str) -> bytes:
    """`take_hours` as PDF/UA-1, in `language`."""
    with speaking(language):
        taken = await take_hours(actor, class_id, school_id, year)
        content: dict[str, object] = {
            "lead": taken.lead,
            "classes": [_class(one) for one in taken.classes],
            "words": {
                "rule": _(
                    "A lesson counts for whoever was there. What somebody finished counts beside it, unless it was "
                    "part of a lesson they were at."
                )
                + " "
                + _("What serves two aims counts for both."),
                "aims": _("Hours for each aim"),
                "aim": _("Aim"),
                "planned": _("Planned"),
                "held": _("Held"),
                "pupils": _("Hours of each pupil"),
                "pupil": _("Pupil"),
                "lessons": _("In lessons"),
                "own": _("By themselves"),
                "together": _("Together"),
            },
        }
        made = await typeset(TEMPLATE, content, language=spoken(), title=taken.title, made_on=today())
    return made.pdf


async def hours_csv(actor: Actor, class_id: str, school_id: str, year: str, language: str) -> str:
    """`take_hours` for a spreadsheet, in minutes: a line for each class, then one for each of its pupils."""
    with speaking(language):
        taken = await take_hours(actor, class_id, school_id, year)
        return written(_rows(taken), semicolons=language != "en")


def _rows(taken: HoursTaken) -> Iterator[list[str]]:
    aims = sorted(material.aim_numbers())
    aim_heads = [_("Aim {number}, minutes").format(number=number) for number in aims]
    yield [
        _("Class"),
        _("Pupil"),
        _("Minutes planned"),
        _("Minutes in lessons"),
        _("Minutes by themselves"),
        _("Minutes together"),
        *aim_heads,
    ]
    for one in taken.classes:
        covered = [str(one.delivered_aims.get(aim, 0)) for aim in aims]
        yield [one.name, "", str(one.planned), str(one.delivered), "", str(one.delivered), *covered]
        for pupil in one.pupils:
            mine = [str(pupil.aims.get(aim, 0)) for aim in aims]
            yield [one.name, pupil.name, "", str(pupil.held), str(pupil.own), str(pupil.minutes), *mine]


def _class(one: ClassHours) -> dict[str, object]:
    return {
        "name": one_line(one.name),
        "said": _("{planned} planned, {held} held so far").format(
            planned=hours(one.planned), held=hours(one.delivered)
        ),
        "aims": [
            {"name": f"{aim.number}. {aim.name}", "planned": aim.planned, "held": aim.held} for aim in aim_hours(one)
        ],
        "pupils": [
            {"name": one_line(line.name), "held": line.held, "own": line.own, "all": line.all}
            for line in pupil_lines(one)
        ],
    }


def _as_of() -> str:
    return _("as of {day}").format(day=format_date(today()))


async def _note(actor: Actor, school_id: UUID, classes: int, *, year: int) -> None:
    async with writing() as session:
        me = actor.person_id
        audit(session, "learning.take_hours", actor_id=me, school_id=school_id, classes=classes, year=year)
