"""Teachers change their school's own modules: a part of the text, the activities, or a whole file.

Each save is a version like any other, and nothing that would break the module is kept. Two can work at it at once;
whoever changes a part that the other has just changed hears of it. What a form was made for is named by its mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.drafts import drafts_beginning, drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date
from portfolio_app.core.wording import one_line
from portfolio_app.learning.markdown import MOST_BYTES
from portfolio_app.learning.mistakes import Mistake, grave
from portfolio_app.learning.module_format import Activity, ActivityKind
from portfolio_app.learning.own import policy
from portfolio_app.learning.own.keeping import after_amiss, audit_own
from portfolio_app.learning.own.known import look_again, outline_written
from portfolio_app.learning.own.models import OwnModule, OwnModuleSave
from portfolio_app.learning.own.parts import (
    Part,
    in_order,
    part_of,
    reshaped,
    source_of,
    with_activity,
    with_part,
    without,
    written_activity,
    yaml_written,
)
from portfolio_app.learning.own.zipped import as_name
from portfolio_app.learning.reading import ABOUT, EASY, Files, Module, read_module
from portfolio_app.learning.versions import kept_now, version_of

CHANGED = N_(
    "{name} changed this meanwhile, on {day}. Nothing was overwritten. What you typed stays here: load the page again, "
    "and you see both."
)
UNSOUND = N_("Not saved yet: there is something to mend. It stands below, with what to do.")
LONGEST_TITLE = 160
LONGEST_CODE = 40


class Unsound(Invalid):
    """What was typed would break the module: `mistakes` say why, each with its line in `files` and its cure."""

    message = UNSOUND

    def __init__(self, mistakes: Sequence[Mistake], files: Files) -> None:
        super().__init__(UNSOUND)
        self.files = files
        self.mistakes = tuple(sorted(mistakes, key=lambda one: (one.file, one.line)))


@dataclass(frozen=True)
class Line:
    """An activity as a teacher wants it: how long, at which place (1 is the first), or left out."""

    code: str
    place: int
    minutes: int
    out: bool = False


@dataclass(frozen=True)
class NewActivity:
    """An activity that a teacher adds, in the language `language`; others get the same words until somebody writes
    theirs."""

    language: str
    title: str
    kind: str
    minutes: int
    text: str
    notes: str


def mark_of(text: str) -> str:
    """What tells one text from another: a form carries that of the text it was made for."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def drafts_of(own_id: UUID, part: str) -> str:
    """What the names of the drafts begin with of somebody who changes a part of an own module; the mark follows."""
    return f"own-module:{own_id.hex[:10]}.{part[:46]}."


async def save_part(actor: Actor, name: str, language: str, part: Part, mark: str) -> int:
    """Keep a part of the text in that language; returns the module's version from now on.

    `mark` is that of the part that was typed on. Raises `Conflict` when a colleague has saved another since, `Unsound`
    when the module could not be used any more, `NotFound` for a part there is none of.
    """
    async with writing() as session:
        row, module = await _open(session, actor, name)
        path = f"{language}.md"
        former = part_of(source_of(module.files[path]), part.code) if path in module.files else None
        if former is None:
            raise NotFound()
        await _check_mark(session, row, former.text, mark)
        source = with_part(source_of(module.files[path]), part)
        await save(session, actor, row, {**module.files, path: _bytes(source)}, "learning.change_part")
        await _drop_drafts(session, actor, drafts_of(row.id, f"{language}.{part.code}"))
        return row.version


async def save_activities(actor: Actor, name: str, lines: Sequence[Line], new: NewActivity | None, mark: str) -> int:
    """Keep which activities there are, in which order and how long each takes. Raises as `save_part` does."""
    async with writing() as session:
        row, module = await _open(session, actor, name)
        await _check_mark(session, row, source_of(module.files[ABOUT]), mark)
        await save(session, actor, row, with_activities(module, lines, new), "learning.change_activities")
        return row.version


async def save_file(actor: Actor, name: str, path: str, text: str, mark: str) -> int:
    """Keep a whole file, for those who know how lessons are written. Raises as `save_part` does."""
    async with writing() as session:
        row, module = await _open(session, actor, name)
        if path not in editable(module):
            raise NotFound()
        await _check_mark(session, row, source_of(module.files[path]), mark)
        await save(session, actor, row, {**module.files, path: _bytes(text)}, "learning.change_file")
        await _drop_drafts(session, actor, drafts_of(row.id, path))
        return row.version


async def go_back(actor: Actor, name: str, number: int) -> int:
    """Make the module what it was at that save; that is a save of its own, and can be undone in the same way."""
    async with writing() as session:
        row = await policy.check_changes(session, actor, name, changes=True)
        await save(session, actor, row, (await saved_at(session, row, number)).files, "learning.go_back")
        return row.version


async def saved_at(session: AsyncSession, row: OwnModule, number: int) -> Module:
    """The module as it was at that save. Raises `NotFound` for none that is kept."""
    found = await session.execute(
        select(col(OwnModuleSave.version_id)).where(
            col(OwnModuleSave.own_module_id) == row.id, col(OwnModuleSave.number) == number
        )
    )
    version_id = found.scalar_one_or_none()
    if version_id is None:
        raise NotFound()
    return await version_of(session, version_id)


