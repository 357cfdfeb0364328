"""A class by theme, or a year group: how much has begun, for what nobody shows evidence, whom no adult has spoken to.

Only what is shared with the reader counts. It says how many, and opens each number to whose it is, never who has more
than another. It names pupils whom no adult of the school has talked with, written or said anything to for six months,
and each of those reads the same about themself.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Column, ColumnElement, Select, Table, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import Moment, as_id, reading, table_of
from portfolio_app.core.languages import N_, _, format_list, local_date, ngettext, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.portfolio.class_grid import shared_evidence
from portfolio_app.portfolio.policy import check_opens_class, check_opens_year
from portfolio_app.portfolio.teaching import ClassLine, href, natural, pupils_of_classes, stage_name
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.sharing.actions import CLASS, viewing
from portfolio_app.sharing.models import Comment, Grant, Kind, Talk
from portfolio_app.sharing.policy import guides, opened_to, pupils_taught
from portfolio_app.skills.framework import Framework, Theme, pupils_framework
from portfolio_app.skills.models import Assessment, GivenVoice, Voice
from portfolio_app.skills.voice_views import in_sight

SILENT_FOR = timedelta(days=183)
"""Half a year without a word of an adult: then a pupil is named."""

OWN, EVIDENCE, EVERYTHING = "own", "evidence", "all"
COLUMNS = {
    OWN: N_("Own view"),
    Voice.TEACHER.value: N_("A teacher"),
    Voice.HOST.value: N_("Outside school"),
    EVIDENCE: N_("Evidence"),
}
"""What is counted of each capability."""


@dataclass(frozen=True)
class SkillCounts:
    """One capability: of how many pupils the reader sees each voice and evidence."""

    code: str = ""
    name: str = ""
    href: str = ""
    """Opens whose they are."""
    own: int = 0
    teacher: int = 0
    host: int = 0
    evidence: int = 0


@dataclass(frozen=True)
class ThemeCounts:
    """A theme: how many pupils share anything of it, in words, and its capabilities."""

    code: str = ""
    name: str = ""
    begun: str = ""
    begun_href: str = ""
    missing: str = ""
    """Capabilities for which nobody shows evidence, in words; "" for none."""
    skills: tuple[SkillCounts, ...] = ()


@dataclass(frozen=True)
class NamedPupil:
    """A pupil by name, and where something of theirs is."""

    id: str = ""
    name: str = ""
    href: str = ""


@dataclass(frozen=True)
class Whose:
    """What one number is made of."""

    label: str = ""
    pupils: tuple[NamedPupil, ...] = ()


@dataclass(frozen=True)
class OpenedNumbers:
    """The numbers that were opened: of a capability, of a theme, or of everything; without a title none was."""

    title: str = ""
    parts: tuple[Whose, ...] = ()


@dataclass(frozen=True)
class Silent:
    """Whom no adult of the school has spoken to for half a year: a page of them, or of those who are looked for."""

    pupils: tuple[NamedPupil, ...] = ()
    count: int = 0
    """All of them, before anybody is looked for."""
    counted: str = ""
    findable: bool = False
    """Whether they are so many that somebody may look for one."""
    search: str = ""
    paging: Paging = field(default_factory=Paging)


@dataclass(frozen=True)
class Asked:
    """What of the picture is asked for in the address: a number that was opened, a page of `Silent`, a name in it.

    `opened` is what `SkillCounts.href` and its like say: a capability's code, a theme's look, or `EVERYTHING`.
    """

    opened: str = ""
    page: int = 1
    search: str = ""


@dataclass(frozen=True)
class InAddress:
    """A part of the page's address that a form beside it sends along."""

    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class ClassPicture:
    """A class by theme, or a year group: the classes of a school at one stage."""

    loaded: bool = False
    name: str = ""
    detail: str = ""
    begun: str = ""
    begun_href: str = ""
    opened: OpenedNumbers = field(default_factory=OpenedNumbers)
    closed_href: str = ""
    themes: tuple[ThemeCounts, ...] = ()
    silent: Silent = field(default_factory=Silent)
    address: tuple[InAddress, ...] = ()
    """Which class, or year group, this is."""
    count: int = 0
    classes: tuple[ClassLine, ...] = ()
    """The class, or those of the year group."""


