"""The periods of a teacher's or counsellor's school: the list of them, and one with its form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, format_days, format_list, local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.offer_words import KIND_NAMES
from portfolio_app.marketplace.periods import policy
from portfolio_app.marketplace.periods.models import Period, PeriodClass
from portfolio_app.marketplace.placements.files import papers_of
from portfolio_app.marketplace.placements.policy import GUIDES, classes_guided_by
from portfolio_app.schools.listing import address
from portfolio_app.schools.models import ClassMember, School, SchoolClass

PATH = "/work-experience"
MOST_ANNOUNCED = 60
"""Periods that a host reads of at once."""


@dataclass(frozen=True)
class Tick:
    """Something that can be ticked."""

    id: str = ""
    name: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class PeriodFields:
    """What stands in the form of a period; days are ISO. `adults` and `classes` are those to choose from."""

    name: str = ""
    kind: str = OfferKind.WEEK
    first_day: str = ""
    last_day: str = ""
    wishes_until: str = ""
    school_minutes: str = ""
    words: str = ""
    adult: str = ""
    adult_phone: str = ""
    kinds: tuple[Option, ...] = ()
    adults: tuple[Option, ...] = ()
    classes: tuple[Tick, ...] = ()


@dataclass(frozen=True)
class Going:
    """A pupil of a class that goes out in a period."""

    id: UUID
    name: str
    class_name: str


@dataclass(frozen=True)
class Announced:
    """A period that a school has announced to hosts: of which school, what for, on which days."""

    school: str
    kind: str
    days: str


@dataclass(frozen=True)
class PeriodLine:
    """A period in the list."""

    id: str = ""
    name: str = ""
    detail: str = ""
    stands: str = ""
    href: str = ""


@dataclass(frozen=True)
class PeriodsView:
    """The periods that the actor looks after: those to come or under way, those that are over, and those that ended
    lately and can be brought back."""

    coming: tuple[PeriodLine, ...] = ()
    over: tuple[PeriodLine, ...] = ()
    ended: tuple[PeriodLine, ...] = ()
    school: str = ""
    schools: tuple[Option, ...] = ()
    fields: PeriodFields = PeriodFields()
    papers: tuple[Option, ...] = ()
    """Empty agreements as PDFs in two languages."""
    request: str = ""
    loaded: bool = False


async def load_periods(actor: Actor, *, school: str = "") -> PeriodsView:
    """The list, and the form for one more at `school` (the first of the actor's, unless said). Raises `Refused`."""
    working = actor.schools(*GUIDES)
    if not working:
        raise Refused()
    async with reading() as session:
        rows = await session.execute(
            select(Period)
            .where(policy.guided_by(actor))
            .order_by(col(Period.first_day), col(Period.name), col(Period.id))
        )
        listed = list(rows.scalars())
        classes = await class_names(session, [one.id for one in listed])
        named = await session.execute(
            select(col(School.id), col(School.name)).where(col(School.id).in_(working)).order_by(col(School.name))
        )
        schools = {str(one): name for one, name in named}
        chosen = school if school in schools else str(working[0])
        fields = await fields_of(session, actor, UUID(chosen), None)
    today = local_date(now())
    open_ones = [one for one in listed if one.ended_at is None]
    return PeriodsView(
        coming=tuple(_line(one, classes, today) for one in open_ones if one.last_day >= today),
        over=tuple(_line(one, classes, today) for one in reversed(open_ones) if one.last_day < today),
        ended=tuple(
            _line(one, classes, today) for one in listed if one.ended_at is not None and one.ended_at > rested_before()
        ),
        school=chosen,
        schools=tuple(Option(one, name) for one, name in schools.items()) if len(schools) > 1 else (),
        fields=fields,
        papers=papers_of(),
        request=str(uuid4()),
        loaded=True,
    )


async def class_names(session: AsyncSession, periods: Sequence[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """The names of the classes of each of these periods."""
    rows = await session.execute(
        select(col(PeriodClass.period_id), col(SchoolClass.name))
        .join(SchoolClass, col(SchoolClass.id) == col(PeriodClass.class_id))
        .where(col(PeriodClass.period_id).in_(periods))
        .order_by(col(SchoolClass.name))
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for period, name in rows:
        found[period] = (*found.get(period, ()), name)
    return found


async def fields_of(session: AsyncSession, actor: Actor, school_id: UUID, row: Period | None) -> PeriodFields:
    """The form of a period, of a new one without `row`."""
    chosen = select(col(PeriodClass.class_id)).where(col(PeriodClass.period_id) == (row.id if row else None))
    ticked = set((await session.execute(chosen)).scalars())
    classes = await session.execute(
        select(SchoolClass)
        .where(col(SchoolClass.school_id) == school_id, classes_guided_by(actor))
        .order_by(col(SchoolClass.name))
    )
    adults = await session.execute(
        select(col(Person.id), col(Person.name), func.min(col(Person.sort_name)))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(Membership.school_id) == school_id,
            col(Membership.role).in_(GUIDES),
            col(Membership.ended_at).is_(None),
            col(Person.ended_at).is_(None),
        )
        .group_by(col(Person.id), col(Person.name))
        .order_by(func.min(col(Person.sort_name)), col(Person.id))
    )
    choices = PeriodFields(
        adult=str(row.adult_id or "") if row else str(actor.person_id),
        kinds=tuple(Option(one, _(KIND_NAMES[one])) for one in OfferKind),
        adults=tuple(Option(str(person), name) for person, name, _sorted in adults),
        classes=tuple(Tick(str(one.id), one.name, one.id in ticked) for one in classes.scalars()),
    )
    if row is None:
        return choices
    return PeriodFields(
        name=row.name,
        kind=row.kind,
        first_day=row.first_day.isoformat(),
        last_day=row.last_day.isoformat(),
        wishes_until=row.wishes_until.isoformat() if row.wishes_until else "",
        school_minutes=str(row.school_minutes) if row.school_minutes else "",
        words=row.words,
        adult=choices.adult,
        adult_phone=row.adult_phone,
        kinds=choices.kinds,
        adults=choices.adults,
        classes=choices.classes,
    )


def _line(one: Period, classes: Mapping[UUID, tuple[str, ...]], today: date) -> PeriodLine:
    stands = _("Announced to hosts") if one.announced_at else _("Not announced yet")
    if one.first_day <= today <= one.last_day:
        stands = _("Under way")
    elif one.last_day < today:
        stands = ""
    who = format_list(classes.get(one.id, ()))
    return PeriodLine(
        id=str(one.id),
        name=one.name,
        detail=" · ".join(
            part for part in (format_days(one.first_day, one.last_day), _(KIND_NAMES[OfferKind(one.kind)]), who) if part
        ),
        stands=stands,
        href=address("/period", id=str(one.id)),
    )


async def pupils_of(session: AsyncSession, actor: Actor, period: Period) -> tuple[Going, ...]:
    """Pupils of the classes of a period that the actor looks after, each once, by class and name; of all its classes
    for whoever answers for it."""
    classes = select(col(PeriodClass.class_id)).where(col(PeriodClass.period_id) == period.id)
    seen = select(col(SchoolClass.id)).where(col(SchoolClass.id).in_(classes))
    if period.adult_id != actor.person_id:
        seen = seen.where(classes_guided_by(actor))
    class_name = func.min(col(SchoolClass.name))
    rows = await session.execute(
        select(col(Person.id), col(Person.name), class_name)
        .join(ClassMember, col(ClassMember.person_id) == col(Person.id))
        .join(SchoolClass, col(SchoolClass.id) == col(ClassMember.class_id))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .where(
            col(SchoolClass.id).in_((await session.execute(seen)).scalars().all()),
            col(ClassMember.role) == "pupil",
            col(ClassMember.ended_at).is_(None),
            col(Membership.school_id) == period.school_id,
            col(Membership.role) == Role.PUPIL,
            col(Membership.ended_at).is_(None),
            col(Person.ended_at).is_(None),
        )
        .group_by(col(Person.id), col(Person.name), col(Person.sort_name))
        .order_by(class_name, col(Person.sort_name), col(Person.id))
    )
    return tuple(Going(*row) for row in rows)


async def announced_in(session: AsyncSession, region_id: UUID) -> tuple[Announced, ...]:
    """What schools of a region want and when, for its hosts: periods that are announced and not over, the next
    first."""
    rows = await session.execute(
        select(Period, col(School.name))
        .join(School, col(School.id) == col(Period.school_id))
        .where(
            col(School.region_id) == region_id,
            col(School.ended_at).is_(None),
            col(Period.announced_at).is_not(None),
            col(Period.ended_at).is_(None),
            col(Period.last_day) >= local_date(now()),
        )
        .order_by(col(Period.first_day), col(School.name), col(Period.id))
        .limit(MOST_ANNOUNCED)
    )
    return tuple(
        Announced(school, _(KIND_NAMES[OfferKind(one.kind)]), format_days(one.first_day, one.last_day))
        for one, school in rows
    )
