"""The pages about talks: where an adult notes one, with a class or with one pupil, and where the pupil reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, table_of
from portfolio_app.core.errors import NotFound, Refused
from portfolio_app.core.languages import _, format_date, local_date
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.portfolio.class_picture import silent_in
from portfolio_app.portfolio.policy import check_opens_class, check_opens_pupil
from portfolio_app.portfolio.teaching import href, pupils_of_classes
from portfolio_app.schools.models import SchoolClass
from portfolio_app.sharing.models import Talk
from portfolio_app.sharing.phrases import PhraseLine, phrases_of
from portfolio_app.sharing.policy import is_guide_of
from portfolio_app.sharing.queries import named
from portfolio_app.sharing.talks import NOTED_WITHIN, noted_by, noted_with


@dataclass(frozen=True)
class TalkPupil:
    """A pupil to tick."""

    id: str = ""
    name: str = ""
    detail: str = ""
    """Says that no adult has spoken to them for half a year; "" otherwise."""
    chosen: bool = False


@dataclass(frozen=True)
class TalkLine:
    """A talk that was noted: with the pupil for the adult, by the adult for the pupil."""

    id: str = ""
    who: str = ""
    href: str = ""
    day: str = ""
    words: str = ""
    answer: str = ""


@dataclass(frozen=True)
class NoteView:
    """The form for a note, and what the reader noted before with these pupils."""

    loaded: bool = False
    name: str = ""
    pupils: tuple[TalkPupil, ...] = ()
    request: str = ""
    today: str = ""
    earliest: str = ""
    """Days as a date field has them."""
    talks: tuple[TalkLine, ...] = ()
    phrases: tuple[PhraseLine, ...] = ()
    """The reader's own, to put into the note."""
    paging: Paging = field(default_factory=Paging)
    back: str = ""


@dataclass(frozen=True)
class TalksView:
    """The talks adults noted with the reader, the newest first."""

    loaded: bool = False
    talks: tuple[TalkLine, ...] = ()
    paging: Paging = field(default_factory=Paging)


_TALK, _PERSON = table_of(Talk), table_of(Person)


_SHOWN = tuple(_TALK.c[one] for one in ("id", "held_on", "words", "answer", "adult_name", "brought_at"))


async def load_note(actor: Actor, *, class_id: str = "", pupil_id: str = "", page: int = 1) -> NoteView:
    """Whom the actor can note a talk with: the pupils of a class, or one pupil.

    Raises `NotFound` for a class or a pupil whose page is not the actor's to open.
    """
    async with reading() as session:
        if class_id:
            here = await check_opens_class(session, actor, as_id(class_id))
            pupils, name = await _pupils(session, here.id), here.name
            back, address = href("/class", id=class_id), {"class": class_id}
        else:
            pupil = await check_opens_pupil(session, actor, as_id(pupil_id))
            if not await is_guide_of(session, actor, pupil.id):
                raise NotFound()
            pupils, name = (TalkPupil(str(pupil.id), pupil.name, chosen=True),), pupil.name
            back, address = href("/pupil", id=str(pupil.id)), {"pupil": str(pupil.id)}
        which = (noted_by(actor.person_id), _TALK.c.person_id.in_([UUID(one.id) for one in pupils]))
        lines, pages = await _lines(session, which, _TALK.c.person_id, page, "/talk-note", address)
        phrases = await phrases_of(session, actor, "" if class_id else name)
    today = local_date(now())
    return NoteView(
        loaded=True,
        name=name,
        pupils=pupils,
        request=str(uuid4()),
        today=today.isoformat(),
        earliest=(today - NOTED_WITHIN).isoformat(),
        talks=tuple(_line(row, row.name, href("/pupil", id=str(row.other))) for row in lines),
        phrases=phrases,
        paging=pages,
        back=back,
    )


async def _pupils(session: AsyncSession, class_id: UUID) -> tuple[TalkPupil, ...]:
    """Those of a class, whoever was not spoken to for long first."""
    members = pupils_of_classes(col(SchoolClass.id) == class_id)
    rows = await session.execute(
        select(members.c.person_id, members.c.name).order_by(members.c.sort_name, members.c.person_id)
    )
    silent = await silent_in(session, [class_id])
    found = [
        TalkPupil(str(person_id), name, _("no word of an adult for half a year") if person_id in silent else "")
        for person_id, name in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.detail))


async def load_talks(actor: Actor, page: int = 1) -> TalksView:
    """The talks noted with the actor."""
    if not actor.keeps_a_portfolio:
        raise Refused()
    async with reading() as session:
        lines, pages = await _lines(session, [noted_with(actor.person_id)], _TALK.c.adult_id, page, "/talks", {})
    return TalksView(True, tuple(_line(row, _adult(row)) for row in lines), pages)


def _adult(row: Row[*tuple[Any, ...]]) -> str:
    return named(row.name or row.adult_name, brought=row.brought_at is not None)


async def _lines(
    session: AsyncSession,
    which: Sequence[ColumnElement[bool]],
    other: ColumnElement[Any],
    page: int,
    path: str,
    query: Mapping[str, str],
) -> tuple[Sequence[Row[*tuple[Any, ...]]], Paging]:
    """A page of those talks with the name of the other of the two."""
    count = (await session.execute(select(func.count()).select_from(_TALK).where(*which))).scalar_one()
    pages = paging(count, page, path, fragment="noted", **query)
    rows = await session.execute(
        select(*_SHOWN, other.label("other"), _PERSON.c.name)
        .join_from(_TALK, _PERSON, _PERSON.c.id == other, isouter=True)
        .where(*which)
        .order_by(_TALK.c.held_on.desc(), _TALK.c.made_at.desc(), _TALK.c.id)
        .offset(pages.skipped)
        .limit(A_PAGE)
    )
    return rows.all(), pages


def _line(row: Row[*tuple[Any, ...]], who: str, address: str = "") -> TalkLine:
    return TalkLine(str(row.id), who, address, format_date(row.held_on), row.words, row.answer)
