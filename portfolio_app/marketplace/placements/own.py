"""A pupil's own placements: the card of their days, that they have read it, and all of them in a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import _, format_date, format_days, local_date, spoken
from portfolio_app.marketplace.evaluations.taking import OwnEvaluation, evaluation_for
from portfolio_app.marketplace.lawful_hours import WORKED
from portfolio_app.marketplace.models import Offer, OfferKind
from portfolio_app.marketplace.offer_words import KIND_NAMES, clock_said, hours_said
from portfolio_app.marketplace.periods.wishes import wishes_at_home
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.absences import AwayLine, away_on, days_ahead, days_of
from portfolio_app.marketplace.placements.ages import born_in
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.families import FamilyFields, load_family
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.marketplace.placements.worries import SaidLine, said_of, told_said
from portfolio_app.marketplace.safety.keeping import care_at
from portfolio_app.marketplace.weeks import WeekDay, days_said
from portfolio_app.marketplace.working_hours_rules import rules_of
from portfolio_app.marketplace.working_hours_words import length, limit_words
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.places import country_of_school
from portfolio_app.schools.queries import Contact, contact_of


@dataclass(frozen=True)
class Day:
    """A day to choose: its date (ISO 8601) and how it is said."""

    value: str
    label: str


@dataclass(frozen=True)
class OwnPlacementView:
    """A placement as the pupil whose it is reads it. What is not known is ""."""

    loaded: bool = False
    id: str = ""
    title: str = ""
    host: str = ""
    kind: str = ""
    days: str = ""
    hours: str = ""
    pause: str = ""
    lunch: str = ""
    clothing: str = ""
    address: str = ""
    way_there: str = ""
    tasks: str = ""
    week: tuple[WeekDay, ...] = ()
    """What the host has planned for each half day."""
    care: tuple[str, ...] = ()
    """What to take care of there, and whom to find."""
    responsible: str = ""
    """Who looks after the pupil there; only once the school has approved the placement."""
    approved: bool = False
    cancelled: bool = False
    over: bool = False
    adult: str = ""
    """Whom to call at school."""
    adult_phone: str = ""
    told: str = ""
    """Whom a press on "Something is wrong here" reaches."""
    contact: Contact = field(default_factory=Contact)
    read: str = ""
    """When the pupil read it; "" when they have not, or something has changed since."""
    changed: bool = False
    """Whether something has changed since they read it."""
    rules: tuple[str, ...] = ()
    """What is allowed at their age, in sentences."""
    limits: tuple[str, ...] = ()
    away: tuple[AwayLine, ...] = ()
    days_ahead: tuple[Day, ...] = ()
    said: tuple[SaidLine, ...] = ()
    evaluation: OwnEvaluation = field(default_factory=OwnEvaluation)
    """What the host says, once the school has handed it on."""
    family: FamilyFields = field(default_factory=FamilyFields)
    """Who signs for the pupil at home."""
    request: str = ""
    calendar_href: str = ""


@dataclass(frozen=True)
class PlacementLine:
    """One of the list."""

    title: str = ""
    detail: str = ""
    href: str = ""
    cancelled: bool = False


@dataclass(frozen=True)
class OwnPlacementsView:
    """All placements of the actor: those to come, the next one first, and those that are over, the last one first."""

    loaded: bool = False
    coming: tuple[PlacementLine, ...] = ()
    past: tuple[PlacementLine, ...] = ()


async def mark_read(actor: Actor, placement_id: str | UUID) -> None:
    """The actor has read the card of their placement as it stands now. Done already: fine. Raises `NotFound`."""
    async with writing() as session:
        row = await policy.check_own(session, actor, placement_id, lock=True)
        if row.seen_at is None or row.seen_at < row.changed_at:
            row.seen_at = now()
            audit_placement(session, "read_placement", actor.person_id, row)


async def load_placement(actor: Actor, placement_id: str, request: UUID) -> OwnPlacementView:
    """A placement of the actor's own; `request` will be the id of its forms. Raises `NotFound`."""
    async with reading() as session:
        row = await policy.check_own(session, actor, placement_id)
        adults = await adults_of(session, row)
        rules, limits = await _allowed(session, row)
        contact = await contact_of(session, row.school_id)
        offer = await session.get(Offer, row.offer_id) if row.offer_id else None
        care = await care_at(session, row.host_id) if row.approved_at else ()
        away, said = await away_on(session, actor, row), await said_of(session, actor, row)
        evaluation = await evaluation_for(session, actor, row)
        family = await load_family(session, actor, row.person_id)
    named = next((one.name for one in adults if one.id == row.adult_id), "")
    read = row.seen_at is not None and row.seen_at >= row.changed_at
    return OwnPlacementView(
        loaded=True,
        id=str(row.id),
        title=row.title,
        host=row.host_name,
        kind=_(KIND_NAMES[OfferKind(row.kind)]) if row.kind in list(OfferKind) else "",
        days=format_days(row.first_day, row.last_day),
        hours=hours_said(row),
        pause=length(row.break_minutes) if row.break_minutes else "",
        lunch=row.lunch,
        clothing=row.clothing,
        address=row.address,
        way_there=row.way_there,
        tasks=row.tasks,
        week=days_said(offer.week) if offer else (),
        care=care,
        responsible=row.responsible if row.approved_at else "",
        approved=row.approved_at is not None,
        cancelled=row.cancelled_at is not None,
        over=row.last_day < local_date(now()),
        adult=named,
        adult_phone=row.adult_phone if named else "",
        told=told_said(adults),
        contact=contact,
        read=_("You read this on {day}.").format(day=format_date(row.seen_at)) if read and row.seen_at else "",
        changed=row.seen_at is not None and not read,
        rules=rules,
        limits=limits,
        away=away,
        days_ahead=() if row.cancelled_at else tuple(_day(row, away)),
        said=said,
        evaluation=evaluation,
        family=family,
        request=str(request),
        calendar_href="" if row.cancelled_at else f"/documents/placement.ics?language={spoken()}&id={row.id}",
    )


