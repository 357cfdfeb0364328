"""The pupil's own words about a placement: days of a diary with their photos, how it was, a note of thanks."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class DiaryDay(Row, table=True):
    """What a pupil wrote of one day; "" where a photo alone tells of it. Deleted ones rest 30 days, then go."""

    __tablename__ = "diary_day"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_diary_day_written",
            "placement_id",
            "day",
            unique=True,
            sqlite_where=text("deleted_at is null"),
            postgresql_where=text("deleted_at is null"),
        ),
        Index(None, "deleted_at"),
    )

    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE", index=True)
    day: date
    words: str = Field(default="", max_length=4000)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)


class DiaryPhoto(Row, table=True):
    """A photo of such a day: an evidence of the pupil's, which nobody else sees before they share it."""

    __tablename__ = "diary_photo"  # pyright: ignore[reportAssignmentType]

    day_id: UUID = Field(foreign_key="diary_day.id", ondelete="CASCADE", index=True)
    evidence_id: UUID = Field(foreign_key="evidence.id", ondelete="CASCADE", unique=True)
    made_at: datetime = Field(sa_type=Moment)


class OwnEvaluation(Row, table=True):
    """How a placement was, in the pupil's words; `would` is "yes", "maybe" or "no", "" where they do not say."""

    __tablename__ = "own_evaluation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("would in ('', 'yes', 'maybe', 'no')", name="would"),)

    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE", unique=True)
    proud: str = Field(default="", max_length=1500)
    surprised: str = Field(default="", max_length=1500)
    would: str = Field(default="", max_length=10)
    why: str = Field(default="", max_length=1500)
    to_next: str = Field(default="", max_length=1500)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1


class ThanksState(StrEnum):
    """With whom a note of thanks lies."""

    OWN = "own"  # with the pupil, who took it back
    WAITING = "waiting"  # with the adults at school
    RETURNED = "returned"  # with the pupil again, and why
    SENT = "sent"  # on its way to the host


class ThanksNote(Row, table=True):
    """A note of a pupil to their host, which an adult of the school reads and sends on, or gives back."""

    __tablename__ = "thanks_note"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("placement_id"),
        CheckConstraint("state in ('own', 'waiting', 'returned', 'sent')", name="state"),
    )

    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE")
    words: str = Field(max_length=1500)
    state: str = Field(max_length=10)
    why: str = Field(default="", max_length=500)  # it was given back
    contact_id: UUID | None = Field(default=None, foreign_key="host_contact.id", ondelete="SET NULL", index=True)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