def editable(module: Module) -> tuple[str, ...]:
    """The files of a module that are text."""
    return tuple(path for path in sorted(module.files, key=lambda one: (one != ABOUT, one)) if path.count("/") == 0)


def with_activities(module: Module, lines: Sequence[Line], new: NewActivity | None) -> Files:
    """The files of the module with these activities. Raises `Invalid` with the field, and `Unsound`."""
    by_code = {one.code: one for one in module.about.activities}
    if {one.code for one in lines} != by_code.keys() or len(lines) != len(by_code):
        raise NotFound()
    kept = sorted((one for one in lines if not one.out), key=lambda one: one.place)
    activities = [_timed(by_code[one.code], one.minutes) for one in kept]
    gone = [one.code for one in lines if one.out]
    texts = {path: source_of(content) for path, content in module.files.items() if path.endswith(".md")}
    if gone:
        texts = {path: without(source, gone) for path, source in texts.items()}
    if [one.code for one in kept] != [one.code for one in module.about.activities if one.code not in gone]:
        texts = {path: in_order(source, [one.code for one in kept]) for path, source in texts.items()}
    if new is not None:
        added, part = _added(module, new)
        activities.append(added)
        texts = {
            path: source if path.endswith(EASY) else with_activity(source, part, new.notes)
            for path, source in texts.items()
        }
    about = yaml_written(reshaped(module.about, activities))
    return {**module.files, ABOUT: _bytes(about)} | {path: _bytes(source) for path, source in texts.items()}


def _timed(activity: Activity, minutes: int) -> dict[str, Any]:
    return written_activity(activity) | {"minutes": minutes}


def _added(module: Module, new: NewActivity) -> tuple[dict[str, Any], Part]:
    title = one_line(new.title, field="new_title", most=LONGEST_TITLE, empty=N_("What is it called?"))
    if new.kind not in list(ActivityKind):
        raise Invalid(N_("Choose what pupils do in it."), field="new_kind")
    if not new.text.strip():
        raise Invalid(N_("Write what pupils read and are asked."), field="new_text")
    if not new.notes.strip():
        raise Invalid(N_("Write a line for the teacher: timing, answers, what to say."), field="new_notes")
    taken = {one.code for one in module.about.activities}
    code = as_name(title)[: LONGEST_CODE - 3].strip("-") or "an-activity"
    code = next(one for one in (code, *(f"{code}-{n}" for n in range(2, 60))) if one not in taken)
    said: dict[str, Any] = {"code": code, "kind": new.kind, "minutes": new.minutes}
    if new.kind == ActivityKind.REFLECT:
        said["by"] = "questions"
    elif new.kind == ActivityKind.SORT:
        said["right"] = False
    elif new.kind == ActivityKind.SKILLS:
        said["capabilities"] = list(module.about.capabilities)
    return said, Part(code, title, new.text)


async def _open(session: AsyncSession, actor: Actor, name: str) -> tuple[OwnModule, Module]:
    """The module the actor changes, locked, as it is now."""
    row = await policy.check_changes(session, actor, name, changes=True)
    return row, await version_of(session, row.version_id)


async def _check_mark(session: AsyncSession, row: OwnModule, text: str, mark: str) -> None:
    """Raise `Conflict`, and say who it was, unless the text is the one that was typed on."""
    if mark != mark_of(text):
        who = await session.execute(select(col(Person.name)).where(col(Person.id) == row.changed_by_id))
        raise Conflict(CHANGED, name=who.scalar_one_or_none() or _("Somebody"), day=format_date(row.changed_at))


async def _drop_drafts(session: AsyncSession, actor: Actor, name: str) -> None:
    """What was typed is kept now, on whichever text it was begun."""
    for form in await drafts_beginning(session, actor.person_id, name):
        await drop_draft(session, actor.person_id, form)


async def save(session: AsyncSession, actor: Actor, row: OwnModule, files: Files, action: str) -> None:
    """Keep these files as the module that `row` is; the same as before: nothing happens. Raises `Unsound`."""
    read = read_module(files, row.name)
    mistakes = [*grave(read.mistakes)]
    if read.module is not None:
        mistakes += grave(await after_amiss(session, row.school_id, read.module))
    if read.module is None or mistakes:
        raise Unsound(mistakes, files)
    version_id = await kept_now(session, read.module)
    if version_id == row.version_id:
        return
    row.version_id, row.outline = version_id, outline_written(read.module)
    row.version += 1
    row.changed_by_id, row.changed_at = actor.person_id, now()
    session.add(
        OwnModuleSave(
            own_module_id=row.id,
            number=row.version,
            version_id=version_id,
            by_id=actor.person_id,
            saved_at=row.changed_at,
        )
    )
    look_again(session)
    audit_own(session, action, actor, row, version=row.version)


def _bytes(text: str) -> bytes:
    content = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    if len(content) > MOST_BYTES:
        raise Invalid(N_("This is too long to be saved. Make it shorter, or split it in two."))
    return content
