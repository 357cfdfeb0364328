"""The page of whoever leads a lesson: where each pupil is, what is done, who is stuck, the walls. Never an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, table_of
from portfolio_app.core.languages import _, format_list, format_number, format_time, ngettext, spoken
from portfolio_app.learning import modules
from portfolio_app.learning.lesson_words import minutes_said
from portfolio_app.learning.live import policy
from portfolio_app.learning.live.leading import open_in
from portfolio_app.learning.live.models import LiveLesson, LivePlace, LiveWall, WallNote
from portfolio_app.learning.live.walls import question_in, questions_of
from portfolio_app.learning.module_text import EXIT, ModuleText
from portfolio_app.learning.reading import Module
from portfolio_app.learning.teaching import material
from portfolio_app.learning.teaching.models import Assignment
from portfolio_app.learning.teaching.policy import check_teaches
from portfolio_app.learning.teaching.worked import Worked, worked_by
from portfolio_app.learning.versions import version_of
from portfolio_app.portfolio.teaching import href, pupils_of_classes
from portfolio_app.schools.models import SchoolClass
from portfolio_app.sharing.actions import CLASS, viewing

MOST_NOTES = 60
DONE, HERE, HERE_AND_DONE = "done", "here", "here done"


@dataclass(frozen=True)
class StepOfAll:
    """An activity of the module, and how many are there and have done it."""

    code: str = ""
    number: str = ""
    title: str = ""
    minutes: str = ""
    said: str = ""
    open: bool = False
    """Opened for all."""


@dataclass(frozen=True)
class Somebody:
    """A pupil of the class: at which activity (`activity` is its code), and how it goes. `cells` say for each activity
    whether they are there or have done it."""

    id: str = ""
    name: str = ""
    activity: str = ""
    at: str = ""
    language: str = ""
    """Of `at`, where it is the title of an activity."""
    done: str = ""
    seen: str = ""
    stuck: bool = False
    slow: str = ""
    """What is said where somebody has been at an activity for longer than it takes; "" otherwise."""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """Words on a wall."""

    id: str = ""
    words: str = ""


@dataclass(frozen=True)
class WallView:
    """A wall, for those who lead the lesson: notes that are shown, and those that wait for a look."""

    loaded: bool = False
    id: str = ""
    question: str = ""
    language: str = ""
    """Of the question."""
    open: bool = False
    at_once: bool = False
    shown: tuple[Note, ...] = ()
    waiting: tuple[Note, ...] = ()
    said: str = ""
    href: str = ""
    class_name: str = ""
    lesson_href: str = ""


@dataclass(frozen=True)
class LiveLessonView:
    """The lesson of a class; without an open one, `choices` are modules to begin, those that are assigned first."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    class_href: str = ""
    lessons_href: str = ""
    id: str = ""
    """"" without an open one."""
    module: str = ""
    title: str = ""
    language: str = ""
    module_href: str = ""
    said: str = ""
    counts: str = ""
    stuck: str = ""
    """Who says they are stuck; "" for nobody."""
    steps: tuple[StepOfAll, ...] = ()
    pupils: tuple[Somebody, ...] = ()
    walls: tuple[WallView, ...] = ()
    questions: tuple[Option, ...] = ()
    choices: tuple[Option, ...] = ()
    choices_in: str = ""
    """The language of their titles, where it is not the one being spoken."""


