"""The hosts that people of a school can find: those of its region that are approved, not paused and not ended.

Whom to write to there is shown to the school's adults alone.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import STAFF, Role
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, local_date, ngettext
from portfolio_app.core.wording import folded
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.fields import NAMES as FIELD_NAMES
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.host_views import field_options
from portfolio_app.marketplace.models import Host, HostContact, Offer, OfferDate, OfferKind
from portfolio_app.marketplace.offer_words import KIND_NAMES, ages_said, ahead, date_said, kind_said
from portfolio_app.marketplace.offering import TRUE_FOR, Shown, with_dates
from portfolio_app.schools.listing import EVERYTHING, ROWS_A_PAGE, WHOLE, Asked, Listing, listed

ADULTS = tuple(sorted(STAFF))
READERS = (Role.PUPIL, *ADULTS)
PATH = "/marketplace"


@dataclass(frozen=True)
class FoundContact:
    """Whom to write to. `calls` and `writes` are addresses for a telephone and a mail program."""

    name: str = ""
    mail: str = ""
    writes: str = ""
    phone: str = ""
    calls: str = ""


@dataclass(frozen=True)
class FoundOffer:
    """Something a host offers. `details` are lines about clothes, lunch and so on, each beginning with what it is."""

    title: str = ""
    detail: str = ""
    words: str = ""
    dates: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundHost:
    """A host that can be asked. `id` is there for who may pause it."""

    id: str = ""
    name: str = ""
    detail: str = ""
    address: str = ""
    words: str = ""
    website: str = ""
    contacts: tuple[FoundContact, ...] = ()
    offers: tuple[FoundOffer, ...] = ()
    offers_said: str = ""


@dataclass(frozen=True)
class MarketplaceView:
    """A page of the hosts of the actor's region."""

    hosts: tuple[FoundHost, ...] = ()
    hosts_list: Listing = WHOLE
    said: str = ""
    field: str = ""
    fields: tuple[Option, ...] = ()
    town: str = ""
    towns: tuple[Option, ...] = ()
    kind: str = ""
    kinds: tuple[Option, ...] = ()
    none_at_all: bool = False
    staff: bool = False
    loaded: bool = False


def open_offers() -> ColumnElement[bool]:
    """Offers that schools see today, as far as their hosts are found: with a date that has not ended or without dates,
    and said to be true within a year. A filter on `Offer`."""
    today = local_date(now())
    dates = select(col(OfferDate.id)).where(col(OfferDate.offer_id) == col(Offer.id))
    return and_(
        col(Offer.ended_at).is_(None),
        col(Offer.confirmed_on) > today - TRUE_FOR,
        or_(~dates.exists(), dates.where(col(OfferDate.last_day) >= today).exists()),
    )


