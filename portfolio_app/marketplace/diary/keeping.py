"""What a pupil takes along of a placement that is over, piece by piece: an entry of work in their portfolio, and
evidence made of days of the diary.

What is made carries an id that comes from the piece itself: so it is made once, however often somebody presses, and is
found again. What was deleted since comes back.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, format_date
from portfolio_app.marketplace.diary.days import own_day
from portfolio_app.marketplace.diary.evaluation import NOT_OVER, is_over
from portfolio_app.marketplace.diary.models import DiaryDay, DiaryPhoto
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry, restore_entry
from portfolio_app.portfolio.evidence_entries import attach_evidence
from portfolio_app.portfolio.models import Entry, EntryKind
from portfolio_app.schools.membership import framework_of
from portfolio_app.skills import policy as skills_policy
from portfolio_app.skills.actions import (
    LONGEST_TITLE,
    EvidenceForm,
    add_evidence,
    change_evidence,
    delete_evidence,
    restore_evidence,
)
from portfolio_app.skills.framework import pupils_framework
from portfolio_app.skills.models import Evidence, EvidenceCapability, EvidenceKind


class Kept(Protocol):
    """An entry or an evidence that was made of a piece."""

    id: UUID
    deleted_at: datetime | None


def entry_request(placement_id: UUID) -> UUID:
    """The id with which the entry of a placement is made."""
    return uuid5(placement_id, "entry")


def evidence_request(day_id: UUID) -> UUID:
    """The id with which the evidence of a day is made."""
    return uuid5(day_id, "evidence")


async def keep_entry(actor: Actor, placement_id: str | UUID) -> UUID:
    """Make an entry of work of the actor's placement, seen by nobody else: where and when it was, what they did there,
    with the photos and the days that they keep as evidence. Made already: it is that one.

    Returns its id. Raises `Invalid` before the days are over, and `NotFound`.
    """
    async with reading() as session:
        placement = await policy.check_own(session, actor, placement_id)
        kept = await kept_entry(session, actor, placement.id)
        evidence = await evidence_of(session, actor, placement)
    if not is_over(placement):
        raise Invalid(NOT_OVER)
    if kept is not None:
        if kept.deleted_at is not None:
            await restore_entry(actor, kept.id)
        return kept.id
    form = EntryForm(
        title=placement.title,
        kind=EntryKind.WORK,
        began=placement.first_day.isoformat(),
        ended=placement.last_day.isoformat(),
        place=placement.host_name,
        happened=placement.tasks,
        evidence=tuple(evidence),
    )
    return await make_entry(actor, form, entry_request(placement.id))


async def keep_day(actor: Actor, day_id: str | UUID, capability: str) -> UUID:
    """Make evidence of a day of the actor's diary, for a capability, seen by nobody else; it joins the entry of the
    placement where there is one. Where the day has a photo, which is evidence already, its words join that, and no
    capability need be named. Made already: it is that one.

    Returns its id. Raises `Invalid` with the field without a skill, without words and before the days are over, and
    `NotFound`.
    """
    async with reading() as session:
        own = await own_day(session, actor, day_id)
        kept = (await kept_evidence(session, actor, [own.row.id])).get(own.row.id)
        photo = await _photo_of(session, actor, own.row)
        entry = await kept_entry(session, actor, own.placement.id)
    if own.row.deleted_at is not None:
        raise NotFound()
    if not is_over(own.placement):
        raise Invalid(NOT_OVER)
    if kept is not None:
        if kept.deleted_at is not None:
            await restore_evidence(actor, kept.id)
        return kept.id
    if photo is not None:
        if own.row.words and not photo.words:
            await _say_on_photo(actor, photo, own.row.words, capability)
        evidence = photo.id
    else:
        if not capability:
            raise Invalid(N_("Choose at least one skill that it shows."), field=f"skill-{own.row.id}")
        title = f"{own.placement.host_name}, {format_date(own.row.day)}"[:LONGEST_TITLE]
        form = EvidenceForm(title=title, words=own.row.words, capabilities=(capability,))
        evidence = await add_evidence(actor, EvidenceKind.WORDS, form, evidence_request(own.row.id), from_entry=True)
    if entry is not None and entry.deleted_at is None:
        await attach_evidence(actor, entry.id, evidence)
    return evidence


async def _photo_of(session: AsyncSession, actor: Actor, day: DiaryDay) -> Evidence | None:
    """The first photo of a day that is not deleted."""
    wanted = (
        select(Evidence)
        .join(DiaryPhoto, col(DiaryPhoto.evidence_id) == col(Evidence.id))
        .where(col(DiaryPhoto.day_id) == day.id, skills_policy.own(actor))
        .order_by(col(DiaryPhoto.made_at), col(DiaryPhoto.id))
        .limit(1)
    )
    return (await session.execute(wanted)).scalar_one_or_none()


async def _say_on_photo(actor: Actor, photo: Evidence, words: str, capability: str = "") -> None:
    """Change what is said of a photo; pressed twice at once, the second finds it done."""
    async with reading() as session:
        used = pupils_framework(await framework_of(session, actor.person_id))
        shown = await session.execute(
            select(col(EvidenceCapability.capability)).where(
                col(EvidenceCapability.evidence_id) == photo.id, col(EvidenceCapability.framework) == used.code
            )
        )
        codes = (*shown.scalars(), *([capability] if capability else []))
    form = EvidenceForm(
        title=photo.title,
        words=words,
        people_in_it=photo.people_in_it,
        origin=photo.origin,
        capabilities=tuple(dict.fromkeys(codes)),
    )
    try:
        await change_evidence(actor, photo.id, form, photo.version)
    except Conflict:
        async with writing() as session:  # after the change that was faster
            said = select(col(Evidence.words)).where(col(Evidence.id) == photo.id)
            now_said = (await session.execute(said)).scalar_one_or_none()
        if now_said != words:
            raise


async def let_go_again(actor: Actor, piece: str, thing: str | UUID) -> None:
    """Undo that: `piece` is "entry" with a placement's id, or "day" with that of a day. What was made rests among the
    recently deleted; words of a day leave its photo. Undone already: fine. Raises `NotFound`."""
    evidence = photo = None
    words = ""
    async with reading() as session:
        if piece == "entry":
            placement = await policy.check_own(session, actor, thing)
            entry = await kept_entry(session, actor, placement.id)
        else:
            own = await own_day(session, actor, thing)
            entry, words = None, own.row.words
            evidence = (await kept_evidence(session, actor, [own.row.id])).get(own.row.id)
            photo = await _photo_of(session, actor, own.row)
    if entry is not None:
        await delete_entry(actor, entry.id)
    if evidence is not None:
        await delete_evidence(actor, evidence.id)
    elif photo is not None and photo.words and photo.words == words:
        await _say_on_photo(actor, photo, "")


async def kept_entry(session: AsyncSession, actor: Actor, placement_id: UUID) -> Kept | None:
    """The entry that the actor made of a placement, also one that rests deleted."""
    wanted = select(Entry).where(
        col(Entry.request) == entry_request(placement_id), col(Entry.person_id) == actor.person_id
    )
    return (await session.execute(wanted)).scalar_one_or_none()


async def kept_evidence(session: AsyncSession, actor: Actor, day_ids: Collection[UUID]) -> dict[UUID, Kept]:
    """The evidence that the actor made of days, by day; also such that rests deleted."""
    day_of = {evidence_request(one): one for one in day_ids}
    wanted = select(Evidence).where(col(Evidence.request).in_(day_of), col(Evidence.person_id) == actor.person_id)
    return {day_of[row.request]: row for row in (await session.execute(wanted)).scalars()}


async def evidence_of(session: AsyncSession, actor: Actor, placement: Placement) -> list[UUID]:
    """The actor's evidence of a placement that is not deleted: photos of its diary, and days that were kept; by day."""
    days = (
        select(col(DiaryDay.id))
        .where(col(DiaryDay.placement_id) == placement.id, col(DiaryDay.deleted_at).is_(None))
        .order_by(col(DiaryDay.day))
    )
    ids = list((await session.execute(days)).scalars())
    photos = select(col(DiaryPhoto.evidence_id)).where(col(DiaryPhoto.day_id).in_(ids))
    kept = select(col(Evidence.id)).where(
        (col(Evidence.request).in_([evidence_request(one) for one in ids])) | (col(Evidence.id).in_(photos)),
        col(Evidence.person_id) == actor.person_id,
        col(Evidence.deleted_at).is_(None),
    )
    return list((await session.execute(kept.order_by(col(Evidence.made_at), col(Evidence.id)))).scalars())
