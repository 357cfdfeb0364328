"""What the pages that ask show: which questionnaires there are, and a page of statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.languages import _, format_date, format_number, spoken
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import WhoCanSee, who_can_see
from portfolio_app.skills import policy
from portfolio_app.skills.answering import known, newest_round
from portfolio_app.skills.models import QuestionnaireAnswer, QuestionnaireRound
from portfolio_app.skills.questionnaire import A_PAGE, Questionnaire, questionnaires, said


@dataclass(frozen=True)
class QuestionnaireCard:
    """A questionnaire and how far one is with it."""

    code: str = ""
    name: str = ""
    about: str = ""
    takes: str = ""
    said: str = ""
    answered_href: str = ""
    """Where what `said` counts can be looked at; "" while there is nothing to count."""
    action: str = ""
    href: str = ""
    result_href: str = ""
    again_href: str = ""
    who: WhoCanSee = field(default_factory=WhoCanSee)
    """Who can see the result of the round that `said` speaks of."""


@dataclass(frozen=True)
class QuestionnairesView:
    """Both questionnaires."""

    loaded: bool = False
    cards: tuple[QuestionnaireCard, ...] = ()


@dataclass(frozen=True)
class AnswerOption:
    """One of the four answers."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class StatementView:
    """A statement with what was answered so far ("" for nothing)."""

    code: str = ""
    text: str = ""
    value: str = ""
    key: str = ""
    """The round and the statement: what was ticked in one round never stands in another."""


@dataclass(frozen=True)
class QuestionnaireView:
    """A page of statements."""

    loaded: bool = False
    code: str = ""
    name: str = ""
    question: str = ""
    number: int = 1
    page: int = 1
    page_said: str = ""
    statements: tuple[StatementView, ...] = ()
    options: tuple[AnswerOption, ...] = ()
    previous_href: str = ""
    next_href: str = ""
    """Where the next page is; after the last, the result."""
    last: bool = False
    who: WhoCanSee = field(default_factory=WhoCanSee)
    """Who can see the result of this round."""


# Written once, and on the tables themselves.
_ROUND, _ANSWER = table_of(QuestionnaireRound), table_of(QuestionnaireAnswer)
_STATES = (
    select(
        _ROUND.c.id,
        _ROUND.c.questionnaire,
        _ROUND.c.number,
        _ROUND.c.version,
        func.count(_ANSWER.c.id).label("answered"),
        func.max(_ANSWER.c.made_at).label("last_at"),
        _ROUND.c.deleted_at,
    )
    .join_from(_ROUND, _ANSWER, _ANSWER.c.round_id == _ROUND.c.id)
    .where(_ROUND.c.person_id == bindparam("person"))
    .group_by(_ROUND.c.id)
    .order_by(_ROUND.c.number)
)


def href(path: str, code: str, **query: object) -> str:
    """The address of a page about a questionnaire."""
    more = "".join(f"&{name}={value}" for name, value in query.items() if value)
    return f"/{spoken()}{path}?name={code}{more}"


async def last_answered(session: AsyncSession, person_id: UUID) -> datetime | None:
    """When somebody last answered anything in a questionnaire."""
    rows = (await session.execute(_STATES, {"person": person_id})).all()
    return max((row.last_at for row in rows if row.deleted_at is None), default=None)


async def load_questionnaires(actor: Actor) -> QuestionnairesView:
    """Both questionnaires, and how far the actor is with each."""
    policy.may_keep_skills(actor)
    async with reading() as session:
        rows = (await session.execute(_STATES, {"person": actor.person_id})).all()
        newest: dict[str, Any] = {row.questionnaire: row for row in rows if row.deleted_at is None}
        latest: dict[str, int] = {row.questionnaire: row.number for row in rows}
        names = [str(row.id) for row in newest.values()]
        who = await who_can_see(session, actor.person_id, Kind.RESULT, names)
    cards = tuple(_card(one, newest.get(one.code), latest.get(one.code, 0)) for one in questionnaires().values())
    return QuestionnairesView(
        True,
        tuple(
            replace(card, who=who[str(newest[card.code].id)] if card.code in newest else _nobody_else())
            for card in cards
        ),
    )


def _nobody_else() -> WhoCanSee:
    """Who can see a round that has not begun."""
    return WhoCanSee(words=_("Only you"))


def _card(one: Questionnaire, state: Any, latest: int) -> QuestionnaireCard:
    """`state` is of the newest round that is there, `latest` the number of the newest that ever was."""
    asked = len(one.asked(state.version if state else one.version))
    page, result = href("/questionnaire", one.code), href("/questionnaire-result", one.code)
    card: dict[str, Any] = {
        "code": one.code,
        "name": said(one.name),
        "about": said(one.about),
        "takes": _("{n} short statements, about 5 minutes").format(n=format_number(asked)),
    }
    if state is None:
        return QuestionnaireCard(**card, said=_("Not begun yet"), action=_("Begin"), href=page)
    card |= {"answered_href": f"{result}#answers", "result_href": result}
    if state.answered < asked and state.number == latest:
        words = _("{n} of {all} answered").format(n=format_number(state.answered), all=format_number(asked))
        going_on = href("/questionnaire", one.code, page=state.answered // A_PAGE + 1)
        return QuestionnaireCard(**card, said=words, action=_("Go on"), href=going_on)
    words = _("All answered, last on {day}").format(day=format_date(state.last_at))
    if state.answered < asked:  # nothing more comes to it: a later round was begun, and deleted
        words = _("{n} of {all} answered").format(n=format_number(state.answered), all=format_number(asked))
    again = href("/questionnaire", one.code, round=latest + 1)
    return QuestionnaireCard(**card, said=words, action=_("See what it says"), href=result, again_href=again)


async def load_questionnaire_page(actor: Actor, code: str, page: int = 1, number: int = 0) -> QuestionnaireView:
    """A page of the statements of a questionnaire. `number` is the round: 0 for the one going on, one more than that
    for a new one; whatever is neither shows the one going on."""
    policy.may_keep_skills(actor)
    used = known(code)
    async with reading() as session:
        newest = await newest_round(session, actor.person_id, code)
        current = newest.number if newest else 0
        fresh = newest is None or newest.deleted or number == current + 1
        name = "" if newest is None or fresh else str(newest.id)
        who = (await who_can_see(session, actor.person_id, Kind.RESULT, [name]))[name] if name else _nobody_else()
    at = current + 1 if fresh else current
    version = used.version if newest is None or fresh else newest.version
    answers: Mapping[str, int] = {} if newest is None or fresh else newest.answers
    asked = used.asked(version)
    pages = -(-len(asked) // A_PAGE)
    page = min(max(page, 1), pages)
    shown = asked[(page - 1) * A_PAGE : page * A_PAGE]
    last = page == pages
    return QuestionnaireView(
        loaded=True,
        code=code,
        name=said(used.name),
        question=said(used.question),
        number=at,
        page=page,
        page_said=_("Page {page} of {pages}").format(page=format_number(page), pages=format_number(pages)),
        statements=tuple(
            StatementView(one.code, said(one.text), str(answers.get(one.code, "")), f"{at}-{one.code}") for one in shown
        ),
        options=tuple(AnswerOption(str(one.value), said(one.name)) for one in used.answers),
        previous_href=href("/questionnaire", code, page=page - 1, round=at) if page > 1 else "",
        next_href=href("/questionnaire-result", code)
        if last
        else href("/questionnaire", code, page=page + 1, round=at),
        last=last,
        who=who,
    )


def number_in(text: str) -> int:
    """The number of a round as it stands in an address; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
