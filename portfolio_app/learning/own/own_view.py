"""The page of a school's own modules: those there are, what was deleted, and what became of the ZIP that was sent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import reading
from portfolio_app.core.languages import N_, _, format_date, ngettext, spoken
from portfolio_app.core.resting import rest_lasts, rested_before
from portfolio_app.core.zips import Flaw
from portfolio_app.learning.lesson_words import minutes_said
from portfolio_app.learning.own import policy
from portfolio_app.learning.own.known import Outline, outline_read
from portfolio_app.learning.own.models import ModuleSent, OwnModule
from portfolio_app.learning.own.reaching import has_improved
from portfolio_app.learning.own.zipped import LONGEST_NAME
from portfolio_app.learning.reading import MOST_TOGETHER
from portfolio_app.schools.models import School

ZIP = "/documents/module.zip"
DIFFERENCE = "/own-module-changes"
FLAWS: Mapping[str, str] = {
    Flaw.NO_ZIP: N_("This is no ZIP file. Pack the module’s folder into a ZIP, and send that."),
    Flaw.CUT: N_("This ZIP file is not whole, or damaged. Make it anew, and send it again."),
    Flaw.TOO_MANY: N_("There are too many files in this ZIP for a module. Pack the module’s own folder alone."),
    Flaw.TOO_LARGE: N_("What is in this ZIP is larger than a module can be: {megabytes} MB."),
}
PROBLEMS: Mapping[str, str] = {
    "none": N_("Choose a file first."),
    "large": N_("This file is too large for a module."),
    "full": N_("There is no room on the server right now. Tell whoever runs Polku for your school."),
    "busy": N_("Another file of yours is still on its way. Wait until it has arrived, then send this one again."),
    "many": N_("Your school has very many own modules. Delete one that nobody uses first."),
    "other": N_("That did not work. Nothing was changed."),
}
"""What the upload says in the address when nothing of it could be kept."""


@dataclass(frozen=True)
class OwnLine:
    """An own module in the list. `title` is in `language` where that is not the one being spoken."""

    name: str = ""
    title: str = ""
    language: str = ""
    detail: str = ""
    href: str = ""
    change_href: str = ""
    improved_href: str = ""
    zip_href: str = ""


@dataclass(frozen=True)
class ToldLine:
    """A mistake in what was sent, with its cure: in English, as the program that checks lessons says it."""

    where: str = ""
    what: str = ""


@dataclass(frozen=True)
class OwnModulesView:
    """The page. Of the ZIP that was sent: `problem` as a whole, `told` in its files, or `name`, which is taken."""

    loaded: bool = False
    lines: tuple[OwnLine, ...] = ()
    deleted: tuple[OwnLine, ...] = ()
    file_name: str = ""
    problem: str = ""
    told: tuple[ToldLine, ...] = ()
    more: str = ""
    said: str = ""
    name: str = ""
    longest_name: int = LONGEST_NAME
    schools: tuple[Option, ...] = ()
    rests: str = ""
    request: str = ""


async def load_own_modules(actor: Actor, problem: str = "") -> OwnModulesView:
    """The page for the actor's schools. Raises `Refused` for whoever teaches at none."""
    policy.may_make_own(actor)
    async with reading() as session:
        rows = (
            await session.execute(
                select(OwnModule, col(Person.name), col(School.name))
                .outerjoin(Person, col(Person.id) == col(OwnModule.changed_by_id))
                .join(School, col(School.id) == col(OwnModule.school_id))
                .where(policy.changed_by(actor))
                .order_by(col(OwnModule.name))
            )
        ).all()
        sent = (
            await session.execute(select(ModuleSent).where(col(ModuleSent.person_id) == actor.person_id))
        ).scalar_one_or_none()
        schools = await _schools(session, actor)
        improved = {
            row.name: difference_href(row.name)
            for row, _name, _school in rows
            if row.deleted_at is None and await has_improved(session, actor, row)
        }
    several = len(schools) > 1
    every = [
        (row, replace(_line(row, name, school if several else ""), improved_href=improved.get(row.name, "")))
        for row, name, school in rows
    ]
    told = tuple(ToldLine(f"{one['file']}:{one['line']}", str(one["what"])) for one in sent.told) if sent else ()
    days = rest_lasts().days
    return OwnModulesView(
        loaded=True,
        lines=_sorted(line for row, line in every if row.deleted_at is None),
        deleted=_sorted(line for row, line in every if row.deleted_at is not None and row.deleted_at > rested_before()),
        file_name=sent.file_name if sent else "",
        problem=_problem(sent, problem),
        told=told,
        more=ngettext("{n} more mistake", "{n} more mistakes", sent.more) if sent and sent.more else "",
        said=ngettext("{n} thing to mend", "{n} things to mend", len(told) + (sent.more if sent else 0)),
        name=sent.name if sent and not problem else "",
        schools=schools if several else (),
        rests=ngettext("It can be brought back for {n} day.", "It can be brought back for {n} days.", days),
        request=str(uuid4()),
    )


def zip_href(name: str) -> str:
    """Where a module is taken along as a ZIP."""
    return f"{ZIP}?{urlencode({'language': spoken(), 'name': name})}"


def difference_href(name: str) -> str:
    """Where what has become of the original is looked at."""
    return f"/{spoken()}{DIFFERENCE}?{urlencode({'name': name})}"


def editor_href(name: str) -> str:
    """Where an own module is changed."""
    return f"/{spoken()}/own-module?{urlencode({'name': name})}"


def _problem(sent: ModuleSent | None, said: str) -> str:
    if said:
        return _(PROBLEMS.get(said, PROBLEMS["other"]))
    if sent is None or not sent.flaw:
        return ""
    return _(FLAWS.get(sent.flaw, FLAWS[Flaw.CUT])).format(megabytes=MOST_TOGETHER // 1_000_000)


async def _schools(session: AsyncSession, actor: Actor) -> tuple[Option, ...]:
    wanted = select(col(School.id), col(School.name)).where(col(School.id).in_(policy.own_schools(actor)))
    rows: list[tuple[UUID, str]] = [(one, name) for one, name in await session.execute(wanted)]
    return tuple(Option(str(one), name) for one, name in sorted(rows, key=lambda row: row[1]))


def _sorted(lines: Iterable[OwnLine]) -> tuple[OwnLine, ...]:
    return tuple(sorted(lines, key=lambda one: (one.title.casefold(), one.name)))


def _line(row: OwnModule, by: str | None, school: str) -> OwnLine:
    one = outline_read(row.name, row.school_id, row.outline)
    language = one.language_for(spoken())
    parts = [minutes_said(_minutes(one))]
    if row.deleted_at is not None:
        parts.append(_("deleted on {day}").format(day=format_date(row.deleted_at)))
    elif by:
        parts.append(_("changed by {name} on {day}").format(name=by, day=format_date(row.changed_at)))
    if school:
        parts.append(school)
    return OwnLine(
        name=row.name,
        title=one.titles[language],
        language=language if language != spoken() else "",
        detail=" · ".join(parts),
        href=f"/{spoken()}/module?{urlencode({'name': row.name})}",
        change_href=editor_href(row.name),
        zip_href=zip_href(row.name),
    )


def _minutes(one: Outline) -> int:
    return sum(minutes for _code, minutes in one.pieces)
