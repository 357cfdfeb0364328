"""The leaving wizard: a class or a year group on its way out, and how many have got how far, with whom to speak next.

It is about what is done, never about what is in it. Nothing is coloured, and nobody stands above anybody else.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import N_, _, format_date, format_list, ngettext, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.guidance import policy
from portfolio_app.guidance.after_school import destination_words
from portfolio_app.guidance.departure import Departure
from portfolio_app.guidance.heard import HeardView, Shelf, heard_by
from portfolio_app.guidance.leaving_class import (
    Address,
    Leaver,
    check_looks_after,
    leavers_of,
    looked_after_by,
)
from portfolio_app.guidance.models import Destination
from portfolio_app.guidance.naming import SchoolSettings, settings_of
from portfolio_app.portfolio.teaching import href, natural, stage_name
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.sharing.actions import AFTER_SCHOOL, CLASS, viewing

MAY = (Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR)
EVERYBODY = ""
SHOWN: Mapping[str, tuple[str, Callable[[Leaver], bool]]] = {
    EVERYBODY: (N_("Everybody"), lambda one: True),
    "help": (N_("Help wanted"), lambda one: one.facts.help_wanted),
    "not-taken": (N_("Not taken along yet"), lambda one: not one.facts.taken_out),
    "not-opened": (N_("Taken along, not opened yet"), lambda one: one.facts.taken_out and not one.facts.opened),
    "not-private": (N_("No way in of their own yet"), lambda one: not one.is_private),
    "check-ins": (N_("Agreed to check-ins"), lambda one: one.agreed),
}
"""The parts of the list, by what stands in the address."""
TAKEN, OPENED, NOT_YET = N_("Taken along"), N_("Taken along and opened"), N_("Not yet")
PRIVATE = N_("Ready, and used")


@dataclass(frozen=True)
class LeaverLine:
    """A pupil who leaves, and how far they are, in words."""

    id: str = ""
    name: str = ""
    href: str = ""
    class_name: str = ""
    takeout: str = ""
    private: str = ""
    help_wanted: str = ""
    check_ins: str = ""
    destination: str = ""
    """What they told the school, for their guidance contact and the coordinator."""


@dataclass(frozen=True)
class LeavingGroup:
    """A class with a leaving day, or a year group of such, in the list of them."""

    id: str = ""
    name: str = ""
    detail: str = ""
    href: str = ""


@dataclass(frozen=True)
class InAddress:
    """A part of the page's address that a form beside it sends along."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Asked:
    """What is asked for in the address: whose leaving, and which part of the list."""

    address: Address = field(default_factory=Address)
    show: str = ""
    search: str = ""
    page: int = 1
    every: bool = False
    """All on one page, as it is printed."""


