"""To whom have I not spoken? Of a class, the pupils to whom the reader has said nothing since a day: no feedback or
comment, no view of a skill, no talk that was noted.

It is a question an adult asks themself. Nobody else sees it, and it says nothing about the pupils.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import as_id, reading, table_of
from portfolio_app.core.languages import _, format_date, local_date, ngettext
from portfolio_app.learning.teaching.days import half_year_begins, today_at
from portfolio_app.portfolio.policy import check_opens_class
from portfolio_app.portfolio.teaching import href, pupils_of_classes
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.places import country_of_school
from portfolio_app.sharing.comments import written_by
from portfolio_app.sharing.models import Comment, Talk
from portfolio_app.skills.models import GivenVoice

_COMMENT, _VOICE, _TALK = (table_of(kind) for kind in (Comment, GivenVoice, Talk))


@dataclass(frozen=True)
class UnspokenPupil:
    """A pupil, and when the reader last said something to them."""

    id: str = ""
    name: str = ""
    last: str = ""
    href: str = ""
    talk_href: str = ""


@dataclass(frozen=True)
class UnspokenView:
    """Whom the reader has said nothing to since a day (as a date field has it), the longest ago first."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    since: str = ""
    latest: str = ""
    said: str = ""
    pupils: tuple[UnspokenPupil, ...] = ()
    everybody: bool = False
    """Whether the reader has said something to each of them."""
    shown_href: str = ""
    class_href: str = ""


async def load_unspoken(actor: Actor, class_id: str, since: str = "") -> UnspokenView:
    """To whom of a class the actor has said nothing since that day; since the half-year began where it is none. Raises
    `NotFound` for a class that is not the actor's to open."""
    async with reading() as session:
        one = await check_opens_class(session, actor, as_id(class_id))
        today = today_at(await country_of_school(session, one.school_id))
        first = _day(since, today)
        inside = pupils_of_classes(table_of(SchoolClass).c.id == one.id)
        pupils = (
            await session.execute(
                select(inside.c.person_id, inside.c.name).order_by(inside.c.sort_name, inside.c.person_id)
            )
        ).all()
        last = await _last_words(session, actor.person_id, [row.person_id for row in pupils])
    waiting = [row for row in pupils if last.get(row.person_id, date.min) < first]
    waiting.sort(key=lambda row: last.get(row.person_id, date.min))
    here = {"class": str(one.id)}
    return UnspokenView(
        loaded=True,
        class_id=str(one.id),
        class_name=one.name,
        since=first.isoformat(),
        latest=today.isoformat(),
        said=_("{pupils}, since {day}").format(
            pupils=ngettext("{n} pupil", "{n} pupils", len(waiting)), day=format_date(first)
        ),
        pupils=tuple(_pupil(row.person_id, row.name, last.get(row.person_id)) for row in waiting),
        everybody=bool(pupils) and not waiting,
        shown_href=href("/shown-to-me", **here),
        class_href=href("/class", id=str(one.id)),
    )


def _day(typed: str, today: date) -> date:
    try:
        return min(date.fromisoformat(typed), today)
    except ValueError:
        return half_year_begins(today)


def _pupil(person_id: UUID, name: str, last: date | None) -> UnspokenPupil:
    return UnspokenPupil(
        id=str(person_id),
        name=name,
        last=_("You last said something on {day}").format(day=format_date(last)) if last else _("Nothing yet"),
        href=href("/pupil", id=str(person_id)),
        talk_href=href("/talk-note", pupil=str(person_id)),
    )


async def _last_words(session: AsyncSession, me: UUID, pupils: Iterable[UUID]) -> dict[UUID, date]:
    """The day on which that adult last said something to each of these pupils."""
    those = list(pupils)
    asked: tuple[tuple[ColumnElement[Any], ColumnElement[Any], tuple[ColumnElement[bool], ...]], ...] = (
        (_COMMENT.c.owner_id, _COMMENT.c.made_at, (written_by(me),)),
        (_VOICE.c.person_id, _VOICE.c.made_at, (_VOICE.c.giver_id == me, _VOICE.c.replaced_at.is_(None))),
        (_TALK.c.person_id, _TALK.c.held_on, (_TALK.c.adult_id == me, _TALK.c.deleted_at.is_(None))),
    )
    found: dict[UUID, date] = {}
    for whose, when, which in asked:
        rows = await session.execute(select(whose, func.max(when)).where(whose.in_(those), *which).group_by(whose))
        for pupil, moment in rows:
            day = local_date(moment) if isinstance(moment, datetime) else moment
            found[pupil] = max(day, found.get(pupil, day))
    return found
