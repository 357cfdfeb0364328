"""Finding skills as somebody types, in their language first and in English after it; the same on both databases."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import Database, database, reading, table_of
from portfolio_app.core.languages import N_
from portfolio_app.core.memory import return_memory
from portfolio_app.esco.models import EscoEdition, EscoLabel, EscoSkill
from portfolio_app.esco.words import Found, Words, find_in, unpack

ENGLISH = "en"
SHOWN = 10
MOST_LANGUAGES = 3
"""Indexes that are kept in memory, each of 6 to 10 MB; the one that was not used for longest goes."""
# As its licence asks, in these words (docs/esco.md says where).
ATTRIBUTION = N_("This service uses the ESCO classification of the European Commission.")
IN_DOCUMENTS = N_("This publication uses the ESCO classification of the European Commission.")
ADAPTED = N_("It shows an extract, with names of its own in other languages than English.")

_EDITION, _LABEL, _SKILL = table_of(EscoEdition), table_of(EscoLabel), table_of(EscoSkill)
_EDITIONS = select(_EDITION.c.language, _EDITION.c.version, _EDITION.c.skills, _EDITION.c.extract).order_by(
    _EDITION.c.language
)
_DIGESTS = select(_EDITION.c.language, _EDITION.c.digest).where(
    _EDITION.c.language.in_(bindparam("languages", expanding=True))
)
_SEARCH = select(_EDITION.c.digest, _EDITION.c.search).where(_EDITION.c.language == bindparam("language"))
_SAID = (
    select(
        _LABEL.c.skill_id,
        _LABEL.c.language,
        _LABEL.c.name,
        _LABEL.c.others,
        _LABEL.c.description,
        _SKILL.c.retired,
        _SKILL.c.uri,
    )
    .join(_SKILL, _SKILL.c.id == _LABEL.c.skill_id)
    .where(_LABEL.c.skill_id.in_(bindparam("ids", expanding=True)))
    .where(_LABEL.c.language.in_(bindparam("languages", expanding=True)))
)


@dataclass(frozen=True)
class FoundSkill:
    """A skill as it is offered: its name in the reader's language or else in English; the other name by which it was
    found, "" when it was this one; what it means; and the language of name and meaning."""

    id: str
    uri: str
    name: str
    also: str
    description: str
    language: str


@dataclass(frozen=True)
class EscoRow:
    """What a skill is called in a language; `others` stand one a line."""

    language: str
    name: str
    others: str
    description: str
    retired: bool
    uri: str


@dataclass(frozen=True)
class Edition:
    """What is loaded of one language."""

    language: str
    version: str
    skills: int
    extract: bool = False


_kept: OrderedDict[tuple[str, str], tuple[str, Words]] = OrderedDict()  # by database and language: digest and index
_loading = asyncio.Lock()


async def load_editions(session: AsyncSession) -> list[Edition]:
    """What is loaded, by language; nothing where ESCO was never imported."""
    return [Edition(*row) for row in await session.execute(_EDITIONS)]


async def find_skills(typed: str, language: str, most: int = SHOWN) -> list[FoundSkill]:
    """At most `most` skills for what was typed so far, best first. Nothing where ESCO is not loaded.

    What another process has imported meanwhile is noticed: each search asks which index is valid.
    """
    languages = [language, *([ENGLISH] if language != ENGLISH else [])]
    indexes = await _indexes(languages)
    found = await asyncio.to_thread(find_in, [index for _language, index in indexes], typed)
    hits = {one.skill_id: (one, indexes[number][0]) for number, one in found}
    said = await _said(hits, languages)
    rows = (_shown(said[one], found, where, language) for one, (found, where) in hits.items() if one in said)
    return [row for row in rows if row is not None][:most]


async def _said(ids: Collection[UUID], languages: Sequence[str]) -> dict[UUID, dict[str, EscoRow]]:
    """What each skill is called, by language. Nobody asks the database where nothing was found."""
    said: dict[UUID, dict[str, EscoRow]] = {}
    if ids:
        async with reading() as session:
            for skill_id, *row in await session.execute(_SAID, {"ids": list(ids), "languages": languages}):
                one = EscoRow(*row)
                said.setdefault(skill_id, {})[one.language] = one
    return said


def _shown(labels: Mapping[str, EscoRow], found: Found, where: str, language: str) -> FoundSkill | None:
    """A row of what is offered, None for a retired skill; it was found by one of its labels in the language `where`."""
    best = labels.get(language) or labels.get(ENGLISH) or next(iter(labels.values()))
    if best.retired:
        return None
    by = labels.get(where)
    names = [by.name, *by.others.split("\n")] if by else []
    also = names[found.label] if found.label < len(names) else ""
    return FoundSkill(
        str(found.skill_id), best.uri, best.name, "" if also == best.name else also, best.description, best.language
    )


async def _indexes(languages: Sequence[str]) -> list[tuple[str, Words]]:
    async with reading() as session:
        rows = await session.execute(_DIGESTS, {"languages": languages})
        valid = {row.language: row.digest for row in rows}
    return [
        (language, await _index(database(), language, valid[language])) for language in languages if language in valid
    ]


async def _index(of: Database, language: str, digest: str) -> Words:
    key = (str(of.url), language)
    if key not in _kept or _kept[key][0] != digest:
        async with _loading:
            if key not in _kept or _kept[key][0] != digest:
                async with reading() as session:
                    row = (await session.execute(_SEARCH, {"language": language})).one()
                _kept[key] = (row.digest, await asyncio.to_thread(unpack, row.search))
                while len(_kept) > MOST_LANGUAGES:
                    _kept.popitem(last=False)
                return_memory()
    _kept.move_to_end(key)
    return _kept[key][1]
