"""Versions of modules that somebody has begun or was given, and what pupils do in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class ModuleContent(Row, table=True):
    """The bytes of a file of a module, once however many versions have it; `compressed` by zlib."""

    __tablename__ = "module_content"  # pyright: ignore[reportAssignmentType]

    sha256: str = Field(max_length=64, unique=True)
    compressed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ModuleVersion(Row, table=True):
    """A module as it was at one time: a class in it keeps its words while its files change.

    `files` are the hashes of its files by their paths. Shipped, adapted and imported ones are the same.
    """

    __tablename__ = "module_version"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "name", "kept_at"),)

    hash: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=50)
    programme: str = Field(default="", max_length=60)
    number: int = 0
    minutes: int = 0
    files: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    kept_at: datetime = Field(sa_type=Moment)


class WorkState(StrEnum):
    """How far somebody is with an activity."""

    BEGUN = "begun"
    DONE = "done"


class Lesson(Row, table=True):
    """A module that somebody has begun, in the version they began with; `step` is where they were last.

    `module` is its name; of a module one version is open at a time: the one begun last.
    """

    __tablename__ = "lesson"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("person_id", "version_id"), Index(None, "person_id", "module"))

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    version_id: UUID = Field(foreign_key="module_version.id", index=True)
    module: str = Field(max_length=50)
    step: int = 0
    begun_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)  # of all its activities


class LessonWork(Row, table=True):
    """What somebody answered in an activity of a module: `answers` by the codes of its questions.

    `became` names what was made of it, once its owner said yes: "entry:<id>", "evidence:<id>", "goal:<id>".
    """

    __tablename__ = "lesson_work"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("state in ('begun', 'done')", name="state"),
        UniqueConstraint("lesson_id", "activity"),
    )

    lesson_id: UUID = Field(foreign_key="lesson.id", ondelete="CASCADE")
    activity: str = Field(max_length=40)
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = Field(default=WorkState.BEGUN, max_length=10)
    became: str = Field(default="", max_length=60)
    changed_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
