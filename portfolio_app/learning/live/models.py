"""A lesson that a class has together now, where its pupils are in it, and walls of short answers without names.

All of it goes some days after the lesson (retention.py). What pupils did in their activities is theirs, and elsewhere.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class LiveLesson(Row, table=True):
    """A module that a class works at together, until a teacher ends it or the school's day does: one at a time.

    `activity` is the one that was opened for all, "" before the first, since `opened_at`.
    """

    __tablename__ = "live_lesson"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_live_lesson_open",
            "class_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE", index=True)
    module: str = Field(max_length=50)
    version_id: UUID = Field(foreign_key="module_version.id", index=True)  # whose activities the teacher sees
    activity: str = Field(default="", max_length=40)
    opened_at: datetime = Field(sa_type=Moment)
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    begun_at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment, index=True)  # the end of the school's day
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class LivePlace(Row, table=True):
    """Where a pupil is in it: the code of an activity, "" at the overview. Not what they write there."""

    __tablename__ = "live_place"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("live_id", "person_id"),)

    live_id: UUID = Field(foreign_key="live_lesson.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    activity: str = Field(default="", max_length=40)
    moved_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    stuck_at: datetime | None = Field(default=None, sa_type=Moment)  # since when they say they are stuck


class LiveWall(Row, table=True):
    """A question of an activity whose short answers the class reads together."""

    __tablename__ = "live_wall"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("live_id", "activity"),)

    live_id: UUID = Field(foreign_key="live_lesson.id", ondelete="CASCADE")
    activity: str = Field(max_length=40)
    about: str = Field(max_length=90)  # which question of the module, "activity.question"
    question: str = Field(max_length=300)  # as it was when the wall was opened, in the teacher's language
    at_once: bool = False  # notes are shown without a teacher's look
    opened_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class WallNote(Row, table=True):
    """What somebody put on a wall. Who is in the row so that they can take it back, put one alone, and it goes with
    their account; no page shows it to anybody else. No time is kept: it would tell who."""

    __tablename__ = "wall_note"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("wall_id", "person_id"),)

    wall_id: UUID = Field(foreign_key="live_wall.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    words: str = Field(max_length=200)
    shown: bool = False
    taken_off: bool = False  # by a teacher
