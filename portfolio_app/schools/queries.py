"""What screens show about schools and classes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import reading
from portfolio_app.core.languages import spoken
from portfolio_app.schools.models import Region, School


@dataclass(frozen=True)
class HelpLine:
    """A place to talk to, from the region's list."""

    name: str
    phone: str
    url: str
    hours: str


@dataclass(frozen=True)
class Contact:
    """Whom pupils of a school turn to, there and in its region."""

    name: str = ""
    how: str = ""
    help: tuple[HelpLine, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What stands around every page: who is signed in, whom to turn to, where to find help."""

    person_id: str = ""
    name: str = ""
    is_pupil: bool = False
    is_staff: bool = False
    is_coordinator: bool = False
    is_admin: bool = False
    must_choose: bool = False
    theme: str = ""  # "", "light" or "dark"
    own_device: bool = False
    school: str = ""
    contact_name: str = ""
    contact_how: str = ""
    help: tuple[HelpLine, ...] = ()


def _said(text: object) -> str:
    """A text of the region's list: one for all languages, or one per language."""
    if isinstance(text, dict):
        said = cast(dict[str, str], text)
        return said.get(spoken()) or said.get("en") or next(iter(said.values()), "")
    return str(text or "")


def _help_lines(listed: Iterable[Mapping[str, object]]) -> tuple[HelpLine, ...]:
    return tuple(HelpLine(*(_said(line.get(part)) for part in ("name", "phone", "url", "hours"))) for line in listed)


# Written once: they are asked at every page.
_SCHOOL = (
    select(col(School.name), col(School.contact_name), col(School.contact_how), col(Region.help))
    .join(Region, col(Region.id) == col(School.region_id))
    .where(col(School.id).in_(bindparam("ids", expanding=True)))
    .order_by(col(School.name))
    .limit(1)
)


async def load_frame(actor: Actor | None) -> Frame:
    """The frame for `actor` (None: whoever is not signed in), in the language being spoken."""
    if actor is None:
        return Frame()
    ids = [held.school_id for held in actor.roles if held.school_id]
    row = None
    if ids:
        async with reading() as session:
            row = (await session.execute(_SCHOOL, {"ids": ids})).first()
    school, contact_name, contact_how, help_lines = row or ("", "", "", [])
    return Frame(
        person_id=str(actor.person_id),
        name=actor.name,
        is_pupil=actor.has(Role.PUPIL),
        is_staff=actor.has(Role.TEACHER, Role.COUNSELLOR),
        is_coordinator=actor.has(Role.COORDINATOR),
        is_admin=actor.has(Role.ADMIN),
        must_choose=actor.must_choose,
        theme=actor.theme,
        own_device=actor.own_device,
        school=school,
        contact_name=contact_name,
        contact_how=contact_how,
        help=_help_lines(help_lines),
    )


async def contact_of(session: AsyncSession, school_id: UUID | None) -> Contact:
    """Whom to turn to at a school, in the language being spoken; nobody for no school."""
    row = (await session.execute(_SCHOOL, {"ids": [school_id] if school_id else []})).first()
    if row is None:
        return Contact()
    _school, name, how, help_lines = row
    return Contact(name, how, _help_lines(help_lines))
