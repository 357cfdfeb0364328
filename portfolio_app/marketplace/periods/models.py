"""When classes of a school go out to hosts, for what, and what their pupils wish."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Period(Row, table=True):
    """Days on which classes of a school go out, and the adult who answers for it. Hosts see it once it is announced."""

    __tablename__ = "period"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("school_minutes between 0 and 600", name="school_minutes"),
        Index(None, "school_id", "ended_at", "first_day"),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    name: str = Field(max_length=120)
    kind: str = Field(max_length=20)  # OfferKind
    first_day: date
    last_day: date
    wishes_until: date | None = None  # the last day on which pupils say what they wish; None: they are not asked
    school_minutes: int = 0  # of school beside it on each of these days: they count in for working hours
    words: str = Field(default="", max_length=1500)  # for pupils and families
    adult_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    adult_phone: str = Field(default="", max_length=30)  # at which they are reached on these days
    announced_at: datetime | None = Field(default=None, sa_type=Moment)
    made_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class PeriodClass(Row, table=True):
    """A class that goes out in a period."""

    __tablename__ = "period_class"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("period_id", "class_id"),)

    period_id: UUID = Field(foreign_key="period.id", ondelete="CASCADE")
    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE", index=True)


class PeriodOffer(Row, table=True):
    """An offer that the pupils of a period may rank, and on whose dates within it they are placed."""

    __tablename__ = "period_offer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("period_id", "offer_id"),)

    period_id: UUID = Field(foreign_key="period.id", ondelete="CASCADE")
    offer_id: UUID = Field(foreign_key="offer.id", ondelete="CASCADE", index=True)
    way_there: str = Field(default="", max_length=500)  # from the school, in words
    made_at: datetime = Field(sa_type=Moment)


class Wish(Row, table=True):
    """What a pupil wishes for a period, in their order: a field of work, or an offer where the period has some to
    rank."""

    __tablename__ = "wish"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("rank between 1 and 3", name="rank"),
        CheckConstraint("(field = '') = (offer_id is not null)", name="what"),
        UniqueConstraint("period_id", "person_id", "rank"),
        Index(None, "person_id"),
    )

    period_id: UUID = Field(foreign_key="period.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    rank: int
    field: str = Field(default="", max_length=20)  # marketplace/fields.py
    offer_id: UUID | None = Field(default=None, foreign_key="offer.id", ondelete="CASCADE", index=True)
    why: str = Field(default="", max_length=500)
    made_at: datetime = Field(sa_type=Moment)
