"""The days of a plan as a calendar that other programs subscribe to (iCalendar, RFC 5545), at an address of its own.

Whoever has the address can read the calendar, so it holds titles and days and nothing else: no helper, no barrier, no
comment. It is shown once; only its hash is kept. All days are whole days without a zone (VALUE=DATE): a pupil who
travels finds them on the same date, and no VTIMEZONE is called for.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.policy import keeps_a_portfolio
from portfolio_app.core.audit import audit
from portfolio_app.core.calendars import new_calendar, new_event
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import _, format_date, speaking, spoken
from portfolio_app.core.secrets import digest, new_key
from portfolio_app.plan import policy
from portfolio_app.plan.due import GOAL, REVIEW, STEP, Due, all_due
from portfolio_app.plan.models import CalendarKey
from portfolio_app.sharing.actions import one_at_a_time

LONGEST_KEY = 100
FETCHED_EVERY = timedelta(hours=12)
"""How often programs are asked to look for changes."""


@dataclass(frozen=True)
class CalendarView:
    """Whether there is a calendar address, in words; "" without one. The address itself is nowhere."""

    said: str = ""


@dataclass(frozen=True)
class CalendarFile:
    """A calendar as it goes out, and the tag that changes with it."""

    content: bytes
    tag: str


async def make_calendar(actor: Actor) -> str:
    """Make the address of the actor's calendar, in the language being spoken; a former one stops working.

    Returns its path, which is nowhere else.
    """
    policy.may_keep_a_plan(actor)
    key = new_key()
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        former = await _drop(session, actor)
        row = CalendarKey(person_id=actor.person_id, key_hash=digest(key), language=spoken(), made_at=now())
        session.add(row)
        _audit(session, "plan.make_calendar", actor, again=former)
    return f"/calendar/{key}.ics"


async def end_calendar(actor: Actor) -> None:
    """Make the address of the actor's calendar stop working. There may be none."""
    async with writing() as session:
        if await _drop(session, actor):
            _audit(session, "plan.end_calendar", actor)


async def _drop(session: AsyncSession, actor: Actor) -> bool:
    gone = await session.execute(
        delete(CalendarKey).where(col(CalendarKey.person_id) == actor.person_id).returning(col(CalendarKey.id))
    )
    return gone.first() is not None


def _audit(session: AsyncSession, action: str, actor: Actor, **detail: Any) -> None:
    thing = f"calendar:{actor.person_id}"
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=thing, **detail)


async def calendar_view(session: AsyncSession, actor: Actor) -> CalendarView:
    """Whether the actor has a calendar address."""
    found = await session.execute(select(col(CalendarKey.made_at)).where(col(CalendarKey.person_id) == actor.person_id))
    made_at = found.scalar_one_or_none()
    return CalendarView(_("You made its address on {day}.").format(day=format_date(made_at)) if made_at else "")


async def calendar_of(key: str, origin: str) -> CalendarFile | None:
    """The calendar behind a key; None for one there is not (any more), or whose owner's account or time as a pupil has
    ended. `origin` is where this instance is reached: each day leads to its goal."""
    if len(key) > LONGEST_KEY:
        return None
    async with reading() as session:
        row = (
            await session.execute(
                select(CalendarKey).where(
                    col(CalendarKey.key_hash) == digest(key),
                    keeps_a_portfolio(col(CalendarKey.person_id)),
                )
            )
        ).scalar_one_or_none()
        if row is None:
            return None
        days = await all_due(session, row.person_id)
    with speaking(row.language):
        content = _written(days, origin)
    return CalendarFile(content, hashlib.sha256(content).hexdigest()[:32])


def _written(days: list[Due], origin: str) -> bytes:
    made = new_calendar("Plan")
    name = _("My plan – Polku")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", FETCHED_EVERY, {"VALUE": "DURATION"})
    made.add("x-published-ttl", FETCHED_EVERY)
    for due in days:
        made.add_component(_event(due, origin))
    return made.to_ical()


def _event(due: Due, origin: str) -> Any:
    summary = {
        STEP: "{title}",
        REVIEW: _("Look at your goal again: {title}"),
        GOAL: _("Goal: {title}"),
    }
    event = new_event(f"{due.kind}-{due.thing_id}", due.changed_at, summary[due.kind].format(title=due.title))
    event.add("dtstart", due.day)
    event.add("dtend", due.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("url", origin + due.href)
    return event
