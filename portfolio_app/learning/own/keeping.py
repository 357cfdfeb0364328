"""A school's own modules come in, are deleted, and come back. Each is a row, with its files as a version like any
other's.

What is sent in a ZIP comes in whole or not at all. What was wrong with it waits for its sender, and so does a sound one
whose name is taken.
"""

import asyncio
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from secrets import choice
from string import ascii_lowercase, digits
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import end_of_line
from portfolio_app.core.zips import UnsafeZip
from portfolio_app.learning.curriculum import circles
from portfolio_app.learning.mistakes import Mistake, Weight, grave
from portfolio_app.learning.models import ModuleVersion
from portfolio_app.learning.modules import programmes, shelf
from portfolio_app.learning.own import policy
from portfolio_app.learning.own.known import look_again, outline_written
from portfolio_app.learning.own.models import ModuleSent, OwnModule, OwnModuleSave
from portfolio_app.learning.own.reaching import own_modules_of
from portfolio_app.learning.own.zipped import LONGEST_NAME, Unpacked, as_name, packed, unpacked
from portfolio_app.learning.reading import ABOUT, Files, Module, name_of, read_module
from portfolio_app.learning.versions import kept_now

MOST_OWN = 100
"""Own modules of a school: four programmes' worth."""
MOST_TOLD = 50
"""Mistakes that are told at a time; more are counted."""
FULL = N_("Your school has very many own modules. Delete one that nobody uses first.")
TAKEN = N_("There is a module of that name already. Choose another name.")
NO_NAME = N_("A name is made of letters from a to z, figures and hyphens, such as our-working-life.")


async def bring_in(actor: Actor, path: Path, file_name: str, school_id: UUID | None, request: UUID) -> str:
    """Take in the module in the ZIP at `path`, which its sender calls `file_name`, for the school named or the first
    where they teach; returns its name. Sent twice, it is there once.

    Returns "" where it does not come in yet: what is wrong, or that its name is taken, waits in `ModuleSent`.
    """
    school = policy.may_make_own(actor, school_id)
    try:
        found = await asyncio.to_thread(unpacked, path, file_name)
    except UnsafeZip as unsafe:
        return await _leave(actor, school, file_name, flaw=unsafe.flaw)
    named = name_of(found.folder)
    name = as_name(named[1] if named else found.folder)
    module, mistakes = await asyncio.to_thread(_read, found, name)
    async with writing() as session:
        if kept := await kept_by(session, actor, request):
            return kept
        if module is not None:
            mistakes += tuple(await after_amiss(session, school, module))
        if module is None or grave(mistakes):
            _hold(session, await _sent(session, actor, school, file_name), told=grave(mistakes))
        elif await is_taken(session, name):
            row = _hold(session, await _sent(session, actor, school, file_name))
            row.name, row.packed = name, packed(name, module.files)
        else:
            await make_own(session, actor, school, module, request)
            await _forget(session, actor)
            return name
    return ""


def _read(found: Unpacked, name: str) -> tuple[Module | None, tuple[Mistake, ...]]:
    if found.mistakes:  # what is no part of a module is said first; the rest may follow from it
        return None, (*found.mistakes, *(_of_text(found) if ABOUT in found.files else ()))
    read = read_module(found.files, name, shown=found.folder)
    return read.module, read.mistakes


def _of_text(found: Unpacked) -> Iterable[Mistake]:
    return grave(read_module(found.files, as_name(found.folder), shown=found.folder).mistakes)


async def bring_in_as(actor: Actor, name: str, request: UUID) -> str:
    """Take in what waits because its name was taken, under another. Raises `Invalid` for a name that is none or is
    taken, and `NotFound` where nothing waits."""
    async with writing() as session:
        if kept := await kept_by(session, actor, request):
            return kept
        row = (
            await session.execute(
                select(ModuleSent)
                .where(col(ModuleSent.person_id) == actor.person_id, col(ModuleSent.packed).is_not(None))
                .with_for_update()
            )
        ).scalar_one_or_none()
        if row is None or row.packed is None:
            raise NotFound()
        school = policy.may_make_own(actor, row.school_id)
        wanted = checked_name(name)
        if await is_taken(session, wanted):
            raise Invalid(TAKEN, field="name")
        read = read_module(await asyncio.to_thread(_files, row.packed), wanted)
        if read.module is None:  # the program has become stricter since
            raise Conflict()
        await make_own(session, actor, school, read.module, request)
        await _forget(session, actor)
    return wanted


def _files(content: bytes) -> Files:
    with ZipFile(BytesIO(content)) as archive:
        return {info.filename.partition("/")[2]: archive.read(info) for info in archive.infolist()}


async def forget_sent(actor: Actor) -> None:
    """What was sent last is wanted no more. Nothing waits: fine."""
    async with writing() as session:
        await _forget(session, actor)


async def delete_own(actor: Actor, name: str) -> None:
    """Delete an own module: nobody finds it, nothing more is assigned of it, and it rests. Classes and pupils who have
    it keep their version."""
    async with writing() as session:
        row = await policy.check_changes(session, actor, name, changes=True)
        row.deleted_at = now()
        _changed(session, row, actor)
        audit_own(session, "learning.delete_module", actor, row)


async def restore_own(actor: Actor, name: str) -> None:
    """Undo that, as long as it rests."""
    async with writing() as session:
        row = await policy.check_changes(session, actor, name, deleted=True, changes=True)
        await _check_room(session, row.school_id)
        row.deleted_at = None
        _changed(session, row, actor)
        audit_own(session, "learning.restore_module", actor, row)


