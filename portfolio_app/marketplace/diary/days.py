"""A diary of days at a workplace: a few words for each day that has begun, and photos where the agreement allows them.

It is the pupil's alone. A photo is evidence of theirs from the beginning, with all that holds for evidence.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, local_date
from portfolio_app.core.resting import rest_lasts, rested_before
from portfolio_app.core.wording import day_typed, several_lines
from portfolio_app.marketplace.diary.models import DiaryDay, DiaryPhoto
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.absences import days_of
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills.evidence_views import DeletedThing, deleted_thing
from portfolio_app.skills.models import Evidence, EvidenceKind

LONGEST_WORDS = 4000  # as many as an evidence holds
MOST_PHOTOS = 6
"""Of one day."""
NOT_BEGUN = N_("Choose a day of this placement that has begun.")
NO_PHOTOS = N_("What is agreed about this workplace allows no photos.")


@dataclass(frozen=True)
class OwnDay:
    """A day of a diary, with the placement it is of."""

    row: DiaryDay
    placement: Placement


def new_day_draft(placement_id: UUID) -> str:
    """The name of the draft of a day that is not kept yet."""
    return f"diary-new:{placement_id}"


def day_draft(day_id: UUID) -> str:
    """The name of the draft of a day that is being changed."""
    return f"diary:{day_id}"


def begun_days(placement: Placement) -> tuple[date, ...]:
    """The days on which the pupil is or was there: up to today, and none since it was cancelled."""
    until = local_date(now())
    if placement.cancelled_at is not None:
        until = min(until, local_date(placement.cancelled_at) - timedelta(days=1))
    return tuple(day for day in days_of(placement) if day <= until)


async def write_day(actor: Actor, placement_id: str | UUID, day: str, words: str, version: int = 0) -> None:
    """Keep what the actor writes of a day (ISO 8601) of their placement; `version` is of the words that are changed, 0
    where there are none. The same words again change nothing.

    Raises `Invalid` with the field, also for a day that has not begun; `Conflict` when other words were kept meanwhile;
    `NotFound`.
    """
    text = several_lines(words, field="words", most=LONGEST_WORDS, empty=N_("Write a few words about the day."))
    async with writing() as session:
        placement = await policy.check_own(session, actor, placement_id, lock=True)
        row = await _of_day(session, placement, _begun(placement, day))
        if row is not None and row.words and row.words != text and row.version != version:
            raise Conflict()
        if row is None:
            row = await _begin(session, placement, day_typed(day, field="day"))
        elif row.words == text:
            await _forget_drafts(session, actor, row)
            return
        else:
            row.version += 1
        row.words, row.changed_at = text, now()
        await _forget_drafts(session, actor, row)
        audit_placement(session, "write_diary", actor.person_id, placement, day=str(row.id))


async def delete_day(actor: Actor, day_id: str | UUID) -> None:
    """Put a day among the recently deleted, where it rests 30 days; its photos stay among the actor's evidence. Twice
    is fine. Raises `NotFound`."""
    async with writing() as session:
        own = await own_day(session, actor, day_id, lock=True)
        if own.row.deleted_at is not None:
            return
        own.row.deleted_at = now()
        await drop_draft(session, actor.person_id, day_draft(own.row.id))
        audit_placement(session, "delete_diary", actor.person_id, own.placement, day=str(own.row.id))


async def restore_day(actor: Actor, day_id: str | UUID) -> None:
    """Bring a recently deleted day back. One that is there already stays as it is.

    Raises `Invalid` when the actor has written of that day again since, and `NotFound`.
    """
    async with writing() as session:
        own = await own_day(session, actor, day_id, lock=True)
        if own.row.deleted_at is None:
            return
        if own.row.deleted_at <= rested_before():
            raise NotFound()
        if await _of_day(session, own.placement, own.row.day) is not None:
            raise Invalid(N_("You have written about this day again since. Delete that first."))
        own.row.deleted_at = None
        audit_placement(session, "restore_diary", actor.person_id, own.placement, day=str(own.row.id))


async def check_photo(actor: Actor, placement_id: str | UUID, day: str) -> None:
    """Raise unless a photo can be added to that day now: `Invalid` where none is allowed, the day has not begun or has
    photos enough; `NotFound`."""
    async with reading() as session:
        placement = await policy.check_own(session, actor, placement_id)
        await _has_room(session, placement, _begun(placement, day))


async def add_photo(actor: Actor, placement_id: str | UUID, day: str, evidence_id: str | UUID) -> None:
    """Put a photo among the actor's evidence into their diary. There already: fine. Raises as `check_photo`."""
    async with writing() as session:
        placement = await policy.check_own(session, actor, placement_id, lock=True)
        evidence = await skills_policy.own_evidence(session, actor, as_id(evidence_id))
        if evidence.kind != EvidenceKind.PHOTO:
            raise NotFound()
        there = select(col(DiaryPhoto.id)).where(col(DiaryPhoto.evidence_id) == evidence.id)
        if (await session.execute(there)).first() is not None:
            return
        typed = _begun(placement, day)
        row = await _has_room(session, placement, typed) or await _begin(session, placement, typed)
        await insert_new(session, DiaryPhoto(day_id=row.id, evidence_id=evidence.id, made_at=now()))
        audit_placement(session, "add_photo", actor.person_id, placement, day=str(row.id))