async def load_marketplace(
    actor: Actor, *, wanted: Asked = EVERYTHING, field: str = "", town: str = "", kind: str = ""
) -> MarketplaceView:
    """Hosts of the regions in which the actor's schools lie, by name. What is searched for are parts of name, town and
    register number, and of what is offered; `kind` is that of an offer. Raises `Refused` for whoever belongs to no
    school."""
    policy.finds_hosts(actor)
    chosen = field if field in list(FieldOfWork) else ""
    of_kind = kind if kind in list(OfferKind) else ""
    within = [policy.open_hosts(), policy.hosts_near(actor)]
    async with reading() as session:
        rows = await session.execute(select(col(Host.town), func.count()).where(*within).group_by(col(Host.town)))
        towns = dict(sorted((name, count) for name, count in rows))
        town = town if town in towns else ""
        found = list(within)
        if chosen:
            found.append(col(Host.field) == chosen)
        if town:
            found.append(col(Host.town) == town)
        offered = select(col(Offer.id)).where(col(Offer.host_id) == col(Host.id), open_offers())
        if of_kind:
            found.append(offered.where(col(Offer.kind) == of_kind).exists())
        for word in folded(wanted.search).split():
            says = offered.where(col(Offer.searched).contains(word, autoescape=True)).exists()
            found.append(or_(col(Host.searched).contains(word, autoescape=True), says))
        count = await session.scalar(select(func.count()).select_from(Host).where(*found)) or 0
        every = sum(towns.values())
        shown, hosts_list = listed(PATH, wanted, count, every, field=chosen, town=town, kind=of_kind)
        hosts = (
            (
                await session.execute(
                    select(Host)
                    .where(*found)
                    .order_by(col(Host.sort_name), col(Host.id))
                    .offset(shown.start)
                    .limit(ROWS_A_PAGE)
                )
            )
            .scalars()
            .all()
        )
        offers: defaultdict[UUID, list[FoundOffer]] = defaultdict(list)
        made = select(Offer).where(col(Offer.host_id).in_([one.id for one in hosts]), open_offers())
        rows = (await session.execute(made.order_by(col(Offer.made_at), col(Offer.id)))).scalars().all()
        for shown_offer in await with_dates(session, rows):
            offers[shown_offer.offer.host_id].append(_offer(shown_offer, staff=actor.is_staff))
        contacts: defaultdict[UUID, list[FoundContact]] = defaultdict(list)
        if actor.is_staff:
            written = await session.execute(
                select(HostContact)
                .where(
                    col(HostContact.host_id).in_([one.id for one in hosts]),
                    col(HostContact.confirmed_at).is_not(None),
                    col(HostContact.ended_at).is_(None),
                )
                .order_by(col(HostContact.made_at), col(HostContact.id))
            )
            for one in written.scalars():
                contacts[one.host_id].append(_contact(one))
    return MarketplaceView(
        hosts=tuple(_found(one, contacts[one.id], offers[one.id], staff=actor.is_staff) for one in hosts),
        hosts_list=hosts_list,
        said=ngettext("{n} host", "{n} hosts", count),
        field=chosen,
        fields=field_options(every=True),
        town=town,
        towns=(Option("", _("Every town")), *(Option(name, f"{name} ({number})") for name, number in towns.items())),
        kind=of_kind,
        kinds=(Option("", _("All, with offers or without")), *(Option(one, _(KIND_NAMES[one])) for one in OfferKind)),
        none_at_all=not every,
        staff=actor.is_staff,
        loaded=True,
    )


def _found(host: Host, contacts: list[FoundContact], offers: list[FoundOffer], *, staff: bool) -> FoundHost:
    return FoundHost(
        id=str(host.id) if staff else "",
        name=host.name,
        detail=f"{host.town} · {_(FIELD_NAMES[FieldOfWork(host.field)])}",
        address=host.address,
        words=host.words,
        website=host.website,
        contacts=tuple(contacts),
        offers=tuple(offers),
        offers_said=ngettext("{n} offer", "{n} offers", len(offers)) if offers else "",
    )


def _offer(one: Shown, *, staff: bool) -> FoundOffer:
    offer = one.offer
    details = [
        (_("Clothes"), offer.clothing),
        (_("Lunch"), offer.lunch),
        (_("Languages spoken there"), offer.languages),
        (_("Good to know"), offer.access),
    ]
    if staff:
        details.insert(0, (_("Who looks after them"), offer.responsible))
    return FoundOffer(
        title=offer.title,
        detail=f"{kind_said(offer)} · {ages_said(offer)}",
        words=offer.words,
        dates=tuple(date_said(each) for each in ahead(one.dates, local_date(now()))),
        details=tuple(f"{what}: {said}" for what, said in details if said),
    )


def _contact(row: HostContact) -> FoundContact:
    calls = "".join(char for char in row.phone if char.isdigit() or char == "+")
    return FoundContact(row.name, row.mail, f"mailto:{row.mail}", row.phone, f"tel:{calls}" if calls else "")
