"""What the adults of a class read of its question box: what waits, what is answered, what was put aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.ambassadors.questions import policy
from portfolio_app.ambassadors.questions.duty import DutyLine, adults_of_box, duties_of, duty_now, lines, off_ahead
from portfolio_app.ambassadors.questions.models import (
    Answering,
    BoxAnswer,
    BoxContact,
    BoxQuestion,
    QuestionBox,
    State,
)
from portfolio_app.ambassadors.questions.naming import Suggested, names_in_class, suggest
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, format_date, format_days, format_moment, ngettext, weekday_names
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.listing import Way
from portfolio_app.schools.queries import Contact, contact_of

PATH = "/class-questions"
WAITING, ANSWERED, ASIDE = "", "answered", "aside"


@dataclass(frozen=True)
class QuestionLine:
    """A question as adults read it."""

    id: str = ""
    words: str = ""
    """As it was written."""
    shown: str = ""
    """As it was let through, or with what may tell who it is about taken out."""
    found: tuple[str, ...] = ()
    """What that is."""
    asked: str = ""
    state: str = ""
    adults_only: bool = False
    seen: str = ""
    """Who read a question of worry, and when; "" while nobody has."""
    answer: str = ""
    answer_state: str = ""
    by: str = ""
    """Who wrote the answer, in words."""
    why: str = ""
    version: int = 0


@dataclass(frozen=True)
class ContactLine:
    """A pupil who wants an adult to contact them."""

    id: str = ""
    name: str = ""
    href: str = ""
    asked: str = ""


@dataclass(frozen=True)
class OffLine:
    """Days on which nobody reads."""

    first: str = ""
    last: str = ""
    said: str = ""


@dataclass(frozen=True)
class QuestionsView:
    """The box of a class, for its adults."""

    id: str = ""
    class_name: str = ""
    there: bool = False
    open: bool = False
    show: str = ""
    shelves: tuple[Way, ...] = ()
    lines: tuple[QuestionLine, ...] = ()
    paging: Paging = field(default_factory=Paging)
    contacts: tuple[ContactLine, ...] = ()
    duties: tuple[DutyLine, ...] = ()
    now_said: str = ""
    days_off: tuple[OffLine, ...] = ()
    adults: tuple[Option, ...] = ()
    me: str = ""
    weekdays: tuple[Option, ...] = ()
    few: bool = False
    """Whether the class is so small that words may tell who asks."""
    contact: Contact = field(default_factory=Contact)
    words_href: str = ""
    request: str = ""
    loaded: bool = False


FEW = 10
"""In a class of fewer pupils, the page says that words may tell who asks."""


async def load_questions(actor: Actor, class_id: str, show: str = "", page: int = 1) -> QuestionsView:
    """The box of a class that the actor looks after. Raises `NotFound`."""
    show = show if show in (ANSWERED, ASIDE) else WAITING
    async with reading() as session:
        school_class, box = await policy.check_looks_after(session, actor, class_id)
        names = await names_in_class(session, school_class.id)
        view = QuestionsView(
            id=str(school_class.id),
            class_name=school_class.name,
            few=len(names) < FEW,
            weekdays=tuple(Option(str(day), name) for day, name in enumerate(weekday_names())),
            me=str(actor.person_id),
            request=str(uuid4()),
            words_href=href("/worry-words") if actor.schools(*policy.WORDS_CHANGED_BY) else "",
            loaded=True,
        )
        if box is None:
            return view
        return await _of_box(session, actor, box, view, names, show, page)


async def _of_box(
    session: AsyncSession,
    actor: Actor,
    box: QuestionBox,
    view: QuestionsView,
    names: Sequence[str],
    show: str,
    page: int,
) -> QuestionsView:
    adults = await adults_of_box(session, box)
    duties = await duties_of(session, box, adults)
    counts = await _counts(session, box)
    pages = paging(counts[show], page, PATH, **{"class": view.id, "show": show})
    return replace(
        view,
        there=True,
        open=box.closed_at is None,
        show=show,
        shelves=_shelves(view.id, show, counts),
        lines=await _lines(session, box, names, show, pages),
        paging=pages,
        contacts=await _contacts(session, box),
        duties=lines(duties, adults, actor.person_id),
        now_said=(await duty_now(session, box, duties)).said,
        days_off=tuple(
            OffLine(first.isoformat(), last.isoformat(), format_days(first, last)) for first, last in off_ahead(box)
        ),
        adults=tuple(Option(str(one), name) for one, name in adults.items()),
        contact=await contact_of(session, box.school_id),
    )


_STATES: Mapping[str, tuple[State, ...]] = {
    WAITING: (State.WORRY, State.FRESH, State.THROUGH),
    ANSWERED: (State.ANSWERED,),
    ASIDE: (State.ASIDE,),
}


def _on(show: str) -> ColumnElement[bool]:
    return col(BoxQuestion.state).in_(_STATES[show])


async def _counts(session: AsyncSession, box: QuestionBox) -> dict[str, int]:
    rows = await session.execute(
        select(col(BoxQuestion.state), func.count())
        .where(col(BoxQuestion.box_id) == box.id)
        .group_by(col(BoxQuestion.state))
    )
    of_state = {row[0]: row[1] for row in rows}
    return {show: sum(of_state.get(one, 0) for one in states) for show, states in _STATES.items()}


def _shelves(class_id: str, show: str, counts: Mapping[str, int]) -> tuple[Way, ...]:
    named = {WAITING: _("Waiting ({n})"), ANSWERED: _("Answered ({n})"), ASIDE: _("Put aside ({n})")}
    return tuple(
        Way(
            label.format(n=counts[code]),
            href(PATH, **({"class": class_id, "show": code} if code else {"class": class_id})),
            code == show,
        )
        for code, label in named.items()
    )


async def _lines(
    session: AsyncSession, box: QuestionBox, names: Sequence[str], show: str, pages: Paging
) -> tuple[QuestionLine, ...]:
    sent = and_(col(BoxQuestion.state) == State.THROUGH, col(BoxAnswer.state) == Answering.SENT)
    urgency = case(
        (and_(col(BoxQuestion.state) == State.WORRY, col(BoxQuestion.seen_at).is_(None)), 0),
        (col(BoxQuestion.state) == State.WORRY, 1),
        (sent, 2),
        (col(BoxQuestion.state) == State.FRESH, 3),
        else_=4,
    )
    rows = (
        await session.execute(
            select(BoxQuestion, BoxAnswer)
            .outerjoin(BoxAnswer, col(BoxAnswer.question_id) == col(BoxQuestion.id))
            .where(col(BoxQuestion.box_id) == box.id, _on(show))
            .order_by(urgency, col(BoxQuestion.asked_on), col(BoxQuestion.id))
            .offset(pages.skipped)
            .limit(A_PAGE)
        )
    ).all()
    people = {row.seen_by for row, _answer in rows} | {answer.person_id for _row, answer in rows if answer}
    known = await _names(session, people)
    return tuple(_line(row, answer, names, known) for row, answer in rows)


def _line(row: BoxQuestion, answer: BoxAnswer | None, names: Sequence[str], known: Mapping[UUID, str]) -> QuestionLine:
    suggested = suggest(row.words, names) if not row.shown else Suggested((), row.shown)
    by = known.get(answer.person_id, "") if answer and answer.person_id else ""
    seen = ""
    if row.worried and row.seen_at is not None:
        said = _("{name} read it: {time}.") if row.seen_by in known else _("It was read: {time}.")
        seen = said.format(name=known.get(row.seen_by, "") if row.seen_by else "", time=format_moment(row.seen_at))
    return QuestionLine(
        id=str(row.id),
        words=row.words,
        shown=suggested.words,
        found=suggested.found,
        asked=_asked(row.asked_on),
        state=row.state,
        adults_only=row.adults_only,
        seen=seen,
        answer=answer.words if answer else "",
        answer_state=answer.state if answer else "",
        by=by,
        why=answer.why if answer else "",
        version=answer.version if answer else 0,
    )


def _asked(day: date) -> str:
    return _("Asked on {day}").format(day=format_date(day, "full"))


async def _names(session: AsyncSession, ids: set[UUID | None]) -> dict[UUID, str]:
    some = [one for one in ids if one is not None]
    rows = await session.execute(select(col(Person.id), col(Person.name)).where(col(Person.id).in_(some)))
    return {row.id: row.name for row in rows}


async def _contacts(session: AsyncSession, box: QuestionBox) -> tuple[ContactLine, ...]:
    rows = await session.execute(
        select(BoxContact, col(Person.name))
        .join(Person, col(Person.id) == col(BoxContact.person_id))
        .where(col(BoxContact.box_id) == box.id)
        .order_by(col(BoxContact.asked_on), col(Person.sort_name), col(BoxContact.id))
    )
    return tuple(
        ContactLine(str(row.id), name, href("/pupil", id=str(row.person_id)), _asked(row.asked_on))
        for row, name in rows
    )


def waiting_said(n: int) -> str:
    """How many wait, in words."""
    return ngettext("{n} waits for you", "{n} wait for you", n)