async def load_live_lesson(actor: Actor, class_id: str) -> LiveLessonView:
    """The lesson of a class the actor teaches. Raises `NotFound` for any other class."""
    async with reading() as session:
        one = await check_teaches(session, actor, as_id(class_id))
        live = await open_in(session, one.id)
        view = LiveLessonView(
            loaded=True,
            class_id=str(one.id),
            class_name=one.name,
            class_href=href("/class", id=str(one.id)),
            lessons_href=href("/class-lessons", id=str(one.id)),
        )
        if live is None:
            return replace(view, choices=await _choices(session, one), choices_in=_language_of_titles())
        module = await version_of(session, live.version_id)
        pupils = await _pupils(session, one)
        places = await _places(session, live)
        worked = await worked_by(session, [who.person_id for who in pupils], [live.module])
        begun_by = await _name(session, live.by_id)
        walls = await _walls(session, live, module)
    await viewing(actor, [who.person_id for who in pupils if who.person_id in places], CLASS)
    text = module.text(spoken())
    done = {who.person_id: worked.get((who.person_id, live.module), Worked()).done for who in pupils}
    rows = tuple(_somebody(who, places.get(who.person_id), done[who.person_id], module, text) for who in pupils)
    since, until = format_time(live.begun_at), format_time(live.until)
    return replace(
        view,
        id=str(live.id),
        module=live.module,
        title=text.title,
        language=text.language if text.language != spoken() else "",
        module_href=material.href_of(live.module),
        said=_("Begun by {name} at {since}. It ends when you end it, or by itself at {until}.").format(
            name=begun_by or _("Somebody"), since=since, until=until
        ),
        counts=_counts(rows, places),
        stuck=format_list([one.name for one in rows if one.stuck]),
        steps=tuple(_steps(live, module, text, rows, done)),
        pupils=rows,
        walls=walls,
        questions=tuple(
            Option(code, title if title == asks else f"{title}: {asks}")
            for code, title, asks in questions_of(module, spoken())
        ),
    )


async def load_wall(actor: Actor, wall_id: str) -> WallView:
    """What is shown on a wall of a class the actor teaches. Raises `NotFound` for any other."""
    async with reading() as session:
        wall = await policy.led_wall(session, actor, as_id(wall_id))
        live = (await session.execute(select(LiveLesson).where(col(LiveLesson.id) == wall.live_id))).scalar_one()
        one = await check_teaches(session, actor, live.class_id)
        notes = (await _notes(session, [wall.id])).get(wall.id, [])
        view = _wall(wall, notes, await version_of(session, live.version_id))
    # The class reads along: nothing that waits leaves the server.
    return replace(view, waiting=(), class_name=one.name, lesson_href=href("/live-lesson", id=str(one.id)))


def _language_of_titles() -> str:
    first = next(iter(modules.modules()), None)
    language = first.language_for(spoken()) if first else spoken()
    return language if language != spoken() else ""


async def _choices(session: AsyncSession, one: SchoolClass) -> tuple[Option, ...]:
    assigned = (
        await session.execute(
            select(col(Assignment.module))
            .where(col(Assignment.class_id) == one.id, col(Assignment.ended_at).is_(None))
            .order_by(col(Assignment.due_on), col(Assignment.id))
        )
    ).scalars()
    known = {offer.name: offer.title for offer in await material.offered(session, one.school_id)}
    names = dict.fromkeys([*(name for name in assigned if name in known), *known])
    return tuple(Option(name, known[name]) for name in names)


async def _pupils(session: AsyncSession, one: SchoolClass) -> Sequence[Any]:
    inside = pupils_of_classes(table_of(SchoolClass).c.id == one.id)
    found = await session.execute(
        select(inside.c.person_id, inside.c.name).order_by(inside.c.sort_name, inside.c.person_id)
    )
    return found.all()


async def _places(session: AsyncSession, live: LiveLesson) -> Mapping[UUID, LivePlace]:
    rows = await session.execute(select(LivePlace).where(col(LivePlace.live_id) == live.id))
    return {one.person_id: one for one in rows.scalars()}


async def _name(session: AsyncSession, person_id: UUID | None) -> str:
    return (await session.execute(select(col(Person.name)).where(col(Person.id) == person_id))).scalar() or ""


async def _walls(session: AsyncSession, live: LiveLesson, module: Module) -> tuple[WallView, ...]:
    rows = await session.execute(
        select(LiveWall)
        .where(col(LiveWall.live_id) == live.id)
        .order_by(col(LiveWall.opened_at).desc(), col(LiveWall.id))
    )
    walls = rows.scalars().all()
    notes = await _notes(session, [one.id for one in walls])
    return tuple(_wall(one, notes.get(one.id, []), module) for one in walls)


async def _notes(session: AsyncSession, walls: Sequence[UUID]) -> Mapping[UUID, list[Any]]:
    """What is on these walls. Ids are drawn by chance, so that their order does not tell who wrote, or when."""
    found: dict[UUID, list[Any]] = {}
    if walls:
        rows = await session.execute(
            select(col(WallNote.id), col(WallNote.wall_id), col(WallNote.words), col(WallNote.shown))
            .where(col(WallNote.wall_id).in_(walls), col(WallNote.taken_off).is_(False))
            .order_by(col(WallNote.id))
        )
        for row in rows:
            found.setdefault(row.wall_id, []).append(row)
    return found


