"""What somebody's newest answers about their interests say, without what they said does not fit them.

For whoever leads on from interests to something else; it is for their owner's eyes alone, as the answers are.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.skills.answering import newest_round
from portfolio_app.skills.models import QuestionnaireRejection
from portfolio_app.skills.questionnaire import questionnaire, said
from portfolio_app.skills.questionnaire_result import because
from portfolio_app.skills.scoring import score

INTERESTS = "interests"


@dataclass(frozen=True)
class Interest:
    """A theme that stands out in somebody's answers, and what they said that makes it do so."""

    code: str
    name: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Interests:
    """Themes that stand out, in the questionnaire's order, and names of those that somebody said do not fit them."""

    themes: tuple[Interest, ...] = ()
    rejected: tuple[str, ...] = ()


def theme_names() -> dict[str, str]:
    """What the themes of interest are called in the language being spoken."""
    return {theme.code: said(theme.name) for theme in questionnaire(INTERESTS).themes}


async def interests_now(session: AsyncSession, person_id: UUID) -> Interests:
    """The interests of a person by their newest answers; none where these say nothing yet, or were deleted."""
    newest = await newest_round(session, person_id, INTERESTS)
    if newest is None or newest.deleted:
        return Interests()
    used, names = questionnaire(INTERESTS), theme_names()
    rows = await session.execute(
        select(col(QuestionnaireRejection.part)).where(
            col(QuestionnaireRejection.round_id) == newest.id, col(QuestionnaireRejection.withdrawn_at).is_(None)
        )
    )
    no = {part.removeprefix("theme:") for part in rows.scalars()}
    out = score(used, newest.version, newest.answers).standing_out
    return Interests(
        tuple(
            Interest(one.code, names[one.code], tuple(because(used, answer) for answer in one.because))
            for one in out
            if one.code not in no
        ),
        tuple(names[one.code] for one in out if one.code in no),
    )
