"""Regions, schools, classes and who is in them."""

from datetime import date, datetime
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
    # From which stage on pupils may show things by a link: "" all of them, "nobody" none (schools/links.py)
    links_from: str = Field(default="", max_length=20)
    town: str = Field(default="", max_length=80)  # where distances to workplaces are measured from
    latitude: float | None = None  # degrees, WGS 84 (core/places.py)
    longitude: float | None = None
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
    # The day on which its pupils leave school: the first without one. Empty again once they have (leaving_day.py).
    leaving_on: date | None = None


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
    stays: bool = False  # a pupil who does not leave school with the class


class Leaving(Row, table=True):
    """Somebody on the way out of a school, or who has left it: days, and yes or no, never what they made."""

    __tablename__ = "leaving"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("person_id", "school_id"), Index(None, "school_id", "left_on"))

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    help_wanted: bool = False
    gone_through_on: date | None = None  # they said that they have looked at what to keep, hide and delete
    opened_on: date | None = None  # they typed the code that stands in their takeout
    left_on: date | None = None


class JoiningCode(Row, table=True):
    """A one-time code with which somebody who has an account becomes a pupil of a class."""

    __tablename__ = "joining_code"  # pyright: ignore[reportAssignmentType]

    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE", index=True)
    secret_hash: str = Field(max_length=64, unique=True)  # HMAC-SHA256 with the key of this instance
    made_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    used_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)


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
