"""Entries of a portfolio, in the order their owner chose."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Entry(Row, table=True):
    """Something that happened and what it taught (Kolb's four questions). Deleted ones rest 30 days, then go."""

    __tablename__ = "entry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id", "deleted_at", "position"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    title: str = Field(max_length=160)
    happened: str = Field(default="", max_length=8000)
    noticed: str = Field(default="", max_length=8000)
    learned: str = Field(default="", max_length=8000)
    try_next: str = Field(default="", max_length=8000)
    position: int = 0
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)


class EntryCapability(Row, table=True):
    """A capability that an entry shows."""

    __tablename__ = "entry_capability"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("entry_id", "framework", "capability"),)

    entry_id: UUID = Field(foreign_key="entry.id", ondelete="CASCADE")
    framework: str = Field(max_length=60)
    capability: str = Field(max_length=20)


class EntryEvidence(Row, table=True):
    """An evidence (photo, file, link) that belongs to an entry, in order."""

    __tablename__ = "entry_evidence"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("entry_id", "evidence_id"),)

    entry_id: UUID = Field(foreign_key="entry.id", ondelete="CASCADE")
    evidence_id: UUID = Field(foreign_key="evidence.id", ondelete="CASCADE", index=True)
    position: int = 0
