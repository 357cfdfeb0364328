"""Who is told what of a question box. Adults hear of new questions once a day, by a job that runs every hour
(`tell_of_new`): a notice at the moment of asking would say when somebody asked. A worry alone is told at once."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.ambassadors.models import Ambassador
from portfolio_app.ambassadors.policy import serving_today
from portfolio_app.ambassadors.questions.duty import looks_after, readers_of
from portfolio_app.ambassadors.questions.models import BoxAnswer, BoxContact, BoxQuestion, QuestionBox, State
from portfolio_app.ambassadors.training.standing import passed
from portfolio_app.core.clock import today
from portfolio_app.core.database import as_ids, reading, writing
from portfolio_app.core.languages import _
from portfolio_app.notices.about import About, Shown, register
from portfolio_app.notices.actions import notify, read_about, withdraw
from portfolio_app.notices.kinds import (
    BOX_ANSWER_RETURNED,
    BOX_ANSWER_WAITING,
    BOX_ANSWER_WANTED,
    BOX_CONTACT,
    BOX_QUESTIONS,
    BOX_WORRY,
)
from portfolio_app.notices.models import Notice
from portfolio_app.schools.models import SchoolClass

BOX, QUESTION, DRAFTING = "question_box", "box_question", "box_drafting"
"""What notices are about: a box, one question of it, and answers that ambassadors draft."""
PATH, DRAFTS_PATH = "/class-questions", "/ambassador-questions"


async def tell_of_new() -> int:
    """Tell the adults of each box in which questions wait, at most once a day each. Harmless to repeat; returns 0, for
    a round is whole."""
    async with reading() as session:
        waiting = select(QuestionBox).where(
            exists().where(col(BoxQuestion.box_id) == col(QuestionBox.id), col(BoxQuestion.state) == State.FRESH)
        )
        boxes = list((await session.execute(waiting)).scalars())
        untold = [one for one in boxes if not await _told_today(session, one)]
    for box in untold:
        async with writing() as session:
            for reader in sorted(await readers_of(session, box)):
                await notify(session, reader, BOX_QUESTIONS, about=_about(reader, BOX, box.id), once=_once_a_day(box))
    return 0


async def _told_today(session: AsyncSession, box: QuestionBox) -> bool:
    told = select(col(Notice.id)).where(col(Notice.kind) == BOX_QUESTIONS.code, col(Notice.once) == _once_a_day(box))
    return (await session.execute(told.limit(1))).first() is not None


def _once_a_day(box: QuestionBox) -> str:
    return f"box:{box.id}:{today()}"


async def tell_of_worry(session: AsyncSession, box: QuestionBox, row: BoxQuestion, readers: Collection[UUID]) -> None:
    """In the transaction in which somebody asks: tell these adults at once. It says nothing of who asked."""
    for reader in readers:
        await notify(session, reader, BOX_WORRY, about=_about(reader, QUESTION, row.id), once=f"worry:{row.id}")


async def worry_read(session: AsyncSession, reader: UUID, row: BoxQuestion) -> None:
    """An adult has seen it."""
    await read_about(session, reader, BOX_WORRY, _about(reader, QUESTION, row.id))


async def tell_of_contact(session: AsyncSession, box: QuestionBox, row: BoxContact, readers: Collection[UUID]) -> None:
    """In the transaction in which somebody wants to be contacted: give their name to these adults."""
    for reader in readers:
        await notify(
            session,
            reader,
            BOX_CONTACT,
            by=row.person_id,
            about=_about(reader, BOX, box.id),
            once=contact_once(row),
        )


def contact_once(row: BoxContact) -> str:
    """What makes it the same notice."""
    return f"box-contact:{row.id}"


async def tell_ambassadors(session: AsyncSession, box: QuestionBox, by: UUID) -> None:
    """An adult let a question through: ambassadors of the school who have done the training hear, once a day, that one
    waits for an answer."""
    rows = await session.execute(select(Ambassador).where(col(Ambassador.school_id) == box.school_id, serving_today()))
    for reader in sorted({one.person_id for one in rows.scalars().all() if await passed(session, one)}):
        once = f"drafts:{box.school_id}:{today()}"
        await notify(session, reader, BOX_ANSWER_WANTED, by=by, about=_about(reader, DRAFTING, box.id), once=once)


async def tell_of_draft(session: AsyncSession, box: QuestionBox, answer: BoxAnswer, by: UUID) -> None:
    """An ambassador drafted an answer: the adults who read the box hear of it."""
    for reader in sorted(await readers_of(session, box)):
        once = f"draft:{answer.id}:{answer.version}"
        about = _about(reader, QUESTION, answer.question_id)
        await notify(session, reader, BOX_ANSWER_WAITING, by=by, about=about, once=once)


async def tell_of_return(session: AsyncSession, answer: BoxAnswer, by: UUID) -> None:
    """An adult gave an answer back: whoever drafted it hears why."""
    if answer.person_id is not None:
        about = _about(answer.person_id, DRAFTING, answer.question_id)
        once = f"returned:{answer.id}:{answer.version}"
        await notify(session, answer.person_id, BOX_ANSWER_RETURNED, by=by, about=about, once=once)


async def draft_settled(session: AsyncSession, answer: BoxAnswer) -> None:
    """Nobody needs to hear any more that it waits."""
    await withdraw(session, BOX_ANSWER_WAITING, f"draft:{answer.id}:{answer.version}")


def _about(reader: UUID, kind: str, thing: UUID) -> About:
    """Notices need a person whose thing it is: here always the reader, since a question is nobody's."""
    return About(reader, kind, str(thing))


