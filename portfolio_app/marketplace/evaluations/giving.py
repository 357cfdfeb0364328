"""A host says how the days went: in its session, from noon of the last day until thirty days later, once for each
placement. It can say it anew until an adult of the school has handed it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, being_in, format_date, format_days, zone_of
from portfolio_app.core.wording import several_lines
from portfolio_app.marketplace.evaluations.aspects import NOT_SEEN, STEPS, Aspect
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.evaluations.window import OPEN_FOR, can_be_evaluated, has_begun
from portfolio_app.marketplace.hosting.sessions import Entered, ids_of, must_enter
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import EVALUATION_GIVEN

EVALUATION = "host_evaluation"
"""How notices call one."""
LONGEST_WORDS = 600
CHOOSE = N_("Choose what you saw, or “I did not see this”.")
CHANGED = N_("Somebody else of your house has said something meanwhile. Open it again to see what.")


@dataclass(frozen=True)
class Evaluated:
    """What a host says, as it is typed: `said` has a step or 0 for each aspect, in figures."""

    said: Mapping[str, str] = field(default_factory=dict[str, str])
    went_well: str = ""
    practise_next: str = ""


@dataclass(frozen=True)
class EvaluationForm:
    """What the form begins with. `version` counts what was said before; `held` is why the school sent it back."""

    placement: str
    pupil: str
    days: str
    until: str
    said: Mapping[str, int]
    went_well: str
    practise_next: str
    version: int
    held: str


async def load_form(key: str, cookie: str, placement_id: str) -> EvaluationForm | None:
    """The form for a placement; None where this browser has no session, or nothing can be said (any more)."""
    async with reading() as session:
        try:
            here = await must_enter(session, key, cookie)
            with being_in(zone_of(here.opened.country)):
                placement = await _theirs(session, here, placement_id)
                row = await evaluation_of(session, placement.id)
                pupil = await session.scalar(select(col(Person.name)).where(col(Person.id) == placement.person_id))
                return EvaluationForm(
                    placement=str(placement.id),
                    pupil=pupil or "",
                    days=format_days(placement.first_day, placement.last_day),
                    until=format_date(placement.last_day + OPEN_FOR),
                    said=row.said if row else {},
                    went_well=row.went_well if row else "",
                    practise_next=row.practise_next if row else "",
                    version=row.version if row else 0,
                    held=row.held_reason if row else "",
                )
        except NotFound:
            return None


async def give(key: str, cookie: str, placement_id: str, form: Evaluated, version: int) -> None:
    """Say how the days went; an adult of the school is told. The same again is fine.

    Raises `Invalid` with the aspect or field, `Conflict` when something else was said since `version`, and `NotFound`
    outside of a session, for another host's placement, too early, too late, and once it was handed on.
    """
    said = {one.value: _step(one, form.said.get(one, "")) for one in Aspect}
    values = {
        "said": said,
        "went_well": several_lines(form.went_well, field="went_well", most=LONGEST_WORDS),
        "practise_next": several_lines(form.practise_next, field="practise_next", most=LONGEST_WORDS),
    }
    async with writing() as session:
        here = await must_enter(session, key, cookie)
        with being_in(zone_of(here.opened.country)):
            placement = await _theirs(session, here, placement_id, lock=True)
        row = await evaluation_of(session, placement.id)
        if row is None:
            await insert_new(session, HostEvaluation(placement_id=placement.id))
            row = await evaluation_of(session, placement.id)
        if row is None:
            raise NotFound()
        if row.state == Stands.GIVEN and all(getattr(row, name) == value for name, value in values.items()):
            return
        if row.version != version:
            raise Conflict(CHANGED)
        for name, value in values.items():
            setattr(row, name, value)
        contact = here.opened.contact
        row.contact_id, row.giver_name, row.organisation = contact.id, contact.name, placement.host_name
        row.state, row.given_at, row.version = Stands.GIVEN, now(), row.version + 1
        row.held_reason, row.held_by = "", None
        about, once = About(placement.person_id, EVALUATION, str(row.id)), f"evaluation:{row.id}:{row.version}"
        for adult in await adults_of(session, placement):
            await notify(session, adult.id, EVALUATION_GIVEN, about=about, once=once)
        audit_placement(session, "give_evaluation", None, placement, host_contact=str(contact.id))


def _step(aspect: Aspect, typed: str) -> int:
    if typed not in {str(one) for one in (NOT_SEEN, *STEPS)}:
        raise Invalid(CHOOSE, field=aspect)
    return int(typed)


async def evaluation_of(session: AsyncSession, placement_id: UUID) -> HostEvaluation | None:
    """The row of a placement; None before anybody was asked."""
    return (
        await session.execute(
            select(HostEvaluation)
            .where(col(HostEvaluation.placement_id) == placement_id)
            .execution_options(populate_existing=True)
        )
    ).scalar_one_or_none()


async def _theirs(session: AsyncSession, here: Entered, placement_id: str, *, lock: bool = False) -> Placement:
    """The placement, when it is of the host of this session and can be spoken of now."""
    wanted = select(Placement).where(
        col(Placement.id) == as_id(placement_id),
        col(Placement.host_id).in_(await ids_of(session, here.opened.host)),
        can_be_evaluated(),
    )
    row = (await session.execute(wanted.with_for_update() if lock else wanted)).scalar_one_or_none()
    if row is None or not has_begun(row):
        raise NotFound()
    return row
