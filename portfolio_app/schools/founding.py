"""An admin's work: regions with their help lines, schools, and the first coordinators."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.codes import issue_link
from portfolio_app.accounts.models import Person, Role
from portfolio_app.accounts.names import clean_name, clean_username
from portfolio_app.accounts.registering import add_person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, format_date, languages, spoken
from portfolio_app.core.places import Place, the_place
from portfolio_app.core.wording import one_line, phone_number, web_address
from portfolio_app.schools import policy
from portfolio_app.schools.codes import GivenLink
from portfolio_app.schools.models import Region, School
from portfolio_app.schools.offered import DEFAULT_FRAMEWORK, offered_frameworks
from portfolio_app.schools.roles import add_regional_role, add_role

MOST_HELP_LINES = 6


@dataclass(frozen=True)
class HelpForm:
    """One help line as an admin typed it, its name and hours in the language being spoken."""

    name: str = ""
    phone: str = ""
    url: str = ""
    hours: str = ""


@dataclass(frozen=True)
class SchoolForm:
    """What an admin says about a school."""

    name: str = ""
    region_id: str = ""
    language: str = ""
    framework: str = DEFAULT_FRAMEWORK
    contact_name: str = ""
    contact_how: str = ""
    town: str = ""


async def make_region(actor: Actor, name: str, country: str, *, request: str | UUID | None = None) -> UUID:
    """Make a region. `country` is an ISO 3166-1 code of two letters. Raises `Invalid`, `NotFound`."""
    policy.check_admin(actor)
    name, country = clean_name(name, field="region_name"), _clean_country(country)
    region = Region(id=_id_of("region", request), name=name, country=country)
    async with writing() as session:
        if await session.get(Region, region.id) is None:
            session.add(region)
            audit(session, "schools.make_region", actor_id=actor.person_id, thing=f"region:{region.id}")
    return region.id


def _id_of(kind: str, request: str | UUID | None) -> UUID:
    return uuid5(as_id(request), kind) if request else uuid4()


async def change_region(
    actor: Actor, region_id: str | UUID, name: str, country: str, help_lines: Sequence[HelpForm]
) -> None:
    """Change a region and its help lines. Names and hours are kept in the language being spoken; those in other
    languages stay as they are, line by line. Raises `Invalid`, `NotFound`."""
    policy.check_admin(actor)
    name, country = clean_name(name, field="region_name"), _clean_country(country)
    if len(help_lines) > MOST_HELP_LINES:
        raise Invalid(N_("At most {n} help lines."), n=MOST_HELP_LINES)
    async with writing() as session:
        region = await session.get(Region, as_id(region_id), with_for_update=True)
        if region is None:
            raise NotFound()
        region.name, region.country = name, country
        former = list(region.help)
        region.help = [
            _help_line(index, line, former[index] if index < len(former) else {})
            for index, line in enumerate(help_lines)
            if line.name.strip() or line.phone.strip() or line.url.strip()
        ]
        audit(session, "schools.change_region", actor_id=actor.person_id, thing=f"region:{region.id}")


def _help_line(index: int, line: HelpForm, former: Mapping[str, object]) -> dict[str, object]:
    name = clean_name(line.name, field=f"help-name-{index}")
    phone = phone_number(line.phone, field=f"help-phone-{index}")
    url = web_address(line.url, field=f"help-url-{index}", most=300)
    hours = " ".join(line.hours.split())[:120]
    return {
        "name": in_language(name, former.get("name")),
        "phone": phone,
        "url": url,
        "hours": in_language(hours, former.get("hours")),
    }


def in_language(text: str, former: object) -> dict[str, str]:
    """`text` in the language being spoken, beside what was there in others."""
    kept: dict[str, str] = {}
    if isinstance(former, str) and former:
        kept = dict.fromkeys(languages(), former)
    elif isinstance(former, dict):
        kept = {str(code): str(said) for code, said in cast("dict[object, object]", former).items()}
    return {code: said for code, said in (kept | {spoken(): text}).items() if said}


def _clean_country(text: str) -> str:
    country = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise Invalid(N_("Write the country as two letters, such as FI."), field="country")
    return country


async def make_school(actor: Actor, form: SchoolForm, *, request: str | UUID | None = None) -> UUID:
    """Make a school; the same form's `request` again makes no second one. Raises `Invalid`, `NotFound`."""
    policy.check_admin(actor)
    cleaned = _clean_school(form)
    school_id = _id_of("school", request)
    place = await place_of(cleaned.region_id, cleaned.town)
    async with writing() as session:
        region = await session.get(Region, as_id(cleaned.region_id))
        if region is None:
            raise Invalid(N_("Choose a region."), field="region_id")
        if await session.get(School, school_id) is None:
            session.add(
                School(
                    id=school_id,
                    region_id=region.id,
                    name=cleaned.name,
                    language=cleaned.language,
                    framework=cleaned.framework,
                    contact_name=cleaned.contact_name,
                    contact_how=cleaned.contact_how,
                    town=cleaned.town,
                    latitude=place.latitude if place else None,
                    longitude=place.longitude if place else None,
                    made_at=now(),
                )
            )
            audit(
                session,
                "schools.make_school",
                actor_id=actor.person_id,
                school_id=school_id,
                thing=f"school:{school_id}",
            )
    return school_id