def _wall(wall: LiveWall, notes: Sequence[Any], module: Module) -> WallView:
    question, language = question_in(module, wall.about, wall.question)
    shown = tuple(Note(str(one.id), one.words) for one in notes if one.shown)[:MOST_NOTES]
    waiting = tuple(Note(str(one.id), one.words) for one in notes if not one.shown)[:MOST_NOTES]
    told = [ngettext("{n} note on it", "{n} notes on it", len(shown))]
    if waiting:
        told.append(ngettext("{n} waits for your look", "{n} wait for your look", len(waiting)))
    return WallView(
        loaded=True,
        id=str(wall.id),
        question=question,
        language=language,
        open=wall.closed_at is None,
        at_once=wall.at_once,
        shown=shown,
        waiting=waiting,
        said=" · ".join(told),
        href=href("/wall", id=str(wall.id)),
    )


def _somebody(who: Any, place: LivePlace | None, done: frozenset[str], module: Module, text: ModuleText) -> Somebody:
    codes = [one.code for one in module.about.activities]
    title = text.activities[place.activity].title if place and place.activity in text.activities else ""
    at = title or _at(place)
    return Somebody(
        id=str(who.person_id),
        name=who.name,
        activity=place.activity if place else "",
        at=at,
        language=text.language if title and text.language != spoken() else "",
        done=_("{done} of {all}").format(
            done=format_number(sum(code in done for code in codes)), all=format_number(len(codes))
        ),
        seen=_seen(place.seen_at) if place else "",
        stuck=place is not None and place.stuck_at is not None,
        slow=_slow(place, done, module) if place else "",
        cells=tuple(_cell(code, place, done) for code in codes),
    )


def _at(place: LivePlace | None) -> str:
    if place is None:
        return _("Not here yet")
    if place.activity == EXIT:
        return _("Before you go")
    return _("At the beginning") if not place.activity else _("In a part that is not in this version")


def _cell(code: str, place: LivePlace | None, done: frozenset[str]) -> str:
    here = place is not None and place.activity == code
    if code in done:
        return HERE_AND_DONE if here else DONE
    return HERE if here else ""


def _seen(at: datetime) -> str:
    minutes = int((now() - at).total_seconds() // 60)
    if minutes < 1:
        return _("seen just now")
    if minutes < 60:
        return ngettext("seen {n} minute ago", "seen {n} minutes ago", minutes)
    return _("seen at {time}").format(time=format_time(at))


def _slow(place: LivePlace, done: frozenset[str], module: Module) -> str:
    """Calm: whoever thinks for long is not behind."""
    about = module.activity(place.activity)
    minutes = int((now() - place.moved_at).total_seconds() // 60)
    if about is None or place.activity in done or minutes <= about.minutes:
        return ""
    return _("here for {minutes}").format(minutes=minutes_said(minutes))


def _counts(rows: Sequence[Somebody], places: Mapping[UUID, LivePlace]) -> str:
    here = sum(UUID(one.id) in places for one in rows)
    of_all = ngettext("{n} pupil", "{n} pupils", len(rows))
    # Translators: how many pupils of a class have opened the lesson, such as "24 pupils: 18 are here"
    return _("{pupils}: {here}").format(pupils=of_all, here=ngettext("{n} is here", "{n} are here", here))


def _steps(
    live: LiveLesson,
    module: Module,
    text: ModuleText,
    rows: Sequence[Somebody],
    done: Mapping[UUID, frozenset[str]],
) -> list[StepOfAll]:
    def said(code: str) -> str:
        at, ready = sum(one.activity == code for one in rows), sum(code in one for one in done.values())
        return " · ".join(
            (ngettext("{n} is here", "{n} are here", at), ngettext("{n} has done it", "{n} have done it", ready))
        )

    return [
        StepOfAll(
            code=one.code,
            number=format_number(number),
            title=text.activities[one.code].title if one.code in text.activities else one.code,
            minutes=minutes_said(one.minutes),
            said=said(one.code),
            open=live.activity == one.code,
        )
        for number, one in enumerate(module.about.activities, 1)
    ]
