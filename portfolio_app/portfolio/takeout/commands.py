"""Takeouts at the command line: what an operator does for somebody who cannot sign in."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actions import fold_username
from portfolio_app.accounts.models import Person, SignIn
from portfolio_app.accounts.names import name_key
from portfolio_app.core.audit import audit
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import OperatorError
from portfolio_app.core.languages import SOURCE, languages
from portfolio_app.portfolio.takeout import making
from portfolio_app.portfolio.takeout.returning import report, whole, whose


async def person_called(session: AsyncSession, username: str) -> Person:
    """Whoever signs in with that user name. Raises `OperatorError` when nobody does."""
    named = (col(SignIn.kind) == "username", col(SignIn.identifier) == fold_username(username))
    found = select(Person).join(SignIn, col(SignIn.person_id) == col(Person.id)).where(*named)
    person = (await session.execute(found)).scalar_one_or_none()
    if person is None:
        raise OperatorError(f"Nobody here has the user name {username}.")
    return person


async def export(
    username: str, file: Path, language: str, progress: Callable[[int, int], None], *, corner: bool = False
) -> int:
    """Write the person's takeout to `file`, with `corner` their private corner too; returns its size. Nothing is there
    when it could not be made."""
    if language and language not in languages():
        raise OperatorError(f"The language is one of {', '.join(languages())}.")
    async with reading() as session:
        person = await person_called(session, username)
    said = next(one for one in (language, person.language, SOURCE) if one in languages())
    with _folder_beside(file) as folder:
        await _whole(folder, making.Wanted(person.id, said, corner), progress)
        size = _put(making.finished(folder), file)
    async with writing() as session:
        audit(session, "portfolio.export", actor_id=None, about_id=person.id, corner=corner)
    return size


@contextmanager
def _folder_beside(file: Path) -> Generator[Path]:
    """On the same disk, so that the finished file only has to be renamed."""
    folder = Path(tempfile.mkdtemp(prefix=".takeout-", dir=file.absolute().parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(made: Path, file: Path) -> int:
    made.rename(file)
    return file.stat().st_size


async def _whole(folder: Path, wanted: making.Wanted, progress: Callable[[int, int], None]) -> None:
    async def tell(done: int, every: int) -> None:
        progress(done, every)

    while not await making.step(folder, wanted, tell):
        pass


async def bring_back(file: Path, username: str, *, whoever: bool = False) -> list[str]:
    """Bring in the takeout at `file` for somebody; what came of it, a line each. One of another name only with
    `whoever`."""
    async with reading() as session:
        person = await person_called(session, username)
    owner = await asyncio.to_thread(whose, file)
    if owner and name_key(owner) != name_key(person.name) and not whoever:
        raise OperatorError(f"This is the takeout of {owner}, not of {person.name}: with --whoever it is brought in.")
    arrival = await whole(file, person.id)
    async with writing() as session:
        new = arrival.new.total()
        audit(session, "portfolio.bring_back", actor_id=None, about_id=person.id, new=new)
    said = report(arrival)
    titles = {"new": "new", "here": "here already", "out": "could not be brought back"}
    return [
        f"{title}: {', '.join(f'{label.lower()} {count}' for label, count in said[name].items()) or 'nothing'}"
        for name, title in titles.items()
    ]
