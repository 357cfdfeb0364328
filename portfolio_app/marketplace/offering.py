"""A host's contact says what the host offers: made, changed, moved to next year, still true, taken back.

They have no account. What they do is allowed by the link that was mailed to their confirmed address: a keyed hash over
the contact and a number that is drawn anew each time a link is sent, so that only the last one opens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, local_date, speaking, spoken
from portfolio_app.core.mail import mail_server, send
from portfolio_app.core.resting import rested_before
from portfolio_app.core.secrets import id_in, is_signed, signed_id
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.contacts import check_contact
from portfolio_app.marketplace.findable import keep_findable
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate
from portfolio_app.marketplace.offer_typed import OfferForm, cleaned, lawful
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.schools.models import Region
from portfolio_app.settings import settings

OPENING = "host_offers"
"""The kind of work in the outbox that mails the link."""
_PURPOSE = "host-offers"
PATH = "/host-offers"
LINK_VALID = timedelta(days=90)
MOST_OFFERS = 60
A_YEAR = timedelta(weeks=52)
"""How far dates move for "as last year": the same day of the week."""
TRUE_FOR = timedelta(days=366)
"""How long an offer is shown after somebody has said that it is true."""
NOT_COPIED = {
    "id",
    "request",
    "made_at",
    "changed_at",
    "version",
    "ended_at",
    "confirmed_on",
    "moved_from",
    "last_day",
}
BOOKED = N_(
    "A school has booked {day} already. Call the school before you move it, so that it can agree with everybody."
)
SEATS_TAKEN = N_("Seats that are booked on {day} already: {n}. Leave at least as many.")
CHANGED = N_(
    "Somebody else of your house changed this meanwhile. What you typed is below; open the offer again to see how it "
    "is now."
)


@dataclass(frozen=True)
class Opened:
    """What a link opens: its contact, the host, and the country whose rules hold there."""

    contact: HostContact
    host: Host
    country: str
    region: str


@dataclass(frozen=True)
class Shown:
    """An offer with its dates, in their order."""

    offer: Offer
    dates: tuple[OfferDate, ...]


# The link


async def send_link(actor: Actor, contact_id: str | UUID) -> None:
    """Mail a contact the link to their host's offers; the former opens nothing then. For coordinators of the region.

    Raises `Invalid` for an address nobody has confirmed and where no mail is sent, and `NotFound`.
    """
    async with writing() as session:
        row = await check_contact(session, actor, contact_id)
        if row.confirmed_at is None:
            raise Invalid(N_("They have not confirmed their address yet."))
        if mail_server() is None:
            raise Invalid(N_("This installation sends no mail. Ask whoever runs it."))
        row.opens, row.opens_until = uuid4(), now() + LINK_VALID
        await outbox.put(session, OPENING, {"contact": str(row.id), "opens": str(row.opens)})
        audit(session, "marketplace.send_link", actor_id=actor.person_id, thing=f"host_contact:{row.id}")


async def close_link(actor: Actor, contact_id: str | UUID) -> None:
    """The link of a contact opens nothing any more. Harmless without one. Raises `NotFound`."""
    async with writing() as session:
        row = await session.get(HostContact, as_id(contact_id), with_for_update=True)
        if row is None:
            raise NotFound()
        await policy.check_host(session, actor, row.host_id)
        if row.opens is None:
            return
        row.opens = row.opens_until = None
        audit(session, "marketplace.close_link", actor_id=actor.person_id, thing=f"host_contact:{row.id}")


def key_of(row: HostContact) -> str:
    """What stands in the link to a host's offers."""
    assert row.opens
    return signed_id(_PURPOSE, row.id, row.opens)


async def opened(session: AsyncSession, key: str) -> Opened | None:
    """What the link with this key opens; None for one that opens nothing (any more)."""
    row_id = id_in(key)
    row = await session.get(HostContact, row_id) if row_id else None
    if row is None or row.opens is None or row.ended_at is not None or row.confirmed_at is None:
        return None
    if row.opens_until is None or row.opens_until < now():
        return None
    if not is_signed(key, _PURPOSE, row.id, row.opens):
        return None
    host = await session.get_one(Host, row.host_id)
    if host.ended_at is not None:
        return None
    region = await session.get_one(Region, host.region_id)
    return Opened(row, host, region.country, region.name)


