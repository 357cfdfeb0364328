"""A teacher confirms that a lesson was held: with which class, on which day, how long, and who was not there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import one_line
from portfolio_app.learning.teaching import material, policy
from portfolio_app.learning.teaching.assigning import pupils_of
from portfolio_app.learning.teaching.days import today_at
from portfolio_app.learning.teaching.models import HeldLesson, LessonPupil, PlanItem, PlanKind
from portfolio_app.schools.places import country_of_school

LONGEST_TITLE = 160
MOST_MINUTES = 40 * 60


@dataclass(frozen=True)
class HeldForm:
    """What was held: activities of a module (none: all of them), or an external day of the plan (`item`); for how many
    minutes, on which day, and which pupils of the class were not there."""

    held_on: date
    minutes: int
    module: str = ""
    activities: tuple[str, ...] = ()
    item: UUID | None = None
    absent: tuple[UUID, ...] = ()


async def confirm_lesson(actor: Actor, class_id: UUID, form: HeldForm, request: UUID) -> UUID:
    """Keep that a lesson was held with the class the actor teaches; returns its id. Sent twice, it was held once.

    Raises `Invalid` with the field it is about: a day that has not come, no length, nothing that was held.
    """
    async with writing() as session:
        one = await policy.check_teaches(session, actor, class_id, changes=True)
        kept = (
            await session.execute(select(HeldLesson).where(col(HeldLesson.request) == request))
        ).scalar_one_or_none()
        if kept is not None:
            if kept.class_id != one.id:
                raise NotFound()
            return kept.id
        if form.held_on > today_at(await country_of_school(session, one.school_id)):
            raise Invalid(N_("This day has not come yet."), field="held_on")
        if not 0 < form.minutes <= MOST_MINUTES:
            raise Invalid(N_("Say how many minutes it took."), field="minutes")
        row = HeldLesson(
            school_id=one.school_id,
            class_id=one.id,
            held_on=form.held_on,
            minutes=form.minutes,
            by_id=actor.person_id,
            made_at=now(),
            request=request,
        )
        if form.item is not None:
            item = (
                await session.execute(
                    select(PlanItem).where(
                        col(PlanItem.id) == form.item,
                        col(PlanItem.class_id) == one.id,
                        col(PlanItem.kind) == PlanKind.EXTERNAL,
                        col(PlanItem.deleted_at).is_(None),
                    )
                )
            ).scalar_one_or_none()
            if item is None:
                raise NotFound()
            row.item_id, row.title, row.aims = (
                item.id,
                one_line(item.title, field="item", most=LONGEST_TITLE),
                item.aims,
            )
        else:
            await _of_module(session, row, form)
        pupils = set((await session.execute(pupils_of(one.id))).scalars())
        session.add(row)
        await session.flush()
        session.add_all(LessonPupil(lesson_id=row.id, person_id=who) for who in sorted(pupils - set(form.absent)))
        _audit_lesson(session, "learning.confirm_lesson", actor, row, pupils - set(form.absent))
        return row.id


async def take_lesson_back(actor: Actor, lesson_id: UUID) -> None:
    """It was not held after all: its hours count no more."""
    async with writing() as session:
        _one, row = await policy.own_lesson(session, actor, lesson_id)
        row.deleted_at = now()
        _audit_lesson(session, "learning.take_lesson_back", actor, row)


async def confirm_again(actor: Actor, lesson_id: UUID) -> None:
    """Undo that, as long as it rests."""
    async with writing() as session:
        _one, row = await policy.own_lesson(session, actor, lesson_id, deleted=True)
        if row.deleted_at is None or row.deleted_at <= rested_before():
            raise NotFound()
        row.deleted_at = None
        _audit_lesson(session, "learning.confirm_again", actor, row)


async def _of_module(session: AsyncSession, row: HeldLesson, form: HeldForm) -> None:
    module = await material.written_for(session, row.school_id, form.module)
    if module is None:
        raise Invalid(N_("Choose what was held."), field="what")
    chosen = material.material_of(module)
    codes = [piece.code for piece in chosen.pieces if not form.activities or piece.code in form.activities]
    if not codes:
        raise Invalid(N_("Choose activities of this module."), field="activities")
    row.module, row.activities, row.aims = chosen.module, codes, list(chosen.aims)


def _audit_lesson(
    session: AsyncSession, action: str, actor: Actor, row: HeldLesson, there: Collection[UUID] = ()
) -> None:
    audit(
        session,
        action,
        actor_id=actor.person_id,
        school_id=row.school_id,
        thing=f"held_lesson:{row.id}",
        minutes=row.minutes,
        pupils=len(there),
    )
