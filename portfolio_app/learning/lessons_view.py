"""The list of lessons: what somebody is in, and what there is beside it; for teachers, all by aim and skill."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import reading
from portfolio_app.core.languages import NAMES, _, format_number, ngettext, spoken
from portfolio_app.core.paging import A_PAGE, Paging, page_number, paging
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.learning import policy
from portfolio_app.learning.entitlements import entitlements_of
from portfolio_app.learning.entitlements_view import WordsLink, link_to
from portfolio_app.learning.lesson_words import go_on, minutes_said
from portfolio_app.learning.models import Lesson, LessonWork, WorkState
from portfolio_app.learning.module_view import Asked as AskedModule
from portfolio_app.learning.modules import modules, programmes
from portfolio_app.learning.own.policy import own_schools
from portfolio_app.learning.own.reaching import own_modules_of
from portfolio_app.learning.reading import CAPABILITIES, Module
from portfolio_app.learning.teaching.deadlines import Deadline, coming_days
from portfolio_app.learning.teaching.due import DueLesson, lessons_due
from portfolio_app.learning.versions import version_of
from portfolio_app.schools.places import country_of
from portfolio_app.skills.framework import framework

LENGTHS = {"180": (0, 180), "240": (181, 240), "300": (241, 300), "360": (301, 9999)}
"""How long a module takes, from and to, in minutes."""


@dataclass(frozen=True)
class LessonLine:
    """A module in a list. `percent` and `progress` are those of whoever has begun it."""

    name: str = ""
    title: str = ""
    language: str = ""
    summary: str = ""
    detail: str = ""
    href: str = ""
    percent: int = 0
    progress: str = ""


@dataclass(frozen=True)
class DueLine:
    """What a teacher assigned, and until when it is due."""

    id: str = ""
    title: str = ""
    language: str = ""
    said: str = ""
    href: str = ""


@dataclass(frozen=True)
class Asked:
    """What an address asks for; "" asks for all."""

    search: str = ""
    aim: str = ""
    skill: str = ""
    year: str = ""
    age: str = ""
    takes: str = ""
    page: int = 1

    @property
    def query(self) -> dict[str, str]:
        """The filters as they stand in the address, without the page."""
        return {name: getattr(self, name) for name in ("search", "aim", "skill", "year", "age", "takes")}

    @property
    def narrowed(self) -> bool:
        """Whether there is any filter."""
        return any(self.query.values())


@dataclass(frozen=True)
class LessonsView:
    """The page: modules that were begun, modules that are done, and the others, filtered."""

    loaded: bool = False
    does: bool = False
    empty: bool = False
    due: tuple[DueLine, ...] = ()
    days: tuple[Deadline, ...] = ()
    begun: tuple[LessonLine, ...] = ()
    done: tuple[LessonLine, ...] = ()
    lines: tuple[LessonLine, ...] = ()
    said: str = ""
    asked: Asked = Asked()
    aims: tuple[Option, ...] = ()
    skills: tuple[Option, ...] = ()
    years: tuple[Option, ...] = ()
    lengths: tuple[Option, ...] = ()
    narrowed: bool = False
    key: str = ""
    entitlements: WordsLink = field(default_factory=WordsLink)
    """The page of what one can expect in the reader's country; nothing where there is none."""
    own_href: str = ""
    """Where staff find and bring in their school's own modules."""
    paging: Paging = field(default_factory=Paging)


def asked(query: Mapping[str, str]) -> Asked:
    """What the query of an address asks for. Nonsense asks for nothing."""

    def number(name: str) -> str:
        value = query.get(name, "")
        return value if value.isascii() and value.isdigit() and len(value) < 4 else ""

    return Asked(
        search=" ".join(query.get("search", "").encode("utf-8", "replace").decode().split())[:LONGEST_SEARCH],
        aim=number("aim"),
        skill=query["skill"][:20] if query.get("skill") in framework(CAPABILITIES).codes else "",
        year=number("year"),
        age=number("age"),
        takes=query["takes"] if query.get("takes") in LENGTHS else "",
        page=page_number(query.get("page", "")),
    )


