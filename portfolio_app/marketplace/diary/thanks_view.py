"""Notes of thanks that wait for an adult of the school, and what became of others."""

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, format_days, format_moment, ngettext
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.marketplace.diary.models import ThanksNote, ThanksState
from portfolio_app.marketplace.diary.thanks import reader_of
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.portfolio.teaching import href
from portfolio_app.sharing.actions import PLACEMENT, viewing


@dataclass(frozen=True)
class ThanksLine:
    """A note: whose, of which placement, and what it says while it waits ("" else)."""

    id: str = ""
    version: int = 0
    name: str = ""
    href: str = ""
    where: str = ""
    words: str = ""
    reader: str = ""
    """Who would read it at the workplace; "" when nobody can be written to there."""
    became: str = ""
    """What became of it; "" while it waits."""


@dataclass(frozen=True)
class ThanksListView:
    """Notes of pupils whom the reader looks after: those that wait, the oldest first, then the others, a page of it."""

    loaded: bool = False
    lines: tuple[ThanksLine, ...] = ()
    paging: Paging = field(default_factory=Paging)


_SHOWN = (ThanksState.WAITING, ThanksState.SENT, ThanksState.RETURNED)


async def load_thanks(actor: Actor, page: int = 1) -> ThanksListView:
    """The list; each pupil's own log says that the actor read what waits. Raises `Refused`."""
    if not actor.has(*policy.GUIDES):
        raise Refused()
    whose = (policy.guided_by(actor), col(ThanksNote.state).in_(_SHOWN))
    async with reading() as session:
        counted = (
            select(func.count())
            .select_from(ThanksNote)
            .join(Placement, col(Placement.id) == col(ThanksNote.placement_id))
            .where(*whose)
        )
        pages = paging(await session.scalar(counted) or 0, page, "/thanks")
        rows = (
            await session.execute(
                select(ThanksNote, Placement, col(Person.name))
                .join(Placement, col(Placement.id) == col(ThanksNote.placement_id))
                .join(Person, col(Person.id) == col(Placement.person_id))
                .where(*whose)
                .order_by(
                    col(ThanksNote.state) != ThanksState.WAITING,
                    col(ThanksNote.decided_at).desc(),
                    col(ThanksNote.changed_at),
                    col(ThanksNote.id),
                )
                .offset(pages.skipped)
                .limit(A_PAGE)
            )
        ).all()
        lines = tuple([await _line(session, row, placement, name) for row, placement, name in rows])
    read = {placement.person_id for row, placement, _name in rows if row.state == ThanksState.WAITING}
    await viewing(actor, read, PLACEMENT)
    return ThanksListView(loaded=True, lines=lines, paging=pages)


async def _line(session: AsyncSession, row: ThanksNote, placement: Placement, name: str) -> ThanksLine:
    waits = row.state == ThanksState.WAITING
    reader = await reader_of(session, placement) if waits else None
    became = _("Sent: {time}.") if row.state == ThanksState.SENT else _("Given back: {time}.")
    return ThanksLine(
        id=str(row.id),
        version=row.version,
        name=name,
        href=href("/pupil", id=str(placement.person_id)),
        where=f"{placement.host_name}, {format_days(placement.first_day, placement.last_day)}",
        words=row.words if waits else "",
        reader=f"{reader.name}, {placement.host_name}" if reader else "",
        became="" if waits or row.decided_at is None else became.format(time=format_moment(row.decided_at)),
    )


async def thanks_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """What waits for an adult, for their Home."""
    waits = (
        select(func.count())
        .select_from(ThanksNote)
        .join(Placement, col(Placement.id) == col(ThanksNote.placement_id))
        .where(policy.guided_by(actor), col(ThanksNote.state) == ThanksState.WAITING)
    )
    count = await session.scalar(waits) or 0
    if not count:
        return ()
    detail = ngettext("{n} waits for you to read it", "{n} wait for you to read them", count)
    return (HomeLine(_("Thank-you notes to workplaces"), detail, href("/thanks")),)
