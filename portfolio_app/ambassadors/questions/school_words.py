"""What a school changes in the list of words of worry: own words, and those of ours that it does not use."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.questions import policy
from portfolio_app.ambassadors.questions.models import SchoolWorryWord
from portfolio_app.ambassadors.questions.words import TITLES, WorryWord, as_line, known_words
from portfolio_app.core.audit import audit
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, ngettext
from portfolio_app.core.wording import one_line
from portfolio_app.schools.models import School

LONGEST = 60
LEAST_LETTERS = 3
MOST_OWN = 200
KINDS = {
    "harm": N_("harm to oneself"),
    "threat": N_("a threat"),
    "abuse": N_("what others do to somebody"),
    "danger": N_("danger"),
}


@dataclass(frozen=True)
class WordLine:
    """One line, and whether the school uses it."""

    words: str = ""
    said: str = ""
    language: str = ""
    """That it is of; "" for a school's own."""
    kind: str = ""
    off: bool = False


@dataclass(frozen=True)
class LanguageWords:
    """The lines of one language."""

    code: str = ""
    title: str = ""
    said: str = ""
    """How many, and how many are switched off."""
    lines: tuple[WordLine, ...] = ()


@dataclass(frozen=True)
class WordsView:
    """The list as a school uses it."""

    school: str = ""
    name: str = ""
    own: tuple[WordLine, ...] = ()
    languages: tuple[LanguageWords, ...] = ()
    loaded: bool = False


async def lines_of(session: AsyncSession, school_id: UUID) -> tuple[Sequence[str], Sequence[str]]:
    """A school's own lines, and those of ours that it does not use."""
    rows = (
        await session.execute(
            select(col(SchoolWorryWord.words), col(SchoolWorryWord.said), col(SchoolWorryWord.off)).where(
                col(SchoolWorryWord.school_id) == school_id
            )
        )
    ).all()
    return [row.words for row in rows if row.said and not row.off], [row.words for row in rows if row.off]


async def add_word(actor: Actor, school_id: str, typed: str) -> None:
    """Add a word or a few that stand together, found with any ending. There already: fine. Raises `Invalid` and
    `NotFound`."""
    said = one_line(typed, field="word", most=LONGEST, empty=N_("Write a word first."))
    line = as_line(said)
    if max((len(one) for one in line.replace("*", "").split()), default=0) < LEAST_LETTERS:
        raise Invalid(N_("This is too short: it would be found in nearly every question."), field="word")
    async with writing() as session:
        school = await policy.school_of_words(session, actor, school_id)
        mine = select(SchoolWorryWord).where(col(SchoolWorryWord.school_id) == school)
        rows = (await session.execute(mine.with_for_update())).scalars().all()
        if len(rows) >= MOST_OWN + len(known_words()):
            raise Invalid(N_("This list is full. Take a word away first."), field="word")
        row = next((one for one in rows if one.words == line), None)
        if row is None:
            await insert_new(session, SchoolWorryWord(school_id=school, words=line, said=said))
        elif not row.off:
            return
        else:
            row.off = False
        _audit(session, "add_worry_word", actor, school)


async def switch_word(actor: Actor, school_id: str, words: str, *, off: bool) -> None:
    """Do not use a line of the list, ours or the school's own; or use it again. So already: fine. Raises `Invalid` for
    what is no line of it, `NotFound`."""
    async with writing() as session:
        school = await policy.school_of_words(session, actor, school_id)
        wanted = select(SchoolWorryWord).where(
            col(SchoolWorryWord.school_id) == school, col(SchoolWorryWord.words) == words[:120]
        )
        row = (await session.execute(wanted.with_for_update())).scalar_one_or_none()
        if row is None:
            if words not in {one.words for one in known_words()}:
                raise Invalid()
            if not off:
                return
            await insert_new(session, SchoolWorryWord(school_id=school, words=words, off=True))
        elif row.off == off:
            return
        else:
            row.off = off
        _audit(session, "switch_worry_word", actor, school, off=off)


def _audit(session: AsyncSession, verb: str, actor: Actor, school: UUID, *, off: bool = False) -> None:
    thing = f"school:{school}"
    audit(session, f"ambassadors.{verb}", actor_id=actor.person_id, school_id=school, thing=thing, off=off)


async def load_words(actor: Actor, school_id: str = "") -> WordsView:
    """The list of a school, to change. Raises `NotFound`."""
    async with reading() as session:
        school = await policy.school_of_words(session, actor, school_id)
        name = (await session.get_one(School, school)).name
        rows = (
            await session.execute(select(SchoolWorryWord).where(col(SchoolWorryWord.school_id) == school))
        ).scalars()
        changed = {one.words: one for one in rows}
    own = sorted((one for one in changed.values() if one.said), key=lambda one: one.words)
    off = {words for words, one in changed.items() if one.off}
    by_language: dict[str, list[WorryWord]] = {}
    for one in known_words():
        by_language.setdefault(one.language, []).append(one)
    return WordsView(
        school=str(school),
        name=name,
        own=tuple(WordLine(one.words, one.said, off=one.off) for one in own),
        languages=tuple(_of_language(code, lines, off) for code, lines in by_language.items()),
        loaded=True,
    )


def _of_language(code: str, lines: Sequence[WorryWord], off: set[str]) -> LanguageWords:
    without = sum(one.words in off for one in lines)
    said = ngettext("{n} word or phrase", "{n} words and phrases", len(lines))
    if without:
        said += " · " + ngettext("{n} switched off", "{n} switched off", without)
    return LanguageWords(
        code,
        TITLES[code],
        said,
        tuple(WordLine(one.words, one.words, code, _(KINDS[one.kind]), one.words in off) for one in lines),
    )
