"""Who may do what with a pupil's skills: the pupil everything, others see what was shared with them."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.sharing import policy as sharing_policy
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.framework import Capability, Framework, UnknownCode, framework, frameworks
from portfolio_app.skills.models import Evidence, PeopleInIt

# Filters are written on the tables, so that they serve statements on these as well as those on mapped classes.
_EVIDENCE = table_of(Evidence)


def may_keep_skills(actor: Actor) -> None:
    """Raise `Refused` unless the actor is somebody who keeps a portfolio."""
    if not actor.keeps_a_portfolio:
        raise Refused()


def known_capability(framework_code: str, code: str) -> tuple[Framework, Capability]:
    """The framework and the capability in it. Raises `NotFound` for codes there are none of."""
    try:
        found = framework(framework_code)
        return found, found.capability(code)
    except UnknownCode as problem:
        raise NotFound() from problem


def is_in_use(framework_code: str, code: str) -> bool:
    """Whether the framework is there and has that capability now: it is neither unknown nor retired."""
    used = frameworks().get(framework_code)
    return used is not None and code in used.codes


def all_in_use() -> list[str]:
    """Every capability of which `is_in_use` holds, named as where it is shared."""
    return [f"{used.code}:{code}" for used in frameworks().values() for code in used.codes]


def own(actor: Actor, *, deleted: bool = False) -> ColumnElement[bool]:
    """Filter: the actor's own evidence, what rests deleted or what does not."""
    return owned_by(actor.person_id, deleted=deleted)


def owned_by(person_id: UUID | ColumnElement[UUID], *, deleted: bool = False) -> ColumnElement[bool]:
    """`own`, for statements that are written once and told later whose it is."""
    rests = _EVIDENCE.c.deleted_at.is_not(None) if deleted else _EVIDENCE.c.deleted_at.is_(None)
    return and_(_EVIDENCE.c.person_id == person_id, rests)


def fit_for_others() -> ColumnElement[bool]:
    """Filter: evidence that may be seen by others at all, when it is shared: not deleted, and nobody in the picture
    who was not asked."""
    return and_(_EVIDENCE.c.deleted_at.is_(None), _EVIDENCE.c.people_in_it != PeopleInIt.NOT_ASKED)


async def own_evidence(session: AsyncSession, actor: Actor, evidence_id: UUID, *, deleted: bool = False) -> Evidence:
    """The actor's own evidence, locked for a change. Raises `NotFound` for anybody else's and for what is not there."""
    may_keep_skills(actor)
    found = await session.execute(
        select(Evidence).where(col(Evidence.id) == evidence_id, own(actor, deleted=deleted)).with_for_update()
    )
    evidence = found.scalar_one_or_none()
    if evidence is None:
        raise NotFound()
    return evidence


async def seen_evidence(session: AsyncSession, actor: Actor, media_id: UUID) -> Evidence | None:
    """An evidence holding that media file which the actor may see: their own, or one shared with them; else None."""
    rows = await session.execute(select(Evidence).where(col(Evidence.media_id) == media_id, fit_for_others()))
    for evidence in rows.scalars():
        if await sharing_policy.may_see(session, actor, evidence.person_id, Kind.EVIDENCE, str(evidence.id)):
            return evidence
    return None
