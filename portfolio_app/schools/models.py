"""Regions, schools, classes and who is in them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Region(Row, table=True):
    """Where schools lie, and where a pupil there finds help."""

    __tablename__ = "region"  # pyright: ignore[reportAssignmentType]

    name: str = Field(max_length=120)
    country: str = Field(max_length=2)  # ISO 3166-1
    # "Need to talk?": a list of {"name", "phone", "url", "hours"}, names and hours per language
    help: list[dict[str, object]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class School(Row, table=True):
    """A school, the framework it works with, and the person pupils turn to."""

    __tablename__ = "school"  # pyright: ignore[reportAssignmentType]

    region_id: UUID = Field(foreign_key="region.id", index=True)
    name: str = Field(max_length=120)
    language: str = Field(default="en", max_length=8)
    framework: str = Field(default="scotland-cms", max_length=60)
    contact_name: str = Field(default="", max_length=120)
    contact_how: str = Field(default="", max_length=200)  # room, hours, phone
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class SchoolClass(Row, table=True):
    """A class of a school, at one stage of the framework."""

    __tablename__ = "school_class"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_school_class_open",
            "school_id",
            "name",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    name: str = Field(max_length=60)
    stage: str = Field(default="13-15", max_length=20)
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class ClassMember(Row, table=True):
    """Somebody in a class, as a pupil or as one of its teachers."""

    __tablename__ = "class_member"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("role in ('pupil', 'teacher')", name="role"),
        Index(
            "uq_class_member_open",
            "class_id",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
        Index(None, "person_id", "ended_at"),
    )

    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    role: str = Field(max_length=10)
    began_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Barrier(StrEnum):
    """What may get in the way of something a pupil wants."""

    MONEY = "money"
    TRANSPORT = "transport"
    LANGUAGE = "language"
    HEALTH = "health"
    CARE = "care"
    OTHER = "other"


class LocalHelp(Row, table=True):
    """Who helps with a barrier at a school, or in a region: what its schools say comes first."""

    __tablename__ = "local_help"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('money', 'transport', 'language', 'health', 'care', 'other')", name="kind"),
        CheckConstraint("(school_id is null) <> (region_id is null)", name="place"),
        UniqueConstraint("school_id", "kind"),
        UniqueConstraint("region_id", "kind"),
    )

    school_id: UUID | None = Field(default=None, foreign_key="school.id", ondelete="CASCADE")
    region_id: UUID | None = Field(default=None, foreign_key="region.id", ondelete="CASCADE")
    kind: str = Field(max_length=10)
    words: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))  # per language
    url: str = Field(default="", max_length=300)
