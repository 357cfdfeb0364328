"""What a region says of itself, its partners, and who may read its offers by a program."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class RegionPage(Row, table=True):
    """How workplaces and schools of a region work together, and what they want to reach."""

    __tablename__ = "region_page"  # pyright: ignore[reportAssignmentType]

    region_id: UUID = Field(foreign_key="region.id", ondelete="CASCADE", unique=True)
    words: str = Field(default="", max_length=1500)
    goals: str = Field(default="", max_length=1500)  # one a line
    changed_at: datetime = Field(sa_type=Moment)
    changed_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    version: int = 1


class RegionPartner(Row, table=True):
    """An organisation that carries the work of a region, and what it does there."""

    __tablename__ = "region_partner"  # pyright: ignore[reportAssignmentType]

    region_id: UUID = Field(foreign_key="region.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=120)
    does: str = Field(max_length=300)
    website: str = Field(default="", max_length=300)
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class ReadingKey(Row, table=True):
    """With it a program reads what is offered in a region, and nothing else. The database keeps only its SHA-256."""

    __tablename__ = "reading_key"  # pyright: ignore[reportAssignmentType]

    region_id: UUID = Field(foreign_key="region.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=80)  # who reads with it
    digest: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(sa_type=Moment)
    made_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    used_on: date | None = None  # the day on which it was used last
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)
