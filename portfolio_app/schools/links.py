"""From which stage on pupils of a school may show things of theirs by a link, to people without an account here.

A school that wants to switch links off below an age says so by the stage of its classes: nobody's date of birth is
known here, and a class's stage tells between which ages its pupils are. Whoever is in no class counts as the youngest.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.database import as_id, writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.schools import policy
from portfolio_app.schools.actions import STAGES
from portfolio_app.schools.membership import belonging

EVERYBODY = ""
NOBODY = "nobody"
LINKS_FROM: Mapping[str, str] = {
    EVERYBODY: N_("All pupils"),
    "13-15": N_("Pupils in classes of 13 to 15 years, and older"),
    "15-18": N_("Pupils in classes of 15 to 18 years, and older"),
    NOBODY: N_("No pupils"),
}
"""Who may make links at a school; a msgid each."""

_ORDER = tuple(STAGES)


async def may_use_links(session: AsyncSession, pupil_id: UUID) -> bool:
    """Whether the pupil's school lets them show things by a link now. Their links that are open stop working when it
    does not, and work again when it does."""
    here = await belonging(session, pupil_id)
    if here.links_from in (EVERYBODY, NOBODY):
        return here.links_from == EVERYBODY
    return here.class_id is not None and _ORDER.index(here.stage) >= _ORDER.index(here.links_from)


async def choose_links(actor: Actor, school_id: str | UUID, links_from: str) -> None:
    """Choose from which stage on pupils may use links, for the school's coordinator. Raises `Invalid`, `NotFound`."""
    if links_from not in LINKS_FROM:
        raise Invalid(N_("Choose who may make links."), field="links_from")
    async with writing() as session:
        school = await policy.check_leads(session, actor, as_id(school_id))
        if school.links_from == links_from:
            return
        former, school.links_from = school.links_from, links_from
        audit(
            session,
            "schools.choose_links",
            actor_id=actor.person_id,
            school_id=school.id,
            former=former,
            links_from=links_from,
        )
