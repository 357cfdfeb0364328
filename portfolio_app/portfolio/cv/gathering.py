"""What a CV is made of, out of the database: entries as pieces, those that are proposed, and all the rest of it."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import spoken
from portfolio_app.esco.searching import load_editions
from portfolio_app.esco.tagged import tags_of
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.cv.models import Cv, CvEntry
from portfolio_app.portfolio.cv.pieces import (
    LONGEST_SKILL,
    MOST_SKILLS,
    Contact,
    CvContent,
    Piece,
    School,
    in_order,
    shortened,
)
from portfolio_app.portfolio.models import Entry, EntryCapability, EntryEvidence, EntryKind
from portfolio_app.schools.membership import belonging
from portfolio_app.sharing.models import Kind
from portfolio_app.skills import policy as evidence_policy
from portfolio_app.skills.about_me import lines_about
from portfolio_app.skills.models import Evidence

MOST_PROPOSED = 12
SHOWN = (EntryKind.WORK, EntryKind.QUALIFICATION, EntryKind.ACHIEVEMENT, EntryKind.PROJECT)
"""Kinds that are proposed as they are; of others, what has a day or something that shows it. Thoughts are not."""


# Written once, and on the tables themselves: they are asked each time a pupil comes to Home.
_OWNER: BindParameter[UUID] = bindparam("owner", type_=Uuid())
_IDS: BindParameter[UUID] = bindparam("ids", type_=Uuid(), expanding=True)
_ENTRY, _CLAIM, _PART, _EVIDENCE = (table_of(kind) for kind in (Entry, EntryCapability, EntryEvidence, Evidence))
_ENTRIES = (
    select(
        _ENTRY.c.id,
        _ENTRY.c.kind,
        _ENTRY.c.title,
        _ENTRY.c.place,
        _ENTRY.c.began,
        _ENTRY.c.ended,
        _ENTRY.c.ongoing,
        _ENTRY.c.happened,
        _ENTRY.c.learned,
    )
    .where(policy.owned_by(_OWNER), policy.fit_for_others())
    .order_by(_ENTRY.c.position, _ENTRY.c.made_at.desc())
)
_SOME_ENTRIES = _ENTRIES.where(_ENTRY.c.id.in_(_IDS))
_CLAIMING = select(_CLAIM.c.entry_id).distinct().where(_CLAIM.c.entry_id.in_(_IDS))
_SHOWING = (
    select(_PART.c.entry_id, func.count(), func.max(_EVIDENCE.c.url))
    .join_from(_PART, _EVIDENCE, _EVIDENCE.c.id == _PART.c.evidence_id)
    .where(_PART.c.entry_id.in_(_IDS), evidence_policy.fit_for_others())
    .group_by(_PART.c.entry_id)
)


async def pieces_of(session: AsyncSession, person_id: UUID, only: Collection[UUID] | None = None) -> tuple[Piece, ...]:
    """Somebody's entries that can be in a CV, all or those `only`, in the portfolio's order. What lies in the private
    corner cannot."""
    if only is None:
        entries = (await session.execute(_ENTRIES, {"owner": person_id})).all()
    else:
        entries = (await session.execute(_SOME_ENTRIES, {"owner": person_id, "ids": list(only)})).all()
    ids = [entry.id for entry in entries]
    evidence, links = await _evidence(session, ids)
    claims = set((await session.execute(_CLAIMING, {"ids": ids})).scalars())
    tags = await tags_of(session, Kind.ENTRY, ids)
    return tuple(
        Piece(
            id=str(entry.id),
            kind=EntryKind(entry.kind),
            title=entry.title,
            place=entry.place,
            began=entry.began,
            ended=entry.ended,
            ongoing=entry.ongoing,
            text=entry.happened,
            learned=entry.learned,
            evidence=evidence.get(entry.id, 0),
            link=links.get(entry.id, ""),
            claims=entry.id in claims,
            tags=tuple(tag.name for tag in tags.get(str(entry.id), ())),
        )
        for entry in entries
    )


async def _evidence(session: AsyncSession, ids: Collection[UUID]) -> tuple[dict[UUID, int], dict[UUID, str]]:
    """How many pieces of evidence each entry has, and the address of a link among them."""
    found = (await session.execute(_SHOWING, {"ids": ids})).all()
    return {entry: count for entry, count, _link in found}, {entry: link or "" for entry, _count, link in found}


def proposed(pieces: Iterable[Piece]) -> frozenset[str]:
    """The ids of those of the pieces that a CV begins with."""
    sensible = [
        piece
        for piece in pieces
        if piece.kind in SHOWN
        or (piece.kind is not EntryKind.REFLECTION and (piece.began or piece.ended or piece.evidence))
    ]
    return frozenset(piece.id for piece in in_order(tuple(sensible))[:MOST_PROPOSED])


async def kept_cv(session: AsyncSession, person_id: UUID, *, lock: bool = False) -> Cv | None:
    """Somebody's CV, if they have saved one."""
    statement = select(Cv).where(col(Cv.person_id) == person_id)
    return (await session.execute(statement.with_for_update() if lock else statement)).scalar_one_or_none()


async def chosen_in(session: AsyncSession, cv: Cv) -> frozenset[UUID]:
    """The ids of the entries that are in a CV."""
    rows = await session.execute(select(col(CvEntry.entry_id)).where(col(CvEntry.cv_id) == cv.id))
    return frozenset(rows.scalars())


async def saved_content(session: AsyncSession, person_id: UUID, name: str) -> tuple[CvContent, Cv]:
    """Somebody's CV as they saved it, in the language being spoken and with that name. Raises `NotFound`."""
    cv = await kept_cv(session, person_id)
    if cv is None:
        raise NotFound()
    pieces = await pieces_of(session, person_id, await chosen_in(session, cv))
    return await content_of(session, cv, name, pieces), cv


async def content_of(session: AsyncSession, cv: Cv, name: str, pieces: tuple[Piece, ...]) -> CvContent:
    """All of a CV in the language being spoken, with these pieces and that name."""
    here = await belonging(session, cv.person_id)
    lines = (await lines_about(session, cv.person_id)).lines if cv.about else ()
    return CvContent(
        name=name,
        language=spoken(),
        contact=Contact(cv.email, cv.phone, cv.town, cv.link),
        about=lines,
        school=School(here.school_name, here.class_name) if cv.school and here.school_name else None,
        pieces=pieces,
        skills=_skills(pieces) if cv.skills else (),
        skills_are_esco=cv.skills and bool(await load_editions(session)),
    )


def _skills(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The skills with which the pieces are tagged, those of most pieces first."""
    counts: dict[str, int] = {}
    for piece in pieces:
        for tag in piece.tags:
            name = shortened(tag, LONGEST_SKILL)
            counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:MOST_SKILLS])
