"""What hosts say is read at school first: an adult who looks after the placement hands it on to the pupil, or holds it
back and tells the host why."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core import outbox
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import Conflict, NotFound, Refused
from portfolio_app.core.languages import N_, _, format_date, format_days, ngettext
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import several_lines
from portfolio_app.marketplace.evaluations.asking import HELD
from portfolio_app.marketplace.evaluations.aspects import Seen, all_seen
from portfolio_app.marketplace.evaluations.giving import EVALUATION
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, read_about
from portfolio_app.notices.kinds import EVALUATION_GIVEN, EVALUATION_HANDED
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.portfolio.teaching import href
from portfolio_app.sharing.actions import PLACEMENT, viewing

LONGEST_REASON = 500
SHOWN_FOR = timedelta(days=60)
"""How long adults see what was handed on."""
CHANGED = N_("The host has said something else meanwhile. Read it once more.")
SPOKEN = (Stands.GIVEN, Stands.HELD, Stands.HANDED)


@dataclass(frozen=True)
class EvaluationLine:
    """What a host says of a pupil, for the adults who look after them. `waits` until one of them has read it."""

    id: str = ""
    name: str = ""
    href: str = ""
    where: str = ""
    by: str = ""
    lines: tuple[Seen, ...] = ()
    went_well: str = ""
    practise_next: str = ""
    version: int = 0
    waits: bool = False
    held: str = ""
    """Why it was held back."""
    handed: str = ""
    """When it was handed on."""


@dataclass(frozen=True)
class EvaluationsView:
    """What waits first, then the newest; a page of it."""

    loaded: bool = False
    lines: tuple[EvaluationLine, ...] = ()
    paging: Paging = field(default_factory=Paging)


async def hand_on(actor: Actor, evaluation_id: str | UUID, version: int) -> None:
    """The pupil reads it from now on; also what was held back. Done already: fine. Raises `Conflict` when the host has
    said something else since `version`, and `NotFound`."""
    async with writing() as session:
        row, placement = await _locked(session, actor, evaluation_id)
        if row.state == Stands.HANDED:
            return
        if row.version != version:
            raise Conflict(CHANGED)
        row.state, row.handed_at, row.handed_by = Stands.HANDED, now(), actor.person_id
        row.held_reason, row.held_by = "", None
        about = _about(row, placement)
        await read_about(session, actor.person_id, EVALUATION_GIVEN, about)
        await notify(session, placement.person_id, EVALUATION_HANDED, by=actor.person_id, about=about, once=f"{row.id}")
        audit_placement(session, "hand_on_evaluation", actor.person_id, placement)


async def hold_back(actor: Actor, evaluation_id: str | UUID, version: int, reason: str) -> None:
    """The host reads why, and can say it anew; the pupil reads nothing. Handing it on undoes that. The same again is
    fine. Raises `Invalid` without a reason, `Conflict` when the host has said something else since `version`, and
    `NotFound`, also for what was handed on."""
    why = several_lines(
        reason, field="reason", most=LONGEST_REASON, empty=N_("Write to the host what they should look at once more.")
    )
    async with writing() as session:
        row, placement = await _locked(session, actor, evaluation_id)
        if row.state == Stands.HANDED:
            raise NotFound()
        if row.version != version:
            raise Conflict(CHANGED)
        if row.state == Stands.HELD and row.held_reason == why:
            return
        row.state, row.held_reason, row.held_by = Stands.HELD, why, actor.person_id
        await read_about(session, actor.person_id, EVALUATION_GIVEN, _about(row, placement))
        if row.contact_id is not None:
            await outbox.put(session, HELD, {"evaluation": str(row.id), "version": row.version})
        audit_placement(session, "hold_evaluation_back", actor.person_id, placement)


async def _locked(session: AsyncSession, actor: Actor, evaluation_id: str | UUID) -> tuple[HostEvaluation, Placement]:
    found = await session.get(HostEvaluation, as_id(evaluation_id))
    if found is None:
        raise NotFound()
    placement = await policy.check_guides(session, actor, found.placement_id, lock=True)
    await session.refresh(found)
    if found.state not in SPOKEN:
        raise NotFound()
    return found, placement


def _about(row: HostEvaluation, placement: Placement) -> About:
    return About(placement.person_id, EVALUATION, str(row.id))


async def evaluations_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """For an adult's Home: that hosts have said something which nobody has read."""
    wanted = (
        select(func.count())
        .select_from(HostEvaluation)
        .join(Placement, col(Placement.id) == col(HostEvaluation.placement_id))
        .where(policy.guided_by(actor), col(HostEvaluation.state) == Stands.GIVEN)
    )
    waiting = await session.scalar(wanted) or 0
    if not waiting:
        return ()
    detail = ngettext("{n} to read and hand on", "{n} to read and hand on", waiting)
    return (HomeLine(_("What workplaces say about pupils"), detail, href("/evaluations")),)


async def load_evaluations(actor: Actor, page: int = 1) -> EvaluationsView:
    """What hosts say of placements that the actor looks after; each pupil's own log says that they read it."""
    if not actor.has(*policy.GUIDES):
        raise Refused()
    waits = col(HostEvaluation.state) == Stands.GIVEN
    which = (
        policy.guided_by(actor),
        col(HostEvaluation.state).in_(SPOKEN),
        waits | (col(HostEvaluation.given_at) > now() - SHOWN_FOR),
    )
    async with reading() as session:
        counted = (
            select(func.count())
            .select_from(HostEvaluation)
            .join(Placement, col(Placement.id) == col(HostEvaluation.placement_id))
            .where(*which)
        )
        pages = paging(await session.scalar(counted) or 0, page, "/evaluations")
        rows = (
            await session.execute(
                select(HostEvaluation, Placement, col(Person.name))
                .join(Placement, col(Placement.id) == col(HostEvaluation.placement_id))
                .join(Person, col(Person.id) == col(Placement.person_id))
                .where(*which)
                .order_by((~waits), col(HostEvaluation.given_at).desc(), col(HostEvaluation.id))
                .offset(pages.skipped)
                .limit(A_PAGE)
            )
        ).all()
    await viewing(actor, {placement.person_id for _row, placement, _name in rows}, PLACEMENT)
    return EvaluationsView(
        loaded=True, lines=tuple(_line(row, placement, name) for row, placement, name in rows), paging=pages
    )


def _line(row: HostEvaluation, placement: Placement, name: str) -> EvaluationLine:
    given = format_date(row.given_at) if row.given_at else ""
    return EvaluationLine(
        id=str(row.id),
        name=name,
        href=href("/pupil", id=str(placement.person_id)),
        where=f"{placement.host_name}, {format_days(placement.first_day, placement.last_day)}",
        by=_("{name} wrote this on {day}.").format(name=row.giver_name, day=given),
        lines=all_seen(row.said),
        went_well=row.went_well,
        practise_next=row.practise_next,
        version=row.version,
        waits=row.state == Stands.GIVEN,
        held=row.held_reason,
        handed=_("Handed on to the pupil on {day}.").format(day=format_date(row.handed_at)) if row.handed_at else "",
    )
