"""`portfolio import esco FILE.zip`: one language of ESCO, put beside or over what is there, all of it or nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy import bindparam, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of, writing
from portfolio_app.core.errors import OperatorError
from portfolio_app.esco.file import ReadFile, read_file, version_key
from portfolio_app.esco.models import EscoEdition, EscoLabel, EscoSkill
from portfolio_app.esco.words import pack

AT_ONCE = 1000
"""Rows of one statement."""

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Told how many steps are done, of how many."""

_EDITION, _SKILL, _LABEL = table_of(EscoEdition), table_of(EscoSkill), table_of(EscoLabel)


@dataclass(frozen=True)
class Imported:
    """What came of it: nothing, where the same was there before. `retired` counts skills the newest version lacks."""

    language: str
    version: str
    skills: int
    retired: int
    changed: bool


def skill_id(uri: str) -> UUID:
    """The identity of the skill with that URI, the same in every instance."""
    return uuid5(NAMESPACE_URL, uri)


async def import_esco(file: Path, version: str = "", progress: Progress = lambda done, total: None) -> Imported:
    """Load ESCO's zip of one language, in one transaction; whoever searches meanwhile finds what was there before.

    Raises `OperatorError` with a sentence for a file that is not ESCO's, or is older than what is here.
    """
    progress(0, 100)
    return await put_in(read_file(file, version), progress)


async def put_in(read: ReadFile, progress: Progress = lambda done, total: None) -> Imported:
    """Put one language of one version into the database, as `import_esco` does."""
    progress(15, 100)
    search = index_of(read)
    progress(40, 100)
    async with writing() as session:
        if session.get_bind().dialect.name == "postgresql":  # two operators at once take turns
            await session.execute(text("SELECT pg_advisory_xact_lock(7063588)"))
        if not read.extract:
            await _drop_extract(session)
        former = await _former(session, read)
        digest = read.digest
        if former is not None and former.digest == digest:
            progress(100, 100)
            return await _outcome(session, read, changed=False)
        await _put_skills(session, read)
        progress(60, 100)
        await _put_labels(session, read, progress)
        await _retire(session, read, former is not None)
        edition = {"version": read.version, "skills": len(read.skills), "digest": digest, "loaded_at": now()}
        edition |= {"extract": read.extract}
        await session.execute(delete(_EDITION).where(_EDITION.c.language == read.language))
        await session.execute(insert(_EDITION).values(id=uuid4(), language=read.language, search=search, **edition))
        audit(
            session,
            "esco.import_esco",
            actor_id=None,
            thing=f"esco:{read.language}",
            version=read.version,
            skills=len(read.skills),
        )
        outcome = await _outcome(session, read, changed=True)
    progress(100, 100)
    return outcome


def index_of(read: ReadFile) -> bytes:
    """The index of what was read, the same for the same skills in whatever order."""
    in_order = sorted(read.skills, key=lambda skill: skill.uri)
    return pack((skill_id(skill.uri), (skill.name, *skill.others)) for skill in in_order)


async def _former(session: AsyncSession, read: ReadFile) -> Any:
    """The row of what was loaded of that language. Raises `OperatorError` when it is newer than what is read."""
    wanted = select(_EDITION.c.version, _EDITION.c.digest).where(_EDITION.c.language == read.language)
    former = (await session.execute(wanted)).first()
    if former is not None and version_key(former.version) > version_key(read.version):
        raise OperatorError(
            f"ESCO {former.version} is loaded in {read.language}, newer than {read.version}: nothing changed."
        )
    return former


async def _drop_extract(session: AsyncSession) -> None:
    """Let the extract that Polku brings along go, in all its languages, before anything of ESCO itself comes; the tags
    that were made of it keep their names."""
    gone = await session.execute(delete(_EDITION).where(_EDITION.c.extract).returning(_EDITION.c.id))
    if gone.first() is not None:
        await session.execute(delete(_SKILL))  # and with them what they are called


async def _put_skills(session: AsyncSession, read: ReadFile) -> None:
    known = {row.id: row.version for row in await session.execute(select(_SKILL.c.id, _SKILL.c.version))}
    fresh: list[dict[str, Any]] = []
    newer: list[dict[str, Any]] = []
    for skill in read.skills:
        one = skill_id(skill.uri)
        row = {"id": one, "uri": skill.uri, "knowledge": skill.knowledge, "version": read.version, "retired": False}
        if one not in known:
            fresh.append(row)
        elif version_key(known[one]) <= version_key(read.version):
            newer.append({"which": one, "as_knowledge": skill.knowledge, "in_version": read.version})
    for rows in _portions(fresh):
        await session.execute(insert(_SKILL), rows)
    change = update(_SKILL).where(_SKILL.c.id == bindparam("which"))
    seen = change.values(knowledge=bindparam("as_knowledge"), version=bindparam("in_version"))
    for rows in _portions(newer):
        await session.execute(seen, rows)


async def _put_labels(session: AsyncSession, read: ReadFile, progress: Progress) -> None:
    """Put this version's labels in place of the former ones; skills it lacks keep theirs, for what hangs on them."""
    ids = [skill_id(skill.uri) for skill in read.skills]
    for some in _portions(ids):
        await session.execute(delete(_LABEL).where(_LABEL.c.language == read.language, _LABEL.c.skill_id.in_(some)))
    rows = [
        {
            "id": uuid4(),
            "skill_id": one,
            "language": read.language,
            "name": skill.name,
            "others": "\n".join(skill.others),
            "description": skill.description,
        }
        for one, skill in zip(ids, read.skills, strict=True)
    ]
    for done, some in enumerate(_portions(rows)):
        await session.execute(insert(_LABEL), some)
        progress(65 + 30 * done * AT_ONCE // len(rows), 100)


async def _retire(session: AsyncSession, read: ReadFile, again: bool) -> None:
    """Mark what the newest of all loaded versions does not have. The same version once more can lose some as well."""
    versions = set((await session.execute(select(_EDITION.c.version))).scalars()) | {read.version}
    newest = max(versions, key=version_key)
    gone: set[UUID] = set()
    if again and newest == read.version:
        here = {skill_id(skill.uri) for skill in read.skills}
        same = select(_SKILL.c.id).join(_LABEL, _LABEL.c.skill_id == _SKILL.c.id)
        same = same.where(_LABEL.c.language == read.language)
        gone = set((await session.execute(same)).scalars()) - here
    await session.execute(update(_SKILL).values(retired=_SKILL.c.version != newest))
    for some in _portions(list(gone)):
        await session.execute(update(_SKILL).where(_SKILL.c.id.in_(some)).values(retired=True))


async def _outcome(session: AsyncSession, read: ReadFile, *, changed: bool) -> Imported:
    retired = select(col(EscoSkill.id)).where(col(EscoSkill.retired).is_(True))
    count = len((await session.execute(retired)).all())
    return Imported(read.language, read.version, len(read.skills), count, changed)


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield some
