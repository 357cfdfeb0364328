"""A school takes over what the original of its copy has improved: all that the school has not changed, or a piece; or
says that it has looked and keeps its own.

What the original was when the school looked last is its base: the version that `original_version_id` names. Taking
over is a save as any other, which can be gone back from.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import as_id, writing
from portfolio_app.core.errors import Conflict, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.learning.models import ModuleVersion
from portfolio_app.learning.own import policy
from portfolio_app.learning.own.changing import save, saved_at
from portfolio_app.learning.own.improving import changes_of, piece_taken, taken
from portfolio_app.learning.own.keeping import audit_own
from portfolio_app.learning.own.models import OwnModule
from portfolio_app.learning.own.reaching import module_for
from portfolio_app.learning.reading import Module
from portfolio_app.learning.versions import kept_now, version_of

CHANGED_AGAIN = N_("This has changed since the page was opened. Nothing was taken over: look at it again.")


@dataclass(frozen=True)
class Three:
    """The original as the school looked at it last and as it is now, and the school's own."""

    then: Module
    now: Module
    ours: Module


@dataclass(frozen=True)
class Done:
    """What undoes it: the save to go back to, and what the original was that was looked at before."""

    version: int
    base: str

    def __str__(self) -> str:
        """As a page hands it back."""
        return f"{self.version} {self.base}"

    @classmethod
    def of(cls, said: str) -> "Done":
        """What a page handed back. Raises `NotFound` for what no page was given."""
        version, _blank, base = said.partition(" ")
        if not (version.isascii() and version.isdigit() and len(version) < 7):
            raise NotFound()
        return cls(int(version), base)


async def three_of(session: AsyncSession, actor: Actor, row: OwnModule) -> Three | None:
    """What is held against each other; None for what is no copy, or whose original the actor can no longer find."""
    if not row.original or row.original_version_id is None:
        return None
    try:
        present = await module_for(session, actor, row.original)
    except NotFound:
        return None
    return Three(await version_of(session, row.original_version_id), present, await version_of(session, row.version_id))


async def take_over(actor: Actor, name: str, seen: str, version: int) -> Done | None:
    """Take over all that the school has not changed. `seen` is the hash of the original that was shown, `version` that
    of the school's own. None when it was taken over already, as at a second click. Raises `Conflict` when either has
    changed since, `Unsound` when the result could not be used as a module, and `NotFound`."""
    async with writing() as session:
        row, three = await _compared(session, actor, name)
        if three.then.hash == three.now.hash == seen:
            return None
        _must_be_as_shown(row, three, seen, version)
        done = Done(row.version, str(row.original_version_id))
        files = taken(three.then.files, three.now.files, three.ours.files)
        await save(session, actor, row, files, "learning.take_over")
        await _looked(session, row, three.now)
        return done


async def take_piece(actor: Actor, name: str, path: str, code: str, seen: str, version: int) -> Done | None:
    """Take over a piece as the original has it now, in place of what the school has there; None when it is there
    already. Raises as `take_over` does."""
    async with writing() as session:
        row, three = await _compared(session, actor, name)
        every = changes_of(three.then.files, three.now.files, three.ours.files)
        if not any((one.path, one.code) == (path, code) for one in every):
            if path in three.now.files and three.now.hash == seen:
                return None
            raise NotFound()
        _must_be_as_shown(row, three, seen, version)
        done = Done(row.version, str(row.original_version_id))
        files = piece_taken(three.now.files, three.ours.files, path, code)
        await save(session, actor, row, files, "learning.take_piece")
        if len(every) == 1:  # nothing is left to look at
            await _looked(session, row, three.now)
        return done


async def keep_ours(actor: Actor, name: str, seen: str) -> Done | None:
    """The school has looked at the original as it is now, and keeps its own; None when that was said already. Raises
    `Conflict` when the original has changed since it was shown, and `NotFound`."""
    async with writing() as session:
        row, three = await _compared(session, actor, name)
        if three.then.hash == three.now.hash == seen:
            return None
        _must_be_as_shown(row, three, seen)
        done = Done(0, str(row.original_version_id))
        await _looked(session, row, three.now)
        audit_own(session, "learning.keep_ours", actor, row)
        return done


async def undo(actor: Actor, name: str, done: Done) -> None:
    """The module is again what it was before, and the original is to be looked at again. Raises `Conflict` when
    somebody has saved the module since, and `NotFound` for what was never done to it."""
    async with writing() as session:
        row = await policy.check_changes(session, actor, name, changes=True)
        base = await session.get(ModuleVersion, as_id(done.base))
        if base is None or not row.original or base.name != row.original:
            raise NotFound()
        if done.version:
            if row.version != done.version + 1:
                raise Conflict(CHANGED_AGAIN)
            await save(session, actor, row, (await saved_at(session, row, done.version)).files, "learning.go_back")
        row.original_version_id, row.seen_hash = base.id, base.hash
        audit_own(session, "learning.look_again", actor, row)


async def _compared(session: AsyncSession, actor: Actor, name: str) -> tuple[OwnModule, Three]:
    row = await policy.check_changes(session, actor, name, changes=True)
    three = await three_of(session, actor, row)
    if three is None:
        raise NotFound()
    return row, three


def _must_be_as_shown(row: OwnModule, three: Three, seen: str, version: int | None = None) -> None:
    if three.now.hash != seen or version not in (None, row.version):
        raise Conflict(CHANGED_AGAIN)


async def _looked(session: AsyncSession, row: OwnModule, present: Module) -> None:
    row.original_version_id, row.seen_hash = await kept_now(session, present), present.hash
