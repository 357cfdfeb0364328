"""The school's deadlines: pupils of a class see them with their lessons, and families get a sheet in their language,
with the addresses of what they can talk about tonight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import today
from portfolio_app.core.database import as_id, reading, table_of, writing
from portfolio_app.core.languages import _, format_date, speaking, spoken
from portfolio_app.core.qr_code import qr_code
from portfolio_app.core.typesetting import breakable, one_line, typeset
from portfolio_app.learning.reading import Module
from portfolio_app.learning.teaching import policy
from portfolio_app.learning.teaching.days import today_at
from portfolio_app.learning.teaching.models import Assignment, PlanItem, PlanKind
from portfolio_app.learning.teaching.planning import of_class
from portfolio_app.learning.tonight import path_of
from portfolio_app.learning.versions import version_of
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.schools.places import country_of_school

TEMPLATE = Path(__file__).parent / "templates" / "deadlines.typ"
MOST_LESSONS = 6
"""Lessons on a sheet whose questions are named: as many as fit beside the days."""
AHEAD = timedelta(days=60)
"""How long before its day a deadline stands with a pupil's lessons."""

_ITEM, _CLASS = table_of(PlanItem), table_of(SchoolClass)
_PUPIL: BindParameter[UUID] = bindparam("pupil", type_=Uuid())
_COMING = (
    select(_ITEM.c.id, _ITEM.c.title, _ITEM.c.words, _ITEM.c.day, _ITEM.c.kind, _CLASS.c.name)
    .join_from(_ITEM, _CLASS, _CLASS.c.id == _ITEM.c.class_id)
    .where(
        policy.in_class_now(_PUPIL),
        _ITEM.c.kind.in_((PlanKind.DEADLINE, PlanKind.EXTERNAL)),
        _ITEM.c.deleted_at.is_(None),
        _ITEM.c.cancelled_at.is_(None),
        _ITEM.c.day.between(bindparam("first"), bindparam("last")),
    )
    .order_by(_ITEM.c.day, _ITEM.c.title, _ITEM.c.id)
)


@dataclass(frozen=True)
class Deadline:
    """Something of the school's calendar, as a pupil reads it."""

    id: str = ""
    title: str = ""
    when: str = ""
    words: str = ""


async def coming_days(session: AsyncSession, person_id: UUID) -> tuple[Deadline, ...]:
    """Deadlines and external days of the pupil's classes in the coming weeks, the next one first."""
    which = {"pupil": person_id, "first": today(), "last": today() + AHEAD}
    rows = await session.execute(_COMING, which)
    return tuple(
        Deadline(str(row.id), row.title, f"{_by(row.kind, format_date(row.day, 'full'))} · {row.name}", row.words)
        for row in rows
    )


def _by(kind: str, day: str) -> str:
    # Translators: the last day for something, such as "By Monday, 1 March 2027"
    return _("By {day}").format(day=day) if kind == PlanKind.DEADLINE else day


async def family_sheet(actor: Actor, class_id: str, language: str, origin: str) -> bytes:
    """What families of a class the actor teaches are to know, in `language`, as PDF/UA-1 to hand out or to mail: the
    deadlines that are meant for them, from today on, and where at `origin` ("https://polku.example.org") they find
    questions about the lessons of these days. Raises `NotFound` for any other class."""
    async with reading() as session:
        one = await policy.check_teaches(session, actor, as_id(class_id))
        school = await session.get_one(School, one.school_id)
        here = today_at(await country_of_school(session, one.school_id))
        found = await session.execute(
            select(PlanItem)
            .where(
                of_class(one.id),
                col(PlanItem.kind) == PlanKind.DEADLINE,
                col(PlanItem.families).is_(True),
                col(PlanItem.day) >= here,
            )
            .order_by(col(PlanItem.day), col(PlanItem.title))
        )
        items = found.scalars().all()
        lessons = await _lessons(session, one, here)
    with speaking(language):
        tonight = [_tonight(module, origin, at) for at, module in enumerate(lessons)]
        files = {f"code-{at}.svg": qr_code(address(module, origin)) for at, module in enumerate(lessons)}
        content = _content(one, school, items) | {"tonight": tonight, "tonight_words": _words()}
        made = await typeset(TEMPLATE, content, language=spoken(), title=_title(), made_on=today(), files=files)
    async with writing() as session:
        me, thing = actor.person_id, f"class:{one.id}"
        audit(session, "learning.print_deadlines", actor_id=me, school_id=one.school_id, thing=thing)
    return made.pdf


async def _lessons(session: AsyncSession, one: SchoolClass, here: date) -> list[Module]:
    """The modules that the class works at on that day, in the versions it was given; those with questions alone."""
    rows = await session.execute(
        select(col(Assignment.version_id))
        .where(
            col(Assignment.class_id) == one.id,
            col(Assignment.ended_at).is_(None),
            col(Assignment.first_day) <= here,
            col(Assignment.due_on) >= here,
        )
        .order_by(col(Assignment.due_on), col(Assignment.made_at))
    )
    found = [await version_of(session, version_id) for version_id in dict.fromkeys(rows.scalars())]
    by_name = {module.name: module for module in reversed(found) if path_of(module)}
    return [module for module in found if by_name.get(module.name) is module][:MOST_LESSONS]


def address(module: Module, origin: str) -> str:
    """Where a family finds the questions of a module."""
    return origin + path_of(module)


def _tonight(module: Module, origin: str, at: int) -> dict[str, object]:
    at_home = address(module, origin)
    return {
        "title": one_line(module.title(spoken())),
        "language": module.language_for(spoken()),
        "address": breakable(at_home.removeprefix("https://").removeprefix("http://")),
        "code": f"code-{at}.svg",
        "alt": _("QR code with the address {address}").format(address=at_home),
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Three questions for tonight"),
        "lead": _(
            "For each lesson there are three questions to talk about at home. Open the address, or scan the code."
        ),
    }


def _title() -> str:
    return _("Days to remember, for families")


def _content(one: SchoolClass, school: School, items: Sequence[PlanItem]) -> dict[str, object]:
    return {
        "lead": " · ".join((school.name, one.name)),
        "items": [
            {
                "title": one_line(item.title),
                "day": _by(item.kind, format_date(item.day, "full")),
                "words": [line for line in item.words.split("\n") if line.strip()],
            }
            for item in items
        ],
        "nothing": _("There are no days for families in the plan now."),
        "contact": _("Questions? {name}, {how}").format(name=school.contact_name, how=school.contact_how)
        if school.contact_name
        else "",
    }
