"""What a class is to work through and until when, what is planned for its years, and which lessons were held.

All of it is a school's business. What pupils did in lessons is their own and lies elsewhere: nothing is lost to them
when a row of these goes.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Assignment(Row, table=True):
    """A module, or some of its activities, for a class, a group of its pupils or one of them, within some days.

    Pupils who have not begun work on that version; whoever has begun stays on the version they began on.
    """

    __tablename__ = "assignment"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "class_id", "ended_at", "due_on"),)

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE")
    programme: str = Field(max_length=60)
    module: str = Field(max_length=80)
    version_id: UUID = Field(foreign_key="module_version.id", index=True)  # of the module, for whoever has not begun
    activities: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # codes, in order
    minutes: int  # of these activities
    whole: bool = True  # all activities of the module
    target: str = Field(max_length=80)  # "class", or which pupils of it (assigning.py)
    first_day: date
    due_on: date  # ends where the school is at midnight
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class AssignedActivity(Row, table=True):
    """An activity of an assignment that is open: for the same pupils it is assigned once."""

    __tablename__ = "assigned_activity"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("class_id", "target", "module", "activity"),)

    assignment_id: UUID = Field(foreign_key="assignment.id", ondelete="CASCADE", index=True)
    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE")
    target: str = Field(max_length=80)
    module: str = Field(max_length=80)
    activity: str = Field(max_length=80)


class AssignedPupil(Row, table=True):
    """A pupil whom an assignment names; one for the whole class names nobody."""

    __tablename__ = "assigned_pupil"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("assignment_id", "person_id"),)

    assignment_id: UUID = Field(foreign_key="assignment.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)


class PlanKind(StrEnum):
    """What stands in a class's plan."""

    MODULE = "module"
    EXTERNAL = "external"  # a day away from lessons: a visit, a fair, taster days
    DEADLINE = "deadline"  # something pupils or families must have done


class PlanItem(Row, table=True):
    """Something in a class's plan of its years: a module from a week on, an external day, or a deadline."""

    __tablename__ = "plan_item"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('module', 'external', 'deadline')", name="kind"),
        Index(None, "class_id", "deleted_at", "day"),
        Index(
            "uq_plan_item_module",
            "class_id",
            "module",
            unique=True,
            sqlite_where=text("kind = 'module' and deleted_at is null"),
            postgresql_where=text("kind = 'module' and deleted_at is null"),
        ),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE")
    kind: str = Field(max_length=10)
    programme: str = Field(default="", max_length=60)
    module: str = Field(default="", max_length=80)  # "" where it is none
    title: str = Field(default="", max_length=160)  # "" of a module, which has its own
    words: str = Field(default="", max_length=1000)
    day: date  # of a module the Monday of its first week
    minutes: int = 0
    aims: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # numbers of the programme's
    families: bool = False  # a deadline that families are told of, too
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    copied_from_id: UUID | None = Field(default=None, foreign_key="plan_item.id", ondelete="SET NULL", index=True)
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class HeldLesson(Row, table=True):
    """A lesson that a teacher says was held with a class: hours that were delivered to those who were there."""

    __tablename__ = "held_lesson"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(None, "school_id", "deleted_at", "held_on"),
        Index(None, "class_id", "deleted_at", "held_on"),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE")
    item_id: UUID | None = Field(default=None, foreign_key="plan_item.id", ondelete="SET NULL", index=True)
    module: str = Field(default="", max_length=80)  # "" of an external day
    title: str = Field(default="", max_length=160)  # of an external day
    activities: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    aims: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    held_on: date
    minutes: int
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class LessonPupil(Row, table=True):
    """A pupil who was there."""

    __tablename__ = "lesson_pupil"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("lesson_id", "person_id"),)

    lesson_id: UUID = Field(foreign_key="held_lesson.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
