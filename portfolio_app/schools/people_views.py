"""What a school's coordinator sees of its people: roles, classes, the day of the last sign-in, and no pupil's work."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role, SignIn
from portfolio_app.accounts.policy import holds
from portfolio_app.accounts.queries import ROLE_NAMES, Option
from portfolio_app.core.containing import text_holds
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.languages import _, format_date, ngettext
from portfolio_app.schools import policy
from portfolio_app.schools.actions import lately
from portfolio_app.schools.listing import EVERYTHING, ROWS_A_PAGE, WHOLE, Asked, Listing, address, listed
from portfolio_app.schools.models import ClassMember, SchoolClass
from portfolio_app.schools.school_views import (
    GIVEN_ROLES,
    PersonLine,
    class_options,
    last_sign_in,
    led_school,
    open_classes,
    role_options,
)


@dataclass(frozen=True)
class PeopleView:
    """A page of a school's people, by name; the filters stand in the address."""

    school_id: str = ""
    school: str = ""
    role: str = ""
    class_id: str = ""
    roles: tuple[Option, ...] = ()
    classes: tuple[Option, ...] = ()
    people: tuple[PersonLine, ...] = ()
    people_list: Listing = WHOLE
    said: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class HeldRole:
    """A role somebody holds, or held until lately, at the school."""

    role: str = ""
    name: str = ""
    said: str = ""


@dataclass(frozen=True)
class PersonView:
    """Somebody of a school as its coordinator sees them."""

    id: str = ""
    school_id: str = ""
    name: str = ""
    username: str = ""
    last: str = ""
    passphrase: str = ""
    roles: tuple[HeldRole, ...] = ()
    ended: tuple[HeldRole, ...] = ()
    addable: tuple[Option, ...] = ()
    pupil_classes: tuple[Option, ...] = ()
    teacher_classes: tuple[Option, ...] = ()
    classes: tuple[Option, ...] = ()
    is_pupil: bool = False
    is_teacher: bool = False
    may_help: bool = False
    is_self: bool = False
    loaded: bool = False


async def load_people(
    actor: Actor, school_id: str = "", *, wanted: Asked = EVERYTHING, role: str = "", class_id: str = ""
) -> PeopleView:
    """A page of a school's people. What is searched for are parts of names and user names. Raises `NotFound`."""
    async with reading() as session:
        school = await led_school(session, actor, school_id)
        classes = await open_classes(session, school.id)
        chosen = next((one for one in classes if str(one.id) == class_id), None)
        held = Role(role) if role in {one.value for one in GIVEN_ROLES} else None
        which: list[ColumnElement[bool]] = [holds(col(Person.id), school.id, *((held,) if held else GIVEN_ROLES))]
        which += [_matches(word) for word in wanted.words]
        if chosen is not None:
            which.append(
                exists().where(
                    col(ClassMember.person_id) == col(Person.id),
                    col(ClassMember.class_id) == chosen.id,
                    col(ClassMember.ended_at).is_(None),
                )
            )
        count = (await session.execute(select(func.count()).select_from(Person).where(*which))).scalar_one()
        shown, people_list = listed(
            "/school/people", wanted, count, count, school=school_id, role=role, **{"class": class_id}
        )
        found = (
            (
                await session.execute(
                    select(Person)
                    .where(*which)
                    .order_by(col(Person.sort_name), col(Person.id))
                    .offset(shown.start)
                    .limit(ROWS_A_PAGE)
                )
            )
            .scalars()
            .all()
        )
        about = await _about(session, school.id, [person.id for person in found])
    return PeopleView(
        school_id=str(school.id),
        school=school.name,
        role=held.value if held else "",
        class_id=str(chosen.id) if chosen else "",
        roles=(Option("", _("All roles")), *role_options()),
        classes=(Option("", _("All classes")), *class_options(classes)),
        people=tuple(
            PersonLine(
                id=str(person.id),
                name=person.name,
                username=about[person.id].username,
                roles=about[person.id].roles,
                classes=about[person.id].classes,
                last=last_sign_in(person.last_sign_in_on),
                href=address("/school/person", id=str(person.id), school=str(school.id)),
            )
            for person in found
        ),
        people_list=people_list,
        said=ngettext("{n} person", "{n} people", count),
        loaded=True,
    )


def _matches(word: str) -> ColumnElement[bool]:
    return or_(
        text_holds(col(Person.sort_name), word),
        exists().where(
            col(SignIn.person_id) == col(Person.id),
            col(SignIn.kind) == "username",
            text_holds(col(SignIn.identifier), word),
        ),
    )


