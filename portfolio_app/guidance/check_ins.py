"""Check-ins: whoever agrees is asked three times in the first year after school how it is going.

They are looked for each hour, not planned ahead, since leaving days move: whose day has come is asked, in one
transaction with the notice that says so. Nobody who does not answer is asked again, but reminded once.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import several_lines
from portfolio_app.guidance import policy
from portfolio_app.guidance.contacts import wish
from portfolio_app.guidance.departure import GUIDED_MONTHS, has_left, months_ago
from portfolio_app.guidance.kinds import GOES, RIGHT_PLACE
from portfolio_app.guidance.models import CheckIn, CheckInAgreement
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify, read_about, withdraw
from portfolio_app.notices.kinds import CHECKED_IN, CHECKING_IN
from portfolio_app.schools.models import Leaving
from portfolio_app.sharing.actions import one_at_a_time

MONTHS = (3, 6, 9)
"""After how many months somebody is asked."""
LATE = timedelta(days=30)
"""Somebody whom a stopped server did not ask by then is not asked any more: the next time comes."""
REMINDED_AFTER = timedelta(days=14)
CHECK_IN = "check-in"
"""How notices call it."""
LONGEST_WORDS = 1000
BATCH = 100

_AGREED, _ASKED, _LEAVING, _PERSON = (table_of(kind) for kind in (CheckInAgreement, CheckIn, Leaving, Person))


@dataclass(frozen=True)
class Answer:
    """What the form says: how it goes, whether it is where they wanted to be, words, and whether and how the guidance
    contact may reach them."""

    goes: str
    place: str = ""
    words: str = ""
    wants_contact: bool = False
    reach: str = ""


async def agree(actor: Actor, *, agreed: bool = True) -> None:
    """Agree to be asked after leaving, or end that: nothing is asked any more, and what was not answered goes.

    Raises `Refused` for whoever neither leaves nor has left lately. Agreed already: fine.
    """
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        departure = await policy.departing(session, actor)
        found = await session.execute(
            select(CheckInAgreement).where(col(CheckInAgreement.person_id) == actor.person_id)
        )
        row = found.scalar_one_or_none()
        now_agreed = row is not None and row.ended_at is None and row.school_id == departure.school_id
        if now_agreed == agreed:
            return
        if row is None:
            row = CheckInAgreement(person_id=actor.person_id, school_id=departure.school_id, agreed_at=now())
            session.add(row)
        elif agreed:
            row.school_id, row.agreed_at, row.ended_at = departure.school_id, now(), None
        else:
            row.ended_at = now()
            await _forget_unanswered(session, actor.person_id)
        audit(
            session,
            "guidance.agree",
            actor_id=actor.person_id,
            about_id=actor.person_id,
            school_id=departure.school_id,
            agreed=agreed,
        )


async def _forget_unanswered(session: AsyncSession, person_id: UUID) -> None:
    open_ones = await session.execute(
        select(CheckIn).where(col(CheckIn.person_id) == person_id, col(CheckIn.answered_at).is_(None))
    )
    for row in open_ones.scalars():
        await _take_back_notices(session, row)


async def answer_check_in(actor: Actor, check_in_id: UUID, answer: Answer, request: UUID) -> None:
    """Say how it is going; only the guidance contact reads it. Sent again, the last words hold. `request` is the form's
    own id, by which asking to hear from them is kept once.

    Raises `NotFound` for a question that is not (any more) the actor's to answer, `Invalid` with the field.
    """
    if answer.goes not in GOES:
        raise Invalid(N_("Choose what fits best."), field="goes")
    if answer.place and answer.place not in RIGHT_PLACE:
        raise Invalid(N_("Choose what fits best."), field="place")
    words = several_lines(answer.words, field="words", most=LONGEST_WORDS)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        departure = await policy.departing(session, actor)
        row = await _own(session, actor, check_in_id)
        if row.school_id != departure.school_id or not departure.has_left:
            raise NotFound()
        row.goes, row.place, row.words = answer.goes, answer.place, words
        row.answered_at, row.read_at = now(), None
        await read_about(session, actor.person_id, CHECKING_IN, _about(row))
        if answer.wants_contact:
            await wish(session, actor, "", answer.reach, request, field="answer_reach")
        named = await policy.contact_for(session, departure)
        if named is not None:
            await notify(
                session,
                named.adult_id,
                CHECKED_IN,
                by=actor.person_id,
                about=_about(row),
                once=f"{CHECK_IN}:{row.id}",
            )
        _audit(session, "guidance.answer_check_in", actor.person_id, row)


async def take_back_answer(actor: Actor, check_in_id: UUID) -> None:
    """Erase what the actor answered; nobody reads it any more. Erased already: fine."""
    async with writing() as session:
        row = await _own(session, actor, check_in_id)
        if row.answered_at is None:
            return
        row.goes, row.place, row.words, row.answered_at, row.read_at = "", "", "", None, None
        row.reminded_at = row.reminded_at or now()  # whoever takes it back is not reminded of it
        await withdraw(session, CHECKED_IN, f"{CHECK_IN}:{row.id}")
        _audit(session, "guidance.take_back_answer", actor.person_id, row)


async def _own(session: AsyncSession, actor: Actor, check_in_id: UUID) -> CheckIn:
    row = await session.get(CheckIn, check_in_id, with_for_update=True)
    if row is None or row.person_id != actor.person_id:
        raise NotFound()
    return row


async def mark_read(actor: Actor, check_in_id: UUID) -> None:
    """Note that the actor, a guidance contact, has read an answer; whoever gave it sees that. Noted already: fine."""
    async with writing() as session:
        row = await session.get(CheckIn, check_in_id, with_for_update=True)
        if row is None or row.answered_at is None:
            raise NotFound()
        await policy.check_is_contact(session, actor, row.person_id, row.school_id)
        if row.read_at is None:
            row.read_at = now()
            await read_about(session, actor.person_id, CHECKED_IN, _about(row))
            _audit(session, "guidance.mark_read", actor.person_id, row)


async def ask_how_it_goes() -> int:
    """Ask some of those whose day has come, and remind some; returns how many. Harmless to repeat."""
    async with writing() as session:
        asked = [row for months in MONTHS for row in await _ask(session, months)]
        reminded = await _remind(session)
    return len(asked) + len(reminded)


async def _ask(session: AsyncSession, months: int) -> list[CheckIn]:
    day = months_ago(months)
    in_time = (_LEAVING.c.left_on <= day, _LEAVING.c.left_on > day - LATE)
    asked = exists().where(
        _ASKED.c.person_id == _AGREED.c.person_id,
        _ASKED.c.school_id == _AGREED.c.school_id,
        _ASKED.c.months == months,
    )
    whom = await session.execute(
        select(_AGREED.c.person_id, _AGREED.c.school_id)
        .join_from(_AGREED, _PERSON, _PERSON.c.id == _AGREED.c.person_id)
        .where(
            _AGREED.c.ended_at.is_(None),
            _PERSON.c.ended_at.is_(None),
            has_left(_AGREED.c.person_id, _AGREED.c.school_id, *in_time),
            ~asked,
        )
        .order_by(_AGREED.c.person_id)
        .limit(BATCH)
    )
    rows = [CheckIn(person_id=one, school_id=school, months=months, asked_at=now()) for one, school in whom.all()]
    new = [row for row in rows if await insert_new(session, row)]
    for row in new:
        await notify(session, row.person_id, CHECKING_IN, about=_about(row), once=_first(row))
        _audit(session, "guidance.ask_how_it_goes", None, row)
    return new


async def _remind(session: AsyncSession) -> list[CheckIn]:
    still_agreed = exists().where(
        _AGREED.c.person_id == _ASKED.c.person_id,
        _AGREED.c.school_id == _ASKED.c.school_id,
        _AGREED.c.ended_at.is_(None),
    )
    found = await session.execute(
        select(CheckIn)
        .join(Person, col(Person.id) == col(CheckIn.person_id))
        .where(
            col(CheckIn.answered_at).is_(None),
            col(CheckIn.reminded_at).is_(None),
            col(CheckIn.asked_at) <= now() - REMINDED_AFTER,
            col(Person.ended_at).is_(None),
            still_agreed,
            has_left(_ASKED.c.person_id, _ASKED.c.school_id, _LEAVING.c.left_on > months_ago(GUIDED_MONTHS)),
        )
        .order_by(col(CheckIn.id))
        .limit(BATCH)
        .with_for_update(of=CheckIn)
    )
    rows = list(found.scalars())
    for row in rows:
        row.reminded_at = now()
        await withdraw(session, CHECKING_IN, _first(row))  # one line about it, not two
        await notify(session, row.person_id, CHECKING_IN, about=_about(row), once=_again(row))
        _audit(session, "guidance.remind_of_check_in", None, row)
    return rows


async def _take_back_notices(session: AsyncSession, row: CheckIn) -> None:
    for once in (_first(row), _again(row)):
        await withdraw(session, CHECKING_IN, once)
    await session.delete(row)


def _about(row: CheckIn) -> About:
    return About(row.person_id, CHECK_IN, str(row.id))


def _first(row: CheckIn) -> str:
    return f"{CHECK_IN}:{row.id}"


def _again(row: CheckIn) -> str:
    return f"{CHECK_IN}:{row.id} again"


def _audit(session: AsyncSession, action: str, actor_id: UUID | None, row: CheckIn) -> None:
    audit(
        session,
        action,
        actor_id=actor_id,
        about_id=row.person_id,
        school_id=row.school_id,
        thing=f"{CHECK_IN}:{row.id}",
        months=row.months,
    )
