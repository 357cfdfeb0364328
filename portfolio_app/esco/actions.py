"""Putting tags on one's own evidence and entries, taking them off, and bringing them back."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.esco import policy
from portfolio_app.esco.models import EscoLabel, EscoSkill, Tag
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.sharing.models import Kind

MOST_TAGS = 30
"""On one thing: more would say nothing about it."""
FULL = N_("This has as many tags as it can have. Remove one first.")
GONE = N_("This skill is not in the list any more. Look for another one.")


async def add_tag(actor: Actor, kind: Kind, thing: UUID, skill: UUID, request: UUID) -> Tag:
    """Say that a thing of the actor's has to do with a skill; returns the tag as it stands then.

    It keeps what the skill is called in every language that is loaded. Put on twice, by a double click or from two
    devices, it is there once; `request` is the form's own id: sent again after the tag was taken off, it stays off.
    Raises `Invalid` for a skill that is not in the catalogue, or no more, and for more than `MOST_TAGS`.
    """
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await policy.own_thing(session, actor, kind, thing)
        uri, names = await _in_catalogue(session, skill)
        which = (col(Tag.kind) == kind, col(Tag.thing) == str(thing), col(Tag.uri) == uri)
        there = (await session.execute(select(Tag).where(*which).with_for_update())).scalar_one_or_none()
        if there is not None and (there.removed_at is None or there.request == request):
            return there
        await _must_fit(session, actor, kind, str(thing))
        if there is None:
            there = Tag(person_id=actor.person_id, kind=kind, thing=str(thing), uri=uri, **_new(names, request))
            session.add(there)
            await session.flush()
        else:
            there.sqlmodel_update(_new(names, request) | {"removed_at": None})
        _audit(session, "esco.add_tag", actor, there)
        return there


async def remove_tag(actor: Actor, tag_id: UUID) -> Tag:
    """Take a tag off; it rests 30 days among the recently deleted. Twice is fine."""
    async with writing() as session:
        tag = await policy.own_tag(session, actor, tag_id)
        if tag.removed_at is None:
            tag.removed_at = now()
            _audit(session, "esco.remove_tag", actor, tag)
        return tag


async def restore_tag(actor: Actor, tag_id: UUID) -> None:
    """Bring a tag back, with the name it had, whether or not the catalogue still has it. Twice is fine.

    Raises `NotFound` when it has rested too long, or what it was on is not there."""
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        tag = await policy.own_tag(session, actor, tag_id)
        if tag.removed_at is None:
            return
        await policy.own_thing(session, actor, Kind(tag.kind), UUID(tag.thing))
        if tag.removed_at <= rested_before():
            raise NotFound()
        await _must_fit(session, actor, Kind(tag.kind), tag.thing)
        tag.removed_at = None
        _audit(session, "esco.restore_tag", actor, tag)


def _new(names: dict[str, str], request: UUID) -> dict[str, Any]:
    return {"names": names, "made_at": now(), "request": request}


async def _must_fit(session: AsyncSession, actor: Actor, kind: Kind, thing: str) -> None:
    """Raise `Invalid` when the thing has all the tags it can have."""
    own = policy.owned_by(actor.person_id)
    which = select(func.count()).select_from(Tag).where(own, col(Tag.kind) == kind, col(Tag.thing) == thing)
    if (await session.execute(which)).scalar_one() >= MOST_TAGS:
        raise Invalid(FULL, field="search")


async def _in_catalogue(session: AsyncSession, skill: UUID) -> tuple[str, dict[str, str]]:
    """The URI of a skill and what it is called, by language. Raises `Invalid` for one that is unknown or retired."""
    wanted = (
        select(col(EscoSkill.uri), col(EscoLabel.language), col(EscoLabel.name))
        .join(EscoLabel, col(EscoSkill.id) == col(EscoLabel.skill_id))
        .where(col(EscoSkill.id) == skill, col(EscoSkill.retired).is_(False))
    )
    rows = (await session.execute(wanted)).all()
    if not rows:
        raise Invalid(GONE, field="search")
    return rows[0].uri, {row.language: row.name for row in rows}


def _audit(session: AsyncSession, action: str, actor: Actor, tag: Tag) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=f"tag:{tag.id}", on=tag.kind)
