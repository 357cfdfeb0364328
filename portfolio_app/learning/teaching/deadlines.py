"""The school's deadlines: pupils of a class see them with their lessons, and families get a sheet in their language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
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
from portfolio_app.core.typesetting import one_line, typeset
from portfolio_app.learning.teaching import policy
from portfolio_app.learning.teaching.assigning import country_of
from portfolio_app.learning.teaching.days import today_at
from portfolio_app.learning.teaching.models import PlanItem, PlanKind
from portfolio_app.learning.teaching.planning import of_class
from portfolio_app.schools.models import School, SchoolClass

TEMPLATE = Path(__file__).parent / "templates" / "deadlines.typ"
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


async def family_sheet(actor: Actor, class_id: str, language: str) -> bytes:
    """What families of a class the actor teaches are to know, in `language`, as PDF/UA-1 to hand out or to mail: the
    deadlines that are meant for them, from today on. Raises `NotFound` for any other class."""
    async with reading() as session:
        one = await policy.check_teaches(session, actor, as_id(class_id))
        school = await session.get_one(School, one.school_id)
        here = today_at(await country_of(session, one.school_id))
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
    with speaking(language):
        made = await typeset(TEMPLATE, _content(one, school, items), language=spoken(), title=_title(), made_on=today())
    async with writing() as session:
        me, thing = actor.person_id, f"class:{one.id}"
        audit(session, "learning.print_deadlines", actor_id=me, school_id=one.school_id, thing=thing)
    return made.pdf


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
