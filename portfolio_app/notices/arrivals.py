"""Tells people when somebody came in to their account in a way they may not expect."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.arrivals import Arrival
from portfolio_app.core.languages import _
from portfolio_app.notices.about import About, Shown
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import CODE_USED, NEW_DEVICE

DEVICE = "device"
"""What such a notice is about: the browser, by its name. It leads to where sessions are ended."""


async def notice_of_arrival(session: AsyncSession, arrival: Arrival) -> None:
    """Write the notices that a sign-in calls for."""
    device = About(arrival.person_id, DEVICE, arrival.device[:80])
    if arrival.code_id:
        once = f"code:{arrival.code_id}"
        await notify(session, arrival.person_id, CODE_USED, by=arrival.giver_id, about=device, once=once)
    elif arrival.new_device:
        await notify(session, arrival.person_id, NEW_DEVICE, about=device)


async def find_devices(_session: AsyncSession, _reader_id: UUID, things: Collection[About]) -> Mapping[About, Shown]:
    """A browser is told to its owner alone, so there is nothing to look up."""
    return {one: Shown(one.thing or _("A browser"), "/account") for one in things}