async def find_boxes(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those of these boxes that the reader looks after, by their class."""
    rows = await session.execute(
        select(col(QuestionBox.id), col(SchoolClass.id), col(SchoolClass.name))
        .join(SchoolClass, col(SchoolClass.id) == col(QuestionBox.class_id))
        .where(
            col(QuestionBox.id).in_(as_ids(one.thing for one in some)),
            col(SchoolClass.ended_at).is_(None),
            looks_after(reader_id, col(QuestionBox.class_id), col(QuestionBox.school_id)),
        )
    )
    found = {str(box): Shown(name, f"{PATH}?class={class_id}") for box, class_id, name in rows}
    return {one: found[one.thing] for one in some if one.thing in found}


async def find_questions(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those of these questions that stand in boxes which the reader looks after. A title says nothing of them."""
    rows = await session.execute(
        select(col(BoxQuestion.id), col(SchoolClass.id), col(SchoolClass.name))
        .join(QuestionBox, col(QuestionBox.id) == col(BoxQuestion.box_id))
        .join(SchoolClass, col(SchoolClass.id) == col(QuestionBox.class_id))
        .where(
            col(BoxQuestion.id).in_(as_ids(one.thing for one in some)),
            col(SchoolClass.ended_at).is_(None),
            looks_after(reader_id, col(QuestionBox.class_id), col(QuestionBox.school_id)),
        )
    )
    found = {
        str(question): Shown(name, f"{PATH}?class={class_id}#question-{question}") for question, class_id, name in rows
    }
    return {one: found[one.thing] for one in some if one.thing in found}


async def find_drafting(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """The page on which ambassadors draft, while the reader is one."""
    theirs = select(Ambassador).where(col(Ambassador.person_id) == reader_id, serving_today())
    for one in (await session.execute(theirs)).scalars().all():
        if await passed(session, one):
            return {about: Shown(_("Questions to answer"), DRAFTS_PATH) for about in some}
    return {}


async def forget_box_notices(session: AsyncSession, questions: Collection[UUID]) -> None:
    """Questions go: so does what was told of each of them."""
    for one in questions:
        await withdraw(session, BOX_WORRY, f"worry:{one}")


register(BOX, find_boxes)
register(QUESTION, find_questions)
register(DRAFTING, find_drafting)
