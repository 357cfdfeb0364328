"""A pupil asks in the box of their class, and nothing that is stored says who: no person, no moment, no audit row, no
notice that tells when. What a question leaves is one row of one table. The reasons stand in docs/ambassadors.md."""

import hashlib
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.questions import policy
from portfolio_app.ambassadors.questions.contacts import want_contact
from portfolio_app.ambassadors.questions.duty import reached_now
from portfolio_app.ambassadors.questions.models import LONGEST_QUESTION, BoxQuestion, QuestionBox, State
from portfolio_app.ambassadors.questions.noticing import tell_of_worry
from portfolio_app.ambassadors.questions.pace import MOST_A_DAY, MOST_AN_HOUR, MOST_WORRIES_AN_HOUR, asking
from portfolio_app.ambassadors.questions.school_words import lines_of
from portfolio_app.ambassadors.questions.words import worry_in
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound, TooMany
from portfolio_app.core.languages import N_, being_in, local_date
from portfolio_app.core.wording import several_lines
from portfolio_app.schools.places import zone_of_school

CLOSED = N_("The question box is closed now. Nothing was sent; what you wrote stays on this page.")
TOO_OFTEN = N_("You have asked a lot just now. Nothing was sent; what you wrote stays here. Try again in an hour.")
FULL = N_("The box has had very many questions today. Nothing was sent; what you wrote stays here. Try again tomorrow.")
EMPTY = N_("Write your question first.")


async def ask(actor: Actor, class_id: str | UUID, words: str, page: UUID, *, contact: bool = False) -> bool:
    """Ask; returns whether words of worry stand in it, so that the page can show where help is. With `contact` the
    adults on duty are given the actor's name, apart from the question.

    `page` was drawn by lot for the page it is sent from: sent twice, it is kept once. Raises `Invalid` for what is
    empty or too long, `Conflict` when the box was closed meanwhile, `TooMany`, `NotFound`.
    """
    text = several_lines(words, field="words", most=LONGEST_QUESTION, empty=EMPTY)
    if not any(one.isprintable() and not one.isspace() for one in text):
        raise Invalid(EMPTY, field="words")
    async with reading() as session:
        _class, box = await policy.check_asks(session, actor, class_id)
        extra, off = await lines_of(session, _class.school_id)
    worried = bool(worry_in(text, extra, off=off))
    await _keep(actor, class_id, text, _hashed(page), worried)
    if contact and box is not None:
        await want_contact(actor, class_id)
    return worried


async def _keep(actor: Actor, class_id: str | UUID, text: str, page: str, worried: bool) -> None:
    async with writing() as session:
        school_class, box = await policy.check_asks(session, actor, class_id)
        if box is None or box.closed_at is not None:
            raise Conflict(CLOSED)
        sent = await session.scalar(select(col(BoxQuestion.box_id)).where(col(BoxQuestion.page) == page))
        if sent == box.id:
            return  # twice
        if sent is not None:
            raise NotFound()
        with being_in(await zone_of_school(session, school_class.school_id)):
            today = local_date(now())
        row = BoxQuestion(
            box_id=box.id,
            words=text,
            state=State.WORRY if worried else State.FRESH,
            worried=worried,
            asked_on=today,
            page=page,
        )
        await _check_pace(session, actor, box, row)
        if await insert_new(session, row) and worried:
            await tell_of_worry(session, box, row, await reached_now(session, box))


async def _check_pace(session: AsyncSession, actor: Actor, box: QuestionBox, row: BoxQuestion) -> None:
    """Raise `TooMany` for whoever asks again and again, and for a box that is full; a worry has more room."""
    if row.worried:
        if not asking.take(actor.person_id, MOST_WORRIES_AN_HOUR, "worry"):
            raise TooMany(TOO_OFTEN)
        return
    if not asking.take(actor.person_id, MOST_AN_HOUR):
        raise TooMany(TOO_OFTEN)
    of_today = select(func.count()).select_from(BoxQuestion)
    asked = await session.scalar(
        of_today.where(col(BoxQuestion.box_id) == box.id, col(BoxQuestion.asked_on) == row.asked_on)
    )
    if (asked or 0) >= MOST_A_DAY:
        raise TooMany(FULL)


def _hashed(page: UUID) -> str:
    return hashlib.sha256(page.bytes).hexdigest()
