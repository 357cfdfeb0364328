"""A period is made, changed, announced to hosts, and ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.policy import holds
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, as_ids, insert_new, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound, Refused
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import day_typed, one_line, phone_number, several_lines
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.periods import policy
from portfolio_app.marketplace.periods.models import Period, PeriodClass
from portfolio_app.marketplace.placements.policy import GUIDES, classes_guided_by
from portfolio_app.schools.models import SchoolClass

LONGEST = timedelta(days=200)
CHANGED = N_("A colleague changed this meanwhile. What you typed is still here; open it anew to see how it is now.")


@dataclass(frozen=True)
class PeriodForm(Typed):
    """A period as somebody types it. `classes` are ids, `adult` is the id of who answers for it, days are ISO."""

    name: str = ""
    kind: str = ""
    first_day: str = ""
    last_day: str = ""
    wishes_until: str = ""
    school_minutes: str = ""
    words: str = ""
    adult: str = ""
    adult_phone: str = ""
    classes: tuple[str, ...] = ()


async def make_period(actor: Actor, school_id: str | UUID, form: PeriodForm, request: UUID) -> UUID:
    """Make a period for classes of a school that the actor looks after; returns its id. Sent twice, there is one.

    Raises `Refused` for whoever looks after no class there, `Invalid` with the field, and `NotFound`.
    """
    school = as_id(school_id)
    if school not in actor.schools(*GUIDES):
        raise Refused()
    values = _cleaned(form)
    async with writing() as session:
        if (sent := await _sent(session, actor, request)) is not None:
            return sent
        classes = await _classes(session, actor, school, form)
        values["adult_id"] = await _adult(session, school, form.adult or str(actor.person_id))
        moment = now()
        row = Period(
            school_id=school,
            **values,
            made_by=actor.person_id,
            made_at=moment,
            changed_at=moment,
            request=request,
        )
        if not await insert_new(session, row):  # the same form at the same moment
            return await _sent(session, actor, request) or row.id
        session.add_all(PeriodClass(period_id=row.id, class_id=one) for one in classes)
        _audit(session, "make_period", actor, row)
        return row.id


async def change_period(actor: Actor, period_id: str | UUID, form: PeriodForm, version: int) -> None:
    """Change what is said of a period and which classes go. Classes the actor does not look after stay as they are.

    Raises `Conflict` when a colleague changed it since `version`, `Invalid` with the field, and `NotFound`.
    """
    values = _cleaned(form)
    async with writing() as session:
        row = await policy.check_guides(session, actor, period_id, lock=True)
        classes = set(await _classes(session, actor, row.school_id, form))
        values["adult_id"] = await _adult(session, row.school_id, form.adult or str(row.adult_id or actor.person_id))
        there = set(
            (
                await session.execute(select(col(PeriodClass.class_id)).where(col(PeriodClass.period_id) == row.id))
            ).scalars()
        )
        mine = set(await _guided(session, actor, there))
        after = classes | (there - mine)
        if all(getattr(row, name) == value for name, value in values.items()) and after == there:
            return
        if version != row.version:
            raise Conflict(CHANGED)
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.changed_at = row.version + 1, now()
        await session.execute(
            delete(PeriodClass).where(
                col(PeriodClass.period_id) == row.id, col(PeriodClass.class_id).in_(there - after)
            )
        )
        session.add_all(PeriodClass(period_id=row.id, class_id=one) for one in sorted(after - there))
        _audit(session, "change_period", actor, row)


async def announce(actor: Actor, period_id: str | UUID, *, announced: bool = True) -> None:
    """Hosts of the region see from now on when the school wants what; or not any more. Done already: fine. Raises
    `NotFound`."""
    async with writing() as session:
        row = await policy.check_guides(session, actor, period_id, lock=True)
        if announced is (row.announced_at is not None):
            return
        row.announced_at = now() if announced else None
        row.version += 1
        _audit(session, "announce_period" if announced else "hide_period", actor, row)


async def end_period(actor: Actor, period_id: str | UUID, *, back: bool = False) -> None:
    """The period does not take place; or it does after all (`back`), within 30 days. Its placements stay as they are.
    Done already: fine. Raises `NotFound`."""
    async with writing() as session:
        row = await policy.check_guides(session, actor, period_id, lock=True, ended=None)
        if back is (row.ended_at is None):
            return
        if row.ended_at is not None and row.ended_at <= rested_before():
            raise NotFound()
        row.ended_at = None if back else now()
        row.version += 1
        _audit(session, "restore_period" if back else "end_period", actor, row)


async def _sent(session: AsyncSession, actor: Actor, request: UUID) -> UUID | None:
    """The period that the same form made; None for none. Raises `NotFound` for somebody else's."""
    row = (await session.execute(select(Period).where(col(Period.request) == request))).scalar_one_or_none()
    if row is not None and row.made_by != actor.person_id:
        raise NotFound()
    return row.id if row else None


async def _classes(session: AsyncSession, actor: Actor, school_id: UUID, form: PeriodForm) -> list[UUID]:
    wanted = as_ids(form.classes)
    if not wanted:
        raise Invalid(N_("Choose at least one class."), field="classes")
    return [one.id for one in await policy.check_classes(session, actor, school_id, wanted)]


async def _guided(session: AsyncSession, actor: Actor, classes: set[UUID]) -> list[UUID]:
    """Those of these classes that the actor looks after."""
    guided = select(col(SchoolClass.id)).where(col(SchoolClass.id).in_(classes), classes_guided_by(actor))
    return list((await session.execute(guided)).scalars())


async def _adult(session: AsyncSession, school_id: UUID, adult: str) -> UUID:
    """Who answers for it: a teacher or counsellor of the school."""
    adult_id = as_id(adult)
    if not await session.scalar(select(holds(adult_id, school_id, *GUIDES))):
        raise Invalid(N_("Choose somebody who teaches or counsels at the school."), field="adult")
    return adult_id


def _cleaned(form: PeriodForm) -> dict[str, Any]:
    if form.kind not in list(OfferKind):
        raise Invalid(N_("Choose what it is."), field="kind")
    first = day_typed(form.first_day, field="first_day")
    last = day_typed(form.last_day, field="last_day") if form.last_day.strip() else first
    today = local_date(now())
    if not today - timedelta(days=366) <= first <= today + timedelta(days=3 * 366):
        raise Invalid(N_("Choose a day of these years."), field="first_day")
    if not first <= last <= first + LONGEST:
        raise Invalid(N_("The last day comes before the first, or very long after it."), field="last_day")
    wishes: date | None = None
    if form.wishes_until.strip():
        wishes = day_typed(form.wishes_until, field="wishes_until")
        if wishes >= first:
            raise Invalid(N_("Let pupils say what they wish before the first day."), field="wishes_until")
    said = form.school_minutes.strip() or "0"
    if not (said.isascii() and said.isdigit() and len(said) < 4 and int(said) <= 600):
        raise Invalid(N_("Write the minutes as a number up to 600."), field="school_minutes")
    return {
        "name": one_line(form.name, field="name", most=120, empty=N_("Give it a name.")),
        "kind": form.kind,
        "first_day": first,
        "last_day": last,
        "wishes_until": wishes,
        "school_minutes": int(said),
        "words": several_lines(form.words, field="words", most=1500),
        "adult_phone": phone_number(form.adult_phone, field="adult_phone"),
    }


def _audit(session: AsyncSession, verb: str, actor: Actor, row: Period, **detail: Any) -> None:
    audit(
        session,
        f"marketplace.{verb}",
        actor_id=actor.person_id,
        school_id=row.school_id,
        thing=f"period:{row.id}",
        **detail,
    )
