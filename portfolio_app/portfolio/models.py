"""Entries of a portfolio, in the order their owner chose."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class EntryKind(StrEnum):
    """What an entry is about; the words for each are in `kinds.py`."""

    EXPERIENCE = "experience"
    ACHIEVEMENT = "achievement"
    QUALIFICATION = "qualification"
    PROJECT = "project"
    REFLECTION = "reflection"
    WORK = "work"
    INFORMAL = "informal"


class Scaffold(StrEnum):
    """By which questions somebody looks back in an entry. What was said by the other stays, and is read too."""

    QUESTIONS = "questions"  # Kolb's
    DIALS = "dials"  # the career buttons: `EntryDial`


def _among(column: str, codes: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} in ({', '.join(repr(one.value) for one in codes)})", name=column)


class Entry(Row, table=True):
    """Something that happened and what it taught. Deleted ones rest 30 days, then go.

    `began` and `ended` are a day, a month or a year ("2026-05-04", "2026-05", "2026"), "" where nothing was said; of a
    qualification the day it was given and the last day it holds. `place` is where it was: a place, an organisation, or
    whoever gave the qualification. While `corner_at` is set, the entry is in its owner's private corner, since then.
    """

    __tablename__ = "entry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        _among("kind", EntryKind),
        _among("scaffold", Scaffold),
        Index(None, "person_id", "deleted_at", "position"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(default=EntryKind.EXPERIENCE, max_length=20)
    title: str = Field(max_length=160)
    began: str = Field(default="", max_length=10)
    ended: str = Field(default="", max_length=10)
    ongoing: bool = False
    place: str = Field(default="", max_length=160)
    scaffold: str = Field(default=Scaffold.QUESTIONS, max_length=12)
    corner_at: datetime | None = Field(default=None, sa_type=Moment)
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


class EntryDial(Row, table=True):
    """Where somebody stood on a dial in what an entry tells of, from 1 to 5 (0: not said), and their words on it."""

    __tablename__ = "entry_dial"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("position between 0 and 5", name="position"),
        UniqueConstraint("entry_id", "framework", "capability"),
    )

    entry_id: UUID = Field(foreign_key="entry.id", ondelete="CASCADE")
    framework: str = Field(max_length=60)
    capability: str = Field(max_length=20)
    position: int = 0
    words: str = Field(default="", max_length=1000)


class EntryEvidence(Row, table=True):
    """An evidence (photo, file, link) that belongs to an entry, in order."""

    __tablename__ = "entry_evidence"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("entry_id", "evidence_id"),)

    entry_id: UUID = Field(foreign_key="entry.id", ondelete="CASCADE")
    evidence_id: UUID = Field(foreign_key="evidence.id", ondelete="CASCADE", index=True)
    position: int = 0
