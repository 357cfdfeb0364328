"""Workplaces that pupils have found: a pupil's own, and those that adults answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import NAMES, _, format_date, languages, local_date, ngettext, spoken
from portfolio_app.core.mail import mail_server
from portfolio_app.marketplace.host_views import field_options
from portfolio_app.marketplace.models import Host, HostContact
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.marketplace.policy import confirmed
from portfolio_app.marketplace.suggesting import policy
from portfolio_app.marketplace.suggesting.actions import INVITED, NOT
from portfolio_app.marketplace.suggesting.models import FoundPlace
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.schools.listing import address
from portfolio_app.sharing.actions import PLACEMENT, viewing

PATH, ADULTS_PATH = "/found-place", "/found-places"
MOST = 100
"""Workplaces listed at once, those without an answer first."""


@dataclass(frozen=True)
class OwnPlace:
    """A workplace of the reader's own, and how it stands."""

    id: str = ""
    name: str = ""
    detail: str = ""
    stands: str = ""
    open: bool = False


@dataclass(frozen=True)
class OwnPlacesView:
    """What a pupil has found."""

    places: tuple[OwnPlace, ...] = ()
    request: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class FoundLine:
    """A workplace that a pupil found, for the adult who answers; `fields` of the form are as the pupil typed them."""

    id: str = ""
    pupil: str = ""
    href: str = ""
    place: str = ""
    town: str = ""
    contact: str = ""
    mail: str = ""
    phone: str = ""
    words: str = ""
    said_on: str = ""
    stands: str = ""
    waits: bool = False
    declined: bool = False


@dataclass(frozen=True)
class FoundView:
    """What pupils have found whom the reader looks after."""

    lines: tuple[FoundLine, ...] = ()
    fields: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    language: str = ""
    sends_mail: bool = False
    loaded: bool = False


async def load_own_places(actor: Actor) -> OwnPlacesView:
    """What the actor has found, the newest first."""
    async with reading() as session:
        rows = await session.execute(
            select(FoundPlace)
            .where(col(FoundPlace.person_id) == actor.person_id, col(FoundPlace.ended_at).is_(None))
            .order_by(col(FoundPlace.made_at).desc(), col(FoundPlace.id))
            .limit(MOST)
        )
        found = rows.scalars().all()
        stands = await _stands(session, found)
    places = [
        OwnPlace(
            str(one.id),
            one.place,
            " · ".join(part for part in (one.town, one.contact) if part),
            stands[one.id],
            not one.answer,
        )
        for one in found
    ]
    return OwnPlacesView(tuple(places), str(uuid4()), loaded=True)


async def load_found(actor: Actor) -> FoundView:
    """What pupils have found whom the actor looks after; each pupil's own log says that they read it. Raises
    `Refused`."""
    if not actor.has(*GUIDES):
        raise Refused()
    async with reading() as session:
        rows = (
            await session.execute(
                select(FoundPlace, col(Person.name))
                .join(Person, col(Person.id) == col(FoundPlace.person_id))
                .where(policy.guided_by(actor), col(Person.ended_at).is_(None))
                .order_by(col(FoundPlace.answer) != "", col(FoundPlace.made_at).desc(), col(FoundPlace.id))
                .limit(MOST)
            )
        ).all()
        stands = await _stands(session, [one for one, _name in rows])
        lines = [
            FoundLine(
                id=str(one.id),
                pupil=name,
                href=address("/pupil", id=str(one.person_id)),
                place=one.place,
                town=one.town,
                contact=one.contact,
                mail=one.mail,
                phone=one.phone,
                words=one.words,
                said_on=format_date(one.made_at),
                stands=stands[one.id] if one.answer else "",
                waits=not one.answer,
                declined=one.answer == NOT,
            )
            for one, name in rows
        ]
    await viewing(actor, {one.person_id for one, _name in rows}, PLACEMENT)
    return FoundView(
        lines=tuple(lines),
        fields=(Option("", _("Choose")), *field_options()),
        languages=tuple(Option(one, NAMES[one]) for one in languages()),
        language=spoken(),
        sends_mail=mail_server() is not None,
        loaded=True,
    )


async def found_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """For an adult's Home: that pupils have found workplaces and wait for an answer."""
    if not actor.has(*GUIDES):
        return ()
    waiting = await session.scalar(
        select(func.count()).select_from(FoundPlace).where(policy.guided_by(actor), col(FoundPlace.answer) == "")
    )
    if not waiting:
        return ()
    detail = ngettext("{n} waits for an answer", "{n} wait for an answer", waiting)
    return (HomeLine(_("Workplaces that pupils found"), detail, address(ADULTS_PATH)),)


async def _stands(session: AsyncSession, places: Sequence[FoundPlace]) -> Mapping[UUID, str]:
    """How far each of them is, in a sentence."""
    invited = {one.host_id for one in places if one.host_id}
    hosts = {one.id: one for one in (await session.execute(select(Host).where(col(Host.id).in_(invited)))).scalars()}
    who = select(col(HostContact.host_id)).where(col(HostContact.host_id).in_(invited), confirmed())
    answering = set((await session.execute(who)).scalars())
    return {one.id: _standing(one, hosts.get(one.host_id) if one.host_id else None, answering) for one in places}


def _standing(one: FoundPlace, host: Host | None, answering: Collection[UUID]) -> str:
    if one.answer == NOT:
        return _("Not this one: {why}").format(why=one.answer_words)
    if one.answer != INVITED:
        return _("No answer yet.")
    if host is None or host.ended_at is not None:
        return _("They were invited, but take nobody.")
    if host.approved_until and host.approved_until >= local_date(now()) and host.paused_at is None:
        return _("They take pupils in. Your teacher can book a place.")
    if host.id in answering:
        return _("They have answered the invitation. The region looks at it now.")
    day = format_date(one.answered_at) if one.answered_at else ""
    return _("Invited on {day}. They have not answered yet.").format(day=day)
