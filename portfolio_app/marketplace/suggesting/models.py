"""A workplace that a pupil has found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class FoundPlace(Row, table=True):
    """A workplace that a pupil has asked at. An adult of their school invites it as a host, or says why not."""

    __tablename__ = "found_place"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("answer in ('', 'invited', 'not')", name="answer"),
        CheckConstraint("(answered_at is null) = (answer = '')", name="answered"),
        Index(None, "person_id", "ended_at"),
        Index(None, "school_id", "answer"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    place: str = Field(max_length=120)  # what the workplace is called
    town: str = Field(max_length=80)
    contact: str = Field(default="", max_length=120)  # whom the pupil talked to
    mail: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=30)
    words: str = Field(default="", max_length=500)  # what was said there
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)  # the pupil took it back
    answer: str = Field(default="", max_length=10)
    answer_words: str = Field(default="", max_length=300)  # why it is not invited
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    host_id: UUID | None = Field(default=None, foreign_key="host.id", ondelete="SET NULL", index=True)
    request: UUID = Field(unique=True)
