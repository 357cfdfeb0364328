"""What the app holds about a person: the contract between the domains, whose tables these are, and whoever loops over
all of them: takeout, import and erasure.

Every domain with a table in which a person stands has a `personal.py` that calls `register()` once: with an `Owned`
for each table whose rows are somebody's own, and a `Mentioned` for each column in which rows of others name a person.
A test fails on a table with a person in it, directly or through what it belongs to, that none of them names.

    register(
        Owned(Goal, "goals", label=N_("Goals"), rests="deleted_at", made_anew=("request",)),
        Owned(GoalStep, "goal_steps", through="goal_id", rests="deleted_at", made_anew=("request",)),
        Owned(GoalHelper, "goal_helpers", through="goal_id", named=(Named("person_id", "name", Person),)),
        Mentioned(GoalHelper, "person_id"),
    )
"""

import importlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table
from sqlalchemy.ext.asyncio import AsyncSession

import portfolio_app
from portfolio_app.core.database import Row, table_of

PERSON = "person"
"""The table of people: a column that refers to it names one."""

OPENS_DOORS = "opens a door, or stands for what does"
OF_THIS_INSTANCE = "means something to this instance alone"


@dataclass(frozen=True)
class Named:
    """A column that refers to a row of something else: in a takeout stands how that is called, never its id here."""

    column: str
    key: str
    """What it is called in a takeout, such as "author"."""
    table: type[Row] | str
    """The table it refers to, or its name where that lies in a higher room."""
    shown: str = "name"
    """The column of that table whose text is taken along."""
    text: str = ""
    """The column of the row itself which holds that text where there is no row to refer to. It is read where the row
    refers to nothing, and filled when the row comes in elsewhere: whoever is named there has no account here."""
    found: bool = False
    """When the row comes in elsewhere, what is called the same there is referred to; the row stays out where there is
    none. For catalogues that instances share, such as pathways. Otherwise the column is left empty."""

    @property
    def refers_to(self) -> str:
        """The name of the table it refers to."""
        return self.table if isinstance(self.table, str) else str(self.table.__tablename__)


@dataclass(frozen=True)
class Keep:
    """Rows that a law obliges a school to keep when their person goes: they stay without the person, until a date."""

    since: str
    """The column (a day or a moment) from which it is counted."""
    days: int
    why: str
    """The law, for the receipt: an English msgid."""
    emptied: tuple[str, ...] = ()
    """Columns of words that are emptied: whatever the law does not ask for."""


@dataclass(frozen=True)
class Owned:
    """A table whose rows are somebody's own: taken out with them, brought back elsewhere, gone when they go."""

    table: type[Row]
    name: str
    """What the rows are called in a takeout, such as "entries"; and in what `erase` returns."""
    label: str = ""
    """What they are called on a receipt (an English msgid); "" for parts of other things, which are not counted."""
    through: str = "person_id"
    """The column that leads to their owner: to the person, or to a row of another owned table."""
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])
    """Columns that are not taken out, each with why."""
    named: tuple[Named, ...] = ()
    """Columns that refer to other people or to what is nobody's own."""
    rests: str = ""
    """The column that says since when a row rests among what was deleted; such rows are not taken out."""
    private: str = ""
    """The column that says since when a row lies in its owner's private corner; such rows are taken out only when their
    owner chooses that."""
    only: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Rows that are taken out, by what a column must hold, such as `{"replaced_at": None}`."""
    imported: bool = True
    """Whether rows come in elsewhere; else they are in a takeout only to be read."""
    made_anew: tuple[str, ...] = ()
    """Columns that are not taken out, and that a row coming in fills with its own id: the ids of forms."""
    stamped: str = ""
    """The column that says when a row came in from a takeout, where that makes a difference: for others' words."""
    choices: Mapping[str, type[StrEnum]] = field(default_factory=dict[str, type[StrEnum]])
    """Columns that hold one of a closed set (or nothing, where they may be empty)."""
    check: Callable[[Mapping[str, Any]], None] | None = None
    """What a row must hold beyond its columns to come in: raises `Invalid` otherwise."""
    keep: Keep | None = None
    """What stays of it at erasure; nothing unless said."""

    @cached_property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns that are taken out as they are; not the one that names the owner, who is the same for all."""
        names = {one.column for one in self.named} | {one.text for one in self.named}
        left_out = {*self.left_out, *self.made_anew, self.stamped, self.rests, *self.only, *names}
        if self.parent is None and self.through != "id":
            left_out.add(self.through)
        return tuple(one for one in table_of(self.table).columns if one.name not in left_out)

    @cached_property
    def parent(self) -> str | None:
        """The table of what rows belong to; None where they belong to the person themself."""
        leads_to = {reference.column.table.name for reference in table_of(self.table).c[self.through].foreign_keys}
        return next(iter(leads_to - {PERSON}), None)


class Then(StrEnum):
    """What becomes of rows of others when the person they name goes."""

    DELETED = "deleted"
    NAMELESS = "nameless"  # the row stays, and names nobody


@dataclass(frozen=True)
class Mentioned:
    """A column in which rows that are not a person's own name that person."""

    table: type[Row]
    column: str
    then: Then = Then.DELETED
    name: str = ""
    """What the rows are called in what `erase` returns; the table's name unless said."""
    label: str = ""
    """What they are called on a receipt (an English msgid); "" where they are not counted there."""
    emptied: tuple[str, ...] = ()
    """Columns of words that are emptied where rows become nameless."""


Hook = Callable[[AsyncSession, UUID], Awaitable[Mapping[str, int]]]
"""Something else to remove about a person, within the transaction, before any table is touched: returns how many of
what. Whatever leaves the database (bytes, kept answers) is done with `after_commit`."""

_owned: dict[str, Owned] = {}
_mentioned: dict[tuple[str, str], Mentioned] = {}
_hooks: list[Hook] = []


def register(*held: Owned | Mentioned, before_erasure: Hook | None = None) -> None:
    """Say what a domain holds; called once, by its `personal.py`."""
    for one in held:
        if isinstance(one, Owned):
            _owned[str(one.table.__tablename__)] = one
        else:
            _mentioned[(str(one.table.__tablename__), one.column)] = one
    if before_erasure and before_erasure not in _hooks:
        _hooks.append(before_erasure)


def owned() -> Mapping[str, Owned]:
    """All that is somebody's own, by table, of every domain."""
    _import_all()
    return _owned


def mentioned() -> Mapping[tuple[str, str], Mentioned]:
    """All that names somebody in others' rows, by table and column, of every domain."""
    _import_all()
    return _mentioned


def before_erasure() -> tuple[Hook, ...]:
    """What domains remove beside rows of tables."""
    _import_all()
    return tuple(_hooks)


@cache
def import_rooms(module: str) -> None:
    """Import the module of that name of every room that has one, and of the rooms within them."""
    root = Path(portfolio_app.__file__).parent
    for path in sorted([*root.glob(f"*/{module}.py"), *root.glob(f"*/*/{module}.py")]):
        importlib.import_module(".".join(("portfolio_app", *path.relative_to(root).with_suffix("").parts)))


def table(one: Owned | Mentioned) -> Table:
    """The table that it speaks of."""
    return table_of(one.table)


def _import_all() -> None:
    importlib.import_module("portfolio_app.core.holdings")  # what stands beside this contract
    import_rooms("personal")
