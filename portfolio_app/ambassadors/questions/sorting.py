"""What adults do with a question: let it through, put it aside, keep it for themselves, say that it gives no cause for
worry. Each is harmless twice, and what was put aside comes back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.questions import policy
from portfolio_app.ambassadors.questions.auditing import audit_question
from portfolio_app.ambassadors.questions.models import LONGEST_QUESTION, BoxAnswer, BoxQuestion, State
from portfolio_app.ambassadors.questions.noticing import draft_settled, tell_ambassadors, worry_read
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Conflict, Invalid
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.wording import several_lines

CHANGED = N_("Somebody has dealt with this question meanwhile. See how it stands now.")


async def let_through(actor: Actor, question_id: str | UUID, words: str, *, adults_only: bool = False) -> None:
    """Let a question through, in the words that the class and ambassadors are to see; with `adults_only` ambassadors
    never see it. Let through already: the words and who may answer are changed, unless an answer waits or stands.

    Raises `Invalid` for words that are empty or too long, `Conflict`, and `NotFound`.
    """
    text = several_lines(words, field="shown", most=LONGEST_QUESTION, empty=N_("Leave some words of it."))
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        if row.state == State.THROUGH and (row.shown, row.adults_only) == (text, adults_only):
            return
        if row.state == State.WORRY:
            raise Invalid(N_("Say first that it gives no cause for worry."), field="shown")
        if row.state not in (State.FRESH, State.THROUGH):
            raise Conflict(CHANGED)
        answer = await answer_of(session, row)
        if answer is not None and answer.state != "returned":
            raise Conflict(CHANGED)
        new = row.state == State.FRESH
        row.state, row.shown, row.adults_only = State.THROUGH, text, adults_only
        if new and not adults_only:
            await tell_ambassadors(session, box, actor.person_id)
        audit_question(session, "let_through", actor.person_id, row, box, adults_only=adults_only)


async def keep_for_adults(actor: Actor, question_id: str | UUID, *, adults_only: bool = True) -> None:
    """An adult answers this one: ambassadors do not see it any more, nor what they drafted. Or they may after all. So
    already: fine. Raises `Conflict` and `NotFound`."""
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        if row.adults_only == adults_only:
            return
        if row.state not in (State.FRESH, State.THROUGH):
            raise Conflict(CHANGED)
        row.adults_only = adults_only
        if not adults_only and row.state == State.THROUGH:
            await tell_ambassadors(session, box, actor.person_id)
        audit_question(session, "keep_for_adults", actor.person_id, row, box, adults_only=adults_only)


async def no_worry(actor: Actor, question_id: str | UUID) -> None:
    """It gives no cause for worry: it is a question like others, and can be let through. Said already: fine. Raises
    `Conflict` and `NotFound`."""
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        if row.state in (State.FRESH, State.THROUGH):
            return
        if row.state != State.WORRY:
            raise Conflict(CHANGED)
        row.state = State.FRESH
        await _see(session, actor, row)
        audit_question(session, "no_worry", actor.person_id, row, box)


async def see_worry(actor: Actor, question_id: str | UUID) -> None:
    """The other adults see that, and when, the actor has read it. Seen already: fine. Raises `NotFound`."""
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        if await _see(session, actor, row):
            audit_question(session, "see_question_of_worry", actor.person_id, row, box)


async def _see(session: AsyncSession, actor: Actor, row: BoxQuestion) -> bool:
    await worry_read(session, actor.person_id, row)
    if row.seen_at is not None or not row.worried:
        return False
    row.seen_at, row.seen_by = now(), actor.person_id
    return True


async def put_aside(actor: Actor, question_id: str | UUID) -> None:
    """Put a question aside, or take an answered one off the class's page: it goes in 30 days unless it comes back.
    Aside already: fine. Raises `NotFound`."""
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        if row.state == State.ASIDE:
            return
        row.aside_from, row.state, row.aside_on = row.state, State.ASIDE, local_date(now())
        await _see(session, actor, row)
        answer = await answer_of(session, row)
        if answer is not None:
            await draft_settled(session, answer)
        audit_question(session, "put_question_aside", actor.person_id, row, box)


async def bring_back(actor: Actor, question_id: str | UUID) -> None:
    """Bring it back to where it was. Back already: fine. Raises `NotFound`."""
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        if row.state != State.ASIDE:
            return
        row.state, row.aside_from, row.aside_on = row.aside_from or State.FRESH, "", None
        audit_question(session, "bring_question_back", actor.person_id, row, box)


async def answer_of(session: AsyncSession, row: BoxQuestion) -> BoxAnswer | None:
    """The answer to a question, whatever has become of it."""
    return (await session.execute(select(BoxAnswer).where(col(BoxAnswer.question_id) == row.id))).scalar_one_or_none()
