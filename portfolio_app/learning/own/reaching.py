"""How somebody comes to a module by its name: what is shipped is everybody's, what is a school's own is for its people,
and for whoever has begun it or was given it there."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.errors import NotFound
from portfolio_app.learning.models import Lesson, ModuleVersion
from portfolio_app.learning.modules import shelf
from portfolio_app.learning.own import policy
from portfolio_app.learning.own.models import OwnModule
from portfolio_app.learning.reading import Module
from portfolio_app.learning.versions import module_of


async def module_for(session: AsyncSession, actor: Actor, name: str) -> Module:
    """The module of that name as it is now. Raises `NotFound` for one there is none of for the actor."""
    if (shipped := shelf().modules.get(name)) is not None:
        return shipped
    found = await session.execute(
        select(ModuleVersion)
        .join(OwnModule, col(OwnModule.version_id) == col(ModuleVersion.id))
        .where(col(OwnModule.name) == name, policy.shown_to(actor))
    )
    version = found.scalar_one_or_none()
    if version is None:
        raise NotFound()
    return await module_of(session, version)


async def has_improved(session: AsyncSession, actor: Actor, row: OwnModule) -> bool:
    """Whether the original of a copy is another than the one its school has looked at last."""
    if not row.original or row.original_version_id is None:
        return False
    if (shipped := shelf().modules.get(row.original)) is not None:
        return shipped.hash != row.seen_hash
    found = await session.execute(
        select(col(ModuleVersion.hash))
        .join(OwnModule, col(OwnModule.version_id) == col(ModuleVersion.id))
        .where(col(OwnModule.name) == row.original, policy.shown_to(actor))
    )
    return found.scalar_one_or_none() not in (None, row.seen_hash)


async def own_modules_of(session: AsyncSession, school_ids: Collection[UUID]) -> tuple[Module, ...]:
    """The own modules of these schools, by their names."""
    if not school_ids:
        return ()
    rows = await session.execute(
        select(ModuleVersion)
        .join(OwnModule, col(OwnModule.version_id) == col(ModuleVersion.id))
        .where(col(OwnModule.school_id).in_(school_ids), col(OwnModule.deleted_at).is_(None))
        .order_by(col(OwnModule.name))
    )
    return tuple([await module_of(session, version) for version in rows.scalars()])


async def module_of_school(session: AsyncSession, school_id: UUID, name: str) -> Module | None:
    """The module of that name which a school's teachers can give to a class: shipped, or the school's own."""
    if (shipped := shelf().modules.get(name)) is not None:
        return shipped
    found = await session.execute(
        select(ModuleVersion)
        .join(OwnModule, col(OwnModule.version_id) == col(ModuleVersion.id))
        .where(col(OwnModule.name) == name, col(OwnModule.school_id) == school_id, col(OwnModule.deleted_at).is_(None))
    )
    version = found.scalar_one_or_none()
    return await module_of(session, version) if version else None


async def may_see(session: AsyncSession, actor: Actor, module: Module) -> bool:
    """Whether the actor may see that version of a module: of a school's own one only its people, whoever has begun it,
    and who may bring it back."""
    if module.programme:
        return True
    schools = actor.schools(*policy.PEOPLE)  # deleted or not: a class that was given it goes on
    own = exists().where(col(OwnModule.name) == module.name, col(OwnModule.school_id).in_(schools))
    begun = exists().where(
        col(Lesson.person_id) == actor.person_id,
        col(Lesson.version_id) == col(ModuleVersion.id),
        col(ModuleVersion.hash) == module.hash,
    )
    return bool((await session.execute(select(or_(own, begun)))).scalar_one())
