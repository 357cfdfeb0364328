"""The hosts of a region as its coordinators see them: a list with search and filters in the address, and one host."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import uuid4

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.containing import text_holds
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.languages import N_, NAMES, _, format_date, languages, local_date, ngettext, spoken
from portfolio_app.core.mail import mail_server
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import folded
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.fields import NAMES as FIELD_NAMES
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.hosts import LONGEST_APPROVAL
from portfolio_app.marketplace.models import Host, HostContact, HostKind
from portfolio_app.marketplace.offer_words import ahead, date_said, kind_said
from portfolio_app.marketplace.offering import Shown, offers_of
from portfolio_app.marketplace.safety.keeping import safety_said
from portfolio_app.marketplace.towns import town_view
from portfolio_app.portfolio.home import HomeLine, HomeSection, NextStep
from portfolio_app.schools.listing import EVERYTHING, ROWS_A_PAGE, WHOLE, Asked, Listing, Way, address, listed
from portfolio_app.schools.models import Region

SOON = timedelta(days=60)
"""How long before its end an approval is shown among those to renew."""
ALIKE = 88.0
"""From which likeness of name and town on (`rapidfuzz.fuzz.token_set_ratio`, 0 to 100) two hosts may be one."""
MOST_DOUBLES = 5

KIND_NAMES: Mapping[HostKind, str] = {
    HostKind.COMPANY: N_("Company"),
    HostKind.PUBLIC: N_("Public service"),
    HostKind.ASSOCIATION: N_("Club or association"),
    HostKind.SCHOOL: N_("School or college"),
    HostKind.OTHER: N_("Something else"),
}


class Shelf(StrEnum):
    """A part of the list."""

    ALL = ""
    WAITING = "waiting"
    APPROVED = "approved"
    RENEW = "renew"
    PAUSED = "paused"
    ENDED = "ended"


SHELF_NAMES: Mapping[Shelf, str] = {
    Shelf.ALL: N_("All"),
    Shelf.WAITING: N_("To approve"),
    Shelf.APPROVED: N_("Approved"),
    Shelf.RENEW: N_("To renew"),
    Shelf.PAUSED: N_("Paused"),
    Shelf.ENDED: N_("Recently ended"),
}


@dataclass(frozen=True)
class HostLine:
    """A host in the list: what and where it is, and how it stands."""

    name: str = ""
    detail: str = ""
    stands: str = ""
    href: str = ""


@dataclass(frozen=True)
class HostsView:
    """A page of the hosts of the actor's regions."""

    lines: tuple[HostLine, ...] = ()
    hosts_list: Listing = WHOLE
    shelves: tuple[Way, ...] = ()
    show: str = ""
    field: str = ""
    fields: tuple[Option, ...] = ()
    choices: tuple[Option, ...] = ()
    kinds: tuple[Option, ...] = ()
    regions: tuple[Option, ...] = ()
    region: str = ""
    said: str = ""
    none_at_all: bool = False
    request: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class ContactLine:
    """Somebody to write to, and whether they have confirmed their address."""

    id: str = ""
    name: str = ""
    mail: str = ""
    phone: str = ""
    language: str = ""
    stands: str = ""
    confirmed: bool = False
    link_said: str = ""
    """Until when they have a link to the host's offers; "" without one."""


@dataclass(frozen=True)
class OfferLine:
    """What a host offers, in a line."""

    id: str = ""
    title: str = ""
    detail: str = ""


@dataclass(frozen=True)
class DoubleLine:
    """A host that may be the same one."""

    id: str = ""
    name: str = ""
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class HostView:
    """A host to look after. `until` is the day that approving it proposes, `until_last` the last one possible."""

    id: str = ""
    version: str = "1"
    name: str = ""
    register_number: str = ""
    kind: str = ""
    field: str = ""
    town: str = ""
    address: str = ""
    website: str = ""
    words: str = ""
    note: str = ""
    kinds: tuple[Option, ...] = ()
    choices: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    language: str = ""
    stands: str = ""
    approved: bool = False
    paused: bool = False
    pause_said: str = ""
    pause_reason: str = ""
    ended: bool = False
    missing: tuple[str, ...] = ()
    until: str = ""
    until_first: str = ""
    until_last: str = ""
    contacts: tuple[ContactLine, ...] = ()
    offers: tuple[OfferLine, ...] = ()
    safety: tuple[str, ...] = ()
    sends_mail: bool = True
    doubles: tuple[DoubleLine, ...] = ()
    on_map: bool = False
    place: str = ""
    several: tuple[str, ...] = ()
    """What can be written where its town is several places'."""
    request: str = ""
    loaded: bool = False


def _on(shelf: Shelf, today: date) -> ColumnElement[bool]:
    open_one = col(Host.ended_at).is_(None)
    unpaused = col(Host.paused_at).is_(None)
    match shelf:
        case Shelf.ALL:
            return open_one
        case Shelf.WAITING:
            return and_(open_one, unpaused, col(Host.approved_until).is_(None))
        case Shelf.APPROVED:
            return policy.open_hosts()
        case Shelf.RENEW:
            return and_(open_one, unpaused, col(Host.approved_until) <= today + SOON)
        case Shelf.PAUSED:
            return and_(open_one, col(Host.paused_at).is_not(None))
        case Shelf.ENDED:
            return col(Host.ended_at) > rested_before()


