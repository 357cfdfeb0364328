"""Who comes to a host: without a code the days alone; in a session, of placements that the school has approved, what
somebody there needs to know of a pupil, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.languages import being_in, format_date, format_days, format_moment, local_date, zone_of
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.evaluations.window import has_begun
from portfolio_app.marketplace.hosting.sessions import coming, entered, ids_of, named, open_link, open_sessions
from portfolio_app.marketplace.placements.agreement_view import Said, terms_said
from portfolio_app.marketplace.placements.agreements import terms_of
from portfolio_app.marketplace.placements.models import Absence, Agreement, Placement
from portfolio_app.schools.models import School

OPEN = "open"
MOST = 200
"""Pupils on the page, the next ones first."""


@dataclass(frozen=True)
class Coming:
    """Somebody comes on some days. `pupil` is "" where the name stays closed: then nothing else is said either."""

    id: str
    days: str
    approved: bool
    pupil: str = ""
    school: str = ""
    terms: tuple[Said, ...] = ()
    adult: str = ""
    adult_phone: str = ""
    away: tuple[str, ...] = ()
    """Days on which they said that they cannot come."""
    over: bool = False
    """Whether the days are over: then nothing stands here but the name, while the host may say how they went."""
    evaluation: str = ""
    """"open" while that can be said, "given" or "held" once it was (`Stands`); "" before it can."""


@dataclass(frozen=True)
class Elsewhere:
    """An open session of the contact: since when, roughly in which browser, and whether it is this one."""

    id: str
    since: str
    browser: str
    here: bool


@dataclass(frozen=True)
class ComingView:
    """Who comes to a host, as its contact reads it; `entered` whether the code was typed in this browser."""

    host: str
    country: str
    entered: bool
    pupils: tuple[Coming, ...]
    sessions: tuple[Elsewhere, ...] = ()


async def load_coming(key: str, cookie: str) -> ComingView | None:
    """What the link with this key shows in a browser with this cookie; None for a link that opens nothing."""
    async with reading() as session:
        found = await open_link(session, key)
        if found is None:
            return None
        with being_in(zone_of(found.country)):
            here = await entered(session, key, cookie)
            rows = await placements_of(session, await ids_of(session, found.host), or_(coming(), named()))
            pupils = await _named(session, rows) if here else tuple(_closed(row) for row in rows)
            sessions = await open_sessions(session, found) if here else ()
            return ComingView(
                found.host.name,
                found.country,
                here is not None,
                pupils,
                tuple(
                    Elsewhere(str(one.id), format_moment(one.made_at), one.browser, one.id == here.session.id)
                    for one in sessions
                    if here
                ),
            )


async def placements_of(session: AsyncSession, hosts: set[UUID], which: ColumnElement[bool]) -> Sequence[Placement]:
    """Placements of these hosts, the next ones first."""
    wanted = (
        select(Placement)
        .where(col(Placement.host_id).in_(hosts), which)
        .order_by(col(Placement.first_day), col(Placement.begins), col(Placement.id))
        .limit(MOST)
    )
    return (await session.execute(wanted)).scalars().all()


def _closed(row: Placement) -> Coming:
    return Coming(str(row.id), format_days(row.first_day, row.last_day), row.approved_at is not None)


async def _named(session: AsyncSession, rows: Sequence[Placement]) -> tuple[Coming, ...]:
    approved = [row for row in rows if row.approved_at is not None]
    ids = {row.person_id for row in approved} | {row.adult_id for row in approved if row.adult_id}
    names = await session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(ids)))
    people = {one.id: one.name for one in names}
    schools = await session.execute(
        select(col(School.id), col(School.name)).where(col(School.id).in_({row.school_id for row in approved}))
    )
    school = {one.id: one.name for one in schools}
    terms, away = await _terms(session, approved), await _away(session, approved)
    stands = await _stands(session, approved)
    today = local_date(now())

    def open_one(row: Placement) -> Coming:
        over, evaluation = row.last_day < today, ""
        if has_begun(row) and stands.get(row.id) != Stands.HANDED:
            evaluation = stands.get(row.id, OPEN)
        one = Coming(
            str(row.id),
            format_days(row.first_day, row.last_day),
            approved=True,
            pupil=people.get(row.person_id, ""),
            over=over,
            evaluation=OPEN if evaluation == Stands.ASKED else evaluation,
        )
        if over:
            return one
        return replace(
            one,
            school=school.get(row.school_id, ""),
            terms=tuple(terms_said(terms.get(row.id) or terms_of(row))),
            adult=people.get(row.adult_id, "") if row.adult_id else "",
            adult_phone=row.adult_phone,
            away=tuple(away.get(row.id, ())),
        )

    return tuple(_closed(row) if row.approved_at is None else open_one(row) for row in rows)


async def _stands(session: AsyncSession, rows: Sequence[Placement]) -> Mapping[UUID, str]:
    """How far each evaluation is."""
    found = await session.execute(
        select(col(HostEvaluation.placement_id), col(HostEvaluation.state)).where(
            col(HostEvaluation.placement_id).in_([row.id for row in rows])
        )
    )
    return {row.placement_id: row.state for row in found}


async def _terms(session: AsyncSession, rows: Sequence[Placement]) -> Mapping[UUID, Mapping[str, object]]:
    """What was agreed last about each."""
    found = await session.execute(
        select(col(Agreement.placement_id), col(Agreement.terms))
        .where(col(Agreement.placement_id).in_([row.id for row in rows]))
        .order_by(col(Agreement.version))
    )
    return {row.placement_id: row.terms for row in found}


async def _away(session: AsyncSession, rows: Sequence[Placement]) -> Mapping[UUID, list[str]]:
    """The days only: why is for the school."""
    found = await session.execute(
        select(col(Absence.placement_id), col(Absence.day))
        .where(col(Absence.placement_id).in_([row.id for row in rows]), col(Absence.ended_at).is_(None))
        .order_by(col(Absence.day))
    )
    days: dict[UUID, list[str]] = {}
    for placement, day in found:
        days.setdefault(placement, []).append(format_date(day, "full"))
    return days