async def change_school(actor: Actor, school_id: str | UUID, form: SchoolForm) -> None:
    """Change what is said about a school. Raises `Invalid`, `NotFound`."""
    policy.check_admin(actor)
    cleaned = _clean_school(form)
    place = await place_of(cleaned.region_id, cleaned.town)
    async with writing() as session:
        school = await session.get(School, as_id(school_id), with_for_update=True)
        if school is None or school.ended_at is not None:
            raise NotFound()
        region = await session.get(Region, as_id(cleaned.region_id))
        if region is None:
            raise Invalid(N_("Choose a region."), field="region_id")
        school.region_id, school.name, school.language = region.id, cleaned.name, cleaned.language
        school.framework = cleaned.framework
        school.contact_name, school.contact_how = cleaned.contact_name, cleaned.contact_how
        put_in(school, cleaned.town, place)
        audit(
            session,
            "schools.change_school",
            actor_id=actor.person_id,
            school_id=school.id,
            thing=f"school:{school.id}",
        )


async def change_contact(actor: Actor, school_id: str | UUID, name: str, how: str) -> None:
    """Say whom pupils of a school turn to, and how: for its coordinator. Raises `Invalid`, `NotFound`."""
    contact_name, contact_how = _clean_contact(name, how)
    async with writing() as session:
        school = await policy.check_leads(session, actor, as_id(school_id))
        school.contact_name, school.contact_how = contact_name, contact_how
        audit(session, "schools.change_contact", actor_id=actor.person_id, school_id=school.id)


async def change_town(actor: Actor, school_id: str | UUID, town: str) -> None:
    """Say in which town or village a school lies, for its coordinator: distances to workplaces are measured from there.
    "" for not saying it. Raises `Invalid` for a name that is no place's or several places', and `NotFound`."""
    cleaned = one_line(town, field="town", most=80)
    async with reading() as session:
        region_id = (await policy.check_leads(session, actor, as_id(school_id))).region_id
    place = await place_of(region_id, cleaned)
    async with writing() as session:
        school = await policy.check_leads(session, actor, as_id(school_id))
        if school.town == cleaned:
            return
        put_in(school, cleaned, place)
        audit(session, "schools.change_town", actor_id=actor.person_id, school_id=school.id, town=cleaned)


def put_in(school: School, town: str, place: Place | None) -> None:
    """Say where a school lies."""
    school.town = town
    school.latitude, school.longitude = (place.latitude, place.longitude) if place else (None, None)


async def place_of(region_id: str | UUID, town: str) -> Place | None:
    """Where a town of a region's country lies; None for none. Raises `Invalid` for a name that is no place's or several
    places', with what to write instead."""
    if not town:
        return None
    async with reading() as session:
        country = await session.scalar(select(col(Region.country)).where(col(Region.id) == as_id(region_id))) or ""
    return await the_place(country, town, field="town")


