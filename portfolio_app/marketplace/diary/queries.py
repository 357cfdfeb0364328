"""What a pupil sees of their own words about a placement: the diary, and the page for afterwards."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.core.cleaned import Flaw
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import KeptDraft, load_draft, load_drafts, typed_text
from portfolio_app.core.languages import _, format_date, format_days, format_moment, spoken
from portfolio_app.core.unusable_files import SENTENCES
from portfolio_app.marketplace.diary.days import begun_days, day_draft, new_day_draft
from portfolio_app.marketplace.diary.evaluation import ANSWERS, evaluation_draft, evaluation_of, is_over
from portfolio_app.marketplace.diary.keeping import Kept, kept_entry, kept_evidence
from portfolio_app.marketplace.diary.models import DiaryDay, DiaryPhoto, ThanksNote, ThanksState
from portfolio_app.marketplace.diary.thanks import note_of, reader_of, thanks_draft
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.marketplace.placements.telling import adults_of
from portfolio_app.marketplace.placements.worries import told_said
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.membership import framework_of
from portfolio_app.settings import settings
from portfolio_app.skills.evidence_views import EvidenceItem, evidence_items
from portfolio_app.skills.framework import pupils_framework

MOST_DAYS = 60
"""Shown at once, the newest: more than a school year's weekly day has."""


@dataclass(frozen=True)
class WrittenDay:
    """A day of the diary. `typed` is what its form begins with: what was typed last."""

    id: str = ""
    value: str = ""
    label: str = ""
    words: str = ""
    typed: str = ""
    version: int = 0
    draft: str = ""
    draft_version: int = 0
    photos: tuple[EvidenceItem, ...] = ()


@dataclass(frozen=True)
class DiaryView:
    """A diary: what is written, the newest day first, and the form for a day that is not."""

    loaded: bool = False
    id: str = ""
    host: str = ""
    title: str = ""
    days: str = ""
    written: tuple[WrittenDay, ...] = ()
    unwritten: tuple[Option, ...] = ()
    """Days that have begun and nothing is written of, the newest first."""
    day: str = ""
    typed: str = ""
    draft: str = ""
    draft_version: int = 0
    form_key: str = ""
    waits: bool = False
    """Whether the first day is still to come."""
    photos_allowed: bool = False
    photo_days: tuple[Option, ...] = ()
    photo_request: str = ""
    shows: tuple[Option, ...] = ()
    """What a photo can show: no skill chosen yet, and each of them."""
    upload_bytes: int = 0
    too_large: str = ""


@dataclass(frozen=True)
class EvaluationView:
    """How it was, as its form begins with it."""

    proud: str = ""
    surprised: str = ""
    would: str = ""
    why: str = ""
    to_next: str = ""
    version: int = 0
    draft: str = ""
    draft_version: int = 0
    saved: str = ""


@dataclass(frozen=True)
class ThanksView:
    """The note of thanks: `words` as they were handed in, `typed` what its form begins with."""

    state: str = ""
    words: str = ""
    typed: str = ""
    why: str = ""
    sent: str = ""
    version: int = 0
    draft: str = ""
    draft_version: int = 0
    told: str = ""
    """Whom it reaches at school."""
    reader: bool = False
    """Whether somebody at the workplace can be written to now."""


@dataclass(frozen=True)
class Piece:
    """Something to take along: a day of the diary, or ("entry") the placement itself; `kept_href` once it is."""

    id: str = ""
    title: str = ""
    words: str = ""
    kept_href: str = ""
    photos: tuple[EvidenceItem, ...] = ()
    """Of a day; they are evidence already."""


@dataclass(frozen=True)
class AfterwardsView:
    """A placement that is over, and what its pupil does with it."""

    loaded: bool = False
    id: str = ""
    host: str = ""
    title: str = ""
    days: str = ""
    over: bool = False
    cancelled: bool = False
    approved: bool = False
    evaluation: EvaluationView = field(default_factory=EvaluationView)
    thanks: ThanksView = field(default_factory=ThanksView)
    entry: Piece = field(default_factory=Piece)
    pieces: tuple[Piece, ...] = ()
    has_photos: bool = False
    shows: tuple[Option, ...] = ()


