"""A pupil's days at a workplace as a calendar file (iCalendar, RFC 5545). It names no adult of the workplace and
nobody's age: it may lie in a calendar that others read."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.calendars import new_calendar, new_event
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.absences import days_of
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.schools.places import zone_of_school


async def calendar_of_placement(actor: Actor, placement_id: str, origin: str) -> bytes:
    """An event for each day of a placement of the actor's own, in UTC; `origin` is where this instance is reached.
    Raises `NotFound`, for one that was cancelled too."""
    async with reading() as session:
        row = await policy.check_own(session, actor, placement_id)
        if row.cancelled_at is not None:
            raise NotFound()
        zone = ZoneInfo(await zone_of_school(session, row.school_id) or "UTC")
        name = next((one.name for one in await adults_of(session, row) if one.id == row.adult_id), "")
    made = new_calendar("Placement")
    for day in days_of(row):
        made.add_component(_event(row, day, zone, name, origin))
    return made.to_ical()


def _event(row: Placement, day: date, zone: ZoneInfo, adult: str, origin: str) -> Any:
    event = new_event(f"placement-{row.id}-{day.isoformat()}", row.changed_at, f"{row.host_name}: {row.title}")
    event.add("sequence", row.version)
    event.add("dtstart", _moment(day, row.begins, zone))
    event.add("dtend", _moment(day, row.ends, zone))
    if row.address:
        event.add("location", row.address)
    lines = (
        (_("Clothes and what to bring"), row.clothing),
        (_("Lunch"), row.lunch),
        (_("Call at school"), f"{adult} {row.adult_phone}".strip() if adult else ""),
    )
    if said := "\n".join(f"{name}: {words}" for name, words in lines if words):
        event.add("description", said)
    event.add("class", "PRIVATE")
    event.add("url", f"{origin}/placement?id={row.id}")
    return event


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).astimezone(UTC)
