"""What other pages say of question boxes: Home, the page of ambassadors; and the page on which ambassadors draft."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.questions import adults_view, box_view, policy
from portfolio_app.ambassadors.questions.models import Answering, BoxAnswer, BoxContact, BoxQuestion, QuestionBox, State
from portfolio_app.ambassadors.questions.noticing import DRAFTS_PATH
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, ngettext
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.models import SchoolClass

MOST_SHOWN = 30


@dataclass(frozen=True)
class DraftLine:
    """A question as ambassadors see it: what an adult let through, and nothing of whose it is."""

    id: str = ""
    question: str = ""
    answer: str = ""
    """What the reader has drafted."""
    state: str = ""
    why: str = ""
    """Why an adult gave it back."""


@dataclass(frozen=True)
class DraftsView:
    """What an ambassador may draft answers to."""

    lines: tuple[DraftLine, ...] = ()
    sent: tuple[DraftLine, ...] = ()
    """What they drafted and an adult has not read yet."""
    loaded: bool = False


async def load_drafts(actor: Actor) -> DraftsView:
    """Questions for an ambassador: those given back to them, those nobody has drafted an answer to, those they sent.
    Raises `NotFound` for who is no ambassador today."""
    async with reading() as session:
        schools = await policy.drafting_at(session, actor)
        if not schools:
            raise NotFound()
        rows = (
            await session.execute(
                select(BoxQuestion, BoxAnswer)
                .join(QuestionBox, col(QuestionBox.id) == col(BoxQuestion.box_id))
                .outerjoin(BoxAnswer, col(BoxAnswer.question_id) == col(BoxQuestion.id))
                .where(
                    policy.to_draft(schools),
                    or_(col(BoxAnswer.id).is_(None), col(BoxAnswer.person_id) == actor.person_id),
                )
                .order_by(col(BoxAnswer.state).is_(None), col(BoxQuestion.asked_on), col(BoxQuestion.id))
                .limit(2 * MOST_SHOWN)
            )
        ).all()
    lines = [
        DraftLine(
            str(row.id),
            row.shown,
            answer.words if answer else "",
            answer.state if answer else "",
            answer.why if answer and answer.state == Answering.RETURNED else "",
        )
        for row, answer in rows
    ]
    return DraftsView(
        lines=tuple(one for one in lines if one.state != Answering.SENT)[:MOST_SHOWN],
        sent=tuple(one for one in lines if one.state == Answering.SENT)[:MOST_SHOWN],
        loaded=True,
    )


async def waiting_for(session: AsyncSession, actor: Actor) -> int:
    """How many questions wait for a draft by the actor as an ambassador: nobody's yet, or given back to them. 0 for who
    is none."""
    schools = await policy.drafting_at(session, actor)
    return await session.scalar(_waiting(schools, actor.person_id)) or 0 if schools else 0


def _waiting(schools: Collection[UUID], person_id: UUID) -> Select[int]:
    others = exists().where(
        col(BoxAnswer.question_id) == col(BoxQuestion.id),
        or_(col(BoxAnswer.person_id).is_distinct_from(person_id), col(BoxAnswer.state) != Answering.RETURNED),
    )
    return (
        select(func.count())
        .select_from(BoxQuestion)
        .join(QuestionBox, col(QuestionBox.id) == col(BoxQuestion.box_id))
        .where(policy.to_draft(schools), ~others)
    )


async def box_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """A pupil's Home: the box of their class, where there is one; and what waits for them as an ambassador."""
    found = [
        HomeLine(_("Question box"), name, href(box_view.PATH, **{"class": str(class_id)}))
        for class_id, name in await box_view.boxes_of(session, actor)
    ]
    waiting = await waiting_for(session, actor)
    if waiting:
        found.append(HomeLine(_("Questions to answer"), adults_view.waiting_said(waiting), href(DRAFTS_PATH)))
    return tuple(found)


async def boxes_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """An adult's Home: boxes in which something waits for them, those with a worry first."""
    sent = exists().where(col(BoxAnswer.question_id) == col(BoxQuestion.id), col(BoxAnswer.state) == Answering.SENT)
    due = or_(col(BoxQuestion.state) == State.FRESH, and_(col(BoxQuestion.state) == State.THROUGH, sent))
    worry = and_(col(BoxQuestion.state) == State.WORRY, col(BoxQuestion.seen_at).is_(None))
    rows = await session.execute(
        select(
            col(SchoolClass.id),
            col(SchoolClass.name),
            _count(BoxQuestion, due),
            _count(BoxQuestion, worry),
            _count(BoxContact),
        )
        .join(QuestionBox, col(QuestionBox.class_id) == col(SchoolClass.id))
        .where(policy.boxes_looked_after(actor))
        .order_by(col(SchoolClass.name), col(SchoolClass.id))
    )
    found: list[tuple[bool, HomeLine]] = []
    for class_id, name, waiting, worries, contacts in rows:
        if not (waiting or worries or contacts):
            continue
        said = [ngettext("{n} gives cause for worry", "{n} give cause for worry", worries)] if worries else []
        said += [ngettext("{n} wants to be contacted", "{n} want to be contacted", contacts)] if contacts else []
        said += [adults_view.waiting_said(waiting)] if waiting else []
        title = _("Question box of class {name}").format(name=name)
        line = HomeLine(title, " · ".join(said), href(adults_view.PATH, **{"class": str(class_id)}))
        found.append((not worries, line))
    return tuple(line for _calm, line in sorted(found, key=lambda one: one[0]))


def _count(kind: type[BoxQuestion] | type[BoxContact], *which: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of that kind the box has."""
    return (
        select(func.count())
        .select_from(kind)
        .where(col(kind.box_id) == col(QuestionBox.id), *which)
        .correlate(QuestionBox)
        .scalar_subquery()
    )