def _day(row: Placement, away: Sequence[AwayLine]) -> list[Day]:
    said = {one.day for one in away}
    days = [Day(day.isoformat(), format_date(day, "full")) for day in days_ahead(row)]
    return [day for day in days if day.label not in said]


async def _allowed(session: AsyncSession, row: Placement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the rules for working hours say to the pupil on the first day, and their limits; nothing where nobody knows
    how old they are, or the country has no rules here."""
    worked = WORKED.get(OfferKind(row.kind)) if row.kind in list(OfferKind) else None
    rules, born = rules_of(await country_of_school(session, row.school_id)), await born_in(session, row.person_id)
    if worked is None or rules is None or born is None:
        return (), ()
    applying = rules.applying(worked, born.age_on(row.first_day), in_school=True)
    says = tuple(dict.fromkeys(one.says.text(spoken()) for one in applying))
    limits = tuple(dict.fromkeys(limit_words(limit) for one in applying for limit in one.limits))
    return says, limits


async def load_own_placements(actor: Actor) -> OwnPlacementsView:
    """All placements of the actor."""
    today = local_date(now())
    async with reading() as session:
        rows = (
            await session.execute(
                select(Placement)
                .where(policy.own(actor))
                .order_by(col(Placement.first_day), col(Placement.begins), col(Placement.id))
                .limit(200)
            )
        ).scalars()
        every = list(rows)
    return OwnPlacementsView(
        loaded=True,
        coming=tuple(_line(row) for row in every if row.last_day >= today),
        past=tuple(_line(row) for row in reversed(every) if row.last_day < today),
    )


def _line(row: Placement) -> PlacementLine:
    return PlacementLine(
        title=f"{row.host_name}: {row.title}",
        detail=f"{format_days(row.first_day, row.last_day)}, {hours_said(row)}",
        href=href("/placement", id=str(row.id)),
        cancelled=row.cancelled_at is not None,
    )


# Written once: it is asked each time a pupil comes to Home.
_COMING = (
    select(Placement)
    .where(
        policy.owned_by(bindparam("actor", type_=Uuid())),
        col(Placement.cancelled_at).is_(None),
        col(Placement.last_day) >= bindparam("day", type_=Date()),
        col(Placement.first_day) <= bindparam("until", type_=Date()),
    )
    .order_by(col(Placement.first_day), col(Placement.begins), col(Placement.id))
)


async def placements_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """For a pupil's Home: the next day at a workplace within three weeks, and that a period asks what they wish."""
    today = local_date(now())
    which = {"actor": actor.person_id, "day": today, "until": today + timedelta(days=21)}
    rows = await session.execute(_COMING, which)
    coming = [(day, row) for row in rows.scalars() for day in days_of(row) if day >= today]
    asked = await wishes_at_home(session, actor)
    if not coming:
        return asked
    day, row = min(coming, key=lambda one: (one[0], one[1].begins))
    when = {today: _("Today"), today + timedelta(days=1): _("Tomorrow")}.get(day, format_date(day, "full"))
    said = _("{when}: {host}, {time}").format(when=when, host=row.host_name, time=clock_said(row.begins))
    return (HomeLine(said, row.title, href("/placement", id=str(row.id))), *asked)
