"""What stands around every page: who is signed in, whom to turn to, where to find help."""

import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person, Role
from portfolio_app.core.database import Database, DatabaseUnavailable, database, reading, table_of
from portfolio_app.core.languages import spoken
from portfolio_app.notices.policy import new_for
from portfolio_app.notices.queries import counted, notices_said
from portfolio_app.schools.models import Region, School
from portfolio_app.settings import settings


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
class Wall:
    """A wall of short answers without names, as a pupil of the class sees it: the question, their own note on it."""

    id: str = ""
    question: str = ""
    language: str = ""
    """Of the question."""
    open: bool = False
    note: str = ""
    said: str = ""
    """What became of the note; "" while there is none."""


@dataclass(frozen=True)
class LessonNow:
    """A lesson that a class of the reader's has together now: which activity all are called to, and whether the reader
    said that they are stuck."""

    id: str = ""
    class_name: str = ""
    module: str = ""
    activity: str = ""
    """Its code; "" before anything was opened for all."""
    title: str = ""
    """Of the activity, or of the module."""
    language: str = ""
    """Of the title."""
    href: str = ""
    stuck: bool = False
    walls: tuple[Wall, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What stands around every page: who is signed in, whom to turn to, where to find help."""

    person_id: str = ""
    name: str = ""
    is_pupil: bool = False
    is_staff: bool = False
    is_coordinator: bool = False
    is_regional: bool = False
    is_admin: bool = False
    must_choose: bool = False
    theme: str = ""  # "", "light" or "dark"
    own_device: bool = False
    new_notices: str = ""
    """How many notices are new, as it stands beside the bell; "" for none."""
    notices_said: str = ""
    """The same in words: "Notices, 3 new"."""
    idle_seconds: int = 0
    """After how long without use the page is left; 0 for never."""
    school: str = ""
    contact_name: str = ""
    contact_how: str = ""
    help: tuple[HelpLine, ...] = ()
    lessons: tuple[LessonNow, ...] = ()
    """Those that classes of the reader's have together now, what was opened last first."""


LessonsNow = Callable[[AsyncSession, UUID], Awaitable[tuple[LessonNow, ...]]]
"""The lessons that classes of a pupil have together now."""
_lessons_now: list[LessonsNow] = []


def ask_for_lessons_now(of_pupil: LessonsNow) -> None:
    """Lessons are a higher room, which says here how every page hears that a class has one together."""
    if of_pupil not in _lessons_now:
        _lessons_now.append(of_pupil)


async def load_lessons_now(actor: Actor) -> tuple[LessonNow, ...]:
    """`lessons_now`, where nothing else of the page is asked for."""
    async with reading() as session:
        return await lessons_now(session, actor)


async def lessons_now(session: AsyncSession, actor: Actor) -> tuple[LessonNow, ...]:
    """The lessons that the actor's classes have together now; none for who is no pupil."""
    if not actor.has(Role.PUPIL):
        return ()
    return tuple([one for asks in _lessons_now for one in await asks(session, actor.person_id)])


def said_here(text: object) -> str:
    """A text of the region's list: one for all languages, or one per language."""
    if isinstance(text, dict):
        said = cast(dict[str, str], text)
        return said.get(spoken()) or said.get("en") or next(iter(said.values()), "")
    return str(text or "")


def _help_lines(listed: Iterable[Mapping[str, object]]) -> tuple[HelpLine, ...]:
    return tuple(
        HelpLine(*(said_here(line.get(part)) for part in ("name", "phone", "url", "hours"))) for line in listed
    )


# Written once, and on the tables themselves: it is asked at every page.
_SCHOOL, _REGION, _PERSON = table_of(School), table_of(Region), table_of(Person)
_READER: BindParameter[UUID] = bindparam("reader", type_=Uuid())
_OF_SCHOOL = (
    select(_SCHOOL.c.name, _SCHOOL.c.contact_name, _SCHOOL.c.contact_how, _REGION.c.help)
    .join_from(_SCHOOL, _REGION, _REGION.c.id == _SCHOOL.c.region_id)
    .where(_SCHOOL.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(_SCHOOL.c.name)
    .limit(1)
)


_OF_READER = (
    select(
        _SCHOOL.c.name,
        _SCHOOL.c.contact_name,
        _SCHOOL.c.contact_how,
        _REGION.c.help,
        new_for(_READER).scalar_subquery(),
    )
    .select_from(_PERSON)
    .outerjoin(_SCHOOL, _SCHOOL.c.id.in_(bindparam("ids", expanding=True)))
    .outerjoin(_REGION, _REGION.c.id == _SCHOOL.c.region_id)
    .where(_PERSON.c.id == _READER)
    .order_by(_SCHOOL.c.name)
    .limit(1)
)


async def load_frame(actor: Actor | None) -> Frame:
    """The frame for `actor` (None: whoever is not signed in), in the language being spoken."""
    if actor is None:
        return await outside_frame()
    ids = [held.school_id for held in actor.roles if held.school_id]
    async with reading() as session:
        row = (await session.execute(_OF_READER, {"ids": ids, "reader": actor.person_id})).first()
        together = await lessons_now(session, actor)
    school, contact_name, contact_how, help_lines, new = row or ("", "", "", None, 0)
    return Frame(
        person_id=str(actor.person_id),
        name=actor.name,
        is_pupil=actor.keeps_a_portfolio,
        is_staff=actor.has(Role.TEACHER, Role.COUNSELLOR),
        is_coordinator=actor.has(Role.COORDINATOR),
        is_regional=actor.has(Role.REGIONAL),
        is_admin=actor.has(Role.ADMIN),
        must_choose=actor.must_choose,
        theme=actor.theme,
        own_device=actor.own_device,
        idle_seconds=0 if actor.own_device else settings().session_idle_minutes * 60,
        new_notices=counted(new),
        notices_said=notices_said(new),
        school=school or "",
        contact_name=contact_name or "",
        contact_how=contact_how or "",
        help=_help_lines(help_lines or ()) if school else (await outside_frame()).help,
        lessons=together,
    )


async def contact_of(session: AsyncSession, school_id: UUID | None) -> Contact:
    """Whom to turn to at a school, in the language being spoken; nobody for no school."""
    row = (await session.execute(_OF_SCHOOL, {"ids": [school_id] if school_id else []})).first()
    if row is None:
        return Contact()
    _school, name, how, help_lines = row
    return Contact(name, how, _help_lines(help_lines))


@dataclass(frozen=True)
class _Outside:
    """What anybody may know: the contact of the only school, if there is one alone, and each region's help."""

    contact: tuple[str, str]
    regions: tuple[tuple[str, list[dict[str, object]]], ...]
    good_until: float


_outside: WeakKeyDictionary[Database, _Outside] = WeakKeyDictionary()
KEPT_SECONDS = 60.0
"""How long that is kept in memory: the sign-in page asks for it each time."""
_CONTACTS = select(col(School.contact_name), col(School.contact_how)).where(col(School.ended_at).is_(None)).limit(2)
_REGIONS = (
    select(col(Region.name), col(Region.help))
    .where(col(Region.id).in_(select(col(School.region_id)).where(col(School.ended_at).is_(None))))
    .order_by(col(Region.name))
    .limit(50)
)


async def outside_frame() -> Frame:
    """The frame for whoever is not signed in: without a database as it last was."""
    known = _outside.get(database())
    if known is None or known.good_until < time.monotonic():
        with suppress(DatabaseUnavailable):
            async with reading() as session:
                contacts = (await session.execute(_CONTACTS)).all()
                regions = (await session.execute(_REGIONS)).all()
            contact = (contacts[0][0], contacts[0][1]) if len(contacts) == 1 else ("", "")
            listed = tuple((name, lines) for name, lines in regions)
            _outside[database()] = _Outside(contact, listed, time.monotonic() + KEPT_SECONDS)
    return known_outside_frame()


def known_outside_frame() -> Frame:
    """`outside_frame` as it was when somebody last asked, for where nobody can wait; empty before that."""
    known = _outside.get(database())
    if known is None:
        return Frame()
    return Frame(contact_name=known.contact[0], contact_how=known.contact[1], help=_help_everywhere(known.regions))


def _help_everywhere(regions: Collection[tuple[str, list[dict[str, object]]]]) -> tuple[HelpLine, ...]:
    """Each line once: those of every region first, then the others, which say of which region they are."""
    places: dict[HelpLine, list[str]] = {}
    for region, lines in regions:
        for line in _help_lines(lines):
            places.setdefault(line, []).append(region)
    return (
        *(line for line, named in places.items() if len(named) == len(regions)),
        *(
            replace(line, name=f"{', '.join(named)}: {line.name}")
            for line, named in places.items()
            if len(named) < len(regions)
        ),
    )
