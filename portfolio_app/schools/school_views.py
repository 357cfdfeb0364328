"""What a school's coordinator sees of its classes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role, SignIn
from portfolio_app.accounts.policy import holds
from portfolio_app.accounts.queries import ROLE_NAMES, Option
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, format_number, ngettext
from portfolio_app.schools import policy
from portfolio_app.schools.actions import STAGES, lately
from portfolio_app.schools.joining import JoiningLine, load_joining_codes
from portfolio_app.schools.leaving_day import leaving_days
from portfolio_app.schools.links import LINKS_FROM
from portfolio_app.schools.listing import EVERYTHING, WHOLE, Asked, Listing, address, listed
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.schools.offered import offered_frameworks

GIVEN_ROLES = (Role.PUPIL, Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR)


@dataclass(frozen=True)
class ClassLine:
    """A class in the list of a school."""

    id: str = ""
    name: str = ""
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class SchoolView:
    """A school as its coordinator runs it. `request` belongs to the form that makes a class."""

    id: str = ""
    name: str = ""
    schools: tuple[Option, ...] = ()
    classes: tuple[ClassLine, ...] = ()
    classes_list: Listing = WHOLE
    ended: tuple[ClassLine, ...] = ()
    ended_list: Listing = WHOLE
    people: str = ""
    contact_name: str = ""
    contact_how: str = ""
    town: str = ""
    framework: str = ""
    frameworks: tuple[Option, ...] = ()
    links_from: str = ""
    """From which stage on pupils may show things by a link, and what there is to choose from."""
    links_choices: tuple[Option, ...] = ()
    stages: tuple[Option, ...] = ()
    request: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class PersonLine:
    """Somebody of a school. `last` is the day of their last sign-in, in words."""

    id: str = ""
    name: str = ""
    username: str = ""
    roles: str = ""
    classes: str = ""
    last: str = ""
    href: str = ""
    stays: bool = False
    """Whether a pupil does not leave school with the class, as the coordinator chose."""
    elsewhere: bool = False
    """Whether a pupil is in another class, too, and does not leave school for that."""


@dataclass(frozen=True)
class SchoolClassView:
    """A class with its people, as the coordinator arranges it."""

    id: str = ""
    school_id: str = ""
    name: str = ""
    stage: str = ""
    stages: tuple[Option, ...] = ()
    pupils: tuple[PersonLine, ...] = ()
    pupils_list: Listing = WHOLE
    teachers: tuple[PersonLine, ...] = ()
    other_teachers: tuple[Option, ...] = ()
    other_classes: tuple[Option, ...] = ()
    said: str = ""
    leaving_on: str = ""
    """The day on which its pupils leave school, as a date field has it; "" for none. In words it is `leaving_said`."""
    leaving_said: str = ""
    joining: tuple[JoiningLine, ...] = ()
    """Codes for people who come with an account of theirs."""
    add_href: str = ""
    cards_href: str = ""
    loaded: bool = False


def stage_options() -> tuple[Option, ...]:
    """The stages a class can be at."""
    return tuple(Option(code, _(name)) for code, name in STAGES.items())


def framework_options() -> tuple[Option, ...]:
    """The frameworks of skills a school can work with."""
    return tuple(Option(code, name) for code, name in offered_frameworks().items())


def links_options() -> tuple[Option, ...]:
    """Who may show things by a link at a school."""
    return tuple(Option(code, _(said)) for code, said in LINKS_FROM.items())


def role_options(roles: Iterable[Role] = GIVEN_ROLES) -> tuple[Option, ...]:
    """Roles as options of a list."""
    return tuple(Option(role.value, _(ROLE_NAMES[role])) for role in roles)


def last_sign_in(day: date | None) -> str:
    """The day of the last sign-in in words; nobody needs the hour."""
    return _("Last signed in on {day}").format(day=format_date(day)) if day else _("Has not signed in yet")


async def led_school(session: AsyncSession, actor: Actor, school_id: str) -> School:
    """The school asked for, else the first one the actor runs. Raises `NotFound`."""
    wanted = policy.schools_led_by(actor)
    if school_id:
        wanted = and_(wanted, col(School.id) == as_id(school_id))
    found = await session.execute(select(School).where(wanted).order_by(col(School.name), col(School.id)).limit(1))
    school = found.scalar_one_or_none()
    if school is None:
        raise NotFound()
    return school


async def open_classes(session: AsyncSession, school_id: UUID) -> list[SchoolClass]:
    """The open classes of a school by name."""
    found = await session.execute(
        select(SchoolClass)
        .where(col(SchoolClass.school_id) == school_id, col(SchoolClass.ended_at).is_(None))
        .order_by(col(SchoolClass.name), col(SchoolClass.id))
    )
    return list(found.scalars())


def class_options(classes: Iterable[SchoolClass]) -> tuple[Option, ...]:
    """Classes as options of a list."""
    return tuple(Option(str(one.id), one.name) for one in classes)


async def load_school(
    actor: Actor, school_id: str = "", *, wanted: Asked = EVERYTHING, ended_page: int = 1
) -> SchoolView:
    """A school the actor runs (the first one, unless named): a page of its classes, open and lately ended."""
    async with reading() as session:
        school = await led_school(session, actor, school_id)
        led = (
            await session.execute(select(School).where(policy.schools_led_by(actor)).order_by(col(School.name)))
        ).scalars()
        schools = tuple(Option(address("/school", school=str(one.id)), one.name) for one in led)
        classes = (
            (
                await session.execute(
                    select(SchoolClass).where(col(SchoolClass.school_id) == school.id).order_by(col(SchoolClass.name))
                )
            )
            .scalars()
            .all()
        )
        open_ = [one for one in classes if one.ended_at is None]
        ended = [one for one in classes if one.ended_at is not None and lately(one.ended_at)]
        found = [one for one in open_ if wanted.matches(one.name)]
        shown, classes_list = listed("/school", wanted, len(found), len(open_), school=school_id)
        found = found[shown]
        found_ended = [one for one in ended if wanted.matches(one.name)]
        shown, ended_list = listed(
            "/school", replace(wanted, page=ended_page), len(found_ended), len(ended), named="ended", school=school_id
        )
        found_ended = found_ended[shown]
        counts: dict[UUID, int] = {}
        teachers: dict[UUID, list[str]] = defaultdict(list)
        members = await session.execute(
            select(col(ClassMember.class_id), col(ClassMember.role), func.count(), func.min(col(Person.name)))
            .join(Person, col(Person.id) == col(ClassMember.person_id))
            .where(
                col(ClassMember.class_id).in_([one.id for one in found]),
                col(ClassMember.ended_at).is_(None),
            )
            .group_by(col(ClassMember.class_id), col(ClassMember.role))
        )
        for class_id, role, count, first in members:
            if role == Role.PUPIL:
                counts[class_id] = count
            else:
                teachers[class_id] = [first, *([f"+{format_number(count - 1)}"] if count > 1 else [])]
        people = (
            await session.execute(
                select(func.count(col(Membership.person_id).distinct())).where(
                    col(Membership.school_id) == school.id, col(Membership.ended_at).is_(None)
                )
            )
        ).scalar_one()
    return SchoolView(
        id=str(school.id),
        name=school.name,
        schools=schools if len(schools) > 1 else (),
        classes=tuple(
            ClassLine(
                str(one.id),
                one.name,
                " · ".join(
                    (
                        ngettext("{n} pupil", "{n} pupils", counts.get(one.id, 0)),
                        ", ".join(teachers[one.id]) or _("no teacher yet"),
                        _(STAGES.get(one.stage, one.stage)),
                        *([_("leaves on {day}").format(day=format_date(one.leaving_on))] if one.leaving_on else []),
                    )
                ),
                address("/school/class", id=str(one.id)),
            )
            for one in found
        ),
        classes_list=classes_list,
        ended=tuple(
            ClassLine(str(one.id), one.name, _("Ended on {day}").format(day=format_date(one.ended_at)))
            for one in found_ended
            if one.ended_at is not None
        ),
        ended_list=ended_list,
        people=ngettext("{n} person", "{n} people", people),
        contact_name=school.contact_name,
        contact_how=school.contact_how,
        town=school.town,
        framework=school.framework,
        links_from=school.links_from,
        links_choices=links_options(),
        frameworks=framework_options(),
        stages=stage_options(),
        request=str(uuid4()),
        loaded=True,
    )


async def load_school_class(actor: Actor, class_id: str, *, wanted: Asked = EVERYTHING) -> SchoolClassView:
    """An open class of a school the actor runs, with a page of its pupils. Raises `NotFound`."""
    async with reading() as session:
        found = (
            await session.execute(
                select(SchoolClass).where(
                    col(SchoolClass.id) == as_id(class_id),
                    policy.classes_led_by(actor),
                    col(SchoolClass.ended_at).is_(None),
                )
            )
        ).scalar_one_or_none()
        if found is None:
            raise NotFound()
        rows = (
            await session.execute(
                select(Person, col(SignIn.identifier), col(ClassMember.role), col(ClassMember.stays))
                .join(ClassMember, col(ClassMember.person_id) == col(Person.id))
                .outerjoin(SignIn, (col(SignIn.person_id) == col(Person.id)) & (col(SignIn.kind) == "username"))
                .where(col(ClassMember.class_id) == found.id, col(ClassMember.ended_at).is_(None))
                .order_by(col(Person.sort_name), col(Person.id))
            )
        ).all()
        staff = (
            (
                await session.execute(
                    select(Person)
                    .where(holds(col(Person.id), found.school_id, Role.TEACHER))
                    .order_by(col(Person.sort_name), col(Person.id))
                )
            )
            .scalars()
            .all()
        )
        classes = await open_classes(session, found.school_id)
        joining = await load_joining_codes(session, found.id)
        pupils_here = [person.id for person, _username, held, _stays in rows if held == Role.PUPIL]
        leaving = await leaving_days(session, pupils_here) if found.leaving_on else {}
    school_id = str(found.school_id)

    def lines(role: Role) -> tuple[PersonLine, ...]:
        return tuple(
            PersonLine(
                id=str(person.id),
                name=person.name,
                username=username or "",
                last=last_sign_in(person.last_sign_in_on),
                href=address("/school/person", id=str(person.id), school=school_id),
                stays=stays,
                elsewhere=bool(found.leaving_on) and not stays and role is Role.PUPIL and person.id not in leaving,
            )
            for person, username, held, stays in rows
            if held == role
        )

    pupils, teachers = lines(Role.PUPIL), lines(Role.TEACHER)
    there = {line.id for line in teachers}
    found_pupils = [line for line in pupils if wanted.matches(f"{line.name} {line.username}")]
    shown, pupils_list = listed("/school/class", wanted, len(found_pupils), len(pupils), id=str(found.id))
    return SchoolClassView(
        id=str(found.id),
        school_id=school_id,
        name=found.name,
        stage=found.stage,
        stages=stage_options(),
        pupils=tuple(found_pupils[shown]),
        pupils_list=pupils_list,
        teachers=teachers,
        other_teachers=tuple(Option(str(one.id), one.name) for one in staff if str(one.id) not in there),
        other_classes=class_options(one for one in classes if one.id != found.id),
        said=" · ".join((ngettext("{n} pupil", "{n} pupils", len(pupils)), _(STAGES.get(found.stage, found.stage)))),
        leaving_on=found.leaving_on.isoformat() if found.leaving_on else "",
        leaving_said=_("They leave school on {day}.").format(day=format_date(found.leaving_on))
        if found.leaving_on
        else "",
        joining=joining,
        add_href=address("/school/add", school=school_id, **{"class": str(found.id)}),
        cards_href=address("/cards", **{"class": str(found.id)}),
        loaded=True,
    )
