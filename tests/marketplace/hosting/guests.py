"""A bakery to which Siiri comes for a week, with the link of its contact."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.marketplace.hosting.codes import code_of, enter, send_code
from portfolio_app.marketplace.hosting.models import HostCode
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.offering import LINK_VALID, key_of
from tests.marketplace.hosts import the_contact
from tests.marketplace.placements.pupils import Week, a_week, change


@dataclass(frozen=True)
class Visit:
    """The week, and the link of the host's contact, whose address is new each time (letters to one are counted)."""

    week: Week
    contact: UUID
    key: str


async def a_visit(first: date | None = None, *, approved: bool = True, **differs: Any) -> Visit:
    """All of it; the school has signed unless said otherwise."""
    week = await a_week(first, **differs)
    if approved:
        await change(week.placement, approved_at=now(), approved_by=week.tuula.person_id)
    contact = (await the_contact(week.host)).id
    return Visit(week, contact, await a_link_of(contact))


async def a_link_of(contact: UUID) -> str:
    """As if the coordinator had sent the contact a link."""
    async with writing() as session:
        row = await session.get_one(HostContact, contact)
        row.mail = row.mail_key = f"{uuid4()}@example.org"
        row.opens, row.opens_until = uuid4(), now() + LINK_VALID
        return key_of(row)


async def the_code(contact: UUID) -> str:
    """The one that was mailed last."""
    async with reading() as session:
        row = (await session.execute(select(HostCode).where(col(HostCode.contact_id) == contact))).scalar_one()
    return code_of(row)


async def come_in(visit: Visit, browser: str = "Firefox, Android") -> str:
    """A session of the contact: its cookie."""
    await send_code(visit.key)
    return await enter(visit.key, await the_code(visit.contact), browser)
