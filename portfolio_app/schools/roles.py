"""What people are at a school: roles given, ended at once everywhere, and brought back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.codes import end_secrets, end_secrets_made_by
from portfolio_app.accounts.models import STAFF, Membership, OneTimeCode, Person, Role
from portfolio_app.accounts.names import clean_name, sort_name
from portfolio_app.accounts.own import is_their_own, leaves_school, returns_to_school
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import after_commit, as_id, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.schools import policy
from portfolio_app.schools.actions import lately
from portfolio_app.schools.models import ClassMember, School, SchoolClass


class LastCoordinator(Invalid):
    """Without a coordinator nobody could run the school."""

    message = N_("A school needs a coordinator. Give somebody else this role first.")


class TheirOwn(Invalid):
    """Whoever has left school and made the account their own comes back by a joining code alone."""

    message = N_("This account belongs to its owner now, and to no school. Give them a joining code of a class.")


class PupilAndStaff(Invalid):
    """Nobody is a pupil and works at the same school at once."""

    message = N_("Nobody can be a pupil and a member of staff at the same school. End the other role first.")


async def give_role(actor: Actor, school_id: str | UUID, person_id: str | UUID, role: Role) -> None:
    """Give somebody of the school a role there; harmless when they hold it. Raises `PupilAndStaff`, `NotFound`."""
    async with writing() as session:
        school = as_id(school_id)
        person = await policy.check_changes_role(session, actor, school, as_id(person_id), role)
        await take_back(session, person.id, role)
        await add_role(session, actor, school, person.id, role)


async def take_back(session: AsyncSession, person_id: UUID, role: Role) -> None:
    """A school has a former pupil of its own again, before the account has become theirs. Raises `TheirOwn`."""
    if role is Role.PUPIL:
        if await is_their_own(session, person_id):
            raise TheirOwn()
        await returns_to_school(session, person_id)


async def add_role(session: AsyncSession, actor: Actor, school_id: UUID, person_id: UUID, role: Role) -> None:
    """Add an open role to the transaction, unless it is held. Raises `PupilAndStaff`."""
    # Whoever changes the roles of one person takes turns.
    await session.execute(select(col(Person.id)).where(col(Person.id) == person_id).with_for_update())
    held = set(
        (
            await session.execute(
                select(col(Membership.role)).where(
                    col(Membership.person_id) == person_id,
                    col(Membership.school_id) == school_id,
                    col(Membership.ended_at).is_(None),
                )
            )
        ).scalars()
    )
    if role in held:
        return
    if (role is Role.PUPIL and held) or (role in STAFF and Role.PUPIL in held):
        raise PupilAndStaff()
    session.add(Membership(person_id=person_id, role=role, school_id=school_id, began_at=now()))
    _audit(session, "give_role", actor, school_id, person_id, role)
    after_commit(session, lambda: sessions.forget(person_id))


async def end_role(actor: Actor, school_id: str | UUID, person_id: str | UUID, role: Role) -> None:
    """End a role, the places in classes that went with it and all the person's sessions, at once.

    Codes, cards and links the person made at the school open no more, nor those a pupil was given there. The account of
    a pupil who is at no other school is as after a leaving day, until a school has them again. Harmless when the role
    has ended. Raises `LastCoordinator`, `NotFound`.
    """
    async with writing() as session:
        school, person_key = as_id(school_id), as_id(person_id)
        # Two coordinators ending each other's role at once take turns, so that one is left.
        await session.execute(select(col(School.id)).where(col(School.id) == school).with_for_update())
        person = await policy.check_changes_role(session, actor, school, person_key, role)
        if await close_role(session, school, person.id, role):
            _audit(session, "end_role", actor, school, person.id, role)
            if role is Role.PUPIL:
                await leaves_school(session, person.id)


async def close_role(session: AsyncSession, school_id: UUID, person_id: UUID, role: Role) -> bool:
    """End a role and all that goes with it, in this transaction; whether it was held. Raises `LastCoordinator`."""
    held = (
        await session.execute(
            select(Membership)
            .where(
                col(Membership.person_id) == person_id,
                col(Membership.school_id) == school_id,
                col(Membership.role) == role,
                col(Membership.ended_at).is_(None),
            )
            .with_for_update()
        )
    ).scalar_one_or_none()
    if held is None:
        return False
    if role is Role.COORDINATOR:
        await _check_not_last(session, school_id)
    held.ended_at = now()
    here = select(col(SchoolClass.id)).where(col(SchoolClass.school_id) == school_id)
    await session.execute(
        update(ClassMember)
        .where(
            col(ClassMember.person_id) == person_id,
            col(ClassMember.role) == role,
            col(ClassMember.ended_at).is_(None),
            col(ClassMember.class_id).in_(here),
        )
        .values(ended_at=held.ended_at)
    )
    if role in STAFF:
        await end_secrets_made_by(session, person_id, school_id)
    else:  # nobody there helps them any more
        await end_secrets(session, col(OneTimeCode.person_id) == person_id, col(OneTimeCode.school_id) == school_id)
    await sessions.end_sessions(session, person_id)
    return True


async def _check_not_last(session: AsyncSession, school_id: UUID) -> None:
    count = await session.execute(
        select(func.count())
        .select_from(Membership)
        .where(
            col(Membership.school_id) == school_id,
            col(Membership.role) == Role.COORDINATOR,
            col(Membership.ended_at).is_(None),
        )
    )
    if count.scalar_one() < 2:
        raise LastCoordinator()


async def restore_role(actor: Actor, school_id: str | UUID, person_id: str | UUID, role: Role) -> None:
    """Bring back a role that ended lately, with the places in open classes that ended with it.

    Raises `PupilAndStaff`, `NotFound`; harmless when the role is held again already.
    """
    async with writing() as session:
        school = as_id(school_id)
        person = await policy.check_changes_role(session, actor, school, as_id(person_id), role)
        ended = (
            await session.execute(
                select(Membership)
                .where(
                    col(Membership.person_id) == person.id,
                    col(Membership.school_id) == school,
                    col(Membership.role) == role,
                    col(Membership.ended_at).is_not(None),
                )
                .order_by(col(Membership.ended_at).desc())
                .limit(1)
            )
        ).scalar_one_or_none()
        if ended is None or ended.ended_at is None or not lately(ended.ended_at):
            raise NotFound()
        await take_back(session, person.id, role)
        await add_role(session, actor, school, person.id, role)
        await _restore_places(session, school, person.id, role, ended.ended_at)
        _audit(session, "restore_role", actor, school, person.id, role)


async def _restore_places(
    session: AsyncSession, school_id: UUID, person_id: UUID, role: Role, ended_at: datetime
) -> None:
    places = (
        await session.execute(
            select(ClassMember)
            .join(SchoolClass, col(SchoolClass.id) == col(ClassMember.class_id))
            .where(
                col(ClassMember.person_id) == person_id,
                col(ClassMember.role) == role,
                col(ClassMember.ended_at) == ended_at,
                col(SchoolClass.school_id) == school_id,
                col(SchoolClass.ended_at).is_(None),
            )
        )
    ).scalars()
    for place in places:
        try:
            async with session.begin_nested():
                place.ended_at = None
                await session.flush()
        except IntegrityError as problem:  # put back into the class by hand meanwhile
            raise Conflict() from problem


async def add_regional_role(session: AsyncSession, actor: Actor, region_id: UUID, person_id: UUID) -> None:
    """Add the open role of a region's coordinator to the transaction, unless it is held."""
    await session.execute(select(col(Person.id)).where(col(Person.id) == person_id).with_for_update())
    if await _regional(session, region_id, person_id) is not None:
        return
    session.add(Membership(person_id=person_id, role=Role.REGIONAL, region_id=region_id, began_at=now()))
    _audit_regional(session, "give_role", actor, region_id, person_id)
    after_commit(session, lambda: sessions.forget(person_id))


