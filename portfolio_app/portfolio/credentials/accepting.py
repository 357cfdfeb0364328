"""What a pupil does with a credential: accept or decline the offer, delete it and bring it back."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.core.resting import rest_lasts, rested_before
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, read_about
from portfolio_app.notices.kinds import CREDENTIAL_ACCEPTED, CREDENTIAL_OFFERED
from portfolio_app.portfolio.credentials import policy
from portfolio_app.portfolio.credentials.issuing import Certified, Skill, issuing_key, signed_credential
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind
from portfolio_app.portfolio.credentials.offering import OFFER
from portfolio_app.sharing.actions import end_grants
from portfolio_app.sharing.models import Comment, Grant, Kind
from portfolio_app.skills.evidence_views import DeletedThing, deleted_thing
from portfolio_app.skills.framework import UnknownCode, framework

BATCH = 200
_CREDENTIAL = table_of(Credential)


class NameOn(StrEnum):
    """Which name stands on a credential."""

    WHOLE = "whole"
    SHORT = "short"  # the first name and the first letter of the last


def written_name(name: str, which: NameOn) -> str:
    """The name as it stands on a credential: "Siiri Niemi", or "Siiri N."."""
    first, *others = name.split()
    if which is NameOn.WHOLE or not others:
        return name
    return f"{first} {others[-1][0]}."


async def accept(actor: Actor, credential_id: UUID, which: NameOn) -> None:
    """Accept an offer: the school signs, and whoever offered it is told. Twice is fine: it is signed once.

    Raises `NotFound` for an offer that is not the actor's, or was taken back or declined.
    """
    async with writing() as session:
        waiting = await policy.own(session, actor, credential_id)
        if waiting.accepted_at is not None:
            return
        if waiting.declined_at is not None or waiting.school_id is None:
            raise NotFound()
        key = await issuing_key(session, waiting.school_id)
        name = (await session.execute(select(col(Person.name)).where(col(Person.id) == actor.person_id))).scalar_one()
        what = _certified(waiting, waiting.school_id, written_name(name, which))
        moment = now()
        waiting.document = await asyncio.to_thread(signed_credential, what, key, moment)
        waiting.accepted_at = moment
        await read_about(session, actor.person_id, CREDENTIAL_OFFERED, _about(waiting))
        if waiting.by_id:
            once = f"{OFFER}:{waiting.id}"
            await notify(
                session, waiting.by_id, CREDENTIAL_ACCEPTED, by=actor.person_id, about=_about(waiting), once=once
            )
        _audit(session, "credentials.accept", actor, waiting, name=which.value)


def _certified(row: Credential, school_id: UUID, name: str) -> Certified:
    kind = CredentialKind(row.kind)
    skill = _skill(row) if kind is CredentialKind.CAPABILITY else None
    return Certified(row.id, school_id, kind, row.title, row.criteria, row.language, name, skill)


def _skill(row: Credential) -> Skill | None:
    """None, when a framework went between offer and acceptance: the title says it still."""
    try:
        used = framework(row.framework)
        known = used.capability(row.capability)
    except UnknownCode:
        return None
    meaning = used.text(known.meaning, row.language)
    return Skill(used.code, used.text(used.name, row.language), known.code, row.title, meaning)


def _about(row: Credential) -> About:
    return About(row.person_id, OFFER, str(row.id))


async def decline(actor: Actor, credential_id: UUID, *, back: bool = False) -> None:
    """Decline an offer, so that nothing is signed; `back` undoes that. Nobody is told. Twice is fine."""
    async with writing() as session:
        row = await policy.own(session, actor, credential_id, col(Credential.accepted_at).is_(None))
        if back == (row.declined_at is None):
            return
        if back:
            await _must_be_alone(session, row)
        row.declined_at = None if back else now()
        await read_about(session, actor.person_id, CREDENTIAL_OFFERED, _about(row))
        _audit(session, "credentials.decline", actor, row, back=back)


async def delete_credential(actor: Actor, credential_id: UUID) -> None:
    """Put a credential among the recently deleted, where it rests 30 days; nobody sees it from now on. Copies that were
    downloaded stay good: nobody can take those back."""
    async with writing() as session:
        row = await policy.own(session, actor, credential_id, col(Credential.accepted_at).is_not(None))
        if row.deleted_at is not None:
            return
        row.deleted_at = now()
        await end_grants(session, actor, Kind.CREDENTIAL, str(row.id))
        _audit(session, "credentials.delete", actor, row)


async def restore_credential(actor: Actor, credential_id: UUID) -> None:
    """Bring a recently deleted credential back, for its owner alone. One that is there stays as it is."""
    async with writing() as session:
        row = await policy.own(session, actor, credential_id, col(Credential.accepted_at).is_not(None))
        if row.deleted_at is None:
            return
        if row.deleted_at <= rested_before():
            raise NotFound()
        await _must_be_alone(session, row)
        row.deleted_at = None
        _audit(session, "credentials.restore", actor, row)


async def _must_be_alone(session: AsyncSession, row: Credential) -> None:
    """Raise `Invalid` when the school has given or offered the same again meanwhile."""
    same = (
        _CREDENTIAL.c.id != row.id,
        *(_CREDENTIAL.c[name] == getattr(row, name) for name in SAME),
        _CREDENTIAL.c.declined_at.is_(None),
        _CREDENTIAL.c.deleted_at.is_(None),
    )
    if (await session.execute(select(_CREDENTIAL.c.id).where(*same).limit(1))).first():
        raise Invalid(N_("You have been offered the same again since. Look at that one."))


SAME = ("person_id", "school_id", "kind", "framework", "capability", "title")
"""What two credentials have in common that are the same, as the table's index has it."""


