"""What the coordinators of a region do for it: say how people work together there, keep its partners, and let programs
read what is offered."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.core.secrets import digest, keyed_hash
from portfolio_app.core.wording import one_line, several_lines, web_address
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.regions.models import ReadingKey, RegionPage, RegionPartner
from portfolio_app.schools.models import Region

MOST_PARTNERS = 40
MOST_KEYS = 10
CHANGED = N_("Somebody else changed this page meanwhile. It is shown as it is now; what you typed is in the form.")


async def change_page(actor: Actor, region_id: str, words: str, goals: str, version: int) -> None:
    """Say how people work together in a region and what they want to reach, a goal a line. `version` is the one that
    was read, 0 where nothing was written yet. The same again is fine. Raises `Conflict`, `Invalid` and `NotFound`."""
    region = policy.check_region(actor, as_id(region_id))
    said: dict[str, Any] = {
        "words": several_lines(words, field="words", most=1500),
        "goals": several_lines(goals, field="goals", most=1500),
    }
    async with writing() as session:
        await _turn(session, region)
        row = (
            await session.execute(select(RegionPage).where(col(RegionPage.region_id) == region).with_for_update())
        ).scalar_one_or_none()
        if row is not None and {"words": row.words, "goals": row.goals} == said:
            return
        if version != (row.version if row else 0):
            raise Conflict(CHANGED)
        if row is None:
            session.add(RegionPage(region_id=region, **said, changed_at=now(), changed_by=actor.person_id))
        else:
            row.words, row.goals, row.changed_at, row.changed_by = said["words"], said["goals"], now(), actor.person_id
            row.version += 1
        _audit(session, "change_page", actor, region)


async def add_partner(actor: Actor, region_id: str, name: str, does: str, website: str, request: UUID) -> None:
    """Add a partner of a region. Sent twice, there is one. Raises `Invalid` and `NotFound`."""
    region, said = policy.check_region(actor, as_id(region_id)), _partner(name, does, website)
    async with writing() as session:
        await _turn(session, region)
        row = RegionPartner(region_id=region, **said, made_at=now(), request=request)
        there = await session.scalar(
            select(func.count()).where(col(RegionPartner.region_id) == region, col(RegionPartner.ended_at).is_(None))
        )
        sent = await session.scalar(select(col(RegionPartner.region_id)).where(col(RegionPartner.request) == request))
        if sent is not None:
            if sent != region:
                raise NotFound()
            return
        if (there or 0) >= MOST_PARTNERS:
            raise Invalid(N_("A region has {n} partners at most."), field="partner_name", n=MOST_PARTNERS)
        if await insert_new(session, row):
            _audit(session, "add_partner", actor, region, partner=str(row.id))


async def change_partner(actor: Actor, partner_id: str, name: str, does: str, website: str) -> None:
    """Change what is said of a partner. The same again is fine. Raises `Invalid` and `NotFound`."""
    said = _partner(name, does, website)
    async with writing() as session:
        row = await _own_partner(session, actor, partner_id)
        if row.ended_at is not None:
            raise NotFound()
        if all(getattr(row, one) == value for one, value in said.items()):
            return
        for one, value in said.items():
            setattr(row, one, value)
        _audit(session, "change_partner", actor, row.region_id, partner=str(row.id))


async def end_partner(actor: Actor, partner_id: str, *, back: bool = False) -> None:
    """Somebody is no partner any more; or is one again (`back`), within 30 days. Done already: fine. Raises
    `NotFound`."""
    async with writing() as session:
        row = await _own_partner(session, actor, partner_id)
        if back == (row.ended_at is None):
            return
        row.ended_at = None if back else now()
        _audit(session, "restore_partner" if back else "end_partner", actor, row.region_id, partner=str(row.id))


async def make_key(actor: Actor, region_id: str, name: str, request: UUID) -> str:
    """A key with which a program reads a region's offers (web/offers_api.py); the same `request` gives the same one.
    Raises `Invalid` and `NotFound`."""
    region = policy.check_region(actor, as_id(region_id))
    said = one_line(name, field="key_name", most=80, empty=N_("Write who reads with this key."))
    key = keyed_hash("reading-key", f"{region} {request}")
    async with writing() as session:
        await _turn(session, region)
        there = select(ReadingKey).where(col(ReadingKey.request) == request)
        if (sent := (await session.execute(there)).scalar_one_or_none()) is not None:
            if sent.region_id != region or sent.ended_at is not None:
                raise NotFound()
            return key
        count = await session.scalar(
            select(func.count()).where(col(ReadingKey.region_id) == region, col(ReadingKey.ended_at).is_(None))
        )
        if (count or 0) >= MOST_KEYS:
            raise Invalid(N_("A region has {n} keys at most. End one first."), field="key_name", n=MOST_KEYS)
        row = ReadingKey(
            region_id=region,
            name=said,
            digest=digest(key),
            made_at=now(),
            made_by=actor.person_id,
            request=request,
        )
        if await insert_new(session, row):
            _audit(session, "make_key", actor, region, key=str(row.id))
    return key


async def end_key(actor: Actor, key_id: str, *, back: bool = False) -> None:
    """Nobody reads with a key any more; or they do again (`back`), within 30 days. Done already: fine. Raises
    `NotFound`."""
    async with writing() as session:
        row = await session.get(ReadingKey, as_id(key_id), with_for_update=True)
        if row is None or (row.ended_at is not None and row.ended_at <= rested_before()):
            raise NotFound()
        policy.check_region(actor, row.region_id)
        if back == (row.ended_at is None):
            return
        row.ended_at = None if back else now()
        _audit(session, "restore_key" if back else "end_key", actor, row.region_id, key=str(row.id))


async def _turn(session: AsyncSession, region: UUID) -> None:
    """Whoever changes what a region has takes turns."""
    await session.get_one(Region, region, with_for_update=True)


async def _own_partner(session: AsyncSession, actor: Actor, partner_id: str) -> RegionPartner:
    row = await session.get(RegionPartner, as_id(partner_id), with_for_update=True)
    if row is None or (row.ended_at is not None and row.ended_at <= rested_before()):
        raise NotFound()
    policy.check_region(actor, row.region_id)
    return row


def _partner(name: str, does: str, website: str) -> dict[str, Any]:
    return {
        "name": one_line(name, field="partner_name", most=120, empty=N_("Write what the partner is called.")),
        "does": one_line(does, field="does", most=300, empty=N_("Write what they do for pupils or hosts.")),
        "website": web_address(website, field="website"),
    }


def _audit(session: AsyncSession, verb: str, actor: Actor, region: UUID, **detail: Any) -> None:
    audit(session, f"marketplace.{verb}", actor_id=actor.person_id, thing=f"region:{region}", **detail)
