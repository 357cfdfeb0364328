"""Something is wrong at a workplace: a pupil says so with one press, with words or without, and an adult of their
school is told at once. It is kept whatever has become of the placement; sent twice, it is kept once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import _, format_list, format_moment, ngettext
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import several_lines
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.absences import AbsenceLine, absences_for
from portfolio_app.marketplace.placements.models import Placement, Worry
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.marketplace.policy import confirmed
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, read_about
from portfolio_app.notices.kinds import PLACEMENT_WORRY
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.queries import Contact, contact_of
from portfolio_app.sharing.actions import PLACEMENT, viewing

LONGEST_WORDS = 1500
WORRY = "worry"
"""How notices call one."""


@dataclass(frozen=True)
class SaidLine:
    """What a pupil said, as they read it: when it arrived, whom it reached, and when it was read."""

    id: str = ""
    arrived: str = ""
    words: str = ""
    read: str = ""


@dataclass(frozen=True)
class Called:
    """Somebody to call: a name, a number as it is written, and as an address of a link."""

    name: str
    phone: str
    calls: str


def called(name: str, phone: str) -> Called:
    """Somebody to call at that number."""
    return Called(name, phone, f"tel:{phone.replace(' ', '')}")


@dataclass(frozen=True)
class WorryLine:
    """The same for an adult: who says it, of which placement, and whom to call there. `seen` is "" until somebody
    has."""

    id: str = ""
    name: str = ""
    href: str = ""
    where: str = ""
    at: str = ""
    words: str = ""
    seen: str = ""
    there: tuple[Called, ...] = ()
    """Contacts of the host who have confirmed, with a number."""


@dataclass(frozen=True)
class WorriesView:
    """What pupils say of placements that the reader looks after, newest first, a page of it; and who does not come."""

    loaded: bool = False
    lines: tuple[WorryLine, ...] = ()
    absences: tuple[AbsenceLine, ...] = ()
    contact: Contact = field(default_factory=Contact)
    """Whom to turn to at the reader's school and in its region."""
    paging: Paging = field(default_factory=Paging)


async def say_worry(actor: Actor, placement_id: str | UUID, words: str, request: UUID) -> None:
    """Say that something is wrong at one of the actor's own placements; some adult is told at once.

    Raises `Invalid` for words that are too long, and `NotFound`.
    """
    text = several_lines(words, field="words", most=LONGEST_WORDS)
    async with writing() as session:
        placement = await policy.check_own(session, actor, placement_id)
        told = await adults_of(session, placement)
        row = Worry(
            person_id=actor.person_id,
            placement_id=placement.id,
            to_id=told[0].id if len(told) == 1 else None,
            words=text,
            made_at=now(),
            request=request,
        )
        if not await insert_new(session, row):
            sent = select(col(Worry.person_id)).where(col(Worry.request) == request)
            if (await session.execute(sent)).scalar_one_or_none() != actor.person_id:
                raise NotFound()
            return
        about = About(actor.person_id, WORRY, str(row.id))
        for one in told:
            await notify(session, one.id, PLACEMENT_WORRY, by=actor.person_id, about=about, once=f"worry:{row.id}")
        _audit(session, "say_worry", actor, row, placement, told=len(told))


async def mark_worry_seen(actor: Actor, worry_id: str | UUID) -> None:
    """The pupil sees that, and when, the actor has read it. Seen already: fine. Raises `NotFound`."""
    async with writing() as session:
        found = await session.execute(
            select(Worry, Placement)
            .join(Placement, col(Placement.id) == col(Worry.placement_id))
            .where(col(Worry.id) == as_id(worry_id), policy.guided_by(actor))
            .with_for_update(of=Worry)
        )
        pair = found.one_or_none()
        if pair is None:
            raise NotFound()
        row, placement = pair
        about = About(row.person_id, WORRY, str(row.id))
        await read_about(session, actor.person_id, PLACEMENT_WORRY, about)
        if row.seen_at is None:
            row.seen_at, row.seen_by = now(), actor.person_id
            _audit(session, "see_worry", actor, row, placement)


async def said_of(session: AsyncSession, actor: Actor, placement: Placement) -> tuple[SaidLine, ...]:
    """What the actor said of their placement, newest first."""
    rows = await session.execute(
        select(Worry, col(Person.name))
        .outerjoin(Person, col(Person.id) == col(Worry.seen_by))
        .where(col(Worry.placement_id) == placement.id, col(Worry.person_id) == actor.person_id)
        .order_by(col(Worry.made_at).desc(), col(Worry.id))
        .limit(A_PAGE)
    )
    return tuple(
        SaidLine(
            id=str(row.id),
            arrived=_("It arrived: {time}.").format(time=format_moment(row.made_at)),
            words=row.words,
            read=_read(row, name),
        )
        for row, name in rows
    )


