"""What a pupil reads at the question box of their class: who reads and when, before they write; and what was
answered."""

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.questions import policy
from portfolio_app.ambassadors.questions.duty import (
    DutyLine,
    adults_of_box,
    duties_of,
    duty_now,
    lines,
    off_ahead,
)
from portfolio_app.ambassadors.questions.models import BoxAnswer, BoxContact, BoxQuestion, QuestionBox, State
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import format_days, format_list
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.schools.models import SchoolClass
from portfolio_app.schools.queries import Contact, contact_of

PATH = "/question-box"


@dataclass(frozen=True)
class AnsweredLine:
    """A question that an adult let through, with the answer an adult approved."""

    id: str = ""
    question: str = ""
    answer: str = ""
    by_ambassador: bool = False


@dataclass(frozen=True)
class OtherBox:
    """The box of another class of the reader's."""

    name: str = ""
    href: str = ""


@dataclass(frozen=True)
class BoxView:
    """The box of a class. `page` is drawn by lot for this page: it keeps a double click from asking twice."""

    id: str = ""
    class_name: str = ""
    there: bool = False
    """Whether an adult has ever opened it."""
    open: bool = False
    readers: str = ""
    """Names of the adults who may read it."""
    duties: tuple[DutyLine, ...] = ()
    now_said: str = ""
    days_off: tuple[str, ...] = ()
    wanted: bool = False
    """Whether an adult was given the reader's name, and has not talked with them yet."""
    answered: tuple[AnsweredLine, ...] = ()
    paging: Paging = field(default_factory=Paging)
    others: tuple[OtherBox, ...] = ()
    contact: Contact = field(default_factory=Contact)
    page: str = ""
    loaded: bool = False


async def load_box(actor: Actor, class_id: str = "", page: int = 1) -> BoxView:
    """The box of that class of the actor's, or of the first with a box. Raises `NotFound`."""
    async with reading() as session:
        mine = await boxes_of(session, actor)
        if not class_id and not mine:
            raise NotFound()
        school_class, box = await policy.check_asks(session, actor, class_id or mine[0][0])
        contact = await contact_of(session, school_class.school_id)
        view = BoxView(
            id=str(school_class.id),
            class_name=school_class.name,
            others=tuple(OtherBox(name, f"{PATH}?class={other}") for other, name in mine if other != school_class.id),
            contact=contact,
            page=str(uuid4()),
            loaded=True,
        )
        return view if box is None else await _of_box(session, actor, box, view, page)


async def _of_box(session: AsyncSession, actor: Actor, box: QuestionBox, view: BoxView, page: int) -> BoxView:
    names = await adults_of_box(session, box)
    duties = await duties_of(session, box, names)
    count = (
        select(func.count())
        .select_from(BoxQuestion)
        .where(col(BoxQuestion.box_id) == box.id, col(BoxQuestion.state) == State.ANSWERED)
    )
    pages = paging(await session.scalar(count) or 0, page, PATH, **{"class": view.id})
    rows = await session.execute(
        select(BoxQuestion, BoxAnswer)
        .join(BoxAnswer, col(BoxAnswer.question_id) == col(BoxQuestion.id))
        .where(col(BoxQuestion.box_id) == box.id, col(BoxQuestion.state) == State.ANSWERED)
        .order_by(col(BoxAnswer.approved_on).desc(), col(BoxQuestion.id))
        .offset(pages.skipped)
        .limit(A_PAGE)
    )
    wanted = select(col(BoxContact.id)).where(
        col(BoxContact.box_id) == box.id, col(BoxContact.person_id) == actor.person_id
    )
    return replace(
        view,
        there=True,
        open=box.closed_at is None,
        readers=format_list(list(names.values())) if names else "",
        duties=lines(duties, names),
        now_said=(await duty_now(session, box, duties)).said,
        days_off=tuple(format_days(first, last) for first, last in off_ahead(box)),
        wanted=await session.scalar(wanted) is not None,
        answered=tuple(
            AnsweredLine(str(row.id), row.shown, answer.words, answer.by_ambassador) for row, answer in rows
        ),
        paging=pages,
    )


# Written once: it is asked each time a pupil comes to Home.
_BOXES = (
    select(col(SchoolClass.id), col(SchoolClass.name))
    .join(QuestionBox, col(QuestionBox.class_id) == col(SchoolClass.id))
    .where(policy.classes_asking(policy.ACTOR, policy.SCHOOLS))
    .order_by(col(SchoolClass.name), col(SchoolClass.id))
)


async def boxes_of(session: AsyncSession, actor: Actor) -> list[tuple[UUID, str]]:
    """Ids and names of the actor's classes as a pupil that have a box, open or with answers to read; by name."""
    which = {"actor": actor.person_id, "schools": actor.schools(Role.PUPIL)}
    rows = await session.execute(_BOXES, which)
    return [(row.id, row.name) for row in rows]
