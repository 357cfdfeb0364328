"""What a baker says of a week among buns."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.languages import local_date
from portfolio_app.marketplace.evaluations.giving import Evaluated, give
from portfolio_app.marketplace.evaluations.handing import hand_on
from portfolio_app.marketplace.evaluations.models import HostEvaluation
from tests.marketplace.hosting.guests import Visit, a_visit, come_in

SAID = {"punctual": "3", "initiative": "2", "cooperation": "4", "care": "3", "learning": "0"}
FORM = Evaluated(SAID, "She asked before she touched the oven.", "Call when the bus is late.")


async def a_past_visit() -> Visit:
    """The week ended yesterday."""
    return await a_visit(local_date(now()) - timedelta(days=5))


async def evaluation_row(placement: UUID) -> HostEvaluation:
    """As the database has it."""
    async with reading() as session:
        wanted = select(HostEvaluation).where(col(HostEvaluation.placement_id) == placement)
        return (await session.execute(wanted)).scalar_one()


async def given(visit: Visit, form: Evaluated = FORM) -> HostEvaluation:
    """The host has said it, in a session of its own."""
    await give(visit.key, await come_in(visit), str(visit.week.placement), form, 0)
    return await evaluation_row(visit.week.placement)


async def handed(visit: Visit, form: Evaluated = FORM) -> HostEvaluation:
    """And the school has handed it on."""
    row = await given(visit, form)
    await hand_on(visit.week.tuula, row.id, row.version)
    return await evaluation_row(visit.week.placement)