async def own_day(session: AsyncSession, actor: Actor, day_id: str | UUID, *, lock: bool = False) -> OwnDay:
    """A day of the actor's, deleted ones too. Raises `NotFound`."""
    wanted = (
        select(DiaryDay, Placement)
        .join(Placement, col(Placement.id) == col(DiaryDay.placement_id))
        .where(col(DiaryDay.id) == as_id(day_id), policy.own(actor))
    )
    found = (await session.execute(wanted.with_for_update() if lock else wanted)).one_or_none()
    if found is None:
        raise NotFound()
    return OwnDay(*found)


async def load_deleted_days(actor: Actor) -> tuple[DeletedThing, ...]:
    """The actor's recently deleted days, newest first, each with the day on which it goes for good."""
    async with reading() as session:
        rows = await session.execute(
            select(DiaryDay, col(Placement.host_name))
            .join(Placement, col(Placement.id) == col(DiaryDay.placement_id))
            .where(policy.own(actor), col(DiaryDay.deleted_at) > now() - rest_lasts())
            .order_by(col(DiaryDay.deleted_at).desc())
        )
        return tuple(
            deleted_thing(row.id, f"{host}, {format_date(row.day)}", _("Day of a diary"), row.deleted_at)
            for row, host in rows
            if row.deleted_at
        )


def _begun(placement: Placement, day: str) -> date:
    typed = day_typed(day, field="day")
    if typed not in begun_days(placement):
        raise Invalid(NOT_BEGUN, field="day")
    return typed


async def _of_day(session: AsyncSession, placement: Placement, day: date) -> DiaryDay | None:
    wanted = select(DiaryDay).where(
        col(DiaryDay.placement_id) == placement.id, col(DiaryDay.day) == day, col(DiaryDay.deleted_at).is_(None)
    )
    return (await session.execute(wanted)).scalar_one_or_none()


async def _begin(session: AsyncSession, placement: Placement, day: date) -> DiaryDay:
    row = DiaryDay(placement_id=placement.id, day=day, made_at=now(), changed_at=now())
    session.add(row)
    await session.flush()
    return row


async def _has_room(session: AsyncSession, placement: Placement, day: date) -> DiaryDay | None:
    """The day as it is written so far, when a photo can be added to it."""
    if not placement.photos_allowed:
        raise Invalid(NO_PHOTOS, field="photo")
    row = await _of_day(session, placement, day)
    if row is not None:
        count = (
            select(func.count())
            .select_from(DiaryPhoto)
            .join(Evidence, col(Evidence.id) == col(DiaryPhoto.evidence_id))
            .where(col(DiaryPhoto.day_id) == row.id, col(Evidence.deleted_at).is_(None))
        )
        if (await session.execute(count)).scalar_one() >= MOST_PHOTOS:
            raise Invalid(N_("This day has photos enough: six is the most."), field="photo")
    return row


async def _forget_drafts(session: AsyncSession, actor: Actor, row: DiaryDay) -> None:
    for form in (new_day_draft(row.placement_id), day_draft(row.id)):
        await drop_draft(session, actor.person_id, form)
