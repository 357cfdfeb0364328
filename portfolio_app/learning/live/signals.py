"""Tells whoever listens, after the commit, that something of a lesson moved: a class's or a wall's page, or what some
people see of it. What moved is not said: who listens asks anew, as themselves."""

from collections.abc import Callable, Collection
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import after_commit

OfThing = Callable[[UUID], None]
"""Takes the id of a class or of a wall."""
OfPeople = Callable[[Collection[UUID]], None]

_things: list[OfThing] = []
_people: list[OfPeople] = []


def when_something_moves(of_thing: OfThing, of_people: OfPeople) -> None:
    """Have these called; once, where the app is put together."""
    _things.append(of_thing)
    _people.append(of_people)


def moved(session: AsyncSession, thing_id: UUID) -> None:
    """Pages of that class or wall show something else, once this transaction is there."""
    for tell in _things:
        after_commit(session, partial(tell, thing_id))


def moved_for(session: AsyncSession, people: Collection[UUID]) -> None:
    """The same for what these people see around their pages."""
    for tell in _people:
        after_commit(session, partial(tell, frozenset(people)))
