"""Opening and closing the question box of a class, and saying who reads it when."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.questions import policy
from portfolio_app.ambassadors.questions.auditing import audit_box
from portfolio_app.ambassadors.questions.duty import adults_of_box
from portfolio_app.ambassadors.questions.models import BoxDuty, QuestionBox
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import day_typed
from portfolio_app.marketplace.offer_typed import time_typed

MOST_DUTIES = 20
MOST_DAYS_OFF = 20
LONGEST_OFF = timedelta(days=120)


async def open_box(actor: Actor, class_id: str | UUID) -> None:
    """Open the box of a class, for the first time or again. Open already: fine. Raises `NotFound`."""
    async with writing() as session:
        school_class, box = await policy.check_looks_after(session, actor, class_id, lock=True)
        if box is None:
            box = QuestionBox(class_id=school_class.id, school_id=school_class.school_id, opened_at=now())
            session.add(box)
        elif box.closed_at is None:
            return
        box.closed_at = None
        audit_box(session, "open_box", actor.person_id, box)


async def close_box(actor: Actor, class_id: str | UUID) -> None:
    """Nobody asks there any more; what was asked and answered stays. Closed already: fine. Raises `NotFound`."""
    async with writing() as session:
        box = await _box(session, actor, class_id)
        if box.closed_at is None:
            box.closed_at = now()
            audit_box(session, "close_box", actor.person_id, box)


async def add_duty(
    actor: Actor, class_id: str, person: str, days: Collection[int], begins: str, ends: str, request: UUID
) -> None:
    """Somebody reads the box every week on these days (0 is Monday), from and until a time of the day ("08:00"). Sent
    twice, kept once. Raises `Invalid` and `NotFound`."""
    if not days or not set(days) <= set(range(7)):
        raise Invalid(N_("Choose at least one day of the week."), field="days")
    first, last = time_typed(begins, field="begins"), time_typed(ends, field="ends")
    if first >= last:
        raise Invalid(N_("It ends before it begins. Look at the times again."), field="ends")
    async with writing() as session:
        box = await _box(session, actor, class_id)
        if as_id(person) not in await adults_of_box(session, box):
            raise NotFound()
        there = await session.execute(
            select(col(BoxDuty.id)).where(col(BoxDuty.box_id) == box.id, col(BoxDuty.ended_at).is_(None))
        )
        if len(there.all()) >= MOST_DUTIES:
            raise Invalid(N_("These are many hours already. Take one away first."), field="days")
        row = BoxDuty(
            box_id=box.id,
            person_id=as_id(person),
            days="".join(str(one) for one in sorted(set(days))),
            begins=first,
            ends=last,
            request=request,
        )
        if await insert_new(session, row):
            audit_box(session, "add_duty", actor.person_id, box, duty=str(row.id))
            return
        sent = await session.scalar(select(col(BoxDuty.box_id)).where(col(BoxDuty.request) == request))
        if sent != box.id:
            raise NotFound()


async def end_duty(actor: Actor, duty_id: str, *, back: bool = False) -> None:
    """These hours do not stand any more; or do after all (`back`), within 30 days. Done already: fine. Raises
    `NotFound`."""
    async with writing() as session:
        row = await session.get(BoxDuty, as_id(duty_id), with_for_update=True)
        box = await session.get(QuestionBox, row.box_id) if row else None
        if row is None or box is None:
            raise NotFound()
        await policy.check_looks_after(session, actor, box.class_id)
        if back == (row.ended_at is None):
            return
        if row.ended_at is not None and row.ended_at <= rested_before():
            raise NotFound()
        row.ended_at = None if back else now()
        audit_box(session, "restore_duty" if back else "end_duty", actor.person_id, box, duty=str(row.id))


async def add_days_off(actor: Actor, class_id: str, first: str, last: str) -> None:
    """Nobody reads the box from one day to another (the same, when `last` is empty). Raises `Invalid`, `NotFound`."""
    begins = day_typed(first, field="first")
    ends = day_typed(last, field="last") if last.strip() else begins
    if ends < begins:
        raise Invalid(N_("The last day lies before the first one."), field="last")
    if ends - begins > LONGEST_OFF or ends < local_date(now()):
        raise Invalid(N_("Choose days that are ahead, four months of them at most."), field="last")
    span = {"first": begins.isoformat(), "last": ends.isoformat()}
    async with writing() as session:
        box = await _box(session, actor, class_id)
        ahead = [one for one in box.days_off if date.fromisoformat(one["last"]) >= local_date(now())]
        if span in ahead:
            return
        if len(ahead) >= MOST_DAYS_OFF:
            raise Invalid(N_("These are many days already. Take some away first."), field="first")
        box.days_off = [*ahead, span]
        audit_box(session, "change_days_off", actor.person_id, box, spans=len(box.days_off))


async def end_days_off(actor: Actor, class_id: str, first: str, last: str, *, back: bool = False) -> None:
    """Somebody reads on these days after all; or not (`back`). Raises `NotFound`."""
    span = {"first": day_typed(first, field="first").isoformat(), "last": day_typed(last, field="last").isoformat()}
    async with writing() as session:
        box = await _box(session, actor, class_id)
        rest = [one for one in box.days_off if one != span]
        if back == (rest != box.days_off):
            return
        box.days_off = [*rest, span] if back else rest
        audit_box(session, "change_days_off", actor.person_id, box, spans=len(box.days_off))


async def _box(session: AsyncSession, actor: Actor, class_id: str | UUID) -> QuestionBox:
    _class, box = await policy.check_looks_after(session, actor, class_id, lock=True)
    if box is None:
        raise NotFound()
    return box