Seen = Mapping[str, Mapping[UUID, Collection[str]]]
"""Per voice (and `EVIDENCE`), per pupil, the codes of capabilities of which the reader sees it."""

# Written once, and on the tables themselves: putting them together would take longer than running them.
_ACTOR: BindParameter[UUID] = bindparam("actor", type_=Uuid())
_CLASS, _GRANT, _SAID, _VOICE, _COMMENT, _TALK = (
    table_of(kind) for kind in (SchoolClass, Grant, Assessment, GivenVoice, Comment, Talk)
)
_PUPILS = pupils_of_classes(_CLASS.c.id.in_(bindparam("classes", expanding=True)))
_LISTED = select(_PUPILS.c.person_id, _PUPILS.c.name).order_by(_PUPILS.c.sort_name, _PUPILS.c.person_id)
_GRANTED = (
    select(_GRANT.c.owner_id, _GRANT.c.thing)
    .where(
        _GRANT.c.owner_id.in_(select(_PUPILS.c.person_id)),
        _GRANT.c.kind == Kind.CAPABILITY,
        opened_to(
            _ACTOR,
            bindparam("moment", type_=Moment()),
            guided=guides(_ACTOR, _GRANT.c.owner_id),
            taught=_GRANT.c.owner_id.in_(pupils_taught(_ACTOR)),
        ),
    )
    .distinct()
    .cte("granted")
    .prefix_with("MATERIALIZED")
)


def _opened(table: Table, kind: Column[str], *which: ColumnElement[bool]) -> Select[UUID, str, str]:
    """Per pupil and `kind`, the capabilities that are granted and of which there is a row in `table`."""
    thing = table.c.framework + ":" + table.c.capability
    return (
        select(table.c.person_id, kind, func.aggregate_strings(table.c.capability, " "))
        .join_from(_GRANTED, table, (table.c.person_id == _GRANTED.c.owner_id) & (thing == _GRANTED.c.thing))
        .where(table.c.framework == bindparam("framework"), *which)
        .group_by(table.c.person_id, kind)
    )


_OWN = _opened(_SAID, _SAID.c.framework)
_VOICES = _opened(_VOICE, _VOICE.c.kind, in_sight(), _VOICE.c.step > 0)
_SPOKEN_TO = (
    select(_COMMENT.c.owner_id)
    .where(
        _COMMENT.c.owner_id.in_(select(_PUPILS.c.person_id)),
        _COMMENT.c.author_id != _COMMENT.c.owner_id,
        _COMMENT.c.deleted_at.is_(None),
        _COMMENT.c.made_at > bindparam("since", type_=Moment()),
    )
    .union(
        select(_VOICE.c.person_id).where(
            _VOICE.c.person_id.in_(select(_PUPILS.c.person_id)),
            _VOICE.c.kind == Voice.TEACHER,
            _VOICE.c.replaced_at.is_(None),
            _VOICE.c.made_at > bindparam("since", type_=Moment()),
        ),
        select(_TALK.c.person_id).where(
            _TALK.c.person_id.in_(select(_PUPILS.c.person_id)),
            _TALK.c.deleted_at.is_(None),
            _TALK.c.held_on > bindparam("since_day"),
        ),
    )
)


async def load_class_picture(actor: Actor, class_id: str, asked: Asked = Asked()) -> ClassPicture:
    """A class by theme. Six queries, however many pupils. Raises `NotFound` for a class that is not the actor's."""
    async with reading() as session:
        here = await check_opens_class(session, actor, as_id(class_id))
        school = await session.get_one(School, here.school_id)
        address = {"id": str(here.id)}
        return await _picture(session, actor, school, here.name, [here], address, asked)


