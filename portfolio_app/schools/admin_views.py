"""What an admin sees: regions with their help lines, schools and who coordinates them. No person's work, no pupils."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role, SignIn
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import NAMES, _, languages, ngettext, spoken
from portfolio_app.schools import policy
from portfolio_app.schools.founding import DEFAULT_FRAMEWORK, MOST_HELP_LINES, HelpForm
from portfolio_app.schools.listing import EVERYTHING, WHOLE, Asked, Listing, address, listed
from portfolio_app.schools.models import Region, School
from portfolio_app.schools.school_views import framework_options, last_sign_in


@dataclass(frozen=True)
class Line:
    """A region or a school in a list."""

    id: str = ""
    name: str = ""
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class SchoolsView:
    """A page of the regions and one of the schools of the instance."""

    regions: tuple[Line, ...] = ()
    regions_list: Listing = WHOLE
    schools: tuple[Line, ...] = ()
    schools_list: Listing = WHOLE
    region_options: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    frameworks: tuple[Option, ...] = ()
    language: str = ""
    framework: str = DEFAULT_FRAMEWORK
    request: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class NumberedHelp:
    """One help line of the form of a region; `index` makes its field names."""

    index: str = ""
    title: str = ""
    name: str = ""
    phone: str = ""
    url: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Coordinator:
    """Somebody who runs a school, or looks after the hosts of a region. `detail` says when they were here last."""

    id: str = ""
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class RegionView:
    """A region to change. The names and hours of its help lines are those in the language being spoken."""

    id: str = ""
    name: str = ""
    country: str = ""
    help: tuple[NumberedHelp, ...] = ()
    in_language: str = ""
    coordinators: tuple[Coordinator, ...] = ()
    request: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class SchoolSettingsView:
    """A school as an admin sets it up."""

    id: str = ""
    name: str = ""
    region_id: str = ""
    language: str = ""
    framework: str = ""
    contact_name: str = ""
    contact_how: str = ""
    town: str = ""
    regions: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    frameworks: tuple[Option, ...] = ()
    coordinators: tuple[Coordinator, ...] = ()
    request: str = ""
    loaded: bool = False


def _language_options() -> tuple[Option, ...]:
    return tuple(Option(code, NAMES[code]) for code in languages())


async def load_schools(actor: Actor, *, wanted: Asked = EVERYTHING, region_page: int = 1) -> SchoolsView:
    """Regions and schools, for an admin. What is searched for are parts of the names of schools and their regions.

    Raises `NotFound`.
    """
    policy.check_admin(actor)
    async with reading() as session:
        regions = (await session.execute(select(Region).order_by(col(Region.name)))).scalars().all()
        schools = (
            (
                await session.execute(
                    select(School).where(col(School.ended_at).is_(None)).order_by(col(School.name), col(School.id))
                )
            )
            .scalars()
            .all()
        )
        names = {region.id: region.name for region in regions}
        found = [one for one in schools if wanted.matches(f"{one.name} {names.get(one.region_id, '')}")]
        found_regions = [one for one in regions if wanted.matches(one.name)]
        shown, schools_list = listed("/schools", wanted, len(found), len(schools))
        shown_regions, regions_list = listed(
            "/schools", replace(wanted, page=region_page), len(found_regions), len(regions), named="regions"
        )
        counts: dict[UUID, dict[str, int]] = defaultdict(dict)
        rows = await session.execute(
            select(col(Membership.school_id), col(Membership.role), func.count())
            .where(col(Membership.ended_at).is_(None), col(Membership.school_id).in_([one.id for one in found[shown]]))
            .group_by(col(Membership.school_id), col(Membership.role))
        )
        for school_id, role, count in rows:
            if school_id is not None:
                counts[school_id][role] = count
    return SchoolsView(
        regions=tuple(
            Line(
                str(one.id),
                one.name,
                " · ".join((one.country, ngettext("{n} help line", "{n} help lines", len(one.help)))),
                address("/schools/region", id=str(one.id)),
            )
            for one in found_regions[shown_regions]
        ),
        regions_list=regions_list,
        schools=tuple(
            Line(
                str(one.id),
                one.name,
                " · ".join((names.get(one.region_id, ""), _people(counts[one.id]))),
                address("/schools/school", id=str(one.id)),
            )
            for one in found[shown]
        ),
        schools_list=schools_list,
        region_options=tuple(Option(str(one.id), one.name) for one in regions),
        languages=_language_options(),
        frameworks=framework_options(),
        language=spoken(),
        request=str(uuid4()),
        loaded=True,
    )


def _people(counts: Mapping[str, int]) -> str:
    pupils = ngettext("{n} pupil", "{n} pupils", counts.get(Role.PUPIL, 0))
    coordinators = ngettext("{n} coordinator", "{n} coordinators", counts.get(Role.COORDINATOR, 0))
    return f"{pupils} · {coordinators}"


def _said(text: object) -> str:
    if isinstance(text, dict):
        return str(cast("dict[str, object]", text).get(spoken()) or "")
    return str(text or "")


async def load_region(actor: Actor, region_id: str) -> RegionView:
    """A region to change, for an admin. Raises `NotFound`."""
    policy.check_admin(actor)
    async with reading() as session:
        region = await session.get(Region, as_id(region_id))
        if region is None:
            raise NotFound()
        coordinators = await _coordinators(
            session, col(Membership.region_id) == region.id, col(Membership.role) == Role.REGIONAL
        )
    lines = [
        HelpForm(_said(one.get("name")), _said(one.get("phone")), _said(one.get("url")), _said(one.get("hours")))
        for one in region.help[:MOST_HELP_LINES]
    ]
    lines += [HelpForm()] * (MOST_HELP_LINES - len(lines))
    return RegionView(
        id=str(region.id),
        name=region.name,
        country=region.country,
        help=tuple(
            NumberedHelp(
                str(index),
                _("Help line {number}").format(number=index + 1),
                one.name,
                one.phone,
                one.url,
                one.hours,
            )
            for index, one in enumerate(lines)
        ),
        in_language=_("Names and hours are saved in {language}. Switch the language to write them in another.").format(
            language=NAMES[spoken()]
        ),
        coordinators=coordinators,
        request=str(uuid4()),
        loaded=True,
    )


async def load_school_settings(actor: Actor, school_id: str) -> SchoolSettingsView:
    """A school to set up, for an admin. Raises `NotFound`."""
    policy.check_admin(actor)
    async with reading() as session:
        school = await session.get(School, as_id(school_id))
        if school is None or school.ended_at is not None:
            raise NotFound()
        regions = (await session.execute(select(Region).order_by(col(Region.name)))).scalars().all()
        coordinators = await _coordinators(
            session, col(Membership.school_id) == school.id, col(Membership.role) == Role.COORDINATOR
        )
    return SchoolSettingsView(
        id=str(school.id),
        name=school.name,
        region_id=str(school.region_id),
        language=school.language,
        framework=school.framework,
        contact_name=school.contact_name,
        contact_how=school.contact_how,
        town=school.town,
        regions=tuple(Option(str(one.id), one.name) for one in regions),
        languages=_language_options(),
        frameworks=framework_options(),
        coordinators=coordinators,
        request=str(uuid4()),
        loaded=True,
    )


async def _coordinators(session: AsyncSession, *held: ColumnElement[bool]) -> tuple[Coordinator, ...]:
    """Who holds such an open role now, by name: a filter on `Membership`."""
    rows = await session.execute(
        select(Person, col(SignIn.identifier))
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .outerjoin(SignIn, (col(SignIn.person_id) == col(Person.id)) & (col(SignIn.kind) == "username"))
        .where(*held, col(Membership.ended_at).is_(None))
        .order_by(col(Person.sort_name), col(Person.id))
    )
    return tuple(
        Coordinator(str(person.id), person.name, f"{username} · {last_sign_in(person.last_sign_in_on)}")
        for person, username in rows
    )
