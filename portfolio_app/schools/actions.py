"""A school's classes and who is in them: made, renamed, ended and brought back by its coordinator."""

from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.codes import end_secrets
from portfolio_app.accounts.models import Membership, OneTimeCode, Role
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rest_lasts
from portfolio_app.schools import policy
from portfolio_app.schools.models import ClassMember, SchoolClass

STAGES = {
    "11-13": N_("11 to 13 years"),
    "13-15": N_("13 to 15 years"),
    "15-18": N_("15 to 18 years"),
    "after": N_("After leaving school"),
}
"""The stages a class can be at, the same in every framework; a msgid each."""

LONGEST_CLASS = 60


class ClassExists(Conflict):
    """The school has an open class of this name."""

    message = N_("There is already a class called {name}.")


def clean_class_name(text: str, *, field: str = "name") -> str:
    """A class name fit to keep. Raises `Invalid`."""
    name = " ".join(text.split())
    if not name or not name.isprintable():
        raise Invalid(N_("Write a name for the class, such as 8B."), field=field)
    if len(name) > LONGEST_CLASS:
        raise Invalid(N_("A class name can have at most {n} characters."), field=field, n=LONGEST_CLASS)
    return name


def check_stage(stage: str) -> str:
    """`stage` when it is one of `STAGES`. Raises `Invalid`."""
    if stage not in STAGES:
        raise Invalid(N_("Choose a stage."), field="stage")
    return stage


async def add_class(
    session: AsyncSession, school_id: UUID, name: str, stage: str, *, class_id: UUID | None = None
) -> SchoolClass:
    """Add an open class to the transaction; its clean name is unique at the school. Raises `ClassExists`."""
    await check_class_name_free(session, school_id, name)
    made = SchoolClass(id=class_id or uuid4(), school_id=school_id, name=name, stage=stage, made_at=now())
    try:
        async with session.begin_nested():
            session.add(made)
            await session.flush()
    except IntegrityError as problem:
        raise ClassExists(field="name", name=name) from problem
    return made


async def check_class_name_free(session: AsyncSession, school_id: UUID, name: str, *, but: UUID | None = None) -> None:
    """Raise `ClassExists` when another open class of the school is called `name`, in whatever case."""
    names = await session.execute(
        select(col(SchoolClass.name)).where(
            col(SchoolClass.school_id) == school_id, col(SchoolClass.ended_at).is_(None), col(SchoolClass.id) != but
        )
    )
    if any(name.casefold() == other.casefold() for other in names.scalars()):
        raise ClassExists(field="name", name=name)


async def make_class(
    actor: Actor, school_id: str | UUID, name: str, stage: str, *, request: str | UUID | None = None
) -> UUID:
    """Make a class, once for each form's `request`. Raises `Invalid`, `ClassExists`, `NotFound`."""
    name, stage = clean_class_name(name), check_stage(stage)
    async with writing() as session:
        school = await policy.check_leads(session, actor, as_id(school_id))
        class_id = uuid5(as_id(request), f"class:{school.id}") if request else uuid4()
        there = await session.get(SchoolClass, class_id)
        if there is not None and there.school_id == school.id:
            return there.id
        made = await add_class(session, school.id, name, stage, class_id=class_id)
        _audit(session, "make_class", actor, made)
    return made.id


async def change_class(actor: Actor, class_id: str | UUID, name: str, stage: str) -> None:
    """Rename a class or move it to another stage. Raises `Invalid`, `ClassExists`, `NotFound`."""
    name, stage = clean_class_name(name), check_stage(stage)
    async with writing() as session:
        found = await policy.check_leads_class(session, actor, as_id(class_id))
        await check_class_name_free(session, found.school_id, name, but=found.id)
        _audit(session, "change_class", actor, found, stage=stage)
        try:
            async with session.begin_nested():
                found.name, found.stage = name, stage
                await session.flush()
        except IntegrityError as problem:
            raise ClassExists(field="name", name=name) from problem


async def end_class(actor: Actor, class_id: str | UUID) -> None:
    """End a class and everybody's place in it; it can be brought back for some days. Raises `NotFound`."""
    async with writing() as session:
        found = await policy.check_leads_class(session, actor, as_id(class_id), ended=None)
        if found.ended_at is not None:
            return
        moment = now()
        found.ended_at = moment
        await session.execute(
            update(ClassMember)
            .where(col(ClassMember.class_id) == found.id, col(ClassMember.ended_at).is_(None))
            .values(ended_at=moment)
        )
        await _end_secrets_out_of_reach(session, found)
        _audit(session, "end_class", actor, found)


