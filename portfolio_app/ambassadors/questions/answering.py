"""Answers: an ambassador drafts one, an adult approves it, changes it or gives it back; or an adult answers. The class
sees what an adult approved, and nothing else."""

from uuid import UUID

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.questions import policy
from portfolio_app.ambassadors.questions.auditing import audit_question
from portfolio_app.ambassadors.questions.models import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    Answering,
    BoxAnswer,
    BoxQuestion,
    State,
)
from portfolio_app.ambassadors.questions.noticing import draft_settled, tell_of_draft, tell_of_return
from portfolio_app.ambassadors.questions.sorting import CHANGED, answer_of
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Conflict
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.wording import several_lines

EMPTY = N_("Write the answer first.")
LONGEST_WHY = 500


async def draft(actor: Actor, question_id: str | UUID, words: str) -> None:
    """As an ambassador, draft the answer to a question and send it to the adults, or write anew what was given back.
    Sent twice, it is kept once.

    Raises `Invalid`, `Conflict` when another ambassador was faster, and `NotFound`.
    """
    text = several_lines(words, field="answer", most=LONGEST_ANSWER, empty=EMPTY)
    async with writing() as session:
        row, box = await policy.check_drafts(session, actor, question_id)
        answer = await answer_of(session, row)
        if answer is None:
            answer = BoxAnswer(
                question_id=row.id,
                person_id=actor.person_id,
                by_ambassador=True,
                words=text,
                state=Answering.SENT,
                made_at=now(),
            )
            session.add(answer)
            await session.flush()
        elif answer.person_id != actor.person_id:
            raise Conflict(N_("Another ambassador has drafted an answer meanwhile. Yours was not sent."))
        elif answer.words == text and answer.state == Answering.SENT:
            return
        elif answer.state == Answering.APPROVED:
            raise Conflict(CHANGED)
        else:
            await draft_settled(session, answer)
            answer.words, answer.state, answer.version = text, Answering.SENT, answer.version + 1
        await tell_of_draft(session, box, answer, actor.person_id)
        audit_question(session, "draft_answer", actor.person_id, row, box)


async def approve(actor: Actor, question_id: str | UUID, words: str, version: int) -> None:
    """Approve the answer that an ambassador drafted, changed or as it is: now the class sees it with the question.
    `version` is that of the draft that was read. Approved already: nothing happens twice.

    Raises `Invalid`, `Conflict` when the ambassador wrote it anew meanwhile, and `NotFound`.
    """
    text = several_lines(words, field="answer", most=LONGEST_ANSWER, empty=EMPTY)
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        answer = await answer_of(session, row)
        if row.state == State.ANSWERED and answer is not None:
            return
        if row.state != State.THROUGH or answer is None or answer.state != Answering.SENT or answer.version != version:
            raise Conflict(CHANGED)
        await draft_settled(session, answer)
        changed = answer.words != text
        answer.words = text
        _stand(row, answer, actor)
        audit_question(session, "approve_answer", actor.person_id, row, box, changed=changed)


async def give_back(actor: Actor, question_id: str | UUID, why: str, version: int) -> None:
    """Give a draft back to its ambassador, with a sentence. Given back already: fine. Raises `Invalid`, `Conflict` and
    `NotFound`."""
    said = several_lines(why, field="why", most=LONGEST_WHY, empty=N_("Say in a sentence what to change."))
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        answer = await answer_of(session, row)
        if answer is not None and answer.state == Answering.RETURNED and answer.version == version:
            return
        if row.state != State.THROUGH or answer is None or answer.state != Answering.SENT or answer.version != version:
            raise Conflict(CHANGED)
        await draft_settled(session, answer)
        answer.state, answer.why = Answering.RETURNED, said
        await tell_of_return(session, answer, actor.person_id)
        audit_question(session, "give_answer_back", actor.person_id, row, box)


async def answer_as_adult(actor: Actor, question_id: str | UUID, shown: str, words: str) -> None:
    """Answer a question oneself; `shown` is the question as the class is to see it. Answered already: nothing happens
    twice. Raises `Invalid`, `Conflict` and `NotFound`."""
    question = several_lines(shown, field="shown", most=LONGEST_QUESTION, empty=N_("Leave some words of it."))
    text = several_lines(words, field="answer", most=LONGEST_ANSWER, empty=EMPTY)
    async with writing() as session:
        row, box = await policy.check_question(session, actor, question_id)
        if row.state == State.ANSWERED:
            return
        if row.state == State.ASIDE:
            raise Conflict(CHANGED)
        answer = await answer_of(session, row)
        if answer is None:
            answer = BoxAnswer(question_id=row.id, by_ambassador=False, words=text, state=Answering.SENT, made_at=now())
            session.add(answer)
        else:
            await draft_settled(session, answer)
        answer.person_id, answer.by_ambassador, answer.words = actor.person_id, False, text
        row.shown = question
        _stand(row, answer, actor)
        audit_question(session, "answer_question", actor.person_id, row, box)


def _stand(row: BoxQuestion, answer: BoxAnswer, actor: Actor) -> None:
    """From now on the class sees both; what was taken out of the question is not kept."""
    row.state, row.words = State.ANSWERED, row.shown
    answer.state, answer.why, answer.approved_by = Answering.APPROVED, "", actor.person_id
    answer.approved_on = local_date(now())
