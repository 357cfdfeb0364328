"""Answering the check at the end of a module, as often as somebody wants. Only that it was passed is kept."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.models import Ambassador
from portfolio_app.ambassadors.policy import all_serving
from portfolio_app.ambassadors.training.models import AmbassadorTraining
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.learning.for_ambassadors import CHOICES, TrainingModule, training

ANSWER_ALL = N_("Choose an answer here too. Then you see what is right about each.")
CHANGED = N_("This module was changed meanwhile. Load the page again, and answer it as it is now.")


def field_of(question: str) -> str:
    """The name of a question's field."""
    return f"c-{question}"


async def answer_check(
    actor: Actor, code: str, version: str, sent: Mapping[str, str | None], request: UUID
) -> dict[str, int]:
    """Answer the check of a module: it is passed when every answer is right, and stays so whatever is answered later.
    Returns what was chosen, by question, from 0. Who serves at two schools has passed it at both. A form sent twice
    counts once.

    Raises `Invalid` with the field of the first question that has no answer, `Conflict` when the module is another
    version by now, and `NotFound` for an answer there is none of, and for whoever is no ambassador today.
    """
    found = training()
    module = found.module(code) if found else None
    if found is None or module is None:
        raise NotFound()
    if version != str(module.version):
        raise Conflict(CHANGED)
    async with writing() as session:
        serving = await all_serving(session, actor, lock=True)
        if not serving:
            raise NotFound()
        chosen = {question: _chosen(question, sent.get(field_of(question))) for question in module.check}
        right = chosen == found.right(module)
        for one in serving:
            if await _note(session, one, module, right=right, request=request):
                audit(
                    session,
                    "ambassadors.answer_check",
                    actor_id=actor.person_id,
                    about_id=actor.person_id,
                    school_id=one.school_id,
                    thing=f"ambassador:{one.id}",
                    module=code,
                    passed=right,
                )
    return chosen


def _chosen(question: str, value: str | None) -> int:
    if not value:
        raise Invalid(ANSWER_ALL, field=field_of(question))
    if value not in {str(at) for at in range(CHOICES)}:
        raise NotFound()
    return int(value)


async def _note(
    session: AsyncSession, ambassador: Ambassador, module: TrainingModule, *, right: bool, request: UUID
) -> bool:
    """Note that it was answered; whether anything changed."""
    wanted = (
        select(AmbassadorTraining)
        .where(col(AmbassadorTraining.ambassador_id) == ambassador.id, col(AmbassadorTraining.module) == module.code)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(wanted)).scalar_one_or_none()
    if row is None:
        await insert_new(session, AmbassadorTraining(ambassador_id=ambassador.id, module=module.code))
        row = (await session.execute(wanted)).scalar_one()
    if row.request == request or row.version == module.version:
        return False
    row.request, row.tries = request, row.tries + 1
    if right:
        row.version, row.passed_at = module.version, now()
    return True
