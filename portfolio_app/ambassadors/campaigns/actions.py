"""An ambassador, or an adult who looks after them, makes a short address, and ends it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.campaigns.models import CampaignLink
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.core.secrets import readable_secret
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import one_line
from portfolio_app.schools.models import SchoolClass

MOST = 60
"""Links of a school at once."""
LEAST_GOAL, MOST_GOAL = 5, 2000


@dataclass(frozen=True)
class LinkForm(Typed):
    """A link as somebody types it: where it hangs, how many new starts are hoped for, and of which class (its id, ""
    for the whole school)."""

    name: str = ""
    goal: str = ""
    class_id: str = ""


async def make_link(actor: Actor, school_id: str | UUID, form: LinkForm, request: UUID) -> str:
    """Make a link for a school at which the actor is an ambassador, or looks after them; returns its code. Sent twice,
    there is one. Raises `Invalid` with the field, and `NotFound`."""
    name = one_line(form.name, field="name", most=80, empty=N_("Write where it hangs or is shown."))
    goal = _goal(form.goal)
    async with writing() as session:
        school = await check_makes(session, actor, school_id)
        if (code := await _sent(session, actor, request)) is not None:
            return code
        open_links = (col(CampaignLink.school_id) == school, col(CampaignLink.ended_at).is_(None))
        if (await session.scalar(select(func.count()).select_from(CampaignLink).where(*open_links)) or 0) >= MOST:
            raise Invalid(N_("There are {n} links already. End some that nobody needs."), field="name", n=MOST)
        row = CampaignLink(
            school_id=school,
            code=readable_secret(2, 3),
            name=name,
            class_id=await _class(session, school, form.class_id),
            goal=goal,
            made_by=actor.person_id,
            made_at=now(),
            request=request,
        )
        if not await insert_new(session, row):  # the same form at the same moment
            return await _sent(session, actor, request) or row.code
        _audit(session, "make_campaign", actor, row)
        return row.code


async def end_link(actor: Actor, link_id: str | UUID, *, back: bool = False) -> None:
    """A link counts no more; or does again (`back`), within 30 days. It leads on all the same, for it may hang
    somewhere. Done already: fine. Raises `NotFound`."""
    async with writing() as session:
        row = await session.get(CampaignLink, as_id(link_id), with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound()
        await check_makes(session, actor, row.school_id)
        if back is (row.ended_at is None):
            return
        if row.ended_at is not None and row.ended_at <= rested_before():
            raise NotFound()
        row.ended_at = None if back else now()
        _audit(session, "restore_campaign" if back else "end_campaign", actor, row)


async def check_makes(session: AsyncSession, actor: Actor, school_id: str | UUID) -> UUID:
    """The school, when the actor may make links there: an ambassador today, or an adult who looks after them. Raises
    `NotFound` otherwise."""
    school = as_id(school_id)
    if school in actor.schools(*policy.GUIDES) or await policy.serving(session, actor, school) is not None:
        return school
    raise NotFound()


async def _sent(session: AsyncSession, actor: Actor, request: UUID) -> str | None:
    """The code of the link that the same form made; None for none. Raises `NotFound` for somebody else's."""
    row = (await session.execute(select(CampaignLink).where(col(CampaignLink.request) == request))).scalar_one_or_none()
    if row is not None and row.made_by != actor.person_id:
        raise NotFound()
    return row.code if row else None


async def _class(session: AsyncSession, school: UUID, class_id: str) -> UUID | None:
    if not class_id:
        return None
    found = await session.scalar(
        select(col(SchoolClass.id)).where(
            col(SchoolClass.id) == as_id(class_id),
            col(SchoolClass.school_id) == school,
            col(SchoolClass.ended_at).is_(None),
        )
    )
    if found is None:
        raise NotFound()
    return found


def _goal(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        goal = int(text)
    except ValueError as problem:
        raise Invalid(N_("Write it as a number."), field="goal") from problem
    if not LEAST_GOAL <= goal <= MOST_GOAL:
        raise Invalid(N_("Write a number from {least} to {most}."), field="goal", least=LEAST_GOAL, most=MOST_GOAL)
    return goal


def _audit(session: AsyncSession, verb: str, actor: Actor, row: CampaignLink) -> None:
    audit(
        session,
        f"ambassadors.{verb}",
        actor_id=actor.person_id,
        school_id=row.school_id,
        thing=f"campaign_link:{row.id}",
    )
