"""Dials to look back by: five pairs of words that pull against each other, and where one stood between them.

They are Norway's career buttons, whichever framework a school follows: another way to begin than the four questions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import spoken
from portfolio_app.core.wording import one_line
from portfolio_app.portfolio.models import EntryDial
from portfolio_app.skills.framework import POSITIONS, Framework, framework
from portfolio_app.skills.picture_words import position_words

CODE = "career-buttons"
"""The framework whose dials these are; it comes with the app."""
LONGEST_WORDS = 1000


@dataclass(frozen=True)
class DialSaid:
    """What somebody says on a dial: a position from 1 to 5 (0: none), and why."""

    position: int = 0
    words: str = ""


@dataclass(frozen=True)
class Place:
    """A place on a dial, to choose."""

    value: str = ""
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class DialView:
    """A dial with what was said on it; `said` names the position, "" where none was chosen."""

    code: str = ""
    name: str = ""
    meaning: str = ""
    first: str = ""
    second: str = ""
    step: int = 0
    said: str = ""
    words: str = ""
    places: tuple[Place, ...] = ()
    """Where the dial can be turned, in its form."""


def dials() -> Framework:
    """The framework of these dials."""
    return framework(CODE)


def checked(said: Mapping[str, DialSaid]) -> dict[str, DialSaid]:
    """What is kept of it. Raises `NotFound` for what is on no dial, `Invalid` for words that are too long."""
    used, kept = dials(), dict[str, DialSaid]()
    for code, one in said.items():
        if code not in used.codes or not 0 <= one.position <= POSITIONS:
            raise NotFound()
        words = one_line(one.words, field=f"dial-words:{code}", most=LONGEST_WORDS)
        if one.position or words:
            kept[code] = DialSaid(one.position, words)
    return kept


async def set_dials(session: AsyncSession, entry_id: UUID, said: Mapping[str, DialSaid]) -> None:
    """Make this all that an entry says on the dials."""
    await session.execute(
        delete(EntryDial).where(col(EntryDial.entry_id) == entry_id, col(EntryDial.framework) == CODE)
    )
    session.add_all(
        EntryDial(entry_id=entry_id, framework=CODE, capability=code, position=one.position, words=one.words)
        for code, one in said.items()
    )


async def dials_of(session: AsyncSession, entry_ids: Iterable[UUID]) -> Mapping[UUID, Mapping[str, DialSaid]]:
    """What each of the entries says on the dials, by their codes."""
    found: defaultdict[UUID, dict[str, DialSaid]] = defaultdict(dict)
    rows = await session.execute(
        select(EntryDial).where(col(EntryDial.entry_id).in_(list(entry_ids)), col(EntryDial.framework) == CODE)
    )
    for row in rows.scalars():
        found[row.entry_id][row.capability] = DialSaid(row.position, row.words)
    return found


def shown(said: Mapping[str, DialSaid], *, all_dials: bool = False) -> tuple[DialView, ...]:
    """The dials on which something was said, or `all_dials` with the places they can be turned to."""
    used = dials()
    views: list[DialView] = []
    for one in used.capabilities:
        if one.poles is None or not (all_dials or one.code in said):
            continue
        answer = said.get(one.code, DialSaid())
        names = [position_words(used, one.poles, place) for place in range(1, POSITIONS + 1)]
        places = tuple(Place(str(n), name, n == answer.position) for n, name in enumerate(names, 1))
        views.append(
            DialView(
                code=one.code,
                name=used.text(one.name, spoken()),
                meaning=used.text(one.meaning, spoken()),
                first=used.text(one.poles.first, spoken()),
                second=used.text(one.poles.second, spoken()),
                step=answer.position,
                said=names[answer.position - 1] if answer.position else "",
                words=answer.words,
                places=places if all_dials else (),
            )
        )
    return tuple(views)