async def load_year_picture(actor: Actor, school_id: str, stage: str, asked: Asked = Asked()) -> ClassPicture:
    """The classes of a school at that stage which the actor may open, as one. Raises `NotFound` when there is none."""
    async with reading() as session:
        classes = await check_opens_year(session, actor, as_id(school_id), stage)
        school = await session.get_one(School, classes[0].school_id)
        classes.sort(key=lambda one: natural(one.name))
        name, address = stage_name(school.framework, stage), {"school": str(school.id), "stage": stage}
        return await _picture(session, actor, school, name, classes, address, asked)


async def _picture(
    session: AsyncSession,
    actor: Actor,
    school: School,
    name: str,
    classes: Sequence[SchoolClass],
    address: Mapping[str, str],
    asked: Asked,
) -> ClassPicture:
    """The classes, all of that school and at one stage, and all open to the actor."""
    used = pupils_framework(school.framework)
    those = {"classes": [one.id for one in classes]}
    which = {**those, "actor": actor.person_id, "moment": now(), "framework": used.code}
    pupils = {row.person_id: row.name for row in await session.execute(_LISTED, those)}
    seen = await _seen(session, which)
    evidence = await shared_evidence(session, actor, those["classes"], used)
    silent = await silent_in(session, those["classes"], pupils)
    every: Seen = {**seen, EVIDENCE: evidence}
    shown = {pupil for some in every.values() for pupil, codes in some.items() if codes}
    await viewing(actor, shown, CLASS)
    return ClassPicture(
        loaded=True,
        name=name,
        detail=" · ".join((school.name, stage_name(school.framework, classes[0].stage))),
        begun=_begun(len(shown), len(pupils)),
        begun_href=_opening(address, EVERYTHING),
        opened=_opened_numbers(used, every, pupils, asked.opened),
        closed_href=href("/class-picture", **address),
        themes=tuple(_theme(used, theme, every, len(pupils), address) for theme in used.themes),
        silent=_silent(pupils, silent, address, asked),
        address=tuple(InAddress(name, value) for name, value in address.items()),
        count=len(pupils),
        classes=tuple(ClassLine(str(one.id), one.name, href=href("/class", id=str(one.id))) for one in classes),
    )


async def _seen(session: AsyncSession, which: Mapping[str, Any]) -> dict[str, Mapping[UUID, Collection[str]]]:
    found: defaultdict[str, dict[UUID, Collection[str]]] = defaultdict(dict)
    for pupil, _framework, codes in await session.execute(_OWN, dict(which)):
        found[OWN][pupil] = frozenset(codes.split())
    for pupil, kind, codes in await session.execute(_VOICES, dict(which)):
        found[kind][pupil] = frozenset(codes.split())
    return dict(found)


async def silent_in(
    session: AsyncSession, classes: Sequence[UUID], pupils: Collection[UUID] | None = None
) -> Collection[UUID]:
    """The pupils of these classes to whom no adult of their school has said a word for half a year."""
    those = {"classes": list(classes)}
    since = now() - SILENT_FOR
    if pupils is None:
        pupils = [row.person_id for row in await session.execute(_LISTED, those)]
    spoken_to = await session.execute(_SPOKEN_TO, {**those, "since": since, "since_day": local_date(since)})
    return set(pupils).difference(spoken_to.scalars())


def _silent(pupils: Mapping[UUID, str], silent: Collection[UUID], address: Mapping[str, str], asked: Asked) -> Silent:
    search = " ".join(asked.search.split())[:LONGEST_SEARCH]
    found = [one for one in pupils if one in silent and (not search or says(search, pupils[one]))]
    query = {**address, "opened": asked.opened, "search": search}
    pages = paging(len(found), asked.page, "/class-picture", fragment="silent", **query)
    return Silent(
        pupils=_named(pupils, set(found[pages.skipped : pages.skipped + A_PAGE])),
        count=len(silent),
        counted=ngettext("{n} pupil", "{n} pupils", len(found)),
        findable=len(silent) > A_PAGE,
        search=search,
        paging=pages,
    )


