"""The question box of a class, what is asked and answered in it, and words of worry of a school's own.

No table here says who asked: `BoxQuestion` has no person, no moment (a day alone), and on SQLite no order of arrival.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row

LONGEST_QUESTION = 1000
LONGEST_ANSWER = 2000


class State(StrEnum):
    """What has become of a question."""

    FRESH = "fresh"  # no adult has decided yet
    WORRY = "worry"  # words of worry stand in it: adults alone see it
    THROUGH = "through"  # ambassadors may draft an answer
    ASIDE = "aside"
    ANSWERED = "answered"  # an adult has approved the answer: the class sees both


class Answering(StrEnum):
    """What has become of an answer."""

    SENT = "sent"  # an ambassador has drafted it, an adult is to read it
    RETURNED = "returned"
    APPROVED = "approved"


class QuestionBox(Row, table=True):
    """The box of a class: open while `closed_at` is empty."""

    __tablename__ = "question_box"  # pyright: ignore[reportAssignmentType]

    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE", unique=True)
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    # days on which nobody reads: a list of {"first", "last"}, ISO 8601
    days_off: list[dict[str, str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    opened_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class BoxDuty(Row, table=True):
    """When an adult reads a box: every week on these days (Monday is "0"), between two minutes of the day."""

    __tablename__ = "box_duty"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("begins >= 0 and begins < ends and ends <= 1440", name="minutes"),)

    box_id: UUID = Field(foreign_key="question_box.id", ondelete="CASCADE", index=True)
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    days: str = Field(max_length=7)
    begins: int
    ends: int
    request: UUID = Field(unique=True)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class BoxQuestion(Row, table=True):
    """A question of nobody we know. `asked_on` is a day, by the school's clock; `page` keeps one page from asking twice
    and is emptied within a day (retention.py). On SQLite without row numbers, which would tell the order of arrival."""

    __tablename__ = "box_question"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("state in ('fresh', 'worry', 'through', 'aside', 'answered')", name="state"),
        Index(None, "box_id", "state"),
        {"sqlite_with_rowid": False},
    )

    box_id: UUID = Field(foreign_key="question_box.id", ondelete="CASCADE")
    words: str = Field(max_length=LONGEST_QUESTION)
    shown: str = Field(default="", max_length=LONGEST_QUESTION)  # what was let through, without names
    state: str = Field(max_length=10)
    worried: bool = False  # words of worry stood in it, whatever was decided since
    adults_only: bool = False
    asked_on: date
    page: str | None = Field(default=None, max_length=64, unique=True)  # a hash of what the page drew by lot
    aside_from: str = Field(default="", max_length=10)
    aside_on: date | None = None
    seen_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)  # when an adult read a worrying one


class BoxAnswer(Row, table=True):
    """The answer to a question: by an ambassador, until an adult approves it, or by an adult."""

    __tablename__ = "box_answer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("state in ('sent', 'returned', 'approved')", name="state"),
        Index(None, "state", "approved_on"),
    )

    question_id: UUID = Field(foreign_key="box_question.id", ondelete="CASCADE", unique=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    by_ambassador: bool
    words: str = Field(max_length=LONGEST_ANSWER)
    state: str = Field(max_length=10)
    why: str = Field(default="", max_length=500)  # what an adult said when giving it back
    version: int = 1
    made_at: datetime = Field(sa_type=Moment)
    approved_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    approved_on: date | None = None


class BoxContact(Row, table=True):
    """Somebody who asked in a box wants an adult to contact them. Says not which question was theirs."""

    __tablename__ = "box_contact"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("box_id", "person_id"),)

    box_id: UUID = Field(foreign_key="question_box.id", ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    asked_on: date


class SchoolWorryWord(Row, table=True):
    """What a school changed in the list of words of worry: a line of its own, or one of ours that it does not use."""

    __tablename__ = "school_worry_word"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("school_id", "words"),)

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    words: str = Field(max_length=120)  # a line of the list, as `words.py` reads it
    said: str = Field(default="", max_length=100)  # as it was typed; "" for one of ours
    off: bool = False
