"""A short address of a school's ambassadors, and how many came by it on a day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class CampaignLink(Row, table=True):
    """An address `/go/<code>` for one poster, stand or slide. With a `goal`, so many new starts are hoped for, of a
    class or (without one) of the school. Ended ones lead on all the same and count no more; 30 days later they go."""

    __tablename__ = "campaign_link"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("goal between 5 and 2000", name="goal"),
        Index(None, "school_id", "ended_at"),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    code: str = Field(max_length=12, unique=True)
    name: str = Field(max_length=80)  # where it hangs or is shown
    class_id: UUID | None = Field(default=None, foreign_key="school_class.id", ondelete="SET NULL", index=True)
    goal: int | None = None
    made_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class CampaignCount(Row, table=True):
    """How many devices came by a link on a day, and how many people began after that. Nothing says who."""

    __tablename__ = "campaign_count"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("link_id", "day"),
        CheckConstraint("scans >= 0 and starts >= 0", name="counted"),
    )

    link_id: UUID = Field(foreign_key="campaign_link.id", ondelete="CASCADE")
    day: date
    scans: int = 0
    starts: int = 0
