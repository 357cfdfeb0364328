"""A pupil at a bakery for a week, whatever their school has done about it so far."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import local_date
from portfolio_app.marketplace.hosts import approve_host
from portfolio_app.marketplace.placements.ages import keep_birth_month
from portfolio_app.marketplace.placements.models import Placement
from tests.marketplace.hosts import BAKER, BAKERY, a_host
from tests.people import make_class, make_counsellor, make_pupil, make_region, make_regional, make_school, make_teacher

HELP = ({"name": "Nuorten linja", "phone": "116 111", "url": "https://example.org", "hours": "14–20"},)


@dataclass(frozen=True)
class Week:
    """A school, a pupil of its class 9A with a placement, the adult who answers for it (Tuula, who teaches no class of
    theirs), the teacher of the class (Timo), others, and the host."""

    school: UUID
    class_id: UUID
    siiri: Actor
    eino: Actor
    tuula: Actor
    timo: Actor
    petri: Actor
    elsewhere: Actor
    sirpa: Actor
    host: UUID
    placement: UUID


async def a_week(first: date | None = None, **differs: object) -> Week:
    """All of it; the week begins today unless `first` says otherwise."""
    region = await make_region(help=HELP)
    school = await make_school(region=region)
    class_id = await make_class(school, "9A")
    siiri, eino = await make_pupil(school, class_id, name="Siiri"), await make_pupil(school, class_id, name="Eino")
    tuula, timo = await make_teacher(school, name="Tuula"), await make_teacher(school, class_id, name="Timo")
    sirpa = await make_regional(region)
    host = await a_host(sirpa, BAKERY, contact=BAKER)
    await approve_host(sirpa, host, (local_date(now()) + timedelta(days=600)).isoformat())
    placement = await a_placement(siiri, school, tuula, host, first, **differs)
    return Week(
        school,
        class_id,
        siiri,
        eino,
        tuula,
        timo,
        await make_counsellor(school, name="Petri"),
        await make_teacher(await make_school(region=region), name="Teacher of another school"),
        sirpa,
        host,
        placement,
    )


async def a_placement(
    pupil: Actor, school: UUID, adult: Actor, host: UUID | None, first: date | None = None, **differs: Any
) -> UUID:
    """A placement of five days in a row (weekends count as days between); the pupil was born in April 2011."""
    moment = now()
    first = first or local_date(moment)
    values: dict[str, Any] = {
        "kind": "week",
        "title": "Buns and bread",
        "host_name": "Leipomo Kettunen",
        "address": "Uunikatu 1, Tampere",
        "responsible": "Raija Kettunen",
        "first_day": first,
        "last_day": first + timedelta(days=4),
        "begins": 540,
        "ends": 840,
        "break_minutes": 30,
        "tasks": "You shape buns.",
        "clothing": "Closed shoes",
        "lunch": "You eat there",
        "way_there": "Bus 8 from the school",
        "adult_phone": "040 765 4321",
        "made_at": moment,
        "changed_at": moment,
        "adult_id": adult.person_id,
    }
    row = Placement(person_id=pupil.person_id, school_id=school, host_id=host, **values | differs)
    async with writing() as session:
        session.add(row)
        await session.flush()
        await keep_birth_month(session, pupil.person_id, "2011-04", adult.person_id, field="born")
    return row.id


async def row_of(placement: UUID) -> Placement:
    """As the database has it."""
    async with reading() as session:
        return await session.get_one(Placement, placement)


async def change(placement: UUID, **values: object) -> None:
    """As if the school had changed it."""
    async with writing() as session:
        row = await session.get_one(Placement, placement)
        for name, value in {"changed_at": now(), **values}.items():
            setattr(row, name, value)
