"""Answers in lessons that a pupil shows. Lessons lie above this room, so they say here what stands in such answers."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class Answered:
    """A question and what was answered; `own` where its words are the app's, and not those of the lesson."""

    question: str = ""
    answer: str = ""
    own: bool = False


@dataclass(frozen=True)
class ShownWork:
    """What a pupil answered in an activity. Words of the lesson are in `language`."""

    id: str = ""
    title: str = ""
    lesson: str = ""
    language: str = ""
    day: str = ""
    answers: tuple[Answered, ...] = ()


Finds = Callable[[AsyncSession, UUID, Collection[str]], Awaitable[tuple[ShownWork, ...]]]
"""Given an owner and ids, what of those they answered, newest first."""

_finds: list[Finds] = []


def ask_for_work(finds: Finds) -> None:
    """Have `finds` say what stands in answers. Called once, where the app is put together."""
    if finds not in _finds:
        _finds.append(finds)


async def work_of(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> tuple[ShownWork, ...]:
    """Those of the owner's answers among `names`."""
    return tuple([one for finds in _finds if names for one in await finds(session, owner_id, names)])