async def end_regional_role(actor: Actor, region_id: str | UUID, person_id: str | UUID) -> None:
    """End somebody's role at a region and all their sessions, at once; for an admin. Harmless when it has ended. A
    region can be without: nothing waits for its coordinator but hosts that are not approved yet. Raises `NotFound`."""
    policy.check_admin(actor)
    region, person = as_id(region_id), as_id(person_id)
    async with writing() as session:
        held = await _regional(session, region, person)
        if held is None:
            return
        held.ended_at = now()
        await sessions.end_sessions(session, person)
        _audit_regional(session, "end_role", actor, region, person)


async def restore_regional_role(actor: Actor, region_id: str | UUID, person_id: str | UUID) -> None:
    """Bring back a role at a region that ended lately; harmless when it is held again. Raises `NotFound`."""
    policy.check_admin(actor)
    region, person = as_id(region_id), as_id(person_id)
    async with writing() as session:
        ended_at = (
            await session.execute(
                select(func.max(col(Membership.ended_at))).where(
                    col(Membership.person_id) == person,
                    col(Membership.region_id) == region,
                    col(Membership.ended_at) > rested_before(),
                )
            )
        ).scalar_one()
        if ended_at is None:
            raise NotFound()
        await add_regional_role(session, actor, region, person)


async def _regional(session: AsyncSession, region_id: UUID, person_id: UUID) -> Membership | None:
    return (
        await session.execute(
            select(Membership)
            .where(
                col(Membership.person_id) == person_id,
                col(Membership.region_id) == region_id,
                col(Membership.role) == Role.REGIONAL,
                col(Membership.ended_at).is_(None),
            )
            .with_for_update()
        )
    ).scalar_one_or_none()


def _audit_regional(session: AsyncSession, verb: str, actor: Actor, region_id: UUID, person_id: UUID) -> None:
    audit(
        session,
        f"schools.{verb}",
        actor_id=actor.person_id,
        about_id=person_id,
        thing=f"region:{region_id}",
        role=str(Role.REGIONAL),
    )


async def change_name(actor: Actor, school_id: str | UUID, person_id: str | UUID, name: str) -> None:
    """Correct how a person of the school is called. Raises `Invalid`, `NotFound`.

    Only for people who belong to no other school: their name is not this school's alone.
    """
    name = clean_name(name)
    async with writing() as session:
        school = as_id(school_id)
        person = await policy.check_leads_person(session, actor, school, as_id(person_id))
        elsewhere = await session.execute(
            select(col(Membership.id))
            .where(
                col(Membership.person_id) == person.id,
                col(Membership.ended_at).is_(None),
                col(Membership.school_id).is_distinct_from(school),
            )
            .limit(1)
        )
        if elsewhere.scalar_one_or_none() is not None:
            raise Invalid(N_("This person belongs to another school too. Ask that school first."), field="name")
        person.name, person.sort_name = name, sort_name(name)
        audit(session, "schools.change_name", actor_id=actor.person_id, about_id=person.id, school_id=school)
        after_commit(session, lambda: sessions.forget(person.id))


def _audit(session: AsyncSession, verb: str, actor: Actor, school_id: UUID, person_id: UUID, role: Role) -> None:
    audit(
        session,
        f"schools.{verb}",
        actor_id=actor.person_id,
        about_id=person_id,
        school_id=school_id,
        thing=f"person:{person_id}",
        role=str(role),
    )
