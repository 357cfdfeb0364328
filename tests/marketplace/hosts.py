"""Hosts to test with."""

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.marketplace.contacts import ContactForm, add_contact
from portfolio_app.marketplace.hosts import HostForm, add_host
from portfolio_app.marketplace.models import Host, HostContact

BAKERY = HostForm(
    name="Leipomo Kettunen",
    register_number="1234567-8",
    kind="company",
    field="food",
    town="Tampere",
    words="Bread and buns since 1952.",
    note="Ask before eight in the morning.",
)
BAKER = ContactForm(name="Raija Kettunen", mail="raija@example.org", phone="040 123 4567", language="fi")


async def a_host(who: Actor, form: HostForm = BAKERY, *, contact: ContactForm | None = None) -> UUID:
    """A host of the actor's (first) region, with a contact who has confirmed, when one is given; its id."""
    host = await add_host(who, who.regions[0], form, uuid4())
    if contact:
        await add_contact(who, host, contact, uuid4())
        await confirm(host)
    return host


async def confirm(host: UUID) -> None:
    """As if every contact of a host had used the link."""
    async with writing() as session:
        for row in (await session.execute(select(HostContact).where(col(HostContact.host_id) == host))).scalars():
            row.confirmed_at = now()


async def row_of(host: UUID) -> Host:
    """The host as the database has it."""
    async with reading() as session:
        return await session.get_one(Host, host)


async def contacts_of(host: UUID) -> list[HostContact]:
    """Its contacts, open and ended, as they were added."""
    async with reading() as session:
        rows = select(HostContact).where(col(HostContact.host_id) == host).order_by(col(HostContact.made_at))
        return list((await session.execute(rows)).scalars())


async def the_contact(host: UUID) -> HostContact:
    """The one it has."""
    (row,) = await contacts_of(host)
    return row
