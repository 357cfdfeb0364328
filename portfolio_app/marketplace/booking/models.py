"""Seats on the dates of offers."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row

OPEN = "state in ('held', 'booked', 'waiting')"


class State(StrEnum):
    """What has become of a booking."""

    HELD = "held"  # until `held_until`, by the clock of the database
    BOOKED = "booked"
    WAITING = "waiting"  # takes no seat
    ENDED = "ended"


class Booking(Row, table=True):
    """Seats of an offer's date for a pupil or for a class of a school. Those that are held or booked are counted in
    `OfferDate.taken`, which never exceeds the seats there are."""

    __tablename__ = "booking"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("state in ('held', 'booked', 'waiting', 'ended')", name="state"),
        CheckConstraint("(state = 'held') = (held_until is not null)", name="held"),
        CheckConstraint("(state = 'ended') = (ended_at is not null)", name="ended"),
        CheckConstraint("(pupil_id is null) <> (class_id is null)", name="whose"),
        CheckConstraint("seats between 1 and 500 and (pupil_id is null or seats = 1)", name="seats"),
        *(
            Index(
                f"uq_booking_open_{column}",
                "offer_date_id",
                f"{column}_id",
                unique=True,
                sqlite_where=text(OPEN),
                postgresql_where=text(OPEN),
            )
            for column in ("pupil", "class")
        ),
        Index(None, "offer_date_id", "state", "made_at"),
        Index(None, "school_id", "state"),
    )

    offer_date_id: UUID = Field(foreign_key="offer_date.id", ondelete="CASCADE")
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    period_id: UUID | None = Field(default=None, foreign_key="period.id", ondelete="SET NULL", index=True)
    pupil_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    class_id: UUID | None = Field(default=None, foreign_key="school_class.id", ondelete="CASCADE", index=True)
    seats: int
    state: str = Field(max_length=10)
    held_until: datetime | None = Field(default=None, sa_type=Moment, index=True)
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(index=True)  # of the form, which may book for several pupils
