"""People to test with: each maker writes real rows and returns an id, or the `Actor` that somebody would be.

    school = await make_school()
    class_8b = await make_class(school)
    siiri = await make_pupil(school, class_8b)
    tuula = await make_teacher(school, class_8b)

Names and user names are made up and unique, so makers can be called as often as a test likes.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor, RoleAt
from portfolio_app.accounts.codes import issue_link
from portfolio_app.accounts.models import Membership, OneTimeCode, Person, Role, Session, SignIn, TermsAccepted
from portfolio_app.accounts.names import sort_name
from portfolio_app.accounts.passphrases import hash_passphrase
from portfolio_app.accounts.queries import Told, untold
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.secrets import digest
from portfolio_app.schools.models import ClassMember, Region, School, SchoolClass

PASSPHRASE = "three green kettles"

_numbers = count(1)
_hashes: dict[str, str] = {}


async def make_region(
    name: str = "Pirkanmaa",
    country: str = "FI",
    help: Sequence[dict[str, Any]] = (),  # noqa: A002 - the column's name
) -> UUID:
    """A region, without help lines unless given."""
    region = Region(name=name, country=country, help=[dict(line) for line in help])
    async with writing() as session:
        session.add(region)
    return region.id


async def make_school(
    name: str = "",
    *,
    region: UUID | None = None,
    language: str = "en",
    framework: str = "scotland-cms",
    contact_name: str = "Liisa Laine",
    contact_how: str = "Room 12, Tuesdays",
) -> UUID:
    """A school, in a region of its own unless given."""
    region = region or await make_region()
    school = School(
        region_id=region,
        name=name or f"School {next(_numbers)}",
        language=language,
        framework=framework,
        contact_name=contact_name,
        contact_how=contact_how,
        made_at=now(),
    )
    async with writing() as session:
        session.add(school)
    return school.id


async def make_class(school: UUID, name: str = "", *, stage: str = "13-15") -> UUID:
    """A class of a school."""
    made = SchoolClass(school_id=school, name=name or f"Class {next(_numbers)}", stage=stage, made_at=now())
    async with writing() as session:
        session.add(made)
    return made.id


async def make_person(
    *roles: tuple[Role, UUID | None], name: str = "", username: str = "", passphrase: str = ""
) -> Actor:
    """A person with roles and a user name; with a passphrase only when one is given (hashing takes time)."""
    number = next(_numbers)
    name = name or f"Person {number}"
    person = Person(name=name, sort_name=sort_name(name), made_at=now())
    if passphrase and passphrase not in _hashes:
        _hashes[passphrase] = await hash_passphrase(passphrase)
    way_in = SignIn(
        person_id=person.id, identifier=username or f"person{number}", secret_hash=_hashes.get(passphrase, "")
    )
    async with writing() as session:
        session.add(person)
        await session.flush()
        session.add(way_in)
        session.add_all(
            Membership(person_id=person.id, role=role, school_id=school, began_at=now()) for role, school in roles
        )
    return Actor(person.id, name, tuple(RoleAt(role, school) for role, school in roles))


async def join_class(person: Actor | UUID, school_class: UUID, role: Role = Role.PUPIL) -> None:
    """Put somebody into a class, as a pupil or as one of its teachers."""
    person_id = person.person_id if isinstance(person, Actor) else person
    async with writing() as session:
        session.add(ClassMember(class_id=school_class, person_id=person_id, role=role, began_at=now()))


async def make_pupil(school: UUID, *classes: UUID, name: str = "", username: str = "", passphrase: str = "") -> Actor:
    """A pupil of a school, in any number of its classes."""
    pupil = await make_person((Role.PUPIL, school), name=name, username=username, passphrase=passphrase)
    for one in classes:
        await join_class(pupil, one, Role.PUPIL)
    return pupil


async def make_teacher(school: UUID, *classes: UUID, name: str = "", username: str = "", passphrase: str = "") -> Actor:
    """A teacher of a school, teaching any number of its classes."""
    teacher = await make_person((Role.TEACHER, school), name=name, username=username, passphrase=passphrase)
    for one in classes:
        await join_class(teacher, one, Role.TEACHER)
    return teacher


async def make_counsellor(school: UUID, **given: str) -> Actor:
    """A counsellor of a school."""
    return await make_person((Role.COUNSELLOR, school), **given)


async def make_coordinator(school: UUID, **given: str) -> Actor:
    """A coordinator of a school."""
    return await make_person((Role.COORDINATOR, school), **given)


async def make_regional(region: UUID, **given: str) -> Actor:
    """A coordinator of a region, who looks after its hosts."""
    person = await make_person(**given)
    async with writing() as session:
        session.add(Membership(person_id=person.person_id, role=Role.REGIONAL, region_id=region, began_at=now()))
    return replace(person, roles=(RoleAt(Role.REGIONAL, None, region),))


async def make_admin(**given: str) -> Actor:
    """An admin of the instance."""
    return await make_person((Role.ADMIN, None), **given)


async def make_former_pupil(by: str = "", **given: str) -> Actor:
    """Somebody who has left school, and has accepted that the account is their own; `by` is who is responsible."""
    person = await make_person((Role.PERSONAL, None), **given)
    async with writing() as session:
        session.add(
            TermsAccepted(person_id=person.person_id, version=sessions.TERMS_VERSION, responsible=by, accepted_at=now())
        )
    return person


async def signed_in(actor: Actor, *, own_device: bool = False, must_choose: bool = False) -> tuple[Actor, str]:
    """The actor with an open session, and that session's key."""
    async with writing() as session:
        if must_choose:
            await issue_link(session, actor.person_id, by=None)
        code = select(col(OneTimeCode.id)).where(
            col(OneTimeCode.person_id) == actor.person_id,
            col(OneTimeCode.kind) == "link",
            col(OneTimeCode.ended_at).is_(None),
        )
        key = sessions.open_session(
            session,
            actor.person_id,
            own_device=own_device,
            device="Firefox, Linux",
            code_id=(await session.execute(code)).scalar_one() if must_choose else None,
        )
        await session.flush()
        found = (
            await session.execute(select(col(Session.id)).where(col(Session.key_hash) == digest(key)))
        ).scalar_one()
    return replace(actor, session_id=found, must_choose=must_choose), key


async def actor_now(person_id: UUID) -> Actor:
    """The actor as the database knows the person at this moment: with the roles that are open now."""
    async with reading() as session:
        person = (await session.execute(select(Person).where(col(Person.id) == person_id))).scalar_one()
        held = (
            await session.execute(
                select(Membership).where(col(Membership.person_id) == person_id, col(Membership.ended_at).is_(None))
            )
        ).scalars()
        roles = tuple(RoleAt(Role(one.role), one.school_id) for one in held)
    return Actor(person.id, person.name, roles, language=person.language, theme=person.theme)


async def told_to(actor: Actor) -> tuple[Told, ...]:
    """The one-time codes the actor is told of at Home."""
    async with reading() as session:
        return await untold(session, actor)


async def end_roles(actor: Actor) -> None:
    """End every role of somebody, behind the domains' back."""
    async with writing() as session:
        await session.execute(
            update(Membership)
            .where(col(Membership.person_id) == actor.person_id, col(Membership.ended_at).is_(None))
            .values(ended_at=now())
        )
    sessions.forget(actor.person_id)