async def load_hosts(
    actor: Actor, *, wanted: Asked = EVERYTHING, show: str = "", field: str = "", region: str = ""
) -> HostsView:
    """Hosts of the actor's regions. What is searched for are parts of name, town and register number, however spelt in
    case and marks. Raises `Refused` for whoever coordinates no region."""
    policy.looks_after_hosts(actor)
    today = local_date(now())
    shelf = Shelf(show) if show in list(Shelf) else Shelf.ALL
    chosen = FieldOfWork(field) if field in list(FieldOfWork) else None
    of_region = next((one for one in actor.regions if str(one) == region), None)
    within = [policy.hosts_of(actor)]
    if of_region:
        within.append(col(Host.region_id) == of_region)
    async with reading() as session:
        regions = select(Region).where(col(Region.id).in_(actor.regions)).order_by(col(Region.name))
        names = {one.id: one.name for one in (await session.execute(regions)).scalars()}
        counts = (
            await session.execute(
                select(*(func.sum(case((_on(one, today), 1), else_=0)) for one in Shelf)).where(*within)
            )
        ).one()
        found = [*within, _on(shelf, today)]
        if chosen:
            found.append(col(Host.field) == chosen)
        found += [text_holds(col(Host.searched), word) for word in folded(wanted.search).split()]
        count = await session.scalar(select(func.count()).select_from(Host).where(*found)) or 0
        query = {"show": shelf.value, "field": chosen or "", "region": str(of_region or "")}
        shown, hosts_list = listed("/hosts", wanted, count, int(counts[0] or 0), **query)
        rows = (
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
    several = len(names) > 1
    return HostsView(
        lines=tuple(_line(one, today, names[one.region_id] if several else "") for one in rows),
        hosts_list=hosts_list,
        shelves=tuple(
            Way(
                f"{_(SHELF_NAMES[one])} ({counts[index] or 0})",
                address("/hosts", **{**query, "show": one.value, "search": wanted.search}),
                one is shelf,
            )
            for index, one in enumerate(Shelf)
        ),
        show=shelf.value,
        field=chosen or "",
        fields=field_options(every=True),
        choices=(Option("", _("Choose")), *field_options()),
        kinds=_kind_options(),
        regions=tuple(Option(str(key), name) for key, name in names.items()) if several else (),
        region=str(of_region or next(iter(names), "")),
        said=ngettext("{n} host", "{n} hosts", count),
        none_at_all=not any(counts),
        request=str(uuid4()),
        loaded=True,
    )


def field_options(*, every: bool = False) -> tuple[Option, ...]:
    """The fields of work to choose from; `every` adds a way not to choose."""
    return (
        *((Option("", _("All fields of work")),) if every else ()),
        *(Option(one, _(FIELD_NAMES[one])) for one in FieldOfWork),
    )


def _kind_options() -> tuple[Option, ...]:
    return tuple(Option(one, _(KIND_NAMES[one])) for one in HostKind)


def _line(host: Host, today: date, region: str) -> HostLine:
    parts = [host.town, _(FIELD_NAMES[FieldOfWork(host.field)]), region]
    return HostLine(
        host.name,
        " · ".join(part for part in parts if part),
        _stands(host, today),
        address("/host", id=str(host.id)),
    )


def _stands(host: Host, today: date) -> str:
    if host.ended_at is not None:
        return _("Put together with another") if host.merged_into else _("Ended")
    if host.paused_at is not None:
        return _("Paused")
    if host.approved_until is None:
        return _("Not approved yet")
    if host.approved_until < today:
        return _("Approval ended on {day}").format(day=format_date(host.approved_until))
    return _("Approved until {day}").format(day=format_date(host.approved_until))


async def load_host(actor: Actor, host_id: str) -> HostView:
    """A host to look after, also one that ended lately. Raises `NotFound`."""
    today = local_date(now())
    async with reading() as session:
        host = await policy.check_host(session, actor, as_id(host_id))
        contacts = (
            (
                await session.execute(
                    select(HostContact)
                    .where(col(HostContact.host_id) == host.id, col(HostContact.ended_at).is_(None))
                    .order_by(col(HostContact.made_at), col(HostContact.id))
                )
            )
            .scalars()
            .all()
        )
        offers = [one for one in await offers_of(session, host.id) if one.offer.ended_at is None]
        safety = await safety_said(session, host)
        paused_by = await session.get(Person, host.paused_by) if host.paused_by else None
        doubles = await _doubles(session, host) if host.ended_at is None else ()
        town = await town_view(session, host)
    confirmed = any(one.confirmed_at for one in contacts)
    missing: list[str] = []
    if not host.register_number:
        missing.append(_("a register number"))
    if not confirmed:
        missing.append(_("a contact who has confirmed their address"))
    pause_said = ""
    if host.paused_at is not None:
        day = format_date(local_date(host.paused_at))
        by = paused_by.name if paused_by else ""
        pause_said = (_("Paused by {name} on {day}.") if by else _("Paused on {day}.")).format(name=by, day=day)
    return HostView(
        id=str(host.id),
        version=str(host.version),
        name=host.name,
        register_number=host.register_number,
        kind=host.kind,
        field=host.field,
        town=host.town,
        address=host.address,
        website=host.website,
        words=host.words,
        safety=safety,
        note=host.note,
        kinds=_kind_options(),
        choices=field_options(),
        languages=tuple(Option(code, NAMES[code]) for code in languages()),
        language=spoken(),
        stands=_stands(host, today),
        approved=host.approved_until is not None,
        paused=host.paused_at is not None,
        pause_said=pause_said,
        pause_reason=host.pause_reason,
        ended=host.ended_at is not None,
        missing=tuple(missing),
        until=(today + timedelta(days=365)).isoformat(),
        until_first=(today + timedelta(days=1)).isoformat(),
        until_last=(today + LONGEST_APPROVAL).isoformat(),
        contacts=tuple(_contact_line(one) for one in contacts),
        offers=tuple(_offer_line(one, today) for one in offers),
        sends_mail=mail_server() is not None,
        doubles=doubles,
        on_map=town.placed,
        place=town.place,
        several=town.several,
        request=str(uuid4()),
        loaded=True,
    )


def _contact_line(row: HostContact) -> ContactLine:
    if row.confirmed_at is not None:
        stands = _("Confirmed on {day}").format(day=format_date(local_date(row.confirmed_at)))
    elif row.asked_at is not None:
        stands = _("Asked on {day}, no answer yet").format(day=format_date(local_date(row.asked_at)))
    else:
        stands = _("Not asked yet")
    link = ""
    if row.opens is not None and row.opens_until is not None and row.opens_until > now():
        link = _("They have a link to the offers until {day}.").format(day=format_date(row.opens_until))
    confirmed = row.confirmed_at is not None
    return ContactLine(str(row.id), row.name, row.mail, row.phone, row.language, stands, confirmed, link)


def _offer_line(one: Shown, today: date) -> OfferLine:
    dates = ahead(one.dates, today)
    when = date_said(dates[0]) if dates else _("No date ahead.")
    return OfferLine(str(one.offer.id), one.offer.title, f"{kind_said(one.offer)} · {when}")


async def _doubles(session: AsyncSession, host: Host) -> tuple[DoubleLine, ...]:
    """Open hosts of the region that have the same register number, or nearly the same name in the same town."""
    rows = await session.execute(
        select(col(Host.id), col(Host.name), col(Host.town), col(Host.register_number), col(Host.register_key)).where(
            col(Host.region_id) == host.region_id,
            col(Host.id) != host.id,
            col(Host.ended_at).is_(None),
            or_(
                and_(col(Host.register_key) == host.register_key, col(Host.register_key) != ""),
                col(Host.town) == host.town,
            ),
        )
    )
    alike: list[tuple[float, DoubleLine]] = []
    for row in rows:
        same_number = bool(host.register_key) and row.register_key == host.register_key
        likeness = fuzz.token_set_ratio(folded(host.name), folded(row.name))
        if same_number or likeness >= ALIKE:
            detail = " · ".join(part for part in (row.town, row.register_number) if part)
            line = DoubleLine(str(row.id), row.name, detail, address("/host", id=str(row.id)))
            alike.append((likeness + 100 * same_number, line))
    return tuple(line for _score, line in sorted(alike, key=_by_likeness)[:MOST_DOUBLES])


def _by_likeness(one: tuple[float, DoubleLine]) -> tuple[float, str]:
    return -one[0], one[1].name


async def hosts_at_home(session: AsyncSession, actor: Actor) -> tuple[NextStep, HomeSection]:
    """What waits for a regional coordinator, on their Home."""
    today = local_date(now())
    shelves = (Shelf.WAITING, Shelf.RENEW, Shelf.PAUSED, Shelf.APPROVED)
    counts: Sequence[int | None] = (
        await session.execute(
            select(*(func.sum(case((_on(one, today), 1), else_=0)) for one in shelves)).where(policy.hosts_of(actor))
        )
    ).one()
    numbers = {one: int(counts[index] or 0) for index, one in enumerate(shelves)}
    lines = tuple(
        HomeLine(
            _(SHELF_NAMES[one]),
            ngettext("{n} host", "{n} hosts", numbers[one]),
            address("/hosts", show=one.value),
        )
        for one in shelves
        if numbers[one]
    )
    waiting = numbers[Shelf.WAITING]
    if waiting:
        sentence = ngettext("{n} host waits to be approved.", "{n} hosts wait to be approved.", waiting)
        step = NextStep("", sentence, _("See who waits"), address("/hosts", show=Shelf.WAITING.value))
    else:
        sentence = _("Hosts take pupils in: for a visit, a day or a week.")
        step = NextStep("", sentence, _("Open hosts"), address("/hosts"))
    return step, HomeSection(_("Hosts"), lines, _("There is no host yet."))
