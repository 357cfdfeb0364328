"""On the last day a host is asked by mail how it went: once for each placement. And it is told when the school has held
back what it said; why stands on its page, behind the code."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core import outbox
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.languages import _, being_in, speaking, zone_of
from portfolio_app.core.mail import mail_server, send
from portfolio_app.marketplace.contacts import kept_host
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.evaluations.window import has_begun
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.offering import LINK_VALID, key_of, link_of, opened
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.policy import confirmed
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.schools.models import School
from portfolio_app.schools.places import country_of_school

ASKING = "host_evaluation"
"""The kind of work in the outbox that asks a host."""
HELD = "host_evaluation_held"
"""The one that says that the school has held something back."""
PATH = "/host-placements"
LATEST = timedelta(days=3)
"""How long after the last day it is still asked, where nothing ran on that day."""
BATCH = 100


async def ask_hosts() -> int:
    """Ask hosts of placements that end today, from noon on; returns of how many. Harmless to repeat."""
    if mail_server() is None:
        return 0
    asked = exists().where(col(HostEvaluation.placement_id) == col(Placement.id))
    async with writing() as session:
        rows = await session.execute(
            select(Placement)
            .where(
                col(Placement.approved_at).is_not(None),
                col(Placement.cancelled_at).is_(None),
                col(Placement.last_day).between(today() - LATEST, today() + timedelta(days=1)),
                ~asked,
            )
            .order_by(col(Placement.last_day), col(Placement.id))
            .limit(BATCH)
        )
        count = 0
        for placement in rows.scalars().all():
            with being_in(zone_of(await country_of_school(session, placement.school_id))):
                if not has_begun(placement):
                    continue
            count += await _ask(session, placement)
        return count


async def _ask(session: AsyncSession, placement: Placement) -> bool:
    """Have the host asked, when it was not before; where nobody can be, it is noted that it was tried."""
    contact = await _whom(session, placement)
    row = HostEvaluation(
        placement_id=placement.id,
        contact_id=contact.id if contact else None,
        state=Stands.ASKED,
        asked_at=now() if contact else None,
    )
    if not await insert_new(session, row):
        return False
    if contact is not None:
        await outbox.put(session, ASKING, {"evaluation": str(row.id), "contact": str(contact.id)})
    audit_placement(session, "ask_for_evaluation", None, placement, asked=contact is not None)
    return True


async def _whom(session: AsyncSession, placement: Placement) -> HostContact | None:
    """The host's first contact who has a link; one that has run out by itself is drawn anew, one that was closed is
    not. None for a host that is paused or gone."""
    host = await kept_host(session, placement.host_id)
    if host is None or host.ended_at is not None or host.paused_at is not None:
        return None
    found = (
        await session.execute(
            select(HostContact)
            .where(col(HostContact.host_id) == host.id, confirmed(), col(HostContact.opens).is_not(None))
            .order_by(col(HostContact.made_at), col(HostContact.id))
            .limit(1)
            .with_for_update()
        )
    ).scalar_one_or_none()
    if found is not None and (found.opens_until is None or found.opens_until <= now() + LATEST):
        found.opens, found.opens_until = uuid4(), now() + LINK_VALID
    return found


async def mail_asking(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail it, unless the host has said something meanwhile. Work of the outbox."""
    async with reading() as session:
        row = await session.get(HostEvaluation, UUID(payload["evaluation"]))
        if row is None or row.state != Stands.ASKED:
            return
        found = await _letter_about(session, row)
    if found is None:
        return
    contact, school, host = found
    with speaking(contact.language):
        said = _(
            "{school} asks how the days of a pupil at {host} went. It takes a minute: what you saw of five things, a "
            "sentence on what went well, and one on what to practise next. The school reads it first."
        ).format(school=school, host=host)
        lines = (
            Line(said, link_of(contact, PATH), _("Say how it went")),
            Line(_("Who it is stands there after a code that we mail to you. You can say it until 30 days from now.")),
        )
        await send(to_anybody(row_id, contact.mail, _("How did the days at {host} go?").format(host=host), lines))


async def mail_held(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail that the school asks for another look, while that is so. Work of the outbox."""
    async with reading() as session:
        row = await session.get(HostEvaluation, UUID(payload["evaluation"]))
        if row is None or row.state != Stands.HELD or row.version != payload["version"]:
            return
        found = await _letter_about(session, row)
    if found is None:
        return
    contact, school, host = found
    with speaking(contact.language):
        said = _(
            "{school} has read what you said about the days of a pupil at {host}, and asks you to look at it once "
            "more. Why stands on the page, after the code that we mail to you."
        ).format(school=school, host=host)
        lines = (Line(said, link_of(contact, PATH), _("Look at it once more")),)
        await send(
            to_anybody(row_id, contact.mail, _("Please look once more: days at {host}").format(host=host), lines)
        )


async def _letter_about(session: AsyncSession, row: HostEvaluation) -> tuple[HostContact, str, str] | None:
    """To whom it goes, the school's name and the host's; None when the link opens nothing or the days do not count."""
    contact = await session.get(HostContact, row.contact_id) if row.contact_id else None
    placement = await session.get(Placement, row.placement_id)
    if contact is None or contact.opens is None or placement is None or placement.approved_at is None:
        return None
    found = await opened(session, key_of(contact))
    if found is None or found.host.paused_at is not None or placement.cancelled_at is not None:
        return None
    school = await session.get_one(School, placement.school_id)
    return contact, school.name, placement.host_name