def _read(row: Worry, name: str | None) -> str:
    if row.seen_at is None:
        return ""
    said = _("{name} read it: {time}.") if name else _("It was read: {time}.")
    return said.format(name=name, time=format_moment(row.seen_at))


async def unseen_worries(session: AsyncSession, actor: Actor) -> int:
    """How many that the actor can read nobody has seen yet."""
    wanted = (
        select(func.count())
        .select_from(Worry)
        .join(Placement, col(Placement.id) == col(Worry.placement_id))
        .where(policy.guided_by(actor), col(Worry.seen_at).is_(None))
    )
    return await session.scalar(wanted) or 0


async def worries_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """What waits for an adult, for their Home."""
    unseen = await unseen_worries(session, actor)
    if not unseen:
        return ()
    detail = ngettext("{n} not seen yet", "{n} not seen yet", unseen)
    return (HomeLine(_("Something is wrong at a workplace"), detail, href("/worries")),)


async def load_worries(actor: Actor, page: int = 1) -> WorriesView:
    """What pupils said of placements that the actor looks after; each pupil's own log says that they read it."""
    if not actor.has(*policy.GUIDES):
        raise Refused()
    async with reading() as session:
        counted = (
            select(func.count())
            .select_from(Worry)
            .join(Placement, col(Placement.id) == col(Worry.placement_id))
            .where(policy.guided_by(actor))
        )
        pages = paging(await session.scalar(counted) or 0, page, "/worries")
        rows = (
            await session.execute(
                select(Worry, Placement, col(Person.name))
                .join(Placement, col(Placement.id) == col(Worry.placement_id))
                .join(Person, col(Person.id) == col(Worry.person_id))
                .where(policy.guided_by(actor))
                .order_by(col(Worry.seen_at).is_not(None), col(Worry.made_at).desc(), col(Worry.id))
                .offset(pages.skipped)
                .limit(A_PAGE)
            )
        ).all()
        seers = await _names(session, [row.seen_by for row, _placement, _name in rows if row.seen_by])
        there = await phones_at(session, [one.host_id for _row, one, _name in rows if one.host_id])
        absences = await absences_for(session, actor)
        contact = await contact_of(session, actor.schools(*policy.GUIDES)[0])
    owners = {row.person_id for row, _placement, _name in rows} | {one.person_id for one in absences}
    await viewing(actor, owners, PLACEMENT)
    return WorriesView(
        loaded=True,
        lines=tuple(_line(row, placement, name, seers, there) for row, placement, name in rows),
        absences=absences,
        contact=contact,
        paging=pages,
    )


async def _names(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(ids)))
    return {row.id: row.name for row in rows}


async def phones_at(session: AsyncSession, hosts: Sequence[UUID]) -> dict[UUID, list[Called]]:
    """Whom to call at each of these hosts: contacts who have confirmed, and said a number."""
    rows = await session.execute(
        select(col(HostContact.host_id), col(HostContact.name), col(HostContact.phone))
        .where(col(HostContact.host_id).in_(hosts), confirmed(), col(HostContact.phone) != "")
        .order_by(col(HostContact.made_at), col(HostContact.id))
    )
    found: dict[UUID, list[Called]] = {}
    for host_id, name, phone in rows:
        found.setdefault(host_id, []).append(called(name, phone))
    return found


def _line(
    row: Worry, placement: Placement, name: str, seers: dict[UUID, str], there: dict[UUID, list[Called]]
) -> WorryLine:
    seen = _read(row, seers.get(row.seen_by) if row.seen_by else None)
    return WorryLine(
        id=str(row.id),
        name=name,
        href=href("/pupil", id=str(row.person_id)),
        where=", ".join(part for part in (placement.title, placement.host_name, placement.address) if part),
        at=format_moment(row.made_at),
        words=row.words,
        seen=seen,
        there=tuple(there.get(placement.host_id, ())) if placement.host_id else (),
    )


def told_said(adults: Sequence[Person]) -> str:
    """Whom it reaches, in words; "" when there is nobody."""
    return format_list([one.name for one in adults]) if adults else ""


def _audit(session: AsyncSession, verb: str, actor: Actor, row: Worry, placement: Placement, **detail: int) -> None:
    audit(
        session,
        f"marketplace.{verb}",
        actor_id=actor.person_id,
        about_id=row.person_id,
        school_id=placement.school_id,
        thing=f"worry:{row.id}",
        **detail,
    )