async def make_own(
    session: AsyncSession, actor: Actor, school_id: UUID, module: Module, request: UUID, original: Module | None = None
) -> OwnModule:
    """Keep `module`, whose name is free, as the school's own; `original` is the one it is a copy of. Raises `Invalid`
    where the school has very many, and `Conflict` where somebody took the name at the same moment."""
    await _check_room(session, school_id)
    moment = now()
    row = OwnModule(
        school_id=school_id,
        name=module.name,
        version_id=await kept_now(session, module),
        outline=outline_written(module),
        original=original.name if original else "",
        original_version_id=await kept_now(session, original) if original else None,
        seen_hash=original.hash if original else "",
        by_id=actor.person_id,
        made_at=moment,
        changed_by_id=actor.person_id,
        changed_at=moment,
        request=request,
    )
    if not await insert_new(session, row):
        raise Conflict(TAKEN, field="name")
    session.add(
        OwnModuleSave(own_module_id=row.id, number=1, version_id=row.version_id, by_id=actor.person_id, saved_at=moment)
    )
    look_again(session)
    audit_own(session, "learning.copy_module" if original else "learning.bring_module", actor, row)
    return row


async def is_taken(session: AsyncSession, name: str) -> bool:
    """Whether a module is, was or will be called so: a shipped one, one of a programme, any school's own."""
    if name in shelf().modules or any(one.about.listed(name) for one in programmes().values()):
        return True
    known = or_(exists().where(col(OwnModule.name) == name), exists().where(col(ModuleVersion.name) == name))
    return bool((await session.execute(select(known))).scalar_one())


async def free_name(session: AsyncSession, name: str) -> str:
    """A name like `name` that nothing is called yet."""
    while True:
        ending = "".join(choice(ascii_lowercase + digits) for _ in range(4))
        free = f"{name[: LONGEST_NAME - 5].rstrip('-')}-{ending}"
        if not await is_taken(session, free):
            return free


def checked_name(name: str) -> str:
    """The name as it was typed, made one that modules can have. Raises `Invalid`."""
    wanted = as_name(name)
    if not wanted:
        raise Invalid(NO_NAME, field="name")
    return wanted


async def after_amiss(session: AsyncSession, school_id: UUID, module: Module) -> list[Mistake]:
    """What is wrong with the modules that `module` says it comes after: circles, and names nobody has."""
    others = {one.name: one for one in await own_modules_of(session, (school_id,))}
    every = {**shelf().modules, **others, module.name: module}
    file = f"{module.name}/{ABOUT}"
    told = "comes after itself: {way}; take one “after” out"
    found = [Mistake(file, 1, told.format(way=" after ".join(way))) for way in circles(every, only=module.name)]
    for before in module.about.after:
        if before not in every and not any(one.about.listed(before) for one in programmes().values()):
            found.append(Mistake(file, 1, f"comes after {before!r}, which there is not here", Weight.WARNING))
    return found


def audit_own(session: AsyncSession, action: str, actor: Actor, row: OwnModule, **detail: Any) -> None:
    """Leave the row of the trail for what was done to an own module."""
    thing = f"own_module:{row.id}"
    audit(session, action, actor_id=actor.person_id, school_id=row.school_id, thing=thing, module=row.name, **detail)


def _changed(session: AsyncSession, row: OwnModule, actor: Actor) -> None:
    row.changed_by_id, row.changed_at = actor.person_id, now()
    look_again(session)


async def _check_room(session: AsyncSession, school_id: UUID) -> None:
    those = col(OwnModule.school_id) == school_id, col(OwnModule.deleted_at).is_(None)
    if (await session.execute(select(func.count()).select_from(OwnModule).where(*those))).scalar_one() >= MOST_OWN:
        raise Invalid(FULL, field="file")


async def kept_by(session: AsyncSession, actor: Actor, request: UUID) -> str:
    """The name of what that form made before; "" for nothing. Raises `NotFound` for another school's."""
    row = (await session.execute(select(OwnModule).where(col(OwnModule.request) == request))).scalar_one_or_none()
    if row is not None and row.school_id not in policy.own_schools(actor):
        raise NotFound()
    return row.name if row else ""


async def _leave(actor: Actor, school_id: UUID, file_name: str, *, flaw: str) -> str:
    async with writing() as session:
        _hold(session, await _sent(session, actor, school_id, file_name)).flaw = flaw
    return ""


async def _sent(session: AsyncSession, actor: Actor, school_id: UUID, file_name: str) -> ModuleSent:
    """A row for what the actor sends now, in place of what they sent before."""
    await _forget(session, actor)
    shown = end_of_line(file_name, most=120)
    return ModuleSent(person_id=actor.person_id, school_id=school_id, file_name=shown, sent_at=now())


def _hold(session: AsyncSession, row: ModuleSent, *, told: Iterable[Mistake] = ()) -> ModuleSent:
    every = sorted(told, key=lambda one: (one.file, one.line))
    row.told = [{"file": one.file[:200], "line": one.line, "what": one.what[:600]} for one in every[:MOST_TOLD]]
    row.more = max(len(every) - MOST_TOLD, 0)
    session.add(row)
    return row


async def _forget(session: AsyncSession, actor: Actor) -> None:
    await session.execute(delete(ModuleSent).where(col(ModuleSent.person_id) == actor.person_id))
