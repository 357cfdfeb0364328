"""How long a question box keeps what is in it: our own choices, told on its page. And what keeps an order of
arrival from being told by it."""

from datetime import date, timedelta

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.ambassadors.questions.auditing import audit_box
from portfolio_app.ambassadors.questions.contacts import CONTACT_KEPT, forget_contact
from portfolio_app.ambassadors.questions.models import (
    BoxAnswer,
    BoxContact,
    BoxDuty,
    BoxQuestion,
    QuestionBox,
    State,
)
from portfolio_app.ambassadors.questions.noticing import forget_box_notices
from portfolio_app.core.clock import now
from portfolio_app.core.database import delete_some, writing
from portfolio_app.core.languages import local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.learning.teaching.days import school_year_days, school_year_of

UNANSWERED_KEPT = timedelta(days=60)
ASIDE_KEPT = timedelta(days=30)
BATCH = 200


async def remove_old_questions() -> int:
    """Remove what was kept long enough, some at a time: questions without an answer after 60 days, those put aside
    after 30, answered ones at the end of the school year; names of who wanted to be contacted after 30 days. Harmless
    to repeat; returns how many went."""
    day = local_date(now())
    this_year, _last = school_year_days(school_year_of(day))
    async with writing() as session:
        await _forget_pages(session, day)
        approved_before = select(col(BoxAnswer.question_id)).where(col(BoxAnswer.approved_on) < this_year)
        old = or_(
            and_(
                col(BoxQuestion.state).in_((State.FRESH, State.WORRY, State.THROUGH)),
                col(BoxQuestion.asked_on) <= day - UNANSWERED_KEPT,
            ),
            and_(col(BoxQuestion.state) == State.ASIDE, col(BoxQuestion.aside_on) <= day - ASIDE_KEPT),
            and_(col(BoxQuestion.state) == State.ANSWERED, col(BoxQuestion.id).in_(approved_before)),
        )
        some = select(BoxQuestion, QuestionBox).join(QuestionBox, col(QuestionBox.id) == col(BoxQuestion.box_id))
        rows = (await session.execute(some.where(old).limit(BATCH))).all()
        await forget_box_notices(session, [row.id for row, _box in rows])
        for row, _box in rows:
            await session.delete(row)
        for box in {box.id: box for _row, box in rows}.values():
            audit_box(session, "remove_old_questions", None, box)
        count = len(rows) + await _forget_contacts(session, day)
        return count + await delete_some(session, BoxDuty, col(BoxDuty.ended_at) <= rested_before(), BATCH)


async def _forget_contacts(session: AsyncSession, day: date) -> int:
    old = select(BoxContact).where(col(BoxContact.asked_on) <= day - CONTACT_KEPT).limit(BATCH)
    rows = (await session.execute(old)).scalars().all()
    for row in rows:
        await forget_contact(session, row)
    return len(rows)


async def _forget_pages(session: AsyncSession, day: date) -> None:
    """Forget from which page questions of former days came. All rows are written anew at once by that, so that nothing
    by which PostgreSQL orders changes (`xmin`) holds them against rows of the moment in which they were asked."""
    await session.execute(
        update(BoxQuestion).where(col(BoxQuestion.asked_on) < day, col(BoxQuestion.page).is_not(None)).values(page=None)
    )
