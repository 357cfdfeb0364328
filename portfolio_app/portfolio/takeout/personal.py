"""What takeouts hold about a person: when they asked for one and took it along, and the file itself for a while."""

import shutil
from collections.abc import Mapping
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import after_commit
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Owned, register
from portfolio_app.portfolio.takeout.actions import folder_of
from portfolio_app.portfolio.takeout.models import BroughtBack, Takeout
from portfolio_app.portfolio.takeout.returning import incoming

TAKEOUTS = N_("Takeouts")
PROGRESS = {"done_bytes": "how far it was", "all_bytes": "how far it was"}
PROGRESS_BACK = {"done_parts": "how far it was", "all_parts": "how far it was", "report": "speaks of this instance"}


async def _files(session: AsyncSession, person_id: UUID) -> Mapping[str, int]:
    """What was made, and what is being made, goes once the rows are gone."""
    rows = await session.execute(select(col(Takeout.id)).where(col(Takeout.person_id) == person_id))
    for takeout_id in rows.scalars():
        after_commit(session, partial(shutil.rmtree, folder_of(takeout_id), ignore_errors=True))
    brought = await session.execute(select(col(BroughtBack.id)).where(col(BroughtBack.person_id) == person_id))
    for brought_id in brought.scalars():
        after_commit(session, partial(incoming(brought_id).unlink, missing_ok=True))
    return {}


register(
    Owned(Takeout, "takeouts", label=TAKEOUTS, left_out=PROGRESS, imported=False),
    Owned(BroughtBack, "brought_back", left_out=PROGRESS_BACK, imported=False),
    before_erasure=_files,
)
