"""Who insures what on a placement: in the words of the host, and as the rules of the country say it."""

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.languages import _, spoken
from portfolio_app.marketplace.contacts import kept_host
from portfolio_app.marketplace.lawful_hours import WORKED
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.safety.keeping import host_insures
from portfolio_app.marketplace.working_hours_rules import rules_of
from portfolio_app.schools.places import country_of_school

LIABILITY = "liability"
"""The code of a rule that says who insures pupils at a workplace."""


async def insured_said(session: AsyncSession, row: Placement) -> tuple[str, ...]:
    """Sentences for whoever reads the agreement. What nobody has said is said to be unknown."""
    host = await kept_host(session, row.host_id)
    said = await host_insures(session, host.id if host else None)
    first = said or _(
        "The host has not said yet who insures what. Ask them, and ask what the school’s insurance covers."
    )
    rules = rules_of(await country_of_school(session, row.school_id))
    worked = WORKED.get(OfferKind(row.kind)) if row.kind in list(OfferKind) else None
    if rules is None or worked is None:
        return (first,)
    return (first, *(one.says.text(spoken()) for one in rules.rules if one.code == LIABILITY and worked in one.kinds))