async def choose_framework(actor: Actor, school_id: str | UUID, framework: str) -> None:
    """Choose which framework of skills a school and all its classes work with, for its coordinator. Nothing that pupils
    have is changed by it. Choosing the one there is changes nothing. Raises `Invalid`, `NotFound`."""
    if framework not in offered_frameworks():
        raise Invalid(N_("Choose a framework of skills."), field="framework")
    async with writing() as session:
        school = await policy.check_leads(session, actor, as_id(school_id))
        if school.framework == framework:
            return
        former, school.framework = school.framework, framework
        audit(
            session,
            "schools.choose_framework",
            actor_id=actor.person_id,
            school_id=school.id,
            former=former,
            framework=framework,
        )


def _clean_contact(name: str, how: str) -> tuple[str, str]:
    return clean_name(name, field="contact_name") if name.strip() else "", " ".join(how.split())[:200]


def _clean_school(form: SchoolForm) -> SchoolForm:
    if form.language not in languages():
        raise Invalid(N_("Choose a language."), field="language")
    if form.framework not in offered_frameworks():
        raise Invalid(N_("Choose a framework of skills."), field="framework")
    contact_name, contact_how = _clean_contact(form.contact_name, form.contact_how)
    try:
        region_id = str(as_id(form.region_id))
    except NotFound as problem:
        raise Invalid(N_("Choose a region."), field="region_id") from problem
    return SchoolForm(
        clean_name(form.name, field="school_name"),
        region_id,
        form.language,
        form.framework,
        contact_name,
        contact_how,
        one_line(form.town, field="town", most=80),
    )


async def add_coordinator(
    actor: Actor, school_id: str | UUID, name: str, username: str, *, request: str | UUID | None = None
) -> GivenLink:
    """Make a school's coordinator and the one-time link with which they begin; shown once.

    The same form's `request` again makes the same person's next link. Raises `Invalid`, `UsernameTaken`, `NotFound`.
    """
    policy.check_admin(actor)
    name, username = clean_name(name, field="coordinator_name"), clean_username(username)
    async with writing() as session:
        school = (
            await session.execute(
                select(School).where(col(School.id) == as_id(school_id), col(School.ended_at).is_(None))
            )
        ).scalar_one_or_none()
        if school is None:
            raise NotFound()
        person_id = _id_of(f"coordinator:{school.id}", request)
        there = await session.get(Person, person_id)
        if there is None:
            await add_person(session, name, username, person_id=person_id, language=school.language)
            await add_role(session, actor, school.id, person_id, Role.COORDINATOR)
            await session.flush()
        person = await policy.check_helps(session, actor, person_id)
        made = await issue_link(session, person.id, by=actor.person_id, school_id=school.id)
        audit(session, "schools.add_coordinator", actor_id=actor.person_id, about_id=person.id, school_id=school.id)
    return GivenLink(made.secret, format_date(made.expires_at), person.name, username)


async def add_regional_coordinator(
    actor: Actor, region_id: str | UUID, name: str, username: str, *, request: str | UUID | None = None
) -> GivenLink:
    """Make a region's coordinator, who looks after its hosts, and the one-time link with which they begin; shown once.

    The same form's `request` again makes the same person's next link. Raises `Invalid`, `UsernameTaken`, `NotFound`.
    """
    policy.check_admin(actor)
    name, username = clean_name(name, field="coordinator_name"), clean_username(username)
    async with writing() as session:
        region = await session.get(Region, as_id(region_id))
        if region is None:
            raise NotFound()
        person_id = _id_of(f"regional:{region.id}", request)
        if await session.get(Person, person_id) is None:
            await add_person(session, name, username, person_id=person_id, language=spoken())
            await add_regional_role(session, actor, region.id, person_id)
            await session.flush()
        person = await policy.check_helps(session, actor, person_id)
        made = await issue_link(session, person.id, by=actor.person_id)
        audit(
            session,
            "schools.add_regional_coordinator",
            actor_id=actor.person_id,
            about_id=person.id,
            thing=f"region:{region.id}",
        )
    return GivenLink(made.secret, format_date(made.expires_at), person.name, username)
