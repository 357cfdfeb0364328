"""Tells people when somebody came in to their account in a way they may not expect."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.arrivals import Arrival
from portfolio_app.accounts.models import Passkey
from portfolio_app.core.clock import today
from portfolio_app.core.database import as_ids
from portfolio_app.core.languages import _, format_date
from portfolio_app.notices.about import About, Shown
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import BOOK_USED, CODE_USED, GOING, NEW_DEVICE, SLEEPING, WAY_ADDED

DEVICE = "device"
"""What such a notice is about: the browser, by its name. It leads to where sessions are ended."""
SLEEP = "sleep"
"""The account itself, by the day on which it is put away."""
GOES = "goes"
"""The same, for somebody who has left school."""
WAY = "way"
"""A way to sign in, as "<way>:<name>"."""


async def notice_of_arrival(session: AsyncSession, arrival: Arrival) -> None:
    """Write the notices that a sign-in calls for."""
    device = About(arrival.person_id, DEVICE, arrival.device[:80])
    if arrival.code_id and arrival.giver_id == arrival.person_id:
        await notify(session, arrival.person_id, BOOK_USED, about=device, once=f"code:{arrival.code_id}")
    elif arrival.code_id:
        once = f"code:{arrival.code_id}"
        await notify(session, arrival.person_id, CODE_USED, by=arrival.giver_id, about=device, once=once)
    elif arrival.new_device:
        await notify(session, arrival.person_id, NEW_DEVICE, about=device)


async def notice_of_way(session: AsyncSession, person_id: UUID, way: str, thing: str) -> None:
    """A way to sign in was added: its owner is told, in case it was not they who added it."""
    about = About(person_id, WAY, f"{way}:{thing}")
    await notify(session, person_id, WAY_ADDED, about=about, once=f"way:{uuid4()}")


async def find_ways(session: AsyncSession, reader_id: UUID, things: Collection[About]) -> Mapping[About, Shown]:
    """What the ways are called, to whoever they belong to."""
    called = {"passkey": _("a passkey"), "book": _("a code book"), "mail": _("a link by e-mail")}
    ids = as_ids(one.thing.removeprefix("passkey:") for one in things if one.thing.startswith("passkey:"))
    rows = await session.execute(
        select(col(Passkey.id), col(Passkey.name)).where(col(Passkey.id).in_(ids), col(Passkey.person_id) == reader_id)
    )
    names = {str(passkey_id): name for passkey_id, name in rows}
    found: dict[About, Shown] = {}
    for one in things:
        way, _colon, thing = one.thing.partition(":")
        found[one] = Shown(": ".join(part for part in (called.get(way, ""), names.get(thing, "")) if part), "/ways-in")
    return found


async def notice_of_sleep(session: AsyncSession, person_id: UUID, archived_on: date, left: bool) -> None:
    """An account sleeps, or goes because its owner has `left` school: they are told, by mail too unless they chose
    otherwise."""
    about = About(person_id, GOES if left else SLEEP, archived_on.isoformat())
    once = f"{about.kind}:{archived_on}:{today()}"
    await notify(session, person_id, GOING if left else SLEEPING, about=about, once=once)


async def find_sleep(_session: AsyncSession, _reader_id: UUID, things: Collection[About]) -> Mapping[About, Shown]:
    """Until when there is time."""
    return {one: Shown(format_date(date.fromisoformat(one.thing)), "/home") for one in things}


async def find_going(_session: AsyncSession, _reader_id: UUID, things: Collection[About]) -> Mapping[About, Shown]:
    """The day on which the account goes."""
    return {one: Shown(format_date(date.fromisoformat(one.thing)), "/own-account") for one in things}


async def find_devices(_session: AsyncSession, _reader_id: UUID, things: Collection[About]) -> Mapping[About, Shown]:
    """A browser is told to its owner alone, so there is nothing to look up."""
    return {one: Shown(one.thing or _("A browser"), "/account") for one in things}
