"""Doing lessons: beginning a module, answering an activity of it. What is typed meanwhile is a draft (core/drafts.py).

Whoever has begun a module goes on in the version they began with, whatever its files become.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.learning import policy
from portfolio_app.learning.asked import SKILL, Asking, Field, answers_in, fields_before_going, fields_of
from portfolio_app.learning.models import Lesson, LessonWork, ModuleVersion, WorkState
from portfolio_app.learning.module_format import Activity, ActivityKind
from portfolio_app.learning.module_text import EXIT, ActivityText
from portfolio_app.learning.own.known import look
from portfolio_app.learning.own.reaching import may_see, module_for
from portfolio_app.learning.reading import CAPABILITIES, Module
from portfolio_app.learning.versions import kept_now, known, module_of, version_of
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.actions import one_at_a_time
from portfolio_app.skills.actions import assess
from portfolio_app.skills.framework import Framework, crosswalks, pupils_framework

CHANGED = N_("This lesson was changed meanwhile. What you typed stays in the form: copy it, and load the page again.")


Given = Callable[[AsyncSession, UUID, str], Awaitable[UUID | None]]
"""Which version of a module (by name) somebody was given by a teacher; None where they were given none."""

_given: list[Given] = []


def ask_for_given(asks: Given) -> None:
    """Have `asks` say which version of a module somebody was given, until they have begun it. Called once, where the
    app is put together."""
    if asks not in _given:
        _given.append(asks)


async def _version_given(session: AsyncSession, person_id: UUID, name: str) -> UUID | None:
    for asks in _given:
        if (found := await asks(session, person_id, name)) is not None:
            return found
    return None


def draft_of(version: str, activity: str) -> str:
    """The name of the draft of somebody's answers: it says which version of a module they are about."""
    return f"lesson:{version[:24]}.{activity}"


@dataclass(frozen=True)
class Begun:
    """A module that somebody has begun, as they began it."""

    lesson: Lesson
    module: Module


_NAME = re.compile(r"[a-z0-9-]{1,50}")
_HASH = re.compile(r"[0-9a-f]{64}")


def must_be_a_name(*names: str) -> None:
    """Raise `NotFound` for what no module or activity is called: it came from outside."""
    if not all(_NAME.fullmatch(one) for one in names):
        raise NotFound()


async def begun(session: AsyncSession, person_id: UUID, name: str) -> Begun | None:
    """The version of that module which the person began last."""
    found = await session.execute(
        select(Lesson)
        .where(col(Lesson.person_id) == person_id, col(Lesson.module) == name)
        .order_by(col(Lesson.begun_at).desc(), col(Lesson.id))
        .limit(1)
    )
    lesson = found.scalar_one_or_none()
    return Begun(lesson, await version_of(session, lesson.version_id)) if lesson else None


async def work_of(session: AsyncSession, lesson_id: UUID) -> dict[str, LessonWork]:
    """What was answered, by activity."""
    rows = await session.execute(select(LessonWork).where(col(LessonWork.lesson_id) == lesson_id))
    return {one.activity: one for one in rows.scalars()}


async def begin_module(actor: Actor, name: str, version: str) -> None:
    """Begin a module in the version that was shown. Begun already: fine. Raises `NotFound`, and `Conflict` for a
    version that is gone."""
    policy.may_do(actor)
    async with writing() as session:
        await _lesson(session, actor, name, version)


async def keep_work(actor: Actor, name: str, version: str, activity: str, sent: Mapping[str, str | None]) -> None:
    """Keep what was answered in an activity (or before one goes, `exit`) and say that it is done.

    Sent twice, it is the same; sent again with other answers, these are the answers from then on. Raises `Invalid` with
    the field, `NotFound` for a module or activity there is none of, `Conflict` for a version that is gone.
    """
    policy.may_do(actor)
    must_be_a_name(activity)
    async with writing() as session:
        lesson, module = await _lesson(session, actor, name, version)
        used = pupils_framework(await framework_of(session, actor.person_id))
        fields = asked_of(module, activity, used)
        answers = answers_in(fields, sent)
        said = {name: value for name, value in answers.items() if name.startswith(SKILL)}
        await _keep(session, lesson, activity, {one: value for one, value in answers.items() if one not in said})
        await _all_done(session, lesson, module)
        await drop_draft(session, actor.person_id, draft_of(version, activity))
        _audit(session, "learning.keep_work", actor, lesson, activity=activity)
    for field, value in said.items():
        # Its own trail and its own place: who sees it is said there.
        request = uuid5(lesson.id, f"{activity} {field} {value} {now():%Y-%m-%d}")
        await assess(actor, field.removeprefix(SKILL), int(value), "", request)