async def load_deleted_credentials(actor: Actor) -> Sequence[DeletedThing]:
    """The actor's recently deleted credentials, each with the day on which it goes for good."""
    policy.may_have_credentials(actor)
    rest = rest_lasts()
    which = (policy.accepted_by(actor.person_id, deleted=True), _CREDENTIAL.c.deleted_at > now() - rest)
    async with reading() as session:
        rows = await session.execute(
            select(_CREDENTIAL.c.id, _CREDENTIAL.c.title, _CREDENTIAL.c.deleted_at).where(*which)
        )
        return tuple(deleted_thing(row.id, row.title, _("Credential"), row.deleted_at) for row in rows)


async def remove_rested_credentials() -> int:
    """Remove credentials deleted, and offers declined, longer ago than `deleted_days`, with all that hangs on them, at
    most `BATCH` at a time; returns how many. Harmless to repeat."""
    limit = rested_before()
    rested = or_(_CREDENTIAL.c.deleted_at <= limit, _CREDENTIAL.c.declined_at <= limit)
    async with writing() as session:
        some = select(_CREDENTIAL.c.id, _CREDENTIAL.c.person_id).where(rested).limit(BATCH)
        rows = (await session.execute(some.with_for_update())).all()
        names = [str(row.id) for row in rows]
        for table in (Grant, Comment):
            await session.execute(delete(table).where(col(table.kind) == Kind.CREDENTIAL, col(table.thing).in_(names)))
        for row in rows:
            thing = f"credential:{row.id}"
            audit(session, "credentials.remove_rested", actor_id=None, about_id=row.person_id, thing=thing)
        await session.execute(delete(_CREDENTIAL).where(_CREDENTIAL.c.id.in_([row.id for row in rows])))
        return len(rows)


def _audit(session: AsyncSession, action: str, actor: Actor, row: Credential, **detail: Any) -> None:
    thing = f"credential:{row.id}"
    audit(
        session,
        action,
        actor_id=actor.person_id,
        about_id=actor.person_id,
        school_id=row.school_id,
        thing=thing,
        **detail,
    )