@dataclass(frozen=True)
class LeaversView:
    """The page: a class or year group, or (without a `name`) all there are, and whom the actor hears from."""

    loaded: bool = False
    name: str = ""
    detail: str = ""
    days: tuple[str, ...] = ()
    """When they leave: a sentence for each day there is."""
    counts: tuple[str, ...] = ()
    """How many have got how far, in sentences."""
    next_step: str = ""
    not_taken: int = 0
    listed: tuple[LeaverLine, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    show: str = ""
    search: str = ""
    findable: bool = False
    counted: str = ""
    paging: Paging = field(default_factory=Paging)
    every_href: str = ""
    """Leads to all on one page, where there are several."""
    csv_href: str = ""
    address: tuple[InAddress, ...] = ()
    several: bool = False
    """Whether pupils of several classes are listed."""
    tells_destinations: bool = False
    groups: tuple[LeavingGroup, ...] = ()
    years: tuple[LeavingGroup, ...] = ()
    heard: HeardView = field(default_factory=HeardView)
    settings: SchoolSettings = field(default_factory=SchoolSettings)


async def load_leavers(actor: Actor, asked: Asked) -> LeaversView:
    """The page. Raises `Refused` for whoever has no such role at a school, `NotFound` for others' classes."""
    if not actor.has(*MAY):
        raise Refused()
    if not asked.address.asked:
        return await _overview(actor, asked)
    async with reading() as session:
        classes = await check_looks_after(session, actor, asked.address)
        school = await session.get_one(School, classes[0].school_id)
        pupils = await leavers_of(session, classes)
        told = await _destinations(session, actor, pupils, school)
        view = _group(asked, school, classes, pupils, told)
    await viewing(actor, {as_id(one.id) for one in view.listed}, CLASS)
    await viewing(actor, {as_id(one.id) for one in view.listed if one.destination}, AFTER_SCHOOL)
    return view


async def listed_leavers(actor: Actor, address: Address) -> tuple[str, Sequence[LeaverLine]]:
    """What the class or year group is called, and everybody in it, for the sheet to keep. Raises as `load_leavers`."""
    view = await load_leavers(actor, Asked(address, every=True))
    return view.name, view.listed


async def _overview(actor: Actor, asked: Asked) -> LeaversView:
    async with reading() as session:
        rows = (
            await session.execute(
                select(SchoolClass, School)
                .join(School, col(School.id) == col(SchoolClass.school_id))
                .where(looked_after_by(actor))
            )
        ).all()
        heard = await heard_by(session, actor, asked.show, asked.search, asked.page)
        chosen = await settings_of(session, actor, asked.address.school_id)
    await viewing(actor, {as_id(one.id) for one in heard.people}, AFTER_SCHOOL)
    found = sorted(((one, school) for one, school in rows), key=lambda pair: (pair[1].name, natural(pair[0].name)))
    return LeaversView(
        loaded=True,
        groups=tuple(
            LeavingGroup(
                str(one.id),
                one.name,
                " · ".join((school.name, _leaves_on([one])[0])),
                href("/leavers", **{"class": str(one.id)}),
            )
            for one, school in found
        ),
        years=_years(found),
        heard=heard,
        settings=chosen,
    )


def _years(found: Sequence[tuple[SchoolClass, School]]) -> tuple[LeavingGroup, ...]:
    groups: dict[tuple[UUID, str], list[tuple[SchoolClass, School]]] = {}
    for one, school in found:
        groups.setdefault((school.id, one.stage), []).append((one, school))
    return tuple(
        LeavingGroup(
            f"{school_id}:{stage}",
            stage_name(some[0][1].framework, stage),
            " · ".join((some[0][1].name, ngettext("{n} class", "{n} classes", len(some)))),
            href("/leavers", school=str(school_id), stage=stage),
        )
        for (school_id, stage), some in groups.items()
        if len(some) > 1
    )


def _group(
    asked: Asked,
    school: School,
    classes: Sequence[SchoolClass],
    pupils: Sequence[Leaver],
    told: Mapping[UUID, str] | None,
) -> LeaversView:
    here = asked.address.query()
    show = asked.show if asked.show in SHOWN else EVERYBODY
    search = " ".join(asked.search.split())[:LONGEST_SEARCH]
    found = [one for one in pupils if SHOWN[show][1](one) and (not search or says(search, one.name))]
    pages = paging(len(found), asked.page, "/leavers", fragment="pupils", **here, show=show, search=search)
    part = found if asked.every else found[pages.skipped : pages.skipped + A_PAGE]
    several = bool(asked.address.stage)
    stage = stage_name(school.framework, classes[0].stage)
    return LeaversView(
        loaded=True,
        name=stage if several else classes[0].name,
        detail=school.name if several else " · ".join((school.name, stage)),
        days=tuple(_leaves_on(classes)),
        counts=_counts(pupils),
        next_step=_next_step(pupils),
        not_taken=sum(not one.facts.taken_out for one in pupils),
        listed=tuple(_line(one, (told or {}).get(one.id, "")) for one in part),
        shelves=_shelves(pupils, here, show),
        show=show,
        search=search,
        findable=len(pupils) > A_PAGE,
        counted=ngettext("{n} pupil", "{n} pupils", len(found)),
        paging=Paging() if asked.every else pages,
        every_href=href("/leavers", **here, show=show, every="yes") + "#pupils"
        if pages.said and not asked.every
        else "",
        csv_href=f"/documents/leavers.csv?{_sheet_query(here)}",
        address=tuple(InAddress(name, value) for name, value in here.items()),
        several=several,
        tells_destinations=told is not None,
    )


def _sheet_query(here: Mapping[str, str]) -> str:
    return href("", **here, language=spoken()).partition("?")[2]


def _leaves_on(classes: Sequence[SchoolClass]) -> list[str]:
    days = sorted({one.leaving_on for one in classes if one.leaving_on is not None})
    return [_("Leaves school on {day}").format(day=format_date(day)) for day in days]


def _counts(pupils: Collection[Leaver]) -> tuple[str, ...]:
    every = len(pupils)

    def said(sentence: str, which: Callable[[Leaver], bool]) -> str:
        return sentence.format(n=sum(which(one) for one in pupils), all=every)

    return (
        said(_("{n} of {all} have taken their portfolio along."), lambda one: one.facts.taken_out),
        said(_("{n} of {all} have opened what they took along."), lambda one: one.facts.opened),
        said(_("{n} of {all} have a way in of their own, and have used it."), lambda one: one.is_private),
        said(_("{n} of {all} have gone through what to keep and what to delete."), lambda one: one.facts.gone_through),
        said(_("{n} of {all} agree to be asked later how it is going."), lambda one: one.agreed),
    )


def _next_step(pupils: Collection[Leaver]) -> str:
    wanted = sum(one.facts.help_wanted for one in pupils)
    if wanted:
        return ngettext(
            "Next: speak with the {n} pupil who wants help.", "Next: speak with the {n} pupils who want help.", wanted
        )
    behind = sum(not one.facts.taken_out for one in pupils)
    if behind:
        return ngettext(
            "Next: {n} pupil has not taken their portfolio along. A lesson with devices is enough for it.",
            "Next: {n} pupils have not taken their portfolio along. A lesson with devices is enough for it.",
            behind,
        )
    if any(not one.facts.opened for one in pupils):
        return _("Next: let everybody open once what they took along. Only then is it sure that it works.")
    if any(not one.is_private for one in pupils):
        return _("Next: a way in of their own for those who have none.")
    return _("Nothing is left to do.") if pupils else ""


def _line(one: Leaver, destination: str) -> LeaverLine:
    return LeaverLine(
        id=str(one.id),
        name=one.name,
        href=href("/pupil", id=str(one.id)),
        class_name=one.class_name,
        takeout=_takeout(one),
        private=_private(one),
        help_wanted=_("Wants help") if one.facts.help_wanted else "",
        check_ins=_("Agreed") if one.agreed else "",
        destination=destination,
    )


def _takeout(one: Leaver) -> str:
    if not one.facts.taken_out:
        return _(NOT_YET)
    return _(OPENED) if one.facts.opened else _(TAKEN)


def _private(one: Leaver) -> str:
    if not one.facts.private_mail and not one.facts.second_way:
        return _(NOT_YET)
    missing = [
        words
        for words, there in (
            (_("an address of their own"), one.facts.private_mail),
            (_("a second way in"), one.facts.second_way),
            (_("using it once"), one.facts.came_in_by_it or not one.facts.second_way),
        )
        if not there
    ]
    return _("Missing: {what}").format(what=format_list(missing)) if missing else _(PRIVATE)


def _shelves(pupils: Collection[Leaver], here: Mapping[str, str], show: str) -> tuple[Shelf, ...]:
    counts = {code: sum(which(one) for one in pupils) for code, (_label, which) in SHOWN.items()}
    return tuple(
        Shelf(f"{_(label)} ({counts[code]})", href("/leavers", **here, show=code) + "#pupils", code == show)
        for code, (label, _which) in SHOWN.items()
        if counts[code] or code in (EVERYBODY, show)
    )


async def _destinations(
    session: AsyncSession, actor: Actor, pupils: Sequence[Leaver], school: School
) -> Mapping[UUID, str] | None:
    """Where those go who told their school, as far as the actor is their guidance contact or the coordinator; None for
    anybody else."""
    leads = school.id in actor.schools(Role.COORDINATOR)
    contacts: Any = {} if leads else await policy.contacts_at(session, school.id)
    theirs = [
        one.id
        for one in pupils
        if leads
        or (
            (named := policy.contact_among(contacts, Departure(school.id, "", one.class_id, one.leaves_on, False)))
            and named.adult_id == actor.person_id
        )
    ]
    if not theirs and not leads:
        return None
    found = await session.execute(
        select(Destination).where(col(Destination.person_id).in_(theirs), col(Destination.school_id) == school.id)
    )
    return {row.person_id: destination_words(row) for row in found.scalars()}
