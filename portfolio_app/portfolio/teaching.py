"""What teachers and counsellors start from: their classes, who is in them, whose sign-in cards to print."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Row, Subquery, Uuid, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role, SignIn
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import Moment, as_id, reading, table_of
from portfolio_app.core.languages import N_, NAMES, _, languages, ngettext, spoken
from portfolio_app.core.wording import folded
from portfolio_app.portfolio.policy import classes_open_at, classes_open_to, shares_with
from portfolio_app.schools import policy as schools_policy
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.sharing.policy import may_speak_of
from portfolio_app.skills.framework import pupils_framework
from portfolio_app.skills.queries import stage_of

A_PAGE = 20
"""Rows of a list without search and pages."""

_CLASS, _SCHOOL, _MEMBER, _ROLE, _PERSON = (
    table_of(kind) for kind in (SchoolClass, School, ClassMember, Membership, Person)
)

CARD_PROBLEMS = {
    "nobody": N_("Tick at least one pupil."),
    "later": N_("The cards could not be made. Try again in a moment; the old cards still work."),
}
"""Codes in the address of the page, and what they say."""


@dataclass(frozen=True)
class ClassLine:
    """A class in the list."""

    id: str = ""
    name: str = ""
    detail: str = ""
    href: str = ""
    mark: str = ""
    """Says that the actor teaches it, where classes of others stand beside it."""


@dataclass(frozen=True)
class PupilLine:
    """A pupil in a list."""

    id: str = ""
    name: str = ""
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class ClassesView:
    """The actor's classes, a page of them, and pupils of no such class who share something with the actor by name."""

    loaded: bool = False
    listed: tuple[ClassLine, ...] = ()
    said: str = ""
    """How many, in words."""
    q: str = ""
    searchable: bool = False
    page: int = 1
    pages: int = 1
    page_said: str = ""
    previous_href: str = ""
    following_href: str = ""
    years: tuple[ClassLine, ...] = ()
    """The year groups: of a school, two classes or more at one stage."""
    others: tuple[PupilLine, ...] = ()


@dataclass(frozen=True)
class SharedClass:
    """A class in which the actor meets a pupil."""

    id: UUID
    name: str
    prints_cards: bool = False
    taught: bool = False


@dataclass(frozen=True)
class CardPupil:
    """A pupil for whom a card can be printed."""

    id: str = ""
    name: str = ""
    username: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class CardsView:
    """Whose sign-in cards to print."""

    loaded: bool = False
    id: str = ""
    name: str = ""
    listed: tuple[CardPupil, ...] = ()
    all_href: str = ""
    none_href: str = ""
    class_href: str = ""
    languages: tuple[Option, ...] = ()
    language: str = ""
    """What the cards are printed in unless another is chosen: the school's language."""
    key: str = ""
    """Changes with what is ticked."""
    problem: str = ""
    """Why no cards were made, "" when nothing went wrong."""


def pupils_of_classes(which: ColumnElement[bool]) -> Subquery:
    """The pupils who are in classes now, both there and at the class's school: class_id, person_id, name, sort_name.

    `which` is a filter on `SchoolClass`.
    """
    # Aliases, because filters on classes speak of their members and would mean these.
    member, membership = _MEMBER.alias(), _ROLE.alias()
    return (
        select(member.c.class_id, member.c.person_id, _PERSON.c.name, _PERSON.c.sort_name)
        .join_from(member, _PERSON, _PERSON.c.id == member.c.person_id)
        .join(_CLASS, _CLASS.c.id == member.c.class_id)
        .join(
            membership,
            and_(
                membership.c.person_id == _PERSON.c.id,
                membership.c.school_id == _CLASS.c.school_id,
                membership.c.role == Role.PUPIL,
                membership.c.ended_at.is_(None),
            ),
        )
        .where(
            which,
            _PERSON.c.ended_at.is_(None),
            member.c.role == "pupil",
            member.c.ended_at.is_(None),
            _PERSON.c.ended_at.is_(None),
        )
        .subquery()
    )