async def opened_still(payload: Mapping[str, Any]) -> Opened | None:
    """What the link opens that a letter is to be about, of a contact ("contact") with that number ("opens"); None where
    another was drawn since, or it opens nothing."""
    async with reading() as session:
        row = await session.get(HostContact, UUID(payload["contact"]))
        if row is None or str(row.opens) != payload["opens"]:
            return None
        return await opened(session, key_of(row))


def link_of(row: HostContact, path: str = PATH) -> str:
    """The address of a page that the link opens, in the language being spoken, for a letter."""
    return f"{settings().links_begin}{path}?key={key_of(row)}&language={spoken()}"


async def mail_opening(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail the link, unless another was sent since. Work of the outbox."""
    found = await opened_still(payload)
    if found is None:
        return
    row = found.contact
    with speaking(row.language):
        href = link_of(row)
        lines = (
            Line(
                _("Here you say what {host} offers to pupils, and when. It takes two minutes, on a phone too.").format(
                    host=found.host.name
                ),
                href,
                _("Open the offers"),
            ),
            Line(_("The link is for you alone: whoever has it can change the offers. It works for 90 days.")),
        )
        await send(to_anybody(row_id, row.mail, _("What {host} offers to pupils").format(host=found.host.name), lines))


# Offers


async def offers_of(session: AsyncSession, host_id: UUID) -> tuple[Shown, ...]:
    """What a host offers, and what it took back lately, the newest first."""
    rows = (
        (
            await session.execute(
                select(Offer)
                .where(
                    col(Offer.host_id) == host_id,
                    (col(Offer.ended_at).is_(None)) | (col(Offer.ended_at) > rested_before()),
                )
                .order_by(col(Offer.made_at).desc(), col(Offer.id))
            )
        )
        .scalars()
        .all()
    )
    return await with_dates(session, rows)


async def with_dates(session: AsyncSession, offers: Sequence[Offer]) -> tuple[Shown, ...]:
    """These offers, each with its dates."""
    dates = await session.execute(
        select(OfferDate)
        .where(col(OfferDate.offer_id).in_([one.id for one in offers]))
        .order_by(col(OfferDate.first_day), col(OfferDate.begins))
    )
    of: dict[UUID, list[OfferDate]] = {one.id: [] for one in offers}
    for one in dates.scalars():
        of[one.offer_id].append(one)
    return tuple(Shown(one, tuple(of[one.id])) for one in offers)


async def save_offer(
    key: str, offer_id: str, form: OfferForm, request: UUID, version: int = 0
) -> tuple[UUID, tuple[str, ...]]:
    """Keep an offer, a new one where `offer_id` is ""; returns its id, and what the rules for working hours warn of.
    The same `request` again makes no second one, but changes the one it made. The same words again are fine. Dates that
    have begun stay beside those of the form.

    Raises `Invalid` with its field, also where the rules forbid the hours (with what would be lawful), `Conflict` when
    somebody changed it since `version`, and `NotFound` for a link that opens nothing.
    """
    async with writing() as session:
        found = await _must_open(session, key)
        values, dates = cleaned(form)
        warned = lawful(values, dates, found.country)
        today = local_date(now())
        if not offer_id and (sent := await _sent(session, found, request)) is not None:
            offer_id, version = str(sent), 1  # sent twice, or after going back to the form
        if offer_id:
            row = await _own(session, found, offer_id)
            if version != row.version:
                if await _says(session, row, values, dates):
                    return row.id, warned
                raise Conflict(CHANGED)
            for name, value in values.items():
                setattr(row, name, value)
            row.version, row.changed_at, row.confirmed_on = row.version + 1, now(), today
            dates = await _without_kept(session, row.id, dates)
            verb = "change_offer"
        else:
            await _must_have_room(session, found.host.id)
            moment = now()
            row = Offer(
                host_id=found.host.id,
                **values,
                confirmed_on=today,
                made_at=moment,
                changed_at=moment,
                request=request,
            )
            if not await insert_new(session, row):  # the same form at the same moment
                return await _sent(session, found, request) or row.id, warned
            verb = "make_offer"
        await session.flush()
        session.add_all(OfferDate(offer_id=row.id, **one) for one in dates)
        await keep_findable(session, found.host)
        _audit(session, verb, found, row.id)
        return row.id, warned


async def _without_kept(
    session: AsyncSession, offer_id: UUID, dates: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Change the coming dates of an offer to these, and return those that are new. A date on which pupils are booked
    keeps its day and hours, and as many seats as are taken: schools and families rely on them. Raises `Invalid`."""
    coming = select(OfferDate).where(col(OfferDate.offer_id) == offer_id, col(OfferDate.first_day) > local_date(now()))
    there = {(one.first_day, one.begins): one for one in (await session.execute(coming.with_for_update())).scalars()}
    new: list[Mapping[str, Any]] = []
    for number, said in enumerate(dates):
        row = there.pop((said["first_day"], said["begins"]), None)
        if row is None:
            new.append(said)
            continue
        if row.taken and (row.last_day, row.ends) != (said["last_day"], said["ends"]):
            raise Invalid(BOOKED, field=f"first-{number}", day=format_date(row.first_day))
        if row.taken > said["seats"]:
            raise Invalid(SEATS_TAKEN, field=f"seats-{number}", n=row.taken, day=format_date(row.first_day))
        for name, value in said.items():
            setattr(row, name, value)
    for row in there.values():
        if row.taken:
            raise Invalid(BOOKED, field="first-0", day=format_date(row.first_day))
        await session.delete(row)
    return new


async def copy_offer(key: str, offer_id: str, request: UUID) -> UUID:
    """The same again a year later: all of it, with dates that moved by 52 weeks until they lie ahead. Returns the new
    one's id. Sent twice, there is one. Raises `NotFound`, and `Invalid` for very many offers."""
    async with writing() as session:
        found = await _must_open(session, key)
        row = await _own(session, found, offer_id, ended=True)
        if (sent := await _sent(session, found, request)) is not None:
            return sent
        await _must_have_room(session, found.host.id)
        (shown,) = await with_dates(session, [row])
        today = local_date(now())
        moved = A_YEAR
        while shown.dates and min(one.first_day for one in shown.dates) + moved <= today:
            moved += A_YEAR
        moment = now()
        values = row.model_dump(exclude=NOT_COPIED)
        made = Offer(**values, confirmed_on=today, made_at=moment, changed_at=moment, request=request)
        if not await insert_new(session, made):
            return await _sent(session, found, request) or made.id
        session.add_all(_moved(one, made.id, moved) for one in shown.dates)
        await keep_findable(session, found.host)
        _audit(session, "copy_offer", found, made.id)
        return made.id


async def still_true(key: str, offer_id: str) -> None:
    """Somebody there says that an offer is true as it stands. Said today already: fine. Raises `NotFound`."""
    async with writing() as session:
        found = await _must_open(session, key)
        row = await _own(session, found, offer_id)
        if row.confirmed_on == local_date(now()):
            return
        row.confirmed_on = local_date(now())
        _audit(session, "confirm_offer", found, row.id)


async def all_still_true(key: str) -> None:
    """Somebody there says that all they offer is true as it stands. Said today already: fine. Raises `NotFound`."""
    today = local_date(now())
    async with writing() as session:
        found = await _must_open(session, key)
        said = await session.execute(
            update(Offer)
            .where(col(Offer.host_id) == found.host.id, col(Offer.ended_at).is_(None), col(Offer.confirmed_on) < today)
            .values(confirmed_on=today)
            .returning(col(Offer.id))
        )
        for offer_id in said.scalars().all():
            _audit(session, "confirm_offer", found, offer_id)


async def move_all(key: str) -> int:
    """All offers without a date ahead get those of their last year again, 52 weeks on until they lie ahead, with the
    same hours and seats; returns how many were moved. Where there is nothing to move, nothing happens. Raises
    `NotFound`."""
    today = local_date(now())
    async with writing() as session:
        found = await _must_open(session, key)
        rows = await session.execute(
            select(Offer).where(col(Offer.host_id) == found.host.id, col(Offer.ended_at).is_(None)).with_for_update()
        )
        moved = [
            one
            for one in await with_dates(session, rows.scalars().all())
            if one.dates and max(each.last_day for each in one.dates) < today
        ]
        for one in moved:
            latest = max(each.first_day for each in one.dates)
            last_year = [each for each in one.dates if each.first_day > latest - A_YEAR]
            by = A_YEAR
            while min(each.first_day for each in last_year) + by <= today:
                by += A_YEAR
            session.add_all(_moved(each, one.offer.id, by) for each in last_year)
            one.offer.confirmed_on, one.offer.changed_at = today, now()
            one.offer.version += 1
            _audit(session, "move_offer", found, one.offer.id)
        await keep_findable(session, found.host)
        return len(moved)


def _moved(date: OfferDate, offer_id: UUID, by: timedelta) -> OfferDate:
    """The same later, with all its seats free."""
    return OfferDate(
        offer_id=offer_id,
        first_day=date.first_day + by,
        last_day=date.last_day + by,
        begins=date.begins,
        ends=date.ends,
        seats=date.seats,
    )


async def take_back(key: str, offer_id: str, *, back: bool = False) -> None:
    """An offer is no longer made; or it is made again (`back`) within 30 days. Done already: fine. Raises `Invalid`
    while a school has booked it, and `NotFound`."""
    async with writing() as session:
        found = await _must_open(session, key)
        row = await _own(session, found, offer_id, ended=True)
        if back == (row.ended_at is None):
            return
        booked = select(col(OfferDate.first_day)).where(
            col(OfferDate.offer_id) == row.id, col(OfferDate.taken) > 0, col(OfferDate.last_day) >= local_date(now())
        )
        if not back and (day := await session.scalar(booked.order_by(col(OfferDate.first_day)).limit(1))):
            raise Invalid(BOOKED, day=format_date(day))
        row.ended_at = None if back else now()
        row.version += 1
        _audit(session, "restore_offer" if back else "take_back_offer", found, row.id)


async def _must_open(session: AsyncSession, key: str) -> Opened:
    found = await opened(session, key)
    if found is None:
        raise NotFound()
    await session.refresh(found.host, with_for_update=True)  # what offers are found by is of the host, too
    return found


async def _own(session: AsyncSession, found: Opened, offer_id: str, *, ended: bool = False) -> Offer:
    row = await session.get(Offer, as_id(offer_id), with_for_update=True)
    if row is None or row.host_id != found.host.id:
        raise NotFound()
    if row.ended_at is not None and (not ended or row.ended_at <= rested_before()):
        raise NotFound()
    return row


async def _says(
    session: AsyncSession, row: Offer, values: Mapping[str, Any], dates: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether the offer says this already, as far as its dates have not begun."""
    (shown,) = await with_dates(session, [row])
    coming = [one for one in shown.dates if one.first_day > local_date(now())]
    return (
        all(getattr(row, name) == value for name, value in values.items())
        and len(coming) == len(dates)
        and all(
            getattr(one, name) == value for one, said in zip(coming, dates, strict=True) for name, value in said.items()
        )
    )


async def _sent(session: AsyncSession, found: Opened, request: UUID) -> UUID | None:
    """The offer that the same form made before; None for none. Raises `NotFound` for another host's."""
    row = (await session.execute(select(Offer).where(col(Offer.request) == request))).scalar_one_or_none()
    if row is not None and row.host_id != found.host.id:
        raise NotFound()
    return row.id if row else None


async def _must_have_room(session: AsyncSession, host_id: UUID) -> None:
    those = select(func.count()).select_from(Offer).where(col(Offer.host_id) == host_id, col(Offer.ended_at).is_(None))
    if ((await session.scalar(those)) or 0) >= MOST_OFFERS:
        raise Invalid(N_("There are {n} offers here already. Take one back first."), field="title", n=MOST_OFFERS)


def _audit(session: AsyncSession, verb: str, found: Opened, offer_id: UUID) -> None:
    by = str(found.contact.id)
    audit(session, f"marketplace.{verb}", actor_id=None, thing=f"offer:{offer_id}", host_contact=by)
