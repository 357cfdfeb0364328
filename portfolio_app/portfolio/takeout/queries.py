"""What the page about one's takeout shows, and what others may know of it: whether and when it was taken along."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.languages import N_, _, format_date, format_megabytes, format_number
from portfolio_app.core.media import StorageFull
from portfolio_app.portfolio.policy import may_keep_a_portfolio
from portfolio_app.portfolio.takeout import making
from portfolio_app.portfolio.takeout.actions import folder_of, may_take_out
from portfolio_app.portfolio.takeout.corner import has_a_corner
from portfolio_app.portfolio.takeout.models import BroughtBack, Takeout

SHOWN = timedelta(days=7)
"""How long the page says what came of a takeout that was brought back."""


@dataclass(frozen=True)
class TakeoutView:
    """How it is with the actor's latest takeout."""

    under_way: bool = False
    percent: int = 0
    said: str = ""
    ready: bool = False
    href: str = ""
    size: str = ""
    until: str = ""
    downloaded: str = ""
    """When it was downloaded, in words."""
    failed: bool = False
    last: str = ""
    """When something was last taken along, in words, where that is not the one that is ready now."""
    may_bring_back: bool = False
    has_corner: bool = False
    """Whether anything lies in the private corner: otherwise nobody is asked about it."""
    loaded: bool = False


async def load_takeout(actor: Actor) -> TakeoutView:
    """The page."""
    may_take_out(actor)
    return replace(await _latest(actor), may_bring_back=actor.keeps_a_portfolio)


async def _latest(actor: Actor) -> TakeoutView:
    async with reading() as session:
        latest = (
            await session.execute(
                select(Takeout)
                .where(col(Takeout.person_id) == actor.person_id)
                .order_by(col(Takeout.asked_at).desc(), col(Takeout.id))
                .limit(1)
            )
        ).scalar_one_or_none()
        taken = await last_taken(session, actor.person_id)
        corner = await has_a_corner(session, actor.person_id)
    last = _("You last downloaded a takeout on {day}.").format(day=format_date(taken)) if taken else ""
    if latest is None:
        return TakeoutView(loaded=True, last=last, has_corner=corner)
    if latest.ended_at is None and latest.ready_at is None:
        percent, said = progress(latest)
        return TakeoutView(under_way=True, percent=percent, said=said, last=last, loaded=True)
    file = making.finished(folder_of(latest.id))
    if latest.ready_at and latest.expires_at and latest.expires_at > now() and file.exists():
        return replace(_ready(latest, file.stat().st_size, last), has_corner=corner)
    return TakeoutView(failed=bool(latest.problem), last=last, has_corner=corner, loaded=True)


def progress(takeout: Takeout) -> tuple[int, str]:
    """How far it is: percent, and in words."""
    if not takeout.all_bytes:
        return 0, _("Getting ready…")
    share = min(takeout.done_bytes / takeout.all_bytes, 1.0)
    return round(100 * share), _("{used} of {all}").format(
        used=format_megabytes(takeout.done_bytes), all=format_megabytes(takeout.all_bytes)
    )


def _ready(takeout: Takeout, size: int, last: str) -> TakeoutView:
    assert takeout.expires_at
    downloaded = ""
    if takeout.downloaded_at:
        downloaded = _("You downloaded it on {day}.").format(day=format_date(takeout.downloaded_at))
    return TakeoutView(
        ready=True,
        href=f"/takeouts/{takeout.id}.zip",
        size=format_megabytes(size),
        until=_("It stays here until {day}.").format(day=format_date(takeout.expires_at)),
        downloaded=downloaded,
        last="" if takeout.downloaded_at else last,
        loaded=True,
    )


async def last_taken(session: AsyncSession, person_id: UUID) -> datetime | None:
    """When the person last downloaded a takeout to its end; None when they never did. Whoever asks has been asked."""
    return (
        await session.execute(select(func.max(col(Takeout.downloaded_at))).where(col(Takeout.person_id) == person_id))
    ).scalar_one()


PROBLEMS = {
    "none": N_("Choose the file first."),
    "large": N_("What is in this file is larger than a takeout can be. Nothing was changed."),
    "full": StorageFull.message,
    "busy": N_("A takeout of yours is being brought back. Wait until that is done."),
}


@dataclass(frozen=True)
class CameIn:
    """How many things of a kind."""

    label: str
    count: str


@dataclass(frozen=True)
class BringBackView:
    """What came of the latest takeout that the actor brought back, and what is wrong with what they just sent."""

    under_way: bool = False
    percent: int = 0
    said: str = ""
    asked: str = ""
    """The other name that stands in it, while it is not said whether it is one's own."""
    id: str = ""
    problem: str = ""
    done: bool = False
    new: tuple[CameIn, ...] = ()
    here: tuple[CameIn, ...] = ()
    out: tuple[CameIn, ...] = ()
    loaded: bool = False


async def load_bring_back(actor: Actor, problem: str = "") -> BringBackView:
    """The page. `problem` is a code of `PROBLEMS`, of what was just sent."""
    may_keep_a_portfolio(actor)
    async with reading() as session:
        latest = (
            await session.execute(
                select(BroughtBack)
                .where(col(BroughtBack.person_id) == actor.person_id)
                .order_by(col(BroughtBack.asked_at).desc(), col(BroughtBack.id))
                .limit(1)
            )
        ).scalar_one_or_none()
    view = _brought(latest) if latest else BringBackView(loaded=True)
    return replace(view, problem=_(PROBLEMS[problem])) if problem in PROBLEMS else view


def _brought(latest: BroughtBack) -> BringBackView:
    if latest.ended_at is None and latest.whose and latest.confirmed_at is None:
        return BringBackView(asked=latest.whose, id=str(latest.id), loaded=True)
    if latest.ended_at is None:
        percent = round(100 * latest.done_parts / latest.all_parts) if latest.all_parts else 0
        said = _("Photos and files: {n} of {all}").format(
            n=format_number(latest.done_parts), all=format_number(latest.all_parts)
        )
        return BringBackView(under_way=True, percent=percent, said=said, loaded=True)
    if latest.ended_at < now() - SHOWN:
        return BringBackView(loaded=True)
    if latest.problem:
        return BringBackView(problem=latest.problem, loaded=True)
    told = bool(latest.report)
    new, here, out = (_came(latest.report.get(name, {})) for name in ("new", "here", "out"))
    return BringBackView(done=told, new=new, here=here, out=out, loaded=True)


def _came(counts: Mapping[str, int]) -> tuple[CameIn, ...]:
    return tuple(CameIn(_(label), format_number(count)) for label, count in counts.items())
