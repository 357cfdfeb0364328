"""Coming to a school with an account one has already: its coordinator makes a one-time code for a class and hands it
over, and whoever types it while signed in becomes a pupil of that class, as the same person.

So no school finds anybody here, or takes them in unasked: a code is for whoever holds it, and says nothing of them
before they say yes. It is said once, works for a week, and only its hash is kept.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from portfolio_app.accounts import throttle
from portfolio_app.accounts.actions import fold_code
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import STAFF, Membership, Person, Role
from portfolio_app.accounts.own import returns_to_school
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date
from portfolio_app.core.secrets import keyed_hash, readable_secret
from portfolio_app.schools import policy
from portfolio_app.schools.actions import place_in_class
from portfolio_app.schools.models import ClassMember, JoiningCode, School, SchoolClass
from portfolio_app.schools.roles import PupilAndStaff, add_role

VALID = timedelta(days=7)
MOST_OPEN = 30
"""How many codes of a class can be open at once: as many as may come with an account of their own."""
SHOWN = 30


class NoSuchCode(Invalid):
    """A code that was used, has ended or run out, or never was; never says which."""

    message = N_("This code opens nothing. It may be mistyped, used already, or too old. Ask the school for a new one.")


@dataclass(frozen=True)
class JoiningLine:
    """A code of a class, without the code: who made it, and what became of it. `open` ones can be ended."""

    id: str = ""
    said: str = ""
    outcome: str = ""
    open: bool = False


@dataclass(frozen=True)
class JoiningView:
    """What a code leads to, before anything is done: the school and the class."""

    school: str = ""
    class_name: str = ""


async def make_joining_code(actor: Actor, class_id: str | UUID) -> str:
    """Make a code with which somebody who has an account joins a class, for its coordinator; said once.

    Raises `Invalid` when too many are open, `NotFound`.
    """
    code = readable_secret(3)
    async with writing() as session:
        found = await policy.check_leads_class(session, actor, as_id(class_id))
        open_ones = select(func.count()).where(
            col(JoiningCode.class_id) == found.id,
            col(JoiningCode.ended_at).is_(None),
            col(JoiningCode.expires_at) > now(),
        )
        if (await session.execute(open_ones)).scalar_one() >= MOST_OPEN:
            raise Invalid(N_("Many codes of this class are open already. End those that nobody needs any more."))
        session.add(
            JoiningCode(
                class_id=found.id,
                secret_hash=_hashed(code),
                made_by=actor.person_id,
                made_at=now(),
                expires_at=now() + VALID,
            )
        )
        _audit(session, "make_joining_code", actor, found)
    return code


async def end_joining_code(actor: Actor, code_id: str | UUID) -> None:
    """A code opens nothing any more, for the coordinator of its class. Used or ended: fine. Raises `NotFound`."""
    async with writing() as session:
        code = await session.get(JoiningCode, as_id(code_id), with_for_update=True)
        if code is None:
            raise NotFound()
        found = await policy.check_leads_class(session, actor, code.class_id, ended=None)
        if code.ended_at is None:
            code.ended_at = now()
            _audit(session, "end_joining_code", actor, found)


async def load_joining_codes(session: AsyncSession, class_id: UUID) -> tuple[JoiningLine, ...]:
    """The latest codes of a class, for whoever has been found to lead it."""
    maker, user = aliased(Person), aliased(Person)
    rows = await session.execute(
        select(JoiningCode, col(maker.name), col(user.name))
        .outerjoin(maker, col(maker.id) == col(JoiningCode.made_by))
        .outerjoin(user, col(user.id) == col(JoiningCode.used_by))
        .where(col(JoiningCode.class_id) == class_id)
        .order_by(col(JoiningCode.made_at).desc(), col(JoiningCode.id))
        .limit(SHOWN)
    )
    return tuple(_line(code, made_by, used_by) for code, made_by, used_by in rows)


def _line(code: JoiningCode, maker: str | None, user: str | None) -> JoiningLine:
    made = _("{name}, {day}").format(name=maker or _("Somebody"), day=format_date(code.made_at))
    if code.used_at:
        day = format_date(code.used_at)
        return JoiningLine(str(code.id), made, _("Used by {name} on {day}").format(name=user or _("Somebody"), day=day))
    if code.ended_at:
        return JoiningLine(str(code.id), made, _("Ended, not used"))
    if code.expires_at <= now():
        return JoiningLine(str(code.id), made, _("Expired, not used"))
    return JoiningLine(str(code.id), made, _("Good until {day}").format(day=format_date(code.expires_at)), open=True)


async def look_at_code(actor: Actor, code: str) -> JoiningView:
    """Which school and class a code leads to, before the actor says yes. Raises as `join_with_code` does."""
    async with throttle.trying(_tries(actor)), reading() as session:
        _found, school_class, school = await _fitting(session, actor, code)
        return JoiningView(school.name, school_class.name)


async def join_with_code(actor: Actor, code: str) -> JoiningView:
    """The actor becomes a pupil of the code's class, as the same person; nothing of theirs is shared by that. Sent
    again by whoever used it, it is done.

    Raises `NoSuchCode`, `Invalid` for a class they are in and for an admin, `PupilAndStaff`, `TooMany`.
    """
    async with throttle.trying(_tries(actor)), writing() as session:
        found, school_class, school = await _fitting(session, actor, code, lock=True)
        if found.used_by == actor.person_id:
            return JoiningView(school.name, school_class.name)
        await returns_to_school(session, actor.person_id)
        await add_role(session, actor, school.id, actor.person_id, Role.PUPIL)
        await session.flush()
        await place_in_class(session, actor, school_class, actor.person_id, Role.PUPIL)
        found.used_at = found.ended_at = now()
        found.used_by = actor.person_id
        _audit(session, "join_with_code", actor, school_class, about_id=actor.person_id)
        return JoiningView(school.name, school_class.name)


async def _fitting(
    session: AsyncSession, actor: Actor, code: str, *, lock: bool = False
) -> tuple[JoiningCode, SchoolClass, School]:
    if actor.must_choose:
        raise NotFound()
    found = (
        select(JoiningCode, SchoolClass, School)
        .join(SchoolClass, col(SchoolClass.id) == col(JoiningCode.class_id))
        .join(School, col(School.id) == col(SchoolClass.school_id))
        .where(
            col(JoiningCode.secret_hash) == _hashed(code),
            col(SchoolClass.ended_at).is_(None),
            col(School.ended_at).is_(None),
        )
    )
    row = (await session.execute(found.with_for_update(of=JoiningCode) if lock else found)).first()
    again = row is not None and row[0].used_by == actor.person_id and lock
    if row is None or not (again or (row[0].ended_at is None and row[0].expires_at > now())):
        throttle.failed(_tries(actor))
        raise NoSuchCode(field="code")
    if not again:
        await _may_join(session, actor, row[1])
    throttle.forgive(_tries(actor))
    return row[0], row[1], row[2]


async def _may_join(session: AsyncSession, actor: Actor, school_class: SchoolClass) -> None:
    if actor.has(Role.ADMIN):
        raise Invalid(N_("An admin’s account cannot be a pupil’s, too."), field="code")
    roles = await session.execute(
        select(col(Membership.role)).where(
            col(Membership.person_id) == actor.person_id,
            col(Membership.school_id) == school_class.school_id,
            col(Membership.ended_at).is_(None),
        )
    )
    if STAFF & {Role(role) for role in roles.scalars()}:
        raise PupilAndStaff(field="code")
    there = await session.execute(
        select(col(ClassMember.id)).where(
            col(ClassMember.class_id) == school_class.id,
            col(ClassMember.person_id) == actor.person_id,
            col(ClassMember.ended_at).is_(None),
        )
    )
    if there.first() is not None:
        raise Invalid(N_("You are in this class already."), field="code")


def _hashed(code: str) -> str:
    return keyed_hash("joining-code", fold_code(code))


def _tries(actor: Actor) -> str:
    return f"joining {actor.person_id}"


def _audit(session: AsyncSession, verb: str, actor: Actor, about: SchoolClass, *, about_id: UUID | None = None) -> None:
    audit(
        session,
        f"schools.{verb}",
        actor_id=actor.person_id,
        about_id=about_id,
        school_id=about.school_id,
        thing=f"class:{about.id}",
    )
