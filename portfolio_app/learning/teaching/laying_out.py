"""A programme, or a view of it, laid out over a class's school years at once: a plan to begin from and to change."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_
from portfolio_app.learning.teaching import material, policy
from portfolio_app.learning.teaching.days import monday_of, school_year_days, school_year_of
from portfolio_app.learning.teaching.models import PlanItem, PlanKind
from portfolio_app.learning.teaching.planning import MOST_ITEMS, of_class

FIRST_WEEK, WEEKS = 3, 38
"""Lessons begin in the third week of August, and school years have about so many weeks until summer."""
MOST_YEARS_AWAY = 4


async def lay_out(actor: Actor, class_id: UUID, view: str, first_year: int) -> int:
    """Put every module of the programme ("") or of one of its views into the plan that is not there yet, each in its
    year, from the school year `first_year` on; returns how many. What is planned stays where it is, so that doing it
    twice does it once."""
    places = _places(view)
    if abs(first_year - school_year_of(now().date())) > MOST_YEARS_AWAY:
        raise Invalid(N_("This day is too far away. Check the year."), field="first_year")
    async with writing() as session:
        one = await policy.check_teaches(session, actor, class_id, changes=True)
        planned = set((await session.execute(select(col(PlanItem.module)).where(of_class(one.id)))).scalars())
        new = [(place, day) for place, day in laid_out(places, first_year) if place.module not in planned]
        for place, day in new[:MOST_ITEMS]:
            row = PlanItem(
                school_id=one.school_id,
                class_id=one.id,
                kind=PlanKind.MODULE,
                programme=place.programme,
                module=place.module,
                day=day,
                minutes=place.minutes,
                aims=list(place.aims),
                by_id=actor.person_id,
                made_at=now(),
                changed_by_id=actor.person_id,
                changed_at=now(),
                request=uuid4(),
            )
            session.add(row)
        about = f"class:{one.id}"
        me = actor.person_id
        audit(session, "learning.lay_out", actor_id=me, school_id=one.school_id, thing=about, view=view, items=len(new))
        return len(new)


def laid_out(places: Sequence[material.Place], first_year: int) -> list[tuple[material.Place, date]]:
    """Each module with the Monday it begins, in its order and year; weeks are shared out by how long each takes."""
    by_year = defaultdict[int, list[material.Place]](list)
    for place in places:
        by_year[place.year].append(place)
    found: list[tuple[material.Place, date]] = []
    for at, (_year, some) in enumerate(sorted(by_year.items())):
        begins = monday_of(school_year_days(first_year + at)[0]) + timedelta(weeks=FIRST_WEEK)
        together, before = sum(place.minutes for place in some), 0
        for place in some:
            found.append((place, begins + timedelta(weeks=WEEKS * before // together)))
            before += place.minutes
    return found


def _places(view: str) -> list[material.Place]:
    known = material.programme()
    every = material.places()
    if known is None:
        raise Invalid(N_("There is no programme to lay out."), field="view")
    if not view:
        return [every[one.module] for one in known.about.modules]
    chosen = next((one for one in known.about.views if one.code == view), None)
    if chosen is None:
        raise Invalid(N_("Choose a programme."), field="view")
    return [every[name] for name in chosen.modules]
