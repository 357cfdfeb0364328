"""What a coordinator sets for those who leave school: the guidance contacts, and whether destinations may go on."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.queries import Option
from portfolio_app.core.languages import _
from portfolio_app.guidance import policy
from portfolio_app.guidance.destinations import follow_up_of
from portfolio_app.guidance.models import GuidanceContact
from portfolio_app.portfolio.teaching import href, natural
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.schools.policy import schools_led_by
from portfolio_app.sharing.queries import ROLES


@dataclass(frozen=True)
class ContactPlace:
    """For whom somebody can be named: a class, or (without one) everybody; and who is."""

    class_id: str = ""
    label: str = ""
    said: str = ""
    """Who is there for them and how they can be reached, in words."""


@dataclass(frozen=True)
class SchoolLink:
    """Another school that the actor coordinates."""

    name: str = ""
    href: str = ""


@dataclass(frozen=True)
class SchoolSettings:
    """A school that the actor coordinates; without an `id` there is none."""

    id: str = ""
    name: str = ""
    places: tuple[ContactPlace, ...] = ()
    classes: tuple[Option, ...] = ()
    """For whom somebody can be named, to choose from: the places again."""
    adults: tuple[Option, ...] = ()
    service: str = ""
    basis: str = ""
    others: tuple[SchoolLink, ...] = ()
    key: str = ""
    """Changes with what is set, so that a form begins anew."""


async def settings_of(session: AsyncSession, actor: Actor, school_id: str = "") -> SchoolSettings:
    """What is set at the school of that id, or at the first one, of those that the actor coordinates."""
    found = (
        await session.execute(select(School).where(schools_led_by(actor)).order_by(col(School.name), col(School.id)))
    ).scalars()
    schools = found.all()
    if not schools:
        return SchoolSettings()
    chosen = next((one for one in schools if str(one.id) == school_id), schools[0])
    others = (SchoolLink(one.name, href("/leavers", school=str(one.id))) for one in schools if one is not chosen)
    return replace(await _settings(session, chosen), others=tuple(others))


async def _settings(session: AsyncSession, school: School) -> SchoolSettings:
    named = await policy.contacts_at(session, school.id)
    rows = (
        await session.execute(
            select(col(SchoolClass.id), col(SchoolClass.name)).where(
                col(SchoolClass.school_id) == school.id,
                col(SchoolClass.ended_at).is_(None),
                col(SchoolClass.leaving_on).is_not(None),
            )
        )
    ).all()
    gone = await _gone(session, school.id, named)
    classes: list[tuple[UUID | None, str]] = [(class_id, name) for class_id, name in rows]
    classes.sort(key=lambda one: natural(one[1]))
    classes.insert(0, (None, _("Everybody who leaves school")))
    follow_up = await follow_up_of(session, school.id)
    places = tuple(_place(school.id, class_id, label, named, gone) for class_id, label in classes)
    return SchoolSettings(
        id=str(school.id),
        name=school.name,
        places=places,
        classes=tuple(Option(one.class_id, one.label) for one in places),
        adults=await _adults(session, school.id),
        service=follow_up.service if follow_up else "",
        basis=follow_up.basis if follow_up else "",
        key=" ".join(one.said for one in places),
    )


async def _gone(session: AsyncSession, school_id: UUID, named: policy.Contacts) -> set[UUID | None]:
    """For whom somebody was named who is not at the school any more."""
    rows = await session.execute(
        select(col(GuidanceContact.class_id)).where(col(GuidanceContact.school_id) == school_id)
    )
    return {class_id for class_id in rows.scalars() if (school_id, class_id) not in named}


def _place(
    school_id: UUID, class_id: UUID | None, label: str, named: policy.Contacts, gone: set[UUID | None]
) -> ContactPlace:
    one = named.get((school_id, class_id))
    if one is not None:
        said = f"{one.name} · {one.how}"
    elif class_id in gone:
        said = _("Whoever was named is not at your school any more")
    else:
        said = _("Nobody") if class_id is None else _("Nobody but whoever is there for everybody")
    return ContactPlace(str(class_id or ""), label, said)


async def _adults(session: AsyncSession, school_id: UUID) -> tuple[Option, ...]:
    """Teachers and counsellors of a school; counsellors first, for it is their work."""
    rows = (
        await session.execute(
            select(col(Person.id), col(Person.name), col(Membership.role))
            .join(Membership, col(Membership.person_id) == col(Person.id))
            .where(
                col(Membership.school_id) == school_id,
                col(Membership.role).in_((Role.COUNSELLOR, Role.TEACHER)),
                col(Membership.ended_at).is_(None),
                col(Person.ended_at).is_(None),
            )
            .order_by(col(Membership.role), col(Person.sort_name), col(Person.id))
        )
    ).all()
    known: dict[str, str] = {}
    for person_id, name, role in rows:
        known.setdefault(str(person_id), f"{name}, {_(ROLES[Role(role)])}")
    return (Option("", _("Nobody")), *(Option(person, label) for person, label in known.items()))
