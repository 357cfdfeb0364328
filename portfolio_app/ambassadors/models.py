"""A term of ambassadors at a school: who applied, who serves, what they plan and do, and how they look back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row

ACTIONS = ("demo", "registration", "evening", "poster", "fair", "help")
"""Kinds of action, as `AmbassadorAction.kind` holds them; their words are in `terms/kinds.py`."""
GROUPS = ("class", "younger", "newcomers", "club", "families", "teachers")
"""Whom somebody can reach, as `AmbassadorApplication.reaches` holds it."""


class AmbassadorTerm(Row, table=True):
    """Weeks in which pupils of a school are ambassadors, and the call for them. Ended ones rest 30 days, then go."""

    __tablename__ = "ambassador_term"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("apply_until <= last_day", name="apply"),
        CheckConstraint("places between 1 and 60", name="places"),
        Index(None, "school_id", "ended_at", "first_day"),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    name: str = Field(max_length=80)
    first_day: date
    last_day: date
    apply_until: date  # the last day on which pupils apply
    places: int
    words: str = Field(default="", max_length=1500)  # the call, for pupils
    opened_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class AmbassadorApplication(Row, table=True):
    """A pupil would like to be one: why, and which group they can reach. `answer` is "chosen" or "not"."""

    __tablename__ = "ambassador_application"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("term_id", "person_id"),
        CheckConstraint("answer in ('', 'chosen', 'not')", name="answer"),
        CheckConstraint("(answered_at is null) = (answer = '')", name="answered"),
        Index(None, "person_id"),
    )

    term_id: UUID = Field(foreign_key="ambassador_term.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    why: str = Field(max_length=600)
    reaches: str = Field(max_length=20)  # whom they can reach: GROUPS
    reach_words: str = Field(default="", max_length=300)  # the same in their own words
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: str = Field(default="", max_length=10)
    answer_words: str = Field(default="", max_length=300)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    answered_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)


class Ambassador(Row, table=True):
    """A pupil who was chosen. Whoever ended before the term did keeps the log, and may no more do what ambassadors do.
    Signed, the term is certified as it stood then."""

    __tablename__ = "ambassador"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("term_id", "person_id"),
        CheckConstraint("family_told in ('', 'letter', 'mail', 'talk')", name="family_told"),
        CheckConstraint("(family_told_on is null) = (family_told = '')", name="family_told_on"),
        CheckConstraint("ended_why in ('', 'left', 'removed')", name="ended_why"),
        CheckConstraint("(ended_at is null) = (ended_why = '')", name="ended"),
        Index(None, "person_id", "ended_at"),
        Index(None, "school_id"),
    )

    term_id: UUID = Field(foreign_key="ambassador_term.id", ondelete="CASCADE")
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    chosen_at: datetime = Field(sa_type=Moment)
    chosen_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    family_told: str = Field(default="", max_length=10)  # how somebody at home was told
    family_told_on: date | None = None
    name_shown: bool = False  # they agree that kits and the wall name them
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_why: str = Field(default="", max_length=10)
    ended_words: str = Field(default="", max_length=300)
    ended_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    signed_at: datetime | None = Field(default=None, sa_type=Moment)
    signed_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)


class AmbassadorAction(Row, table=True):
    """What an ambassador plans to do with others, and once done, how long it took, how many were there and what they
    learned. Deleted ones rest 30 days, then go."""

    __tablename__ = "ambassador_action"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("minutes between 1 and 600", name="minutes"),
        CheckConstraint("heads between 0 and 2000", name="heads"),
        CheckConstraint("(logged_at is null) = (minutes is null)", name="logged"),
        Index(None, "ambassador_id", "day"),
    )

    ambassador_id: UUID = Field(foreign_key="ambassador.id", ondelete="CASCADE")
    kind: str = Field(max_length=20)  # ACTIONS
    day: date
    partner: str = Field(default="", max_length=120)  # with whom
    place: str = Field(default="", max_length=120)
    words: str = Field(default="", max_length=500)  # what is planned
    minutes: int | None = None
    heads: int | None = None
    learned: str = Field(default="", max_length=1500)
    logged_at: datetime | None = Field(default=None, sa_type=Moment)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class AmbassadorTalk(Row, table=True):
    """The talk in the middle of the term: what the ambassador brings to it, and what was agreed with an adult."""

    __tablename__ = "ambassador_talk"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("(talked_on is null) = (agreed = '')", name="agreed"),)

    ambassador_id: UUID = Field(foreign_key="ambassador.id", ondelete="CASCADE", unique=True)
    happened: str = Field(default="", max_length=1000)
    noticed: str = Field(default="", max_length=1000)
    meaning: str = Field(default="", max_length=1000)
    try_next: str = Field(default="", max_length=1000)
    talked_on: date | None = None
    agreed: str = Field(default="", max_length=1000)
    talked_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1


class AmbassadorReflection(Row, table=True):
    """How the term was, the skills it took, and what the next ambassador should know. `capabilities` are codes of
    `framework`; the buddy week is when both go together."""

    __tablename__ = "ambassador_reflection"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("buddy_until >= buddy_from", name="buddy"),
        CheckConstraint("(buddy_from is null) = (buddy_until is null)", name="buddy_days"),
    )

    ambassador_id: UUID = Field(foreign_key="ambassador.id", ondelete="CASCADE", unique=True)
    words: str = Field(default="", max_length=3000)
    framework: str = Field(default="", max_length=50)
    capabilities: list[str] = Field(default_factory=list[Any], sa_type=JSON)
    hand_over: str = Field(default="", max_length=2000)  # for whoever comes next
    buddy_from: date | None = None
    buddy_until: date | None = None
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
