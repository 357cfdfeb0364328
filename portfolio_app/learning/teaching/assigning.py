"""A teacher assigns a module or a part of it, changes its days, takes it back, and moves those who have not begun to a
newer version. What pupils did is theirs and stays, whatever becomes of the assignment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, table_of, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date
from portfolio_app.core.resting import rested_before
from portfolio_app.learning.teaching import material, policy
from portfolio_app.learning.teaching.days import today_at
from portfolio_app.learning.teaching.models import AssignedActivity, AssignedPupil, Assignment
from portfolio_app.learning.versions import kept_now
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import ASSIGNED
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.schools.places import country_of_school

ASSIGNMENT = "assignment"
"""What a notice about it speaks of."""
MOST_OPEN = 200
"""Assignments of a class that are open at the same time: more than a year has weeks."""
ALREADY = N_(
    "{name} has assigned this to them already, until {day}. Change its days there, or choose other activities."
)
CHANGED = N_(
    "{name} changed this meanwhile: it is now from {first} to {last}. Yours was not saved; look, and save again."
)

_MEMBER, _ROLE, _PERSON, _CLASS = (table_of(kind) for kind in (ClassMember, Membership, Person, SchoolClass))


@dataclass(frozen=True)
class AssignForm:
    """What a teacher chose: which activities of a module (none: all of them), for whom (no pupils: the class), from
    which day until which."""

    module: str
    first_day: date
    due_on: date
    activities: tuple[str, ...] = ()
    pupils: tuple[UUID, ...] = ()


async def assign(actor: Actor, class_id: UUID, form: AssignForm, request: UUID) -> UUID:
    """Assign it to the class the actor teaches, or to pupils of it, tell them, and return the assignment's id.

    `request` is the form's own id: sent twice, kept once. Raises `NotFound` for another's class, `Invalid` with the
    field it is about, and `Conflict` when the same is assigned to the same pupils already.
    """
    async with writing() as session:
        one = await policy.check_teaches(session, actor, class_id, changes=True)
        if already := await _kept(session, one, request):
            return already
        module = await material.written_for(session, one.school_id, form.module)
        if module is None:
            raise Invalid(N_("Choose a module."), field="module")
        chosen = material.material_of(module)
        pieces = _chosen(chosen, form.activities)
        country = await country_of_school(session, one.school_id)
        _check_days(form.first_day, form.due_on, today_at(country))
        pupils = await _named(session, one, form.pupils)
        row = Assignment(
            school_id=one.school_id,
            class_id=one.id,
            programme=chosen.programme,
            module=chosen.module,
            version_id=await kept_now(session, module),
            activities=[piece.code for piece in pieces],
            minutes=sum(piece.minutes for piece in pieces),
            whole=len(pieces) == len(chosen.pieces),
            target=target_of(pupils),
            first_day=form.first_day,
            due_on=form.due_on,
            by_id=actor.person_id,
            made_at=now(),
            changed_by_id=actor.person_id,
            changed_at=now(),
            request=request,
        )
        await _check_room(session, one)
        session.add(row)
        await session.flush()
        session.add_all(AssignedPupil(assignment_id=row.id, person_id=pupil) for pupil in pupils)
        await _open(session, row)
        await _tell(session, actor, one, row, pupils)
        _audit(session, "learning.assign", actor, row, pupils=len(pupils), activities=len(pieces))
        return row.id


async def change_days(actor: Actor, assignment_id: UUID, first_day: date, due_on: date, version: int) -> None:
    """Give it other days. `version` is the one the teacher looked at: raises `Conflict` when a colleague changed it
    meanwhile, and says what it is now."""
    async with writing() as session:
        _one, row = await policy.own_assignment(session, actor, assignment_id)
        if (row.first_day, row.due_on) == (first_day, due_on):
            return
        if row.version != version:
            raise Conflict(
                CHANGED,
                field=f"due_on-{row.id}",
                name=await _name_of(session, row.changed_by_id),
                first=format_date(row.first_day),
                last=format_date(row.due_on),
            )
        country = await country_of_school(session, row.school_id)
        _check_days(first_day, due_on, today_at(country), former=row.due_on, suffix=f"-{row.id}")
        row.first_day, row.due_on = first_day, due_on
        _changed(row, actor)
        _audit(session, "learning.change_days", actor, row)


async def unassign(actor: Actor, assignment_id: UUID) -> None:
    """Take it back: it is due no more, and its notices go. What pupils did stays theirs, and where they find it."""
    async with writing() as session:
        _one, row = await policy.own_assignment(session, actor, assignment_id)
        row.ended_at = now()
        _changed(row, actor)
        await session.execute(delete(AssignedActivity).where(col(AssignedActivity.assignment_id) == row.id))
        await withdraw(session, ASSIGNED, _once(row.id))
        _audit(session, "learning.unassign", actor, row)


async def assign_again(actor: Actor, assignment_id: UUID) -> None:
    """Undo that, as long as it rests. Raises `Conflict` when the same was assigned to the same pupils since."""
    async with writing() as session:
        _one, row = await policy.own_assignment(session, actor, assignment_id, ended=True)
        if row.ended_at is None or row.ended_at <= rested_before():
            raise NotFound()
        row.ended_at = None
        _changed(row, actor)
        await _open(session, row)
        _audit(session, "learning.assign_again", actor, row)


async def move_to_newest(actor: Actor, assignment_id: UUID) -> None:
    """Give the newest version of the module to those who have not begun; whoever has keeps theirs.

    A part keeps its activities; raises `Conflict` when the newest version has some of them no more.
    """
    async with writing() as session:
        _one, row = await policy.own_assignment(session, actor, assignment_id)
        module = await material.written_for(session, row.school_id, row.module)
        if module is None or (version_id := await kept_now(session, module)) == row.version_id:
            return
        newest = material.material_of(module)
        if not row.whole and not set(row.activities) <= {piece.code for piece in newest.pieces}:
            raise Conflict(
                N_("The new version has other activities. Take this back, and assign a part of the new one.")
            )
        pieces = newest.pieces if row.whole else _chosen(newest, tuple(row.activities))
        await session.execute(delete(AssignedActivity).where(col(AssignedActivity.assignment_id) == row.id))
        row.version_id = version_id
        row.activities = [piece.code for piece in pieces]
        row.minutes = sum(piece.minutes for piece in pieces)
        row.whole = len(pieces) == len(newest.pieces)
        _changed(row, actor)
        await _open(session, row)
        _audit(session, "learning.move_to_newest", actor, row)


def target_of(pupils: Collection[UUID]) -> str:
    """Whom an assignment is for: the class, or a digest of who they are; the same pupils are the same target."""
    if not pupils:
        return policy.WHOLE_CLASS
    return "pupils:" + sha256(b"".join(sorted(one.bytes for one in pupils))).hexdigest()


def pupils_of(class_id: UUID) -> Select[Any]:
    """Who is a pupil of the class, and of its school, now: `person_id`."""
    return (
        select(_MEMBER.c.person_id)
        .join(_CLASS, _CLASS.c.id == _MEMBER.c.class_id)
        .join(_ROLE, (_ROLE.c.person_id == _MEMBER.c.person_id) & (_ROLE.c.school_id == _CLASS.c.school_id))
        .join(_PERSON, _PERSON.c.id == _MEMBER.c.person_id)
        .where(
            _MEMBER.c.class_id == class_id,
            _MEMBER.c.role == "pupil",
            _MEMBER.c.ended_at.is_(None),
            _ROLE.c.role == Role.PUPIL,
            _ROLE.c.ended_at.is_(None),
            _PERSON.c.ended_at.is_(None),
        )
        .distinct()
    )


async def _kept(session: AsyncSession, one: SchoolClass, request: UUID) -> UUID | None:
    row = (await session.execute(select(Assignment).where(col(Assignment.request) == request))).scalar_one_or_none()
    if row is not None and row.class_id != one.id:
        raise NotFound()
    return row.id if row else None


def _chosen(chosen: material.Material, activities: Sequence[str]) -> tuple[material.Piece, ...]:
    if not activities:
        return chosen.pieces
    if not set(activities) <= {piece.code for piece in chosen.pieces}:
        raise Invalid(N_("Choose activities of this module."), field="activities")
    return tuple(piece for piece in chosen.pieces if piece.code in activities)


def _check_days(first: date, due: date, today: date, *, former: date | None = None, suffix: str = "") -> None:
    if due < first:
        raise Invalid(N_("The last day lies before the first one."), field=f"due_on{suffix}")
    if due < today and due != former:
        raise Invalid(N_("Choose today or a day that is still to come."), field=f"due_on{suffix}")


async def _named(session: AsyncSession, one: SchoolClass, pupils: Sequence[UUID]) -> tuple[UUID, ...]:
    """These pupils, once each. Raises `NotFound` when one of them is not in the class."""
    wanted = tuple(dict.fromkeys(pupils))
    if wanted and not set(wanted) <= set((await session.execute(pupils_of(one.id))).scalars()):
        raise NotFound()
    return wanted


async def _check_room(session: AsyncSession, one: SchoolClass) -> None:
    those = select(col(Assignment.id)).where(col(Assignment.class_id) == one.id, col(Assignment.ended_at).is_(None))
    if len((await session.execute(those.limit(MOST_OPEN))).all()) >= MOST_OPEN:
        raise Invalid(N_("This class has very many assignments. Take back what is over first."), field="module")


async def _open(session: AsyncSession, row: Assignment) -> None:
    """Hold its activities for these pupils. Raises `Conflict` when one of them is held by another assignment."""
    await session.flush()
    for code in row.activities:
        held = AssignedActivity(
            assignment_id=row.id, class_id=row.class_id, target=row.target, module=row.module, activity=code
        )
        if not await insert_new(session, held):
            await _say_who(session, row, code)


async def _say_who(session: AsyncSession, row: Assignment, code: str) -> None:
    other = (
        await session.execute(
            select(Assignment)
            .join(AssignedActivity, col(AssignedActivity.assignment_id) == col(Assignment.id))
            .where(
                col(AssignedActivity.class_id) == row.class_id,
                col(AssignedActivity.target) == row.target,
                col(AssignedActivity.module) == row.module,
                col(AssignedActivity.activity) == code,
            )
        )
    ).scalar_one()
    name = await _name_of(session, other.by_id)
    raise Conflict(ALREADY, field="module", name=name, day=format_date(other.due_on))


async def _name_of(session: AsyncSession, person_id: UUID | None) -> str:
    found = await session.execute(select(col(Person.name)).where(col(Person.id) == person_id))
    return found.scalar_one_or_none() or _("Somebody")


async def _tell(
    session: AsyncSession, actor: Actor, one: SchoolClass, row: Assignment, pupils: Collection[UUID]
) -> None:
    whom = pupils or (await session.execute(pupils_of(one.id))).scalars().all()
    for person_id in sorted(whom):  # in one order, so that two never wait for each other
        about = About(person_id, ASSIGNMENT, str(row.id))
        await notify(session, person_id, ASSIGNED, by=actor.person_id, about=about, once=_once(row.id))


def _once(assignment_id: UUID) -> str:
    return f"{ASSIGNMENT}:{assignment_id}"


def _changed(row: Assignment, actor: Actor) -> None:
    row.changed_by_id, row.changed_at, row.version = actor.person_id, now(), row.version + 1


def _audit(session: AsyncSession, action: str, actor: Actor, row: Assignment, **detail: Any) -> None:
    audit(
        session,
        action,
        actor_id=actor.person_id,
        school_id=row.school_id,
        thing=f"{ASSIGNMENT}:{row.id}",
        module=row.module,
        **detail,
    )
