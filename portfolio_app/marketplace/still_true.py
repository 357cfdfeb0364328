"""Hosts are asked once a year whether what they offer is still true, and whether what they said of safety is: by a mail
a month before it fades, with the link to their offers. Who does not answer fades out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.languages import _, local_date, speaking
from portfolio_app.core.mail import mail_server, send
from portfolio_app.marketplace.models import Host, HostContact, Offer
from portfolio_app.marketplace.offering import LINK_VALID, TRUE_FOR, link_of, opened_still
from portfolio_app.marketplace.policy import confirmed, open_hosts
from portfolio_app.marketplace.safety.models import SafetyPack
from portfolio_app.notices.letters import Line, to_anybody

STILL_TRUE = "still_true"
"""The kind of work in the outbox that mails the question."""
BEFORE = timedelta(days=30)
"""How long before something fades it is asked about."""
NOT_AGAIN = timedelta(days=60)
"""For how long nobody is asked again."""
BATCH = 50


async def ask_whether_still_true() -> int:
    """Have some hosts asked; returns how many. Harmless to repeat. Where no mail is sent, nobody is asked."""
    if mail_server() is None:
        return 0
    today = local_date(now())
    fading = exists().where(
        col(Offer.host_id) == col(Host.id),
        col(Offer.ended_at).is_(None),
        col(Offer.confirmed_on) <= today - (TRUE_FOR - BEFORE),
        col(Offer.confirmed_on) > today - TRUE_FOR,
    )
    ending = exists().where(
        col(SafetyPack.host_id) == col(Host.id),
        col(SafetyPack.until) >= today,
        col(SafetyPack.until) <= today + BEFORE,
    )
    answers = exists().where(col(HostContact.host_id) == col(Host.id), confirmed())
    async with writing() as session:
        found = await session.execute(
            select(Host)
            .where(
                open_hosts(),
                or_(fading, ending),
                answers,
                or_(col(Host.asked_on).is_(None), col(Host.asked_on) <= today - NOT_AGAIN),
            )
            .order_by(col(Host.id))
            .limit(BATCH)
            .with_for_update()
        )
        hosts = list(found.scalars())
        for host in hosts:
            host.asked_on = today
            await _ask(session, host)
            audit(session, "marketplace.ask_whether_still_true", actor_id=None, thing=f"host:{host.id}")
    return len(hosts)


async def _ask(session: AsyncSession, host: Host) -> None:
    """Every confirmed contact of a host: any of them may answer. A link that works already stays as it is."""
    contacts = await session.execute(
        select(HostContact).where(col(HostContact.host_id) == host.id, confirmed()).with_for_update()
    )
    for row in contacts.scalars():
        if row.opens is None or row.opens_until is None or row.opens_until < now() + BEFORE:
            row.opens, row.opens_until = row.opens or uuid4(), now() + LINK_VALID
        await outbox.put(session, STILL_TRUE, {"contact": str(row.id), "opens": str(row.opens)})


async def mail_still_true(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail the question, unless the link has become another since. Work of the outbox."""
    found = await opened_still(payload)
    if found is None:
        return
    row = found.contact
    with speaking(row.language):
        lines = (
            Line(
                _(
                    "Schools of {region} find what {host} offers to pupils. Once a year we ask: is it still true? One "
                    "press says so, and you can change what is not."
                ).format(region=found.region, host=found.host.name),
                link_of(row),
                _("See what you offer"),
            ),
            Line(_("What nobody answers about fades from the schools’ list. Nothing else happens.")),
        )
        await send(
            to_anybody(row_id, row.mail, _("Is it still true what {host} offers?").format(host=found.host.name), lines)
        )
