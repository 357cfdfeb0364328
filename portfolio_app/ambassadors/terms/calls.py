"""An adult opens a call for ambassadors, changes it, and ends the term; or brings it back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import AmbassadorTerm
from portfolio_app.ambassadors.terms.auditing import audit_term
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import day_typed, one_line, several_lines

LONGEST = timedelta(days=366)
MOST_PLACES = 60
CHANGED = N_("A colleague changed this meanwhile. What you typed is still here; open it anew to see how it is now.")


@dataclass(frozen=True)
class TermForm(Typed):
    """A term as somebody types it; days are ISO 8601."""

    name: str = ""
    first_day: str = ""
    last_day: str = ""
    apply_until: str = ""
    places: str = ""
    words: str = ""


async def open_call(actor: Actor, school_id: str | UUID, form: TermForm, request: UUID) -> UUID:
    """Open a call at a school whose ambassadors the actor looks after; returns the term's id. Sent twice, there is one.

    Raises `Refused` for whoever does not, `Invalid` with the field, and `NotFound`.
    """
    school = as_id(school_id)
    if school not in actor.schools(*policy.GUIDES):
        raise Refused()
    values = _cleaned(form)
    async with writing() as session:
        if (sent := await _sent(session, actor, request)) is not None:
            return sent
        moment = now()
        row = AmbassadorTerm(
            school_id=school, **values, opened_by=actor.person_id, made_at=moment, changed_at=moment, request=request
        )
        if not await insert_new(session, row):  # the same form at the same moment
            return await _sent(session, actor, request) or row.id
        audit_term(session, "open_call", actor, row)
        return row.id


async def change_term(actor: Actor, term_id: str | UUID, form: TermForm, version: int) -> None:
    """Change what is said of a term. Raises `Conflict` when a colleague changed it since `version`, `Invalid` with the
    field, and `NotFound`."""
    values = _cleaned(form)
    async with writing() as session:
        row = await policy.check_term(session, actor, term_id, lock=True)
        if all(getattr(row, name) == value for name, value in values.items()):
            return
        if version != row.version:
            raise Conflict(CHANGED)
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.changed_at = row.version + 1, now()
        audit_term(session, "change_term", actor, row)


async def end_term(actor: Actor, term_id: str | UUID, *, back: bool = False) -> None:
    """The term does not take place: nobody is an ambassador by it any more. Or it does after all (`back`), within 30
    days. Done already: fine. Raises `NotFound`."""
    async with writing() as session:
        row = await policy.check_term(session, actor, term_id, lock=True, ended=None)
        if back is (row.ended_at is None):
            return
        if row.ended_at is not None and row.ended_at <= rested_before():
            raise NotFound()
        row.ended_at = None if back else now()
        row.version += 1
        audit_term(session, "restore_term" if back else "end_term", actor, row)


async def _sent(session: AsyncSession, actor: Actor, request: UUID) -> UUID | None:
    """The term that the same form made; None for none. Raises `NotFound` for somebody else's."""
    found = select(AmbassadorTerm).where(col(AmbassadorTerm.request) == request)
    row = (await session.execute(found)).scalar_one_or_none()
    if row is not None and row.opened_by != actor.person_id:
        raise NotFound()
    return row.id if row else None


def _cleaned(form: TermForm) -> dict[str, Any]:
    first = day_typed(form.first_day, field="first_day")
    last = day_typed(form.last_day, field="last_day")
    until = day_typed(form.apply_until, field="apply_until")
    today = local_date(now())
    if not today - LONGEST <= first <= today + 3 * LONGEST:
        raise Invalid(N_("Choose a day of these years."), field="first_day")
    if not first <= last <= first + LONGEST:
        raise Invalid(N_("The last day comes before the first, or very long after it."), field="last_day")
    if not first - LONGEST <= until <= last:
        raise Invalid(N_("Pupils apply before the term is over. Choose an earlier day."), field="apply_until")
    try:
        places = int(form.places)
    except ValueError as problem:
        raise Invalid(N_("Write how many ambassadors there are to be, as a number."), field="places") from problem
    if not 1 <= places <= MOST_PLACES:
        raise Invalid(N_("Choose between 1 and {most} ambassadors."), field="places", most=MOST_PLACES)
    return {
        "name": one_line(form.name, field="name", most=80, empty=N_("Give it a name.")),
        "first_day": first,
        "last_day": last,
        "apply_until": until,
        "places": places,
        "words": several_lines(form.words, field="words", most=1500),
    }