async def restore_class(actor: Actor, class_id: str | UUID) -> None:
    """Bring an ended class back, with whoever was in it when it ended and still belongs to the school.

    Raises `ClassExists` when another class has taken its name, `NotFound` also when it ended too long ago.
    """
    async with writing() as session:
        found = await policy.check_leads_class(session, actor, as_id(class_id), ended=None)
        if found.ended_at is None:
            return
        if not lately(found.ended_at):
            raise NotFound()
        await check_class_name_free(session, found.school_id, found.name, but=found.id)
        members = (
            await session.execute(
                select(ClassMember)
                .join(
                    Membership,
                    (col(Membership.person_id) == col(ClassMember.person_id))
                    & (col(Membership.role) == col(ClassMember.role)),
                )
                .where(
                    col(ClassMember.class_id) == found.id,
                    col(ClassMember.ended_at) == found.ended_at,
                    col(Membership.school_id) == found.school_id,
                    col(Membership.ended_at).is_(None),
                )
            )
        ).scalars()
        for member in members:
            member.ended_at = None
        _audit(session, "restore_class", actor, found)
        try:
            async with session.begin_nested():
                found.ended_at = None
                await session.flush()
        except IntegrityError as problem:
            raise ClassExists(field="name", name=found.name) from problem


def lately(ended_at: datetime) -> bool:
    """Whether what ended then can still be brought back."""
    return now() - ended_at < rest_lasts()


async def join_class(actor: Actor, class_id: str | UUID, person_id: str | UUID, role: Role) -> None:
    """Put a pupil or teacher of the school into one of its classes; once is enough. Raises `NotFound`."""
    async with writing() as session:
        found = await policy.check_leads_class(session, actor, as_id(class_id))
        await place_in_class(session, actor, found, as_id(person_id), role)


async def place_in_class(
    session: AsyncSession, actor: Actor, school_class: SchoolClass, person_id: UUID, role: Role
) -> None:
    """Add somebody who holds `role` at the class's school to it, in this transaction; harmless when they are in it."""
    if role not in (Role.PUPIL, Role.TEACHER):
        raise NotFound()
    # Locks the role, so that it cannot end between this look and the commit.
    held = await session.execute(
        select(Membership)
        .where(
            col(Membership.person_id) == person_id,
            col(Membership.role) == role,
            col(Membership.school_id) == school_class.school_id,
            col(Membership.ended_at).is_(None),
        )
        .with_for_update()
    )
    if held.scalar_one_or_none() is None:
        raise NotFound()
    there = await session.execute(_place(school_class.id, person_id, role))
    if there.scalar_one_or_none() is not None:
        return
    session.add(ClassMember(class_id=school_class.id, person_id=person_id, role=role, began_at=now()))
    _audit(session, "join_class", actor, school_class, about_id=person_id, role=role)


def _place(class_id: UUID, person_id: UUID, role: Role) -> Select[ClassMember]:
    return select(ClassMember).where(
        col(ClassMember.class_id) == class_id,
        col(ClassMember.person_id) == person_id,
        col(ClassMember.role) == role,
        col(ClassMember.ended_at).is_(None),
    )


async def leave_class(actor: Actor, class_id: str | UUID, person_id: str | UUID, role: Role) -> None:
    """Take somebody out of a class; what they may see because of it ends at once. Harmless when they are not in it."""
    async with writing() as session:
        found = await policy.check_leads_class(session, actor, as_id(class_id))
        place = (await session.execute(_place(found.id, as_id(person_id), role))).scalar_one_or_none()
        if place is None:
            return
        place.ended_at = now()
        await _end_secrets_out_of_reach(session, found)
        _audit(session, "leave_class", actor, found, about_id=place.person_id, role=role)


async def move_pupil(actor: Actor, person_id: str | UUID, from_class: str | UUID, to_class: str | UUID) -> None:
    """Move a pupil from one class of the school to another, in one step. Raises `NotFound`, `Invalid`."""
    async with writing() as session:
        old = await policy.check_leads_class(session, actor, as_id(from_class))
        new = await policy.check_leads_class(session, actor, as_id(to_class))
        if old.id == new.id or old.school_id != new.school_id:
            raise Invalid(N_("Choose another class."), field="to_class")
        place = (await session.execute(_place(old.id, as_id(person_id), Role.PUPIL))).scalar_one_or_none()
        if place is None:
            raise NotFound()
        place.ended_at = now()
        await place_in_class(session, actor, new, place.person_id, Role.PUPIL)
        await _end_secrets_out_of_reach(session, old)
        _audit(session, "move_pupil", actor, new, about_id=place.person_id, came_from=str(old.id))


async def _end_secrets_out_of_reach(session: AsyncSession, school_class: SchoolClass) -> None:
    """End what people who teach or taught this class gave to pupils they no longer reach: they might know it."""
    await session.flush()
    taught = select(col(ClassMember.person_id)).where(
        col(ClassMember.class_id) == school_class.id, col(ClassMember.role) == Role.TEACHER
    )
    await end_secrets(
        session,
        col(OneTimeCode.school_id) == school_class.school_id,
        col(OneTimeCode.issued_by).in_(taught),
        policy.out_of_reach(),
    )


def _audit(
    session: AsyncSession, verb: str, actor: Actor, about: SchoolClass, *, about_id: UUID | None = None, **detail: str
) -> None:
    audit(
        session,
        f"schools.{verb}",
        actor_id=actor.person_id,
        about_id=about_id,
        school_id=about.school_id,
        thing=f"class:{about.id}",
        **detail,
    )
