"""Links of a school with how many came by them; numbers under five are not said. And goals, as a class sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.accounts.queries import Option
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.campaigns.models import CampaignCount, CampaignLink
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, ngettext
from portfolio_app.core.resting import rested_before
from portfolio_app.schools.models import ClassMember, School, SchoolClass

PATH, SHORT = "/campaigns", "/go/"
LEAST = 5
"""The smallest number that is said."""


@dataclass(frozen=True)
class CampaignLine:
    """A link: where it hangs, its short address, and what it counted in words."""

    id: str = ""
    name: str = ""
    path: str = ""
    """The short address without the origin, "/go/k7d-mq2"."""
    written: str = ""
    """The same as one writes it on a board, "polku.school.example/go/k7d-mq2"."""
    detail: str = ""
    counted: str = ""
    reached: str = ""
    """How far its goal is, in words; "" without a goal."""
    percent: int = 0
    qr_href: str = ""


@dataclass(frozen=True)
class CampaignsView:
    """The links of a school."""

    loaded: bool = False
    school: str = ""
    school_name: str = ""
    schools: tuple[Option, ...] = ()
    lines: tuple[CampaignLine, ...] = ()
    ended: tuple[CampaignLine, ...] = ()
    classes: tuple[Option, ...] = ()
    request: str = ""


@dataclass(frozen=True)
class GoalLine:
    """A goal of a class or a school: what is hoped for, and how far it is."""

    id: str = ""
    name: str = ""
    said: str = ""
    percent: int = 0


def address_of(code: str) -> str:
    """The short address of the link with that code, without the origin."""
    return SHORT + code


async def load_campaigns(actor: Actor, school: str = "", origin: str = "") -> CampaignsView:
    """The links of a school at which the actor is an ambassador or looks after them; the first of several unless named.
    `origin` is where Polku is reached. Raises `NotFound` for everybody else."""
    async with reading() as session:
        here = await _school(session, actor, school)
        rows = (
            (
                await session.execute(
                    select(CampaignLink)
                    .where(col(CampaignLink.school_id) == here.id)
                    .order_by(col(CampaignLink.made_at).desc(), col(CampaignLink.id))
                )
            )
            .scalars()
            .all()
        )
        counts = await _counts(session, [one.id for one in rows])
        named = await session.execute(
            select(col(SchoolClass.id), col(SchoolClass.name))
            .where(col(SchoolClass.school_id) == here.id, col(SchoolClass.ended_at).is_(None))
            .order_by(col(SchoolClass.name))
        )
        classes = {one: name for one, name in named}  # noqa: C416 - rows are no pairs to a type checker
    host = origin.partition("://")[2]
    lines = {one.id: _line(one, counts, classes, host) for one in rows}
    return CampaignsView(
        loaded=True,
        school=str(here.id),
        school_name=here.name,
        lines=tuple(lines[one.id] for one in rows if one.ended_at is None),
        ended=tuple(lines[one.id] for one in rows if one.ended_at is not None and one.ended_at > rested_before()),
        classes=(Option("", _("The whole school")), *(Option(str(one), name) for one, name in classes.items())),
        request=str(uuid4()),
    )


async def goals_of(session: AsyncSession, actor: Actor) -> tuple[GoalLine, ...]:
    """The goals of a pupil's classes and schools."""
    schools = actor.schools(Role.PUPIL)
    if not schools:
        return ()
    mine = select(col(ClassMember.class_id)).where(
        col(ClassMember.person_id) == actor.person_id,
        col(ClassMember.role) == "pupil",
        col(ClassMember.ended_at).is_(None),
    )
    rows = (
        (
            await session.execute(
                select(CampaignLink)
                .where(
                    col(CampaignLink.school_id).in_(schools),
                    col(CampaignLink.ended_at).is_(None),
                    col(CampaignLink.goal).is_not(None),
                    or_(col(CampaignLink.class_id).is_(None), col(CampaignLink.class_id).in_(mine)),
                )
                .order_by(col(CampaignLink.made_at).desc(), col(CampaignLink.id))
                .limit(5)
            )
        )
        .scalars()
        .all()
    )
    counts = await _counts(session, [one.id for one in rows])
    return tuple(
        GoalLine(str(one.id), one.name, *_reached(counts.get(one.id, (0, 0))[1], one.goal or 1)) for one in rows
    )


def _reached(starts: int, goal: int) -> tuple[str, int]:
    """How far a goal is: in words, and in percent."""
    if starts < LEAST:
        return _("{goal} are to begin. The first ones are not counted aloud.").format(goal=goal), 0
    return _("{n} of {goal} have begun").format(n=starts, goal=goal), min(100, starts * 100 // goal)


async def _school(session: AsyncSession, actor: Actor, school: str) -> School:
    allowed = set(actor.schools(*policy.GUIDES))
    if (row := await policy.serving(session, actor, school or None)) is not None:
        allowed.add(row.school_id)
    wanted = as_id(school) if school else next(iter(sorted(allowed)), None)
    if wanted is None or wanted not in allowed:
        raise NotFound()
    return await session.get_one(School, wanted)


async def _counts(session: AsyncSession, links: Sequence[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """Scans and starts of each of these links."""
    rows = await session.execute(
        select(col(CampaignCount.link_id), func.sum(CampaignCount.scans), func.sum(CampaignCount.starts))
        .where(col(CampaignCount.link_id).in_(links))
        .group_by(col(CampaignCount.link_id))
    )
    return {one[0]: (int(one[1] or 0), int(one[2] or 0)) for one in rows}


def said(scans: int, starts: int) -> str:
    """Both in words; what is under five is not told apart."""
    came = (
        ngettext("{n} device came by it", "{n} devices came by it", scans)
        if scans >= LEAST
        else _("fewer than five devices came by it")
    )
    begun = (
        ngettext("{n} person began after that", "{n} people began after that", starts)
        if starts >= LEAST
        else _("fewer than five people began after that")
    )
    return f"{came} · {begun}"


def _line(
    one: CampaignLink, counts: Mapping[UUID, tuple[int, int]], classes: Mapping[UUID, str], host: str
) -> CampaignLine:
    scans, starts = counts.get(one.id, (0, 0))
    reached, percent = _reached(starts, one.goal) if one.goal else ("", 0)
    where = classes.get(one.class_id, "") if one.class_id else ""
    made = _("Made on {day}").format(day=format_date(one.made_at))
    return CampaignLine(
        id=str(one.id),
        name=one.name,
        path=address_of(one.code),
        written=host + address_of(one.code),
        detail=" · ".join(part for part in (where, made) if part),
        counted=said(scans, starts),
        reached=reached,
        percent=percent,
        qr_href=f"/documents/campaign-code.svg?id={one.id}",
    )


async def link_address(actor: Actor, link_id: str, origin: str) -> str:
    """The whole address of a link, for its QR code, at `origin`: for whoever may make links of the school. Raises
    `NotFound`."""
    async with reading() as session:
        row = await session.get(CampaignLink, as_id(link_id))
        if row is None:
            raise NotFound()
        await _school(session, actor, str(row.school_id))
    return origin + address_of(row.code)
