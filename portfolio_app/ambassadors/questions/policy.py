"""Who asks in a box, who looks after it, who drafts answers: a filter for many, a check for one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Uuid, and_, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.policy import all_serving
from portfolio_app.ambassadors.questions.models import BoxQuestion, QuestionBox, State
from portfolio_app.ambassadors.training.standing import passed
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.marketplace.placements.policy import GUIDES, classes_guided_by
from portfolio_app.schools.models import ClassMember, SchoolClass

ADULTS = GUIDES
"""Who may look after a box: teachers of the class, counsellors of the school."""
WORDS_CHANGED_BY = (Role.COORDINATOR, Role.COUNSELLOR)


ACTOR: BindParameter[UUID] = bindparam("actor", type_=Uuid())
SCHOOLS: BindParameter[UUID] = bindparam("schools", type_=Uuid(), expanding=True)
"""For `classes_asking` in a statement that is written once: the actor, and the schools where they are a pupil."""


def classes_asking(actor: UUID | BindParameter[UUID], schools: Any) -> ColumnElement[bool]:
    """Open classes that the actor is a pupil of, at one of the `schools` where they are one: a filter on
    `SchoolClass`."""
    return and_(
        col(SchoolClass.school_id).in_(schools),
        col(SchoolClass.ended_at).is_(None),
        exists().where(
            col(ClassMember.class_id) == col(SchoolClass.id),
            col(ClassMember.person_id) == actor,
            col(ClassMember.role) == "pupil",
            col(ClassMember.ended_at).is_(None),
        ),
    )


async def check_asks(
    session: AsyncSession, actor: Actor, class_id: str | UUID
) -> tuple[SchoolClass, QuestionBox | None]:
    """A class of the actor's as its pupil, and its box; raises `NotFound` otherwise."""
    return await _class(session, class_id, classes_asking(actor.person_id, actor.schools(Role.PUPIL)))


async def check_looks_after(
    session: AsyncSession, actor: Actor, class_id: str | UUID, *, lock: bool = False
) -> tuple[SchoolClass, QuestionBox | None]:
    """A class whose box the actor looks after, or may open; raises `NotFound` otherwise."""
    return await _class(session, class_id, classes_guided_by(actor), lock=lock)


async def _class(
    session: AsyncSession, class_id: str | UUID, allowed: ColumnElement[bool], *, lock: bool = False
) -> tuple[SchoolClass, QuestionBox | None]:
    wanted = (
        select(SchoolClass, QuestionBox)
        .outerjoin(QuestionBox, col(QuestionBox.class_id) == col(SchoolClass.id))
        .where(col(SchoolClass.id) == as_id(class_id), allowed)
    )
    if lock:
        wanted = wanted.with_for_update(of=SchoolClass).execution_options(populate_existing=True)
    found = (await session.execute(wanted)).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def boxes_looked_after(actor: Actor) -> ColumnElement[bool]:
    """Boxes that the actor looks after: a filter on `QuestionBox`."""
    return col(QuestionBox.class_id).in_(select(col(SchoolClass.id)).where(classes_guided_by(actor)))


async def check_question(
    session: AsyncSession, actor: Actor, question_id: str | UUID, *, lock: bool = True
) -> tuple[BoxQuestion, QuestionBox]:
    """A question in a box that the actor looks after; raises `NotFound` otherwise."""
    return await _question(session, question_id, boxes_looked_after(actor), lock=lock)


def to_draft(schools: Collection[UUID]) -> ColumnElement[bool]:
    """What ambassadors of these schools may see of questions: those an adult let through, that no adult must answer.
    A filter on `BoxQuestion` joined to its `QuestionBox`."""
    return and_(
        col(QuestionBox.school_id).in_(schools),
        col(BoxQuestion.state) == State.THROUGH,
        col(BoxQuestion.adults_only).is_(False),
        exists().where(col(SchoolClass.id) == col(QuestionBox.class_id), col(SchoolClass.ended_at).is_(None)),
    )


async def drafting_at(session: AsyncSession, actor: Actor) -> tuple[UUID, ...]:
    """The schools whose questions the actor may draft answers to: as an ambassador of today who has done the
    training."""
    trained = [one.school_id for one in await all_serving(session, actor) if await passed(session, one)]
    return tuple(dict.fromkeys(trained))


async def check_drafts(
    session: AsyncSession, actor: Actor, question_id: str | UUID, *, lock: bool = True
) -> tuple[BoxQuestion, QuestionBox]:
    """A question to which the actor may draft an answer; raises `NotFound` otherwise."""
    return await _question(session, question_id, to_draft(await drafting_at(session, actor)), lock=lock)


async def _question(
    session: AsyncSession, question_id: str | UUID, allowed: ColumnElement[bool], *, lock: bool
) -> tuple[BoxQuestion, QuestionBox]:
    wanted = (
        select(BoxQuestion, QuestionBox)
        .join(QuestionBox, col(QuestionBox.id) == col(BoxQuestion.box_id))
        .where(col(BoxQuestion.id) == as_id(question_id), allowed)
    )
    if lock:
        wanted = wanted.with_for_update(of=BoxQuestion).execution_options(populate_existing=True)
    found = (await session.execute(wanted)).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


async def school_of_words(session: AsyncSession, actor: Actor, school_id: str | UUID = "") -> UUID:
    """The school whose words of worry the actor may change: that one, or the only one; raises `NotFound` otherwise."""
    mine = actor.schools(*WORDS_CHANGED_BY)
    wanted = as_id(school_id) if school_id else next(iter(mine), None)
    if wanted is None or wanted not in mine:
        raise NotFound()
    return wanted
