"""What ambassadors have done of their training: whether it is all, and which modules, never how often they tried."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.ambassadors.models import Ambassador
from portfolio_app.ambassadors.training.models import AmbassadorTraining
from portfolio_app.core.languages import format_date, local_date, spoken
from portfolio_app.learning.for_ambassadors import training

SAFEGUARDING = "safeguarding"
"""What an ambassador learns before they meet anybody."""


@dataclass(frozen=True)
class ModuleStanding:
    """A module of the training: what it is called, and the day on which it was passed ("" while it is not)."""

    code: str = ""
    title: str = ""
    day: str = ""

    @property
    def done(self) -> bool:
        """Whether it was passed as it is now."""
        return self.day != ""


async def passed(session: AsyncSession, ambassador: Ambassador) -> bool:
    """Whether the ambassador has passed every module there is now, each in its present version."""
    modules = await standing(session, [ambassador.id])
    return bool(modules[ambassador.id]) and all(one.done for one in modules[ambassador.id])


async def may_meet(session: AsyncSession, ambassador: Ambassador) -> bool:
    """Whether the ambassador has done what comes before they meet anybody: the module on safeguarding. True where the
    instance has no such module."""
    modules = await standing(session, [ambassador.id])
    return all(one.done for one in modules[ambassador.id] if one.code == SAFEGUARDING)


async def standing(
    session: AsyncSession, ambassador_ids: Collection[UUID]
) -> Mapping[UUID, tuple[ModuleStanding, ...]]:
    """For each of these ambassadors every module there is now, in order, in the language being spoken. Whoever asks has
    looked whether the reader may know."""
    found = training()
    if found is None:
        return dict.fromkeys(ambassador_ids, ())
    days = await _passed_days(session, ambassador_ids)
    words = found.texts[found.language_for(spoken())].words
    return {
        person: tuple(
            ModuleStanding(one.code, words.title_of(one.code), days.get((person, one.code, one.version), ""))
            for one in found.about.modules
        )
        for person in ambassador_ids
    }


async def _passed_days(session: AsyncSession, ambassador_ids: Collection[UUID]) -> dict[tuple[UUID, str, int], str]:
    rows = await session.execute(
        select(
            col(AmbassadorTraining.ambassador_id),
            col(AmbassadorTraining.module),
            col(AmbassadorTraining.version),
            col(AmbassadorTraining.passed_at),
        ).where(
            col(AmbassadorTraining.ambassador_id).in_(ambassador_ids), col(AmbassadorTraining.passed_at).is_not(None)
        )
    )
    return {(person, module, version): format_date(local_date(at)) for person, module, version, at in rows.all() if at}
