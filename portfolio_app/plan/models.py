"""Goals, their steps and what belongs to them, and the key of a calendar that others' programs may read."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class GoalState(StrEnum):
    """How it is with a goal: somebody works on it, has reached it, or lets it rest. None is better than another."""

    OPEN = "open"
    DONE = "done"
    RESTING = "resting"


class Goal(Row, table=True):
    """Something a pupil wants, and why. Deleted ones rest 30 days, then go."""

    __tablename__ = "goal"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("state in ('open', 'done', 'resting')", name="state"),
        Index(None, "person_id", "deleted_at", "state"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    title: str = Field(max_length=160)
    why: str = Field(default="", max_length=4000)
    helpers: str = Field(default="", max_length=500)  # who helps, in free words
    outcome: str = Field(default="", max_length=4000)  # how its owner knows that it is done
    by_when: date | None = None
    review_on: date | None = None  # when its owner wants to look at it again
    state: str = Field(default=GoalState.OPEN, max_length=10)
    state_at: datetime = Field(sa_type=Moment)
    made_on: date  # where its owner was: no step lies before
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class GoalStep(Row, table=True):
    """A step towards a goal, in its owner's order. A deleted one rests as a goal does."""

    __tablename__ = "goal_step"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "goal_id", "deleted_at", "position"),)

    goal_id: UUID = Field(foreign_key="goal.id", ondelete="CASCADE")
    words: str = Field(max_length=300)
    by_when: date | None = None
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    position: int = 0
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)


class GoalCapability(Row, table=True):
    """A capability that a goal is about."""

    __tablename__ = "goal_capability"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("goal_id", "framework", "capability"),)

    goal_id: UUID = Field(foreign_key="goal.id", ondelete="CASCADE")
    framework: str = Field(max_length=60)
    capability: str = Field(max_length=20)


class GoalHelper(Row, table=True):
    """A teacher or counsellor whom its owner names as somebody who helps. That lets them see nothing."""

    __tablename__ = "goal_helper"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("goal_id", "person_id"),)

    goal_id: UUID = Field(foreign_key="goal.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)


class GoalEvidence(Row, table=True):
    """An evidence that shows a goal is reached, in order."""

    __tablename__ = "goal_evidence"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("goal_id", "evidence_id"),)

    goal_id: UUID = Field(foreign_key="goal.id", ondelete="CASCADE")
    evidence_id: UUID = Field(foreign_key="evidence.id", ondelete="CASCADE", index=True)
    position: int = 0


class GoalBarrier(Row, table=True):
    """Something that may get in the way, in its owner's words. Seen by whoever may see the goal, and nobody else."""

    __tablename__ = "goal_barrier"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('money', 'transport', 'language', 'health', 'care', 'other')", name="kind"),
        UniqueConstraint("goal_id", "kind"),
    )

    goal_id: UUID = Field(foreign_key="goal.id", ondelete="CASCADE")
    kind: str = Field(max_length=10)
    words: str = Field(default="", max_length=1000)


class CalendarKey(Row, table=True):
    """The secret in the address of somebody's calendar; only its SHA-256 lies here. One a person."""

    __tablename__ = "calendar_key"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    key_hash: str = Field(max_length=64, unique=True)
    language: str = Field(max_length=8)
    made_at: datetime = Field(sa_type=Moment)
