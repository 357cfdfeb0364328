"""What a guidance contact hears from people who leave or have left: who wants to hear from them, how it is going, where
they go. A coordinator sees where people go, and nothing else of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person, Role
from portfolio_app.core.languages import N_, _, format_date, ngettext
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.guidance import policy
from portfolio_app.guidance.after_school import (
    CheckInLine,
    WishLine,
    check_in_line,
    destination_words,
    month_words,
    wish_line,
)
from portfolio_app.guidance.departure import Departure, departures_of
from portfolio_app.guidance.models import CheckIn, ContactWish, Destination, GuidanceContact
from portfolio_app.portfolio.teaching import href

WAITING, ANSWERED, GOING = "waiting", "answered", "going"
SHELVES = {
    "": N_("Everybody"),
    WAITING: N_("Want to hear from you"),
    ANSWERED: N_("Told how it is going"),
    GOING: N_("Told where they go"),
}
"""The parts of the list, by what stands in the address."""


@dataclass(frozen=True)
class Shelf:
    """A part of a list, with how many are in it."""

    label: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class HeardFrom:
    """Somebody, and what they said to their school about the time after it."""

    id: str = ""
    name: str = ""
    left: str = ""
    """From which school on which day, in words."""
    wishes: tuple[WishLine, ...] = ()
    answers: tuple[CheckInLine, ...] = ()
    destination: str = ""
    begins: str = ""
    passes_on: bool = False


@dataclass(frozen=True)
class HeardView:
    """A page of those whom the actor hears from; waiting ones first, then by name."""

    expected: bool = False
    """Whether the actor is a guidance contact or coordinator at all."""
    people: tuple[HeardFrom, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    show: str = ""
    search: str = ""
    findable: bool = False
    counted: str = ""
    paging: Paging = field(default_factory=Paging)


async def heard_by(session: AsyncSession, actor: Actor, show: str = "", search: str = "", page: int = 1) -> HeardView:
    """Whom the actor hears from. Four queries, however many people."""
    led = set(actor.schools(Role.COORDINATOR))
    named = await session.execute(
        select(col(GuidanceContact.school_id)).where(col(GuidanceContact.adult_id) == actor.person_id).distinct()
    )
    schools = led | set(named.scalars())
    if not schools:
        return HeardView()
    everybody = await _everybody(session, actor, schools, led)
    search = " ".join(search.split())[:LONGEST_SEARCH]
    show = show if show in SHELVES else ""
    found = [one for one in everybody if _stands_on(one, show) and (not search or says(search, one.name))]
    pages = paging(len(found), page, "/leavers", fragment="heard", show=show, search=search)
    return HeardView(
        expected=True,
        people=tuple(found[pages.skipped : pages.skipped + A_PAGE]),
        shelves=_shelves(everybody, show),
        show=show,
        search=search,
        findable=len(everybody) > A_PAGE,
        counted=ngettext("{n} person", "{n} people", len(found)),
        paging=pages,
    )


async def _everybody(
    session: AsyncSession, actor: Actor, schools: Collection[UUID], led: Collection[UUID]
) -> list[HeardFrom]:
    wishes = await _by_person(session, ContactWish, schools, col(ContactWish.ended_at).is_(None))
    answers = await _by_person(session, CheckIn, schools, col(CheckIn.answered_at).is_not(None))
    told = await _by_person(session, Destination, schools)
    departures = await departures_of(session, {*wishes, *answers, *told})
    contacts = await policy.contacts_at(session, *schools)
    names = await _names(session, departures)
    found: list[HeardFrom] = []
    for person, name in names.items():
        departure = departures[person]
        is_theirs = _is_contact(contacts, departure, actor)
        if not is_theirs and departure.school_id not in led:
            continue
        one = _heard(
            person,
            name,
            departure,
            wishes.get(person, ()) if is_theirs else (),
            answers.get(person, ()) if is_theirs else (),
            told.get(person, ()),
        )
        if one.wishes or one.answers or one.destination:
            found.append(one)
    return sorted(found, key=lambda one: not _stands_on(one, WAITING))


def _is_contact(contacts: policy.Contacts, departure: Departure, actor: Actor) -> bool:
    named = policy.contact_among(contacts, departure)
    return named is not None and named.adult_id == actor.person_id


async def _by_person(
    session: AsyncSession, kind: Any, schools: Collection[UUID], *which: Any
) -> Mapping[UUID, list[Any]]:
    rows = (await session.execute(select(kind).where(col(kind.school_id).in_(schools), *which))).scalars()
    by_person = defaultdict[UUID, list[Any]](list)
    for row in rows:
        by_person[row.person_id].append(row)
    return by_person


async def _names(session: AsyncSession, people: Iterable[UUID]) -> Mapping[UUID, str]:
    rows = await session.execute(
        select(col(Person.id), col(Person.name))
        .where(col(Person.id).in_(list(people)), col(Person.ended_at).is_(None))
        .order_by(col(Person.sort_name), col(Person.id))
    )
    return {row.id: row.name for row in rows}


def _heard(
    person: UUID,
    name: str,
    departure: Departure,
    wishes: Iterable[ContactWish],
    answers: Iterable[CheckIn],
    told: Iterable[Destination],
) -> HeardFrom:
    here = departure.school_id
    destination = next((one for one in told if one.school_id == here), None)
    newest = sorted((one for one in wishes if one.school_id == here), key=lambda one: one.made_at, reverse=True)
    latest = sorted((one for one in answers if one.school_id == here), key=lambda one: one.months, reverse=True)
    return HeardFrom(
        id=str(person),
        name=name,
        left=_left(departure),
        wishes=tuple(wish_line(one) for one in newest),
        answers=tuple(check_in_line(one) for one in latest),
        destination=destination_words(destination) if destination else "",
        begins=month_words(destination.begins) if destination else "",
        passes_on=destination is not None and destination.passes_on_at is not None,
    )


def _left(departure: Departure) -> str:
    said = _("left {school} on {day}") if departure.has_left else _("leaves {school} on {day}")
    return said.format(school=departure.school, day=format_date(departure.leaves_on))


def _stands_on(one: HeardFrom, show: str) -> bool:
    if show == WAITING:
        return any(not wish.reached for wish in one.wishes)
    if show == ANSWERED:
        return bool(one.answers)
    return show != GOING or bool(one.destination)


def _shelves(everybody: Collection[HeardFrom], show: str) -> tuple[Shelf, ...]:
    counts = {code: sum(_stands_on(one, code) for one in everybody) for code in SHELVES}
    return tuple(
        Shelf(f"{_(label)} ({counts[code]})", href("/leavers", show=code) + "#heard", code == show)
        for code, label in SHELVES.items()
        if counts[code] or code in ("", show)
    )
