"""Classes with a leaving day, and who may look after their leaving: whoever guides them, and the school's coordinator.

How far each pupil is, is said in yes and no: never what is in their portfolio, and no order but that of the alphabet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import as_id, table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.guidance.models import CheckInAgreement
from portfolio_app.portfolio.leaving.facts import LeavingFacts, leaving_facts
from portfolio_app.portfolio.policy import classes_open_to
from portfolio_app.portfolio.teaching import natural, pupils_of_classes
from portfolio_app.schools.leaving_day import leaving_days
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.policy import classes_led_by

_CLASS, _AGREED = table_of(SchoolClass), table_of(CheckInAgreement)


@dataclass(frozen=True)
class Address:
    """Which pupils are asked for: those of a class, or of a school's classes at a stage."""

    class_id: str = ""
    school_id: str = ""
    stage: str = ""

    @property
    def asked(self) -> bool:
        """Whether any are."""
        return bool(self.class_id or self.stage)

    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        here = {"class": self.class_id} if self.class_id else {"school": self.school_id, "stage": self.stage}
        return here if self.asked else {}


def looked_after_by(actor: Actor) -> ColumnElement[bool]:
    """Filter on `SchoolClass`: open classes with a leaving day whose leaving the actor may look after."""
    return (
        col(SchoolClass.ended_at).is_(None)
        & col(SchoolClass.leaving_on).is_not(None)
        & or_(classes_open_to(actor), classes_led_by(actor))
    )


async def check_looks_after(
    session: AsyncSession, actor: Actor, address: Address, *, lock: bool = False
) -> Sequence[SchoolClass]:
    """The classes of the address, by name. Raises `NotFound` when there is none that the actor may look after."""
    if address.class_id:
        which = col(SchoolClass.id) == as_id(address.class_id)
    else:
        which = (col(SchoolClass.school_id) == as_id(address.school_id)) & (col(SchoolClass.stage) == address.stage)
    statement = select(SchoolClass).where(which, looked_after_by(actor)).order_by(col(SchoolClass.id))
    found = list((await session.execute(statement.with_for_update() if lock else statement)).scalars())
    if not found:
        raise NotFound()
    return sorted(found, key=lambda one: natural(one.name))


@dataclass(frozen=True)
class Leaver:
    """A pupil who leaves with a class, how far they are, and whether they agree to be asked later how it is going."""

    id: UUID
    name: str
    class_id: UUID
    class_name: str
    leaves_on: date
    facts: LeavingFacts
    agreed: bool = False

    @property
    def is_private(self) -> bool:
        """Whether they get in without the school: an address of their own, and a second way, which they have used."""
        return self.facts.private_mail and self.facts.second_way and self.facts.came_in_by_it


async def leavers_of(session: AsyncSession, classes: Sequence[SchoolClass]) -> tuple[Leaver, ...]:
    """The pupils who leave with these classes, by name. A few queries, however many there are."""
    known = {one.id: one for one in classes}
    inside = pupils_of_classes(_CLASS.c.id.in_(known))
    found = (
        await session.execute(
            select(inside.c.person_id, inside.c.name, inside.c.class_id).order_by(
                inside.c.sort_name, inside.c.person_id
            )
        )
    ).all()
    days = await leaving_days(session, {row.person_id for row in found})
    rows = {row.person_id: row for row in found if row.person_id in days}  # whoever stays does not leave with them
    people = set(rows)
    facts = await leaving_facts(session, people)
    agreed = await session.execute(
        select(_AGREED.c.person_id).where(
            _AGREED.c.person_id.in_(people),
            _AGREED.c.ended_at.is_(None),
            _AGREED.c.school_id.in_({one.school_id for one in classes}),
        )
    )
    agree = set(agreed.scalars())
    return tuple(
        Leaver(
            row.person_id,
            row.name,
            row.class_id,
            known[row.class_id].name,
            days[row.person_id].day,
            facts[row.person_id],
            agreed=row.person_id in agree,
        )
        for row in rows.values()
    )