async def load_diary(actor: Actor, placement_id: str) -> DiaryView:
    """The diary of a placement of the actor's own. Raises `NotFound`."""
    async with reading() as session:
        placement = await policy.check_own(session, actor, placement_id)
        rows = await _written(session, placement)
        new = new_day_draft(placement.id)
        drafts = await load_drafts(session, actor.person_id, new, *(day_draft(row.id) for row in rows))
        photos = await _photos(session, actor, rows)
        shows = await _skills(session, actor)
    begun = begun_days(placement)
    told = {row.day for row in rows if row.words}
    left = tuple(_option(day) for day in reversed(begun) if day not in told)[:MOST_DAYS]
    draft, most = drafts.get(new), settings().upload_bytes
    wanted = typed_text(draft, "day")
    return DiaryView(
        loaded=True,
        id=str(placement.id),
        host=placement.host_name,
        title=placement.title,
        days=format_days(placement.first_day, placement.last_day),
        written=tuple(_day(row, drafts, photos.get(row.id, ())) for row in rows),
        unwritten=left,
        day=wanted if any(one.value == wanted for one in left) else left[0].value if left else "",
        typed=typed_text(draft, "words"),
        draft=new,
        draft_version=draft.version if draft else 0,
        form_key=f"{placement.id}:{max((row.changed_at for row in rows), default='')}:{len(told)}",
        waits=not begun and placement.cancelled_at is None,
        photos_allowed=placement.photos_allowed,
        photo_days=tuple(_option(day) for day in reversed(begun))[:MOST_DAYS],
        photo_request=str(uuid4()),
        shows=shows,
        upload_bytes=most,
        too_large=_(SENTENCES[Flaw.TOO_LARGE]).format(megabytes=most // 1_000_000),
    )


async def load_afterwards(actor: Actor, placement_id: str) -> AfterwardsView:
    """A placement of the actor's own, once it is over. Raises `NotFound`."""
    async with reading() as session:
        placement = await policy.check_own(session, actor, placement_id)
        rows = await _written(session, placement)
        photos = await _photos(session, actor, rows)
        entry = await kept_entry(session, actor, placement.id)
        kept = await kept_evidence(session, actor, [row.id for row in rows])
        evaluation = await _evaluation(session, actor, placement)
        thanks = await _thanks(session, actor, placement)
        shows = await _skills(session, actor)
    days = format_days(placement.first_day, placement.last_day)
    return AfterwardsView(
        loaded=True,
        id=str(placement.id),
        host=placement.host_name,
        title=placement.title,
        days=days,
        over=is_over(placement),
        cancelled=placement.cancelled_at is not None,
        approved=placement.approved_at is not None,
        evaluation=evaluation,
        thanks=thanks,
        entry=Piece(
            id=str(placement.id),
            title=placement.title
            if placement.host_name in placement.title
            else f"{placement.title}, {placement.host_name}",
            words=days,
            kept_href=href("/entry", id=str(entry.id)) if entry and entry.deleted_at is None else "",
        ),
        pieces=tuple(_piece(row, kept.get(row.id), photos.get(row.id, ())) for row in reversed(rows)),
        has_photos=any(photos.values()),
        shows=shows,
    )


def _piece(row: DiaryDay, kept: Kept | None, photos: tuple[EvidenceItem, ...]) -> Piece:
    """A day, kept where evidence was made of it, or where its photo has words (or is all there is)."""
    where = ""
    if kept is not None:
        where = href("/evidence", id=str(kept.id)) if kept.deleted_at is None else ""
    elif photos and (photos[0].words or not row.words):
        where = photos[0].href
    return Piece(str(row.id), format_date(row.day, "full"), row.words, where, photos)


async def _written(session: AsyncSession, placement: Placement) -> Sequence[DiaryDay]:
    rows = await session.execute(
        select(DiaryDay)
        .where(col(DiaryDay.placement_id) == placement.id, col(DiaryDay.deleted_at).is_(None))
        .order_by(col(DiaryDay.day).desc())
        .limit(MOST_DAYS)
    )
    return rows.scalars().all()


async def _photos(
    session: AsyncSession, actor: Actor, rows: Sequence[DiaryDay]
) -> Mapping[UUID, tuple[EvidenceItem, ...]]:
    """Photos of these days that are not deleted, the first first."""
    found = (
        await session.execute(
            select(col(DiaryPhoto.day_id), col(DiaryPhoto.evidence_id))
            .where(col(DiaryPhoto.day_id).in_([row.id for row in rows]))
            .order_by(col(DiaryPhoto.made_at), col(DiaryPhoto.id))
        )
    ).all()
    items = await evidence_items(session, actor.person_id, [evidence for _day_id, evidence in found])
    item_of = {item.id: item for item in items}
    by_day: defaultdict[UUID, list[EvidenceItem]] = defaultdict(list)
    for day_id, evidence in found:
        if str(evidence) in item_of:
            by_day[day_id].append(item_of[str(evidence)])
    return {day_id: tuple(some) for day_id, some in by_day.items()}


async def _skills(session: AsyncSession, actor: Actor) -> tuple[Option, ...]:
    used = pupils_framework(await framework_of(session, actor.person_id))
    skills = [one for theme in used.themes for one in theme.capabilities]
    return (Option(label=_("Choose a skill")), *(Option(one.code, used.text(one.name, spoken())) for one in skills))


def _option(day: date) -> Option:
    return Option(day.isoformat(), format_date(day, "full"))


def _day(row: DiaryDay, drafts: Mapping[str, KeptDraft], photos: tuple[EvidenceItem, ...]) -> WrittenDay:
    draft = drafts.get(day_draft(row.id))
    return WrittenDay(
        id=str(row.id),
        value=row.day.isoformat(),
        label=format_date(row.day, "full"),
        words=row.words,
        typed=typed_text(draft, "words") if draft else row.words,
        version=row.version,
        draft=day_draft(row.id),
        draft_version=draft.version if draft else 0,
        photos=photos,
    )


async def _evaluation(session: AsyncSession, actor: Actor, placement: Placement) -> EvaluationView:
    row = await evaluation_of(session, placement)
    form = evaluation_draft(placement.id)
    draft = await load_draft(session, actor.person_id, form)
    kept: dict[str, Any] = {name: getattr(row, name) if row else "" for name in ANSWERS}
    typed = {name: typed_text(draft, name) for name in ANSWERS} if draft else kept
    return EvaluationView(
        version=row.version if row else 0,
        draft=form,
        draft_version=draft.version if draft else 0,
        saved=_("You saved this: {time}.").format(time=format_moment(row.changed_at)) if row else "",
        **typed,
    )


async def _thanks(session: AsyncSession, actor: Actor, placement: Placement) -> ThanksView:
    row: ThanksNote | None = await note_of(session, placement)
    form = thanks_draft(placement.id)
    draft = await load_draft(session, actor.person_id, form)
    adults = await adults_of(session, placement)
    reader = await reader_of(session, placement)
    sent_at = row.decided_at if row and row.state == ThanksState.SENT else None
    return ThanksView(
        state=row.state if row else "",
        words=row.words if row else "",
        typed=typed_text(draft, "thanks") if draft else row.words if row else "",
        why=row.why if row else "",
        sent=_("Sent: {time}.").format(time=format_moment(sent_at)) if sent_at else "",
        version=row.version if row else 0,
        draft=form,
        draft_version=draft.version if draft else 0,
        told=told_said(adults),
        reader=reader is not None,
    )