# Written once, and on the tables themselves: putting them together would take longer than running them.
_ACTOR: BindParameter[UUID] = bindparam("actor", type_=Uuid())
_OPEN = classes_open_at(_ACTOR, bindparam("teaching", expanding=True), bindparam("counselling", expanding=True))
_INSIDE = pupils_of_classes(_OPEN)
_CLASSES = (
    select(
        _CLASS.c.id,
        _CLASS.c.name,
        _CLASS.c.stage,
        _CLASS.c.school_id,
        _SCHOOL.c.name.label("school"),
        _SCHOOL.c.framework,
        select(func.count()).where(_INSIDE.c.class_id == _CLASS.c.id).scalar_subquery().label("size"),
        schools_policy.taught_at(_ACTOR, bindparam("teaching", expanding=True)).label("taught"),
    )
    .join_from(_CLASS, _SCHOOL, _SCHOOL.c.id == _CLASS.c.school_id)
    .where(_OPEN)
)
_ELSEWHERE = (
    select(_PERSON.c.id, _PERSON.c.name)
    .where(
        _PERSON.c.id != _ACTOR,
        _PERSON.c.ended_at.is_(None),
        _PERSON.c.id.in_(may_speak_of(_ACTOR)),
        shares_with(_ACTOR, bindparam("moment", type_=Moment())),
        _PERSON.c.id.not_in(select(_INSIDE.c.person_id)),
    )
    .order_by(_PERSON.c.sort_name, _PERSON.c.id)
    .limit(200)
)
"""Pupils in none of the actor's classes who share something with the actor by name."""


async def load_classes(actor: Actor, q: str = "", page: int = 1) -> ClassesView:
    """The classes the actor teaches and, for a counsellor, all of the school, sorted by name; those with `q` in it."""
    which = {
        "actor": actor.person_id,
        "teaching": actor.schools(Role.TEACHER),
        "counselling": actor.schools(Role.COUNSELLOR),
    }
    async with reading() as session:
        rows = (await session.execute(_CLASSES, which)).all()
        others = (await session.execute(_ELSEWHERE, which | {"moment": now()})).all()
    several = len({row.school_id for row in rows}) > 1
    mark = "" if all(row.taught for row in rows) else _("Your class")
    wanted = folded(q)
    found = sorted(
        (row for row in rows if wanted in folded(row.name)),
        key=lambda row: (row.school, not row.taught, natural(row.name)),
    )
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(max(page, 1), pages)
    return ClassesView(
        loaded=True,
        listed=tuple(
            _class_line(row, mark if row.taught else "", name_school=several)
            for row in found[(page - 1) * A_PAGE : page * A_PAGE]
        ),
        said=ngettext("{n} class", "{n} classes", len(found)),
        q=q,
        searchable=len(rows) > A_PAGE,
        page=page,
        pages=pages,
        page_said=_("Page {page} of {pages}").format(page=page, pages=pages),
        previous_href=href("/classes", q=q, page=str(page - 1)) if page > 1 else "",
        following_href=href("/classes", q=q, page=str(page + 1)) if page < pages else "",
        years=tuple(_years(rows, name_school=several)),
        others=tuple(PupilLine(id=str(one.id), name=one.name, href=href("/pupil", id=str(one.id))) for one in others),
    )


def _years(classes: Sequence[Row[*tuple[Any, ...]]], *, name_school: bool) -> Iterator[ClassLine]:
    groups = defaultdict[tuple[str, UUID, str], list[Row[*tuple[Any, ...]]]](list)
    for one in classes:
        groups[one.school, one.school_id, one.stage].append(one)
    for (school, school_id, stage), group in sorted(groups.items()):
        if len(group) > 1:
            detail = ngettext("{n} class", "{n} classes", len(group))
            yield ClassLine(
                id=f"{school_id}:{stage}",
                name=stage_name(group[0].framework, stage),
                detail=f"{school} · {detail}" if name_school else detail,
                href=href("/class-picture", school=str(school_id), stage=stage),
            )