def _opening(address: Mapping[str, str], what: str) -> str:
    return href("/class-picture", **address, opened=what) + "#opened"


def _named(pupils: Mapping[UUID, str], some: Collection[UUID], skill: str = "") -> tuple[NamedPupil, ...]:
    """These of the pupils, in the order of `pupils`; leading to one of their skills where it is given."""
    return tuple(
        NamedPupil(str(one), name, href("/pupil", id=str(one), skill=skill))
        for one, name in pupils.items()
        if one in some
    )


def _opened_numbers(used: Framework, seen: Seen, pupils: Mapping[UUID, str], what: str) -> OpenedNumbers:
    if what == EVERYTHING:
        return OpenedNumbers(_("All themes"), (_sharing(seen, pupils, used.codes),))
    for theme in used.themes:
        if theme.look == what:
            codes = [one.code for one in theme.capabilities]
            return OpenedNumbers(used.text(theme.name, spoken()), (_sharing(seen, pupils, codes),))
    if what not in used.codes:
        return OpenedNumbers()
    parts = (
        Whose(_(label), _named(pupils, _of(seen, kind, what), "" if kind == EVIDENCE else what))
        for kind, label in COLUMNS.items()
    )
    return OpenedNumbers(used.text(used.capability(what).name, spoken()), tuple(parts))


def _sharing(seen: Seen, pupils: Mapping[UUID, str], codes: Collection[str]) -> Whose:
    return Whose(_("Pupils who share something of it with you"), _named(pupils, _begun_by(seen, codes)))


def _begun_by(seen: Seen, codes: Collection[str]) -> Collection[UUID]:
    return {pupil for some in seen.values() for pupil, said in some.items() if not set(codes).isdisjoint(said)}


def _of(seen: Seen, kind: str, code: str) -> Collection[UUID]:
    return {pupil for pupil, said in seen.get(kind, {}).items() if code in said}


def _begun(some: int, every: int) -> str:
    return _("Pupils who share something of it with you: {n} of {all}").format(n=some, all=every)


def _theme(used: Framework, theme: Theme, seen: Seen, every: int, address: Mapping[str, str]) -> ThemeCounts:
    begun = _begun_by(seen, [one.code for one in theme.capabilities])
    skills = tuple(
        SkillCounts(
            one.code,
            used.text(one.name, spoken()),
            _opening(address, one.code),
            *(len(_of(seen, kind, one.code)) for kind in COLUMNS),
        )
        for one in theme.capabilities
    )
    missing = [one.name for one in skills if not one.evidence]
    return ThemeCounts(
        theme.look,
        used.text(theme.name, spoken()),
        _begun(len(begun), every),
        _opening(address, theme.look),
        _("Nobody shows you evidence for: {skills}").format(skills=format_list(missing)) if missing else "",
        skills,
    )


async def last_spoken_to(session: AsyncSession, pupil_id: UUID) -> datetime | None:
    """When an adult of the school last wrote or said something to that pupil; what `silent` is made of."""
    comment = select(func.max(col(Comment.made_at))).where(
        col(Comment.owner_id) == pupil_id, col(Comment.author_id) != pupil_id, col(Comment.deleted_at).is_(None)
    )
    voice = select(func.max(col(GivenVoice.made_at))).where(
        col(GivenVoice.person_id) == pupil_id,
        col(GivenVoice.kind) == Voice.TEACHER,
        col(GivenVoice.replaced_at).is_(None),
    )
    talk = select(func.max(col(Talk.held_on))).where(col(Talk.person_id) == pupil_id, col(Talk.deleted_at).is_(None))
    moments = [(await session.execute(one)).scalar_one_or_none() for one in (comment, voice)]
    if day := (await session.execute(talk)).scalar_one_or_none():
        moments.append(datetime.combine(day, time(12), UTC))
    return max((moment for moment in moments if moment), default=None)
