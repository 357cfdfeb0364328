"""Ambassadors as rows: who serves in which term."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.models import Ambassador, AmbassadorTerm
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import writing


async def a_term(school: UUID, *, last_day: date | None = None, name: str = "Autumn") -> UUID:
    """A term of a school, which began a month ago."""
    last = last_day or today() + timedelta(days=60)
    first = min(today() - timedelta(days=30), last)
    term = AmbassadorTerm(
        school_id=school,
        name=name,
        first_day=first,
        last_day=last,
        apply_until=first,
        places=4,
        made_at=now(),
        changed_at=now(),
        request=uuid4(),
    )
    async with writing() as session:
        session.add(term)
    return term.id


async def an_ambassador(
    pupil: Actor | UUID, school: UUID, term: UUID | None = None, *, ended: bool = False, name_shown: bool = False
) -> UUID:
    """The pupil was chosen in that term (a new one); `ended`, for a cause."""
    row = Ambassador(
        term_id=term or await a_term(school),
        school_id=school,
        person_id=pupil if isinstance(pupil, UUID) else pupil.person_id,
        chosen_at=now(),
        name_shown=name_shown,
        ended_at=now() if ended else None,
        ended_why="removed" if ended else "",
    )
    async with writing() as session:
        session.add(row)
    return row.id
