"""A credential of the school for whoever has done a whole module, offered to all of a class at once.

It says what the module works at and how long it takes, in the pupil's language where the module is written in it.
Nobody is offered it twice for the same module, whichever language it was in.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.database import table_of, writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, languages, ngettext, speaking
from portfolio_app.learning.curriculum import Programme
from portfolio_app.learning.models import Lesson
from portfolio_app.learning.modules import programmes
from portfolio_app.learning.own.known import Outline, outline_of
from portfolio_app.learning.reading import Module
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.models import AssignedPupil, Assignment
from portfolio_app.learning.teaching.policy import WHOLE_CLASS, own_assignment
from portfolio_app.learning.teaching.year_plan import hours
from portfolio_app.learning.versions import version_of
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind
from portfolio_app.portfolio.credentials.offering import LONGEST_CRITERIA, LONGEST_TITLE, What, offer_to
from portfolio_app.portfolio.teaching import pupils_of_classes
from portfolio_app.schools.models import School, SchoolClass

_LESSON, _CREDENTIAL, _PERSON = table_of(Lesson), table_of(Credential), table_of(Person)


@dataclass(frozen=True)
class Finished:
    """Pupils who have done the whole of a module, and those of them who were not offered its credential yet."""

    done: frozenset[UUID] = frozenset()
    waiting: frozenset[UUID] = frozenset()


async def offer_finished(actor: Actor, assignment_id: UUID, request: UUID) -> int:
    """Offer a credential to every pupil of an assignment who has done the whole module and has none of it; returns how
    many were offered one with this form. Sent twice, offered once.

    Raises `NotFound` for an assignment of a class the actor does not teach, `Invalid` while nobody has done all of it.
    """
    async with writing() as session:
        here, one = await own_assignment(session, actor, assignment_id)
        if before := await _sent(session, actor, request):
            return before
        module = material.written(one.module) or await version_of(session, one.version_id)
        people = await _for_whom(session, here.id, one)
        found = (await finished(session, here.school_id, people, (module.name,)))[module.name]
        if not found.done:
            raise Invalid(N_("Nobody has done the whole module yet."))
        school = (await session.execute(select(School).where(col(School.id) == here.school_id))).scalar_one()
        told = await _languages(session, found.waiting, school.language)
        new = 0
        for language in sorted(set(told.values())):
            group = [person_id for person_id, spoken in told.items() if spoken == language]
            what = certified(module, language)
            new += await offer_to(session, school.id, group, what, by_id=actor.person_id, request=request)
        return new


async def _sent(session: AsyncSession, actor: Actor, request: UUID) -> int:
    """How many were offered something with this form before."""
    mine = (_CREDENTIAL.c.request == request, _CREDENTIAL.c.by_id == actor.person_id)
    return (await session.execute(select(func.count()).select_from(_CREDENTIAL).where(*mine))).scalar_one()


async def _for_whom(session: AsyncSession, class_id: UUID, one: Assignment) -> set[UUID]:
    """The pupils of the class now whom an assignment is for."""
    inside = pupils_of_classes(table_of(SchoolClass).c.id == class_id)
    people = set((await session.execute(select(inside.c.person_id))).scalars())
    if one.target == WHOLE_CLASS:
        return people
    named = select(col(AssignedPupil.person_id)).where(col(AssignedPupil.assignment_id) == one.id)
    return people & set((await session.execute(named)).scalars())


async def finished(
    session: AsyncSession, school_id: UUID, people: Collection[UUID], names: Collection[str]
) -> Mapping[str, Finished]:
    """Of these people, who has done all of each of these modules, and who of them was not offered its credential by
    that school yet, or declined it."""
    done: dict[str, set[UUID]] = {name: set() for name in names}
    for person_id, name in await session.execute(_done(people, names)):
        done[name].add(person_id)
    had = {(row.person_id, row.title) for row in await session.execute(_had(school_id, people))}
    return {
        name: Finished(
            frozenset(who),
            frozenset(one for one in who if not any((one, title) in had for title in _titles(name))),
        )
        for name, who in done.items()
    }


def _done(people: Collection[UUID], names: Collection[str]) -> Select[UUID, str]:
    return (
        select(_LESSON.c.person_id, _LESSON.c.module)
        .where(_LESSON.c.person_id.in_(people), _LESSON.c.module.in_(names), _LESSON.c.done_at.is_not(None))
        .distinct()
    )


def _had(school_id: UUID, people: Collection[UUID]) -> Select[UUID, str]:
    return select(_CREDENTIAL.c.person_id, _CREDENTIAL.c.title).where(
        _CREDENTIAL.c.person_id.in_(people),
        _CREDENTIAL.c.school_id == school_id,
        _CREDENTIAL.c.kind == CredentialKind.MODULE,
        _CREDENTIAL.c.declined_at.is_(None),
        _CREDENTIAL.c.deleted_at.is_(None),
    )


def _titles(name: str) -> set[str]:
    """What a credential of that module is called, in each language it can be in."""
    module = material.written(name) or outline_of(name)
    return {certified_title(module, language) for language in module.languages} if module else set()


async def _languages(session: AsyncSession, people: Collection[UUID], otherwise: str) -> Mapping[UUID, str]:
    """The language of each of these people, or of their school."""
    rows = await session.execute(select(_PERSON.c.id, _PERSON.c.language).where(_PERSON.c.id.in_(people)))
    return {row.id: row.language or otherwise for row in rows}


def certified_title(module: Module | Outline, language: str) -> str:
    """The title of the credential, in the language in which somebody with `language` reads the module."""
    written = module.language_for(language)
    with speaking(written if written in languages() else "en"):
        return _("Finished module: {title}").format(title=module.title(written))[:LONGEST_TITLE].strip()


def certified(module: Module, language: str) -> What:
    """What a school says of whoever has done the module, in the language in which they read it."""
    written = module.language_for(language)
    known = programmes().get(module.programme)
    with speaking(written if written in languages() else "en"):
        said = " ".join(_criteria(module, known, written))
    return What(
        CredentialKind.MODULE,
        criteria=said if len(said) <= LONGEST_CRITERIA else said[: LONGEST_CRITERIA - 1] + "…",
        title=certified_title(module, language),
        language=written,
    )


def _criteria(module: Module, known: Programme | None, language: str) -> Iterator[str]:
    count = len(module.about.activities)
    activities = ngettext("{n} activity", "{n} activities", count)
    yield _("All of this module was done: {activities}, {hours}.").format(
        activities=activities, hours=hours(module.minutes)
    )
    if known is None:
        return
    yield _("It is part of the programme “{name}”.").format(name=_in(known.about.name, language))
    if aims := [_in(one.name, language) for one in known.about.aims if one.number in module.about.aims]:
        yield _("It works at: {aims}.").format(aims="; ".join(aims))


def _in(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or material.said(text)
