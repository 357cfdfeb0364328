"""What a pupil shares of a result: the themes that stand out, with their reasons, and nothing else of what they said.

A part that they said does not fit them is left out, unless they chose to show that too, with why.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import as_ids, table_of
from portfolio_app.core.languages import _
from portfolio_app.skills.answering import known
from portfolio_app.skills.models import QuestionnaireAnswer, QuestionnaireRejection, QuestionnaireRound
from portfolio_app.skills.questionnaire import Questionnaire, said
from portfolio_app.skills.rounds import kept, title_of
from portfolio_app.skills.scoring import ScoredAnswer, ScoredTheme, score


@dataclass(frozen=True)
class SharedResultTheme:
    """A theme that stands out for a pupil, and why; whether they said that it does not fit."""

    code: str = ""
    name: str = ""
    because: tuple[str, ...] = ()
    rejected: bool = False
    why: str = ""


@dataclass(frozen=True)
class SharedResult:
    """A round's result, as others read it."""

    id: str = ""
    title: str = ""
    sentence: str = ""
    """Only where there is no theme: that none stands out."""
    themes: tuple[SharedResultTheme, ...] = ()
    source: str = ""


_ROUND, _ANSWER, _REJECTION = (
    table_of(kind) for kind in (QuestionnaireRound, QuestionnaireAnswer, QuestionnaireRejection)
)


async def shared_results(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> tuple[SharedResult, ...]:
    """Those rounds of the owner's that are there, the newest first; that they are shared is decided before."""
    if not names:
        return ()
    rounds = (
        await session.execute(
            select(_ROUND).where(kept(owner_id), _ROUND.c.id.in_(as_ids(names))).order_by(_ROUND.c.began_at.desc())
        )
    ).all()
    ids = [row.id for row in rounds]
    answers: dict[UUID, dict[str, int]] = {one: {} for one in ids}
    rejected: dict[UUID, dict[str, str]] = {one: {} for one in ids}
    if ids:
        for row in await session.execute(select(_ANSWER).where(_ANSWER.c.round_id.in_(ids))):
            answers[row.round_id][row.statement] = row.value
        holding = select(_REJECTION.c.round_id, _REJECTION.c.part, _REJECTION.c.why)
        for row in await session.execute(
            holding.where(_REJECTION.c.round_id.in_(ids), _REJECTION.c.withdrawn_at.is_(None))
        ):
            rejected[row.round_id][row.part] = row.why
    return tuple(_result(row, answers[row.id], rejected[row.id]) for row in rounds)


def _result(one: Row[*tuple[Any, ...]], answers: Mapping[str, int], rejected: Mapping[str, str]) -> SharedResult:
    used = known(one.questionnaire)
    themes = tuple(
        _theme(used, theme, rejected)
        for theme in score(used, one.version, answers).standing_out
        if one.shows_rejected or f"theme:{theme.code}" not in rejected
    )
    return SharedResult(
        id=str(one.id),
        title=title_of(one.questionnaire, one.began_at),
        sentence="" if themes else _("There is no theme here that stands out."),
        themes=themes,
        source=said(used.source.note),
    )


def _theme(used: Questionnaire, one: ScoredTheme, rejected: Mapping[str, str]) -> SharedResultTheme:
    part = f"theme:{one.code}"
    return SharedResultTheme(
        code=one.code,
        name=said(used.theme(one.code).name),
        because=tuple(_reason(used, answer) for answer in one.because),
        rejected=part in rejected,
        why=rejected.get(part, ""),
    )


def _reason(used: Questionnaire, one: ScoredAnswer) -> str:
    statement = said(used.statements[one.statement][1].text).removesuffix(".")
    # Translators: a reason in a result that a pupil shares; the answer is what they chose, the statement what was asked
    return _("“{answer}” to “{statement}”").format(answer=said(used.answer(one.value).name), statement=statement)