def asked_of(module: Module, activity: str, used: Framework) -> tuple[Field, ...]:
    """What an activity asks, whatever the language: names and values of fields. Raises `NotFound`."""
    text = module.text(module.languages[0])
    if activity == EXIT:
        return fields_before_going(text.exit, {})
    about, words = activity_of(module, activity, module.languages[0])
    skills = dict.fromkeys(skills_asked(about, used), 0)
    return fields_of(Asking(about, words, {}, done=False, framework=used, skills=skills))


def activity_of(module: Module, code: str, language: str, *, easy: bool = False) -> tuple[Activity, ActivityText]:
    """An activity and its words. Raises `NotFound`."""
    about = module.activity(code)
    if about is None:
        raise NotFound()
    return about, module.text(language, easy=easy).activities.get(code, ActivityText(code, code))


def skills_asked(about: Activity, used: Framework) -> tuple[str, ...]:
    """The capabilities of the pupil's own framework that a skill check asks about."""
    return mapped(about.capabilities, used) if about.kind is ActivityKind.SKILLS else ()


def mapped(codes: tuple[str, ...], used: Framework) -> tuple[str, ...]:
    """Capabilities that a module names, as they are met in the pupil's own framework."""
    return tuple(crosswalks().seen_under(used.code, [(CAPABILITIES, code) for code in codes]))


async def version_shown(session: AsyncSession, actor: Actor, name: str) -> tuple[Module, Lesson | None]:
    """The version of a module that somebody is shown: the one they have begun, or were given, or else the one there
    is now."""
    must_be_a_name(name)
    await look(session)
    if policy.does(actor):
        if mine := await begun(session, actor.person_id, name):
            return mine.module, mine.lesson
        if given := await _version_given(session, actor.person_id, name):
            return await version_of(session, given), None
    return await module_for(session, actor, name), None


async def _lesson(session: AsyncSession, actor: Actor, name: str, version: str) -> tuple[Lesson, Module]:
    """The actor's own row for that version, made where there is none."""
    must_be_a_name(name)
    if not _HASH.fullmatch(version):
        raise NotFound()
    await one_at_a_time(session, actor.person_id)
    found = await session.execute(
        select(Lesson, ModuleVersion)
        .join(ModuleVersion, col(ModuleVersion.id) == col(Lesson.version_id))
        .where(col(Lesson.person_id) == actor.person_id, col(ModuleVersion.hash) == version)
    )
    if (row := found.one_or_none()) is not None:
        lesson, kept = row
        if lesson.module != name:
            raise NotFound()
        lesson.seen_at = now()
        return lesson, await module_of(session, kept)
    module = known(version)
    if module is not None and not await may_see(session, actor, module):
        module = None
    if module is None and (given := await _version_given(session, actor.person_id, name)):
        module = await version_of(session, given)
    if module is None:
        module = await module_for(session, actor, name)
    if module.name != name or module.hash != version:
        await module_for(session, actor, name)
        raise Conflict(CHANGED)
    moment = now()
    lesson = Lesson(
        person_id=actor.person_id,
        version_id=await kept_now(session, module),
        module=name,
        begun_at=moment,
        seen_at=moment,
    )
    session.add(lesson)
    await session.flush()
    _audit(session, "learning.begin_module", actor, lesson)
    return lesson, module


async def _keep(session: AsyncSession, lesson: Lesson, activity: str, answers: Mapping[str, str]) -> None:
    found = await session.execute(
        select(LessonWork).where(col(LessonWork.lesson_id) == lesson.id, col(LessonWork.activity) == activity)
    )
    work = found.scalar_one_or_none()
    moment = now()
    if work is None:
        made = LessonWork(
            lesson_id=lesson.id,
            activity=activity,
            answers=dict(answers),
            state=WorkState.DONE,
            changed_at=moment,
            done_at=moment,
        )
        await insert_new(session, made)
        return
    work.answers, work.state, work.changed_at = dict(answers), WorkState.DONE, moment
    work.done_at = work.done_at or moment


async def _all_done(session: AsyncSession, lesson: Lesson, module: Module) -> None:
    """Note when the last activity of a module was done."""
    done = {code for code, one in (await work_of(session, lesson.id)).items() if one.state == WorkState.DONE}
    if lesson.done_at is None and all(one.code in done for one in module.about.activities):
        lesson.done_at = now()


def _audit(session: AsyncSession, action: str, actor: Actor, lesson: Lesson, activity: str = "") -> None:
    detail = {"activity": activity} if activity else {"module": lesson.module}
    thing, me = f"lesson:{lesson.id}", actor.person_id
    audit(session, action, actor_id=me, about_id=me, school_id=None, thing=thing, **detail)