async def _about(session: AsyncSession, school_id: UUID, people: list[UUID]) -> dict[UUID, PersonLine]:
    """User names, roles and classes at the school, of some people."""
    rows = await session.execute(
        select(col(Person.id), col(SignIn.identifier), col(Membership.role), col(SchoolClass.name))
        .join(
            Membership,
            (col(Membership.person_id) == col(Person.id))
            & (col(Membership.school_id) == school_id)
            & col(Membership.ended_at).is_(None),
        )
        .outerjoin(SignIn, (col(SignIn.person_id) == col(Person.id)) & (col(SignIn.kind) == "username"))
        .outerjoin(ClassMember, (col(ClassMember.person_id) == col(Person.id)) & col(ClassMember.ended_at).is_(None))
        .outerjoin(
            SchoolClass, (col(SchoolClass.id) == col(ClassMember.class_id)) & (col(SchoolClass.school_id) == school_id)
        )
        .where(col(Person.id).in_(people))
        .order_by(col(SchoolClass.name))
    )
    usernames: dict[UUID, str] = {}
    roles: dict[UUID, dict[str, None]] = defaultdict(dict)
    classes: dict[UUID, dict[str, None]] = defaultdict(dict)
    for person_id, username, role, class_name in rows:
        usernames[person_id] = username or ""
        roles[person_id][_(ROLE_NAMES[Role(role)])] = None
        if class_name:
            classes[person_id][class_name] = None
    return {
        one: PersonLine(username=usernames.get(one, ""), roles=", ".join(roles[one]), classes=", ".join(classes[one]))
        for one in people
    }


async def load_person(actor: Actor, person_id: str, school_id: str = "") -> PersonView:
    """Somebody of a school the actor runs: roles, classes, the day of the last sign-in. Raises `NotFound`."""
    async with reading() as session:
        school = await led_school(session, actor, school_id)
        person = await policy.check_leads_person(session, actor, school.id, as_id(person_id))
        way_in = (
            await session.execute(
                select(SignIn).where(col(SignIn.person_id) == person.id, col(SignIn.kind) == "username")
            )
        ).scalar_one_or_none()
        memberships = (
            (
                await session.execute(
                    select(Membership)
                    .where(col(Membership.person_id) == person.id, col(Membership.school_id) == school.id)
                    .order_by(col(Membership.began_at).desc())
                )
            )
            .scalars()
            .all()
        )
        places = (
            await session.execute(
                select(SchoolClass, col(ClassMember.role))
                .join(ClassMember, col(ClassMember.class_id) == col(SchoolClass.id))
                .where(
                    col(ClassMember.person_id) == person.id,
                    col(ClassMember.ended_at).is_(None),
                    col(SchoolClass.school_id) == school.id,
                )
                .order_by(col(SchoolClass.name))
            )
        ).all()
        classes = await open_classes(session, school.id)
        may_help = (
            await session.execute(select(col(Person.id)).where(col(Person.id) == person.id, policy.helped_by(actor)))
        ).scalar_one_or_none() is not None
    held = {Role(one.role) for one in memberships if one.ended_at is None}
    ended: dict[Role, HeldRole] = {}
    for one in memberships:
        role = Role(one.role)
        if one.ended_at is not None and lately(one.ended_at) and role not in held and role not in ended:
            ended[role] = HeldRole(role, _(ROLE_NAMES[role]), _("Ended on {day}").format(day=format_date(one.ended_at)))
    return PersonView(
        id=str(person.id),
        school_id=str(school.id),
        name=person.name,
        username=way_in.identifier if way_in else "",
        last=last_sign_in(person.last_sign_in_on),
        passphrase=_("Has chosen a passphrase") if way_in and way_in.secret_hash else _("Has no passphrase yet"),
        roles=tuple(
            HeldRole(one.role, _(ROLE_NAMES[Role(one.role)]), _("Since {day}").format(day=format_date(one.began_at)))
            for one in memberships
            if one.ended_at is None
        ),
        ended=tuple(ended.values()),
        addable=role_options(_addable(held)),
        pupil_classes=class_options(one for one, role in places if role == Role.PUPIL),
        teacher_classes=class_options(one for one, role in places if role == Role.TEACHER),
        classes=class_options(one for one in classes if one.id not in {place.id for place, _role in places}),
        is_pupil=Role.PUPIL in held,
        is_teacher=Role.TEACHER in held,
        may_help=may_help,
        is_self=person.id == actor.person_id,
        loaded=True,
    )


def _addable(held: set[Role]) -> tuple[Role, ...]:
    """Roles that can be given beside those held: a pupil works at no school of theirs, and the other way round."""
    if Role.PUPIL in held:
        return ()
    staff = tuple(role for role in GIVEN_ROLES if role is not Role.PUPIL and role not in held)
    return staff if held else (Role.PUPIL, *staff)
