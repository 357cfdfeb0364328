"""A host's contact says what a safety pack says, by the link to the host's offers; schools, and pupils who go there,
read it while it counts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, local_date
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import one_line, phone_number, several_lines
from portfolio_app.marketplace.models import Host
from portfolio_app.marketplace.offering import opened
from portfolio_app.marketplace.safety.models import SafetyPack

LASTS = timedelta(days=366)
"""How long what was said counts: a year, as the day of it may be the 29th of February."""
CHANGED = N_(
    "Somebody else of your house changed this meanwhile. What you typed is below; open the page again to see how it is "
    "now."
)


@dataclass(frozen=True)
class SafetyForm(Typed):
    """What somebody says of safety."""

    risks: str = ""
    not_allowed: str = ""
    insurance: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True)
class OwnSafety:
    """What the page of a host's contact shows: the host, what was said, and until when it counts ("" for never)."""

    host: str
    form: SafetyForm
    version: int
    until: str
    counts: bool


async def load_safety(key: str) -> OwnSafety | None:
    """What the link with this key shows; None for one that opens nothing (any more)."""
    async with reading() as session:
        found = await opened(session, key)
        if found is None:
            return None
        row = await pack_of(session, found.host.id)
    if row is None:
        return OwnSafety(found.host.name, SafetyForm(), 0, "", counts=False)
    said = SafetyForm(row.risks, row.not_allowed, row.insurance, row.contact, row.phone)
    return OwnSafety(found.host.name, said, row.version, format_date(row.until), counts=row.until >= local_date(now()))


async def say_safety(key: str, form: SafetyForm, version: int) -> None:
    """Keep what is said of safety, for a year from today. `version` is the one that was read, 0 for none. The same
    again on the same day is fine. Raises `Invalid`, `Conflict`, and `NotFound` for a link that opens nothing."""
    values: dict[str, Any] = {
        "risks": several_lines(
            form.risks, field="risks", most=1500, empty=N_("Write what pupils have to take care of at your place.")
        ),
        "not_allowed": several_lines(form.not_allowed, field="not_allowed", most=500),
        "insurance": one_line(form.insurance, field="insurance", most=300),
        "contact": one_line(
            form.contact, field="contact", most=120, empty=N_("Write whom to find there when something happens.")
        ),
        "phone": phone_number(form.phone, field="phone"),
    }
    if not values["phone"]:
        raise Invalid(N_("Write a telephone number that somebody answers."), field="phone")
    today = local_date(now())
    async with writing() as session:
        found = await opened(session, key)
        if found is None:
            raise NotFound()
        await session.refresh(found.host, with_for_update=True)
        row = await pack_of(session, found.host.id)
        same = row is not None and all(getattr(row, name) == value for name, value in values.items())
        if row is not None and same and row.said_on == today:
            return
        if not same and version != (row.version if row else 0):
            raise Conflict(CHANGED)
        said: dict[str, Any] = {"said_by": found.contact.name, "said_on": today, "until": today + LASTS}
        if row is None:
            session.add(SafetyPack(host_id=found.host.id, **values, **said, changed_at=now()))
        else:
            for name, value in (values | said).items():
                setattr(row, name, value)
            row.version, row.changed_at = row.version + 1, now()
        audit(
            session,
            "marketplace.say_safety",
            actor_id=None,
            thing=f"host:{found.host.id}",
            contact=str(found.contact.id),
        )


async def pack_of(session: AsyncSession, host_id: UUID | None) -> SafetyPack | None:
    """What was said of a host, whether it still counts or not."""
    if host_id is None:
        return None
    return (await session.execute(select(SafetyPack).where(col(SafetyPack.host_id) == host_id))).scalar_one_or_none()


async def care_at(session: AsyncSession, host_id: UUID | None) -> tuple[str, ...]:
    """What a pupil who goes to a host reads: what to take care of, what they do not do there, whom to find."""
    row = await pack_of(session, host_id)
    return _care(row) if row is not None and row.until >= local_date(now()) else ()


async def host_insures(session: AsyncSession, host_id: UUID | None) -> str:
    """What a host says of insurance, and who said it when; "" while nothing counts."""
    row = await pack_of(session, host_id)
    if row is None or not row.insurance or row.until < local_date(now()):
        return ""
    return _("{words} ({name} of the host, {day})").format(
        words=row.insurance, name=row.said_by, day=format_date(row.said_on)
    )


def _care(row: SafetyPack) -> tuple[str, ...]:
    there = _("When something happens, find {name}: {phone}").format(name=row.contact, phone=row.phone)
    not_allowed = _("What pupils do not do there: {words}").format(words=row.not_allowed) if row.not_allowed else ""
    return tuple(part for part in (row.risks, not_allowed, there) if part)


async def safety_said(session: AsyncSession, host: Host) -> tuple[str, ...]:
    """What adults read of a host's safety: all of it, and until when it counts, or that nothing is said."""
    row = await pack_of(session, host.id)
    if row is None:
        return (_("The host has said nothing of safety yet. Ask them before pupils go there."),)
    if row.until < local_date(now()):
        return (
            _("What the host said of safety counted until {day}. Ask them anew.").format(day=format_date(row.until)),
        )
    insured = _("Insurance: {words}").format(words=row.insurance) if row.insurance else ""
    said = _("Said by {name} on {day}; it counts until {until}.").format(
        name=row.said_by, day=format_date(row.said_on), until=format_date(row.until)
    )
    return tuple(part for part in (*_care(row), insured, said) if part)