def _class_line(row: Row[*tuple[Any, ...]], mark: str, *, name_school: bool) -> ClassLine:
    detail = [stage_name(row.framework, row.stage), ngettext("{n} pupil", "{n} pupils", row.size)]
    return ClassLine(
        id=str(row.id),
        name=row.name,
        detail=" · ".join([row.school, *detail] if name_school else detail),
        href=href("/class", id=str(row.id)),
        mark=mark,
    )


async def load_cards(actor: Actor, class_id: str, ticked: str = "all", problem: str = "") -> CardsView:
    """The pupils of a class for whom the actor may print sign-in cards; ticked are "all", "none", or one by their id.

    `problem` is the code with which making them came back, see `CARD_PROBLEMS`. Raises `NotFound` for a class whose
    cards are not the actor's to print.
    """
    async with reading() as session:
        row = await schools_policy.check_prints_cards(session, actor, as_id(class_id))
        school = await session.get_one(School, row.school_id)
        taught = await session.scalar(
            select(col(SchoolClass.id)).where(col(SchoolClass.id) == row.id, schools_policy.taught_by(actor))
        )
        pupils = pupils_of_classes(col(SchoolClass.id) == row.id)
        found = await session.execute(
            select(col(Person.id), col(Person.name), col(SignIn.identifier))
            .join(SignIn, and_(col(SignIn.person_id) == col(Person.id), col(SignIn.kind) == "username"))
            .where(col(Person.id).in_(select(pupils.c.person_id)), schools_policy.helped_by(actor))
            .order_by(col(Person.sort_name), col(Person.id))
        )
        listed = tuple(
            CardPupil(str(person_id), name, username, chosen=ticked in ("all", str(person_id)))
            for person_id, name, username in found
        )
    here = {"class": str(row.id)}
    return CardsView(
        loaded=True,
        id=str(row.id),
        name=row.name,
        listed=listed,
        all_href=href("/cards", **here),
        none_href=href("/cards", **here, ticked="none"),
        class_href=href("/class" if taught else "/school/class", id=str(row.id)),
        languages=tuple(Option(code, NAMES[code]) for code in languages()),
        language=school.language if school.language in languages() else spoken(),
        key=f"{row.id} {ticked}",
        problem=_(CARD_PROBLEMS.get(problem, "")),
    )


async def classes_with(session: AsyncSession, actor: Actor, pupil_id: UUID) -> tuple[SharedClass, ...]:
    """The classes in which the actor meets that pupil, by name; none for a pupil who shares something by name only."""
    pupils = pupils_of_classes(classes_open_to(actor))
    rows = await session.execute(
        select(
            col(SchoolClass.id),
            col(SchoolClass.name),
            schools_policy.cards_printed_by(actor).label("prints"),
            schools_policy.taught_by(actor).label("taught"),
        ).where(col(SchoolClass.id).in_(select(pupils.c.class_id).where(pupils.c.person_id == pupil_id)))
    )
    found = (SharedClass(class_id, name, bool(prints), bool(taught)) for class_id, name, prints, taught in rows)
    return tuple(sorted(found, key=lambda one: natural(one.name)))


def stage_name(framework: str, stage: str) -> str:
    """The stage of a class in its school's framework, both by their codes, in the language being spoken."""
    used = pupils_framework(framework)
    return used.text(used.stage(stage_of(used, stage)).name, spoken())


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts "8B" before "10A", as people count."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def href(path: str, **query: str) -> str:
    """The address of a page in the language being spoken; what is "" stays out of its query."""
    given = {name: value for name, value in query.items() if value}
    return f"/{spoken()}{path}" + (f"?{urlencode(given)}" if given else "")