async def load_lessons(actor: Actor, wanted: Asked) -> LessonsView:
    """The page for the actor. Raises `Refused`."""
    policy.may_read(actor)
    own = await _own(actor)
    every = (*own, *modules())
    mine: dict[str, tuple[Module, set[str], Lesson]] = {}
    due: tuple[DueLesson, ...] = ()
    days: tuple[Deadline, ...] = ()
    async with reading() as session:
        country = await country_of(session, actor.person_id)
        if policy.does(actor):
            mine = await _begun(session, actor.person_id)
            due = await lessons_due(session, actor.person_id)
            days = await coming_days(session, actor.person_id)
    expected = entitlements_of(country)
    found = [one for one in every if one.name not in mine and _fits(one, wanted)]
    shown = paging(len(found), wanted.page, "/lessons", **wanted.query)
    lines = [_line(module, codes, lesson) for module, codes, lesson in mine.values()]
    done = [lesson.done_at is not None for *_others, lesson in mine.values()]
    return LessonsView(
        loaded=True,
        does=policy.does(actor),
        empty=not every and not mine,
        due=tuple(
            DueLine(one.id, one.title, one.language, f"{one.said} · {one.classes}", one.href)
            for one in due
            if not one.done
        ),
        days=days,
        begun=tuple(line for line, ready in zip(lines, done, strict=True) if not ready),
        done=tuple(line for line, ready in zip(lines, done, strict=True) if ready),
        lines=tuple(_line(one, own=not one.programme) for one in found[shown.skipped : shown.skipped + A_PAGE]),
        said=ngettext("{n} lesson", "{n} lessons", len(found)),
        asked=wanted,
        aims=_aims(),
        skills=_skills(every),
        years=_numbers({year for one in every for year in one.about.years}),
        lengths=tuple(Option(code, _up_to(code)) for code in LENGTHS),
        narrowed=wanted.narrowed,
        key=repr(wanted),
        entitlements=link_to(expected) if expected else WordsLink(),
        own_href=f"/{spoken()}/own-modules" if own_schools(actor) else "",
        paging=shown,
    )


async def _own(actor: Actor) -> tuple[Module, ...]:
    """The own modules of the schools where the actor teaches; pupils find those that they are given."""
    if not own_schools(actor):
        return ()
    async with reading() as session:
        return await own_modules_of(session, own_schools(actor))


async def _begun(session: AsyncSession, person_id: UUID) -> dict[str, tuple[Module, set[str], Lesson]]:
    """The modules somebody has begun, the one used last first, each with the activities that are done."""
    lessons = await session.execute(
        select(Lesson).where(col(Lesson.person_id) == person_id).order_by(col(Lesson.seen_at).desc(), col(Lesson.id))
    )
    rows = await session.execute(
        select(col(LessonWork.lesson_id), col(LessonWork.activity))
        .join(Lesson, col(Lesson.id) == col(LessonWork.lesson_id))
        .where(col(Lesson.person_id) == person_id, col(LessonWork.state) == WorkState.DONE)
    )
    worked: dict[UUID, set[str]] = {}
    for lesson_id, activity in rows:
        worked.setdefault(lesson_id, set()).add(activity)
    newest: dict[str, Lesson] = {}
    for one in lessons.scalars():
        if one.module not in newest or newest[one.module].begun_at < one.begun_at:
            newest[one.module] = one
    return {
        name: (await version_of(session, one.version_id), worked.get(one.id, set()), one)
        for name, one in newest.items()
    }


def _fits(module: Module, wanted: Asked) -> bool:
    about = module.about
    shortest, longest = LENGTHS.get(wanted.takes, (0, 9999))
    youngest, oldest = about.ages
    capabilities = {*about.capabilities, *(code for one in about.activities for code in one.capabilities)}
    return (
        (not wanted.aim or int(wanted.aim) in about.aims)
        and (not wanted.skill or wanted.skill in capabilities)
        and (not wanted.year or int(wanted.year) in about.years)
        and (not wanted.age or youngest <= int(wanted.age) <= oldest)
        and shortest <= module.minutes <= longest
        and (not wanted.search or says(wanted.search, module.title(spoken()), module.summary(spoken()), module.name))
    )


def _line(
    module: Module, done: Collection[str] | None = None, lesson: Lesson | None = None, *, own: bool = False
) -> LessonLine:
    language = module.language_for(spoken())
    years = ", ".join(format_number(one) for one in module.about.years)
    detail = [minutes_said(module.minutes), _("Year {years}").format(years=years)]
    if language != spoken():
        detail.append(NAMES[language])
    if own:
        detail.insert(0, _("Our own"))
    spent = sum(one.minutes for one in module.about.activities if one.code in (done or ()))
    numbers = {"done": format_number(spent), "minutes": format_number(module.minutes)}
    told = _("{done} of {minutes} minutes done").format(**numbers)
    step = 0
    if lesson and lesson.done_at is None and lesson.step:
        step = go_on([one.code in (done or ()) for one in module.about.activities], lesson.step)
    return LessonLine(
        name=module.name,
        title=module.title(spoken()),
        language=language,
        summary=module.summary(spoken()),
        detail=" · ".join(detail),
        href=AskedModule(module.name).href(step),
        percent=100 * spent // module.minutes,
        progress="" if done is None else told,
    )


def _aims() -> tuple[Option, ...]:
    return tuple(
        Option(str(one.number), f"{one.number}. {one.name.get(spoken()) or next(iter(one.name.values()))}")
        for programme in programmes().values()
        for one in programme.about.aims
    )


def _skills(every: Iterable[Module]) -> tuple[Option, ...]:
    used = framework(CAPABILITIES)
    met = {code for one in every for code in one.about.capabilities}
    return tuple(
        Option(one.code, f"{one.code} {used.text(one.name, spoken())}") for one in used.capabilities if one.code in met
    )


def _numbers(numbers: Iterable[int]) -> tuple[Option, ...]:
    return tuple(Option(str(one), format_number(one)) for one in sorted(numbers))


def _up_to(code: str) -> str:
    return _("up to {minutes}").format(minutes=minutes_said(int(code)))
