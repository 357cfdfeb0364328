"""Talks: an adult of the school notes that they talked with a pupil, on which day and about what.

The pupil reads the note and can answer it; no other adult does. So nobody keeps a file about a pupil here, and each
pupil knows all that is noted of them.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import TALKED
from portfolio_app.sharing.models import Talk
from portfolio_app.sharing.policy import GUIDES, guides

TALK = "talk"
"""What a notice about a talk speaks of."""
LONGEST = 300
LONGEST_ANSWER = 2000
MOST_PUPILS = 60
"""Pupils in one note: more than any class has."""
NOTED_WITHIN = timedelta(days=365)
LEFT = N_("Somebody you ticked is not at your school any more. Load the page anew.")

_TALK = table_of(Talk)


def noted_with(person_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Filter: talks with that pupil whose note was not taken back."""
    return and_(_TALK.c.person_id == person_id, _TALK.c.deleted_at.is_(None))


def noted_by(adult_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Filter: talks that adult noted and did not take back, with pupils of a school where both are now."""
    return and_(_TALK.c.adult_id == adult_id, _TALK.c.deleted_at.is_(None), guides(adult_id, _TALK.c.person_id))


async def note_talk(actor: Actor, pupils: Collection[UUID], held_on: date, words: str, request: UUID) -> int:
    """Note a talk with each of these pupils; each of them is told. Sent twice, kept once; returns how many are new.

    Raises `Refused` for anybody but a teacher or counsellor, `Invalid` with the field, and for a pupil who is not at
    the actor's school (any more).
    """
    if not actor.has(*GUIDES):
        raise Refused()
    with_whom = set(pupils)
    if not with_whom:
        raise Invalid(N_("Tick at least one pupil."), field="pupil")
    if len(with_whom) > MOST_PUPILS:
        raise Invalid(N_("This is too many pupils for one note."), field="pupil")
    about = one_line(words, field="words", most=LONGEST, empty=N_("Write in a few words what it was about."))
    today = local_date(now())
    if held_on > today:
        raise Invalid(N_("This day has not come yet."), field="held_on")
    if held_on < today - NOTED_WITHIN:
        raise Invalid(N_("This is more than a year ago."), field="held_on")
    async with writing() as session:
        await _check_own_form(session, actor, request)
        await _check_all_here(session, actor, with_whom)
        rows = (
            Talk(person_id=one, adult_id=actor.person_id, held_on=held_on, words=about, made_at=now(), request=request)
            for one in sorted(with_whom)
        )
        return sum([await _note(session, actor, row) for row in rows])


async def _check_own_form(session: AsyncSession, actor: Actor, request: UUID) -> None:
    sent = (await session.execute(select(col(Talk.adult_id)).where(col(Talk.request) == request))).scalars()
    if any(adult_id != actor.person_id for adult_id in sent):
        raise NotFound()


async def _check_all_here(session: AsyncSession, actor: Actor, pupils: Collection[UUID]) -> None:
    here = select(col(Person.id)).where(
        col(Person.id).in_(pupils), col(Person.ended_at).is_(None), guides(actor.person_id, col(Person.id))
    )
    if set((await session.execute(here)).scalars()) != set(pupils):
        raise Invalid(LEFT, field="pupil")


async def _note(session: AsyncSession, actor: Actor, row: Talk) -> bool:
    if not await insert_new(session, row):
        return False
    _audit(session, "sharing.note_talk", actor, row)
    await _tell(session, row)
    return True


async def take_back_talk(actor: Actor, talk_id: UUID, *, back: bool = True) -> None:
    """Take back a note the actor made, so that nobody reads it any more; `back=False` undoes that."""
    async with writing() as session:
        row = await session.get(Talk, talk_id, with_for_update=True)
        if row is None or row.adult_id != actor.person_id:
            raise NotFound()
        if back == (row.deleted_at is not None):
            return
        if not back:
            await _check_all_here(session, actor, [row.person_id])
        row.deleted_at = now() if back else None
        if back:
            await withdraw(session, TALKED, f"{TALK}:{row.id}")
        else:
            await _tell(session, row)
        _audit(session, "sharing.take_back_talk", actor, row, back=back)


async def answer_talk(actor: Actor, talk_id: UUID, words: str) -> None:
    """Answer a note about a talk with the actor, or take the answer away with no words. Whoever noted it reads that."""
    text = several_lines(words, field="answer", most=LONGEST_ANSWER)
    async with writing() as session:
        row = await session.get(Talk, talk_id, with_for_update=True)
        if row is None or row.person_id != actor.person_id or row.deleted_at is not None:
            raise NotFound()
        row.answer, row.answered_at = text, now() if text else None
        _audit(session, "sharing.answer_talk", actor, row, empty=not text)


async def _tell(session: AsyncSession, row: Talk) -> None:
    where = About(row.person_id, TALK, str(row.id))
    await notify(session, row.person_id, TALKED, by=row.adult_id, about=where, once=f"{TALK}:{row.id}")


def _audit(session: AsyncSession, action: str, actor: Actor, row: Talk, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=row.person_id, thing=f"{TALK}:{row.id}", **detail)


async def has_noted(session: AsyncSession, adult_id: UUID, pupil_id: UUID) -> bool:
    """Whether that adult has noted a talk with that pupil which both can read now."""
    found = select(col(Talk.id)).where(noted_by(adult_id), col(Talk.person_id) == pupil_id).limit(1)
    return (await session.execute(found)).first() is not None
