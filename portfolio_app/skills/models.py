"""How somebody sees themself in a capability, over time, and the evidence for it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class EvidenceKind(StrEnum):
    """What a piece of evidence is made of."""

    PHOTO = "photo"
    PDF = "pdf"
    LINK = "link"
    WORDS = "words"


class PeopleInIt(StrEnum):
    """The answer to "Is someone else in it, and did they agree?" (photos only)."""

    NOBODY = "nobody"
    AGREED = "agreed"
    NOT_ASKED = "not_asked"  # stays private until it changes


class Assessment(Row, table=True):
    """One moment's view of oneself in a capability; never changed, a new one follows it."""

    __tablename__ = "assessment"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("step between 1 and 4 or (on_dial and step = 5)", name="step"),
        Index(None, "person_id", "framework", "capability", "made_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    framework: str = Field(max_length=60)
    framework_version: int = 1
    capability: str = Field(max_length=20)
    step: int
    """A step from 1 to 4; on a dial, a position from 1 (its first word) to 5 (its second)."""
    on_dial: bool = False
    reason: str = Field(default="", max_length=2000)
    made_at: datetime = Field(sa_type=Moment)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class Evidence(Row, table=True):
    """Something that shows a capability. Deleted things rest 30 days, then go."""

    __tablename__ = "evidence"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('photo', 'pdf', 'link', 'words')", name="kind"),
        CheckConstraint("(kind in ('photo', 'pdf')) = (media_id is not null)", name="media"),
        CheckConstraint("(kind = 'link') = (url <> '')", name="url"),
        CheckConstraint("people_in_it in ('', 'nobody', 'agreed', 'not_asked')", name="people"),
        Index(None, "person_id", "deleted_at", "made_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(max_length=10)
    title: str = Field(max_length=160)
    words: str = Field(default="", max_length=4000)
    url: str = Field(default="", max_length=1000)
    media_id: UUID | None = Field(default=None, foreign_key="media_file.id", index=True)
    people_in_it: str = Field(default="", max_length=12)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)


class EvidenceCapability(Row, table=True):
    """An evidence supports a capability (one evidence may support several)."""

    __tablename__ = "evidence_capability"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("evidence_id", "framework", "capability"),)

    evidence_id: UUID = Field(foreign_key="evidence.id", ondelete="CASCADE")
    framework: str = Field(max_length=60)
    capability: str = Field(max_length=20)


class QuestionnaireRound(Row, table=True):
    """One time of answering a questionnaire; it is there from its first answer on. A retake is the next number."""

    __tablename__ = "questionnaire_round"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("person_id", "questionnaire", "number"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    questionnaire: str = Field(max_length=20)
    version: int
    number: int
    began_at: datetime = Field(sa_type=Moment)


class QuestionnaireAnswer(Row, table=True):
    """What was last answered to a statement in a round: from whichever device it came, one row."""

    __tablename__ = "questionnaire_answer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("value between 1 and 4", name="value"),
        UniqueConstraint("round_id", "statement"),
    )

    round_id: UUID = Field(foreign_key="questionnaire_round.id", ondelete="CASCADE")
    statement: str = Field(max_length=20)
    value: int
    made_at: datetime = Field(sa_type=Moment)


class QuestionnaireRejection(Row, table=True):
    """The pupil says that a part of a result does not fit, and why; taken back, it stays with what was written."""

    __tablename__ = "questionnaire_rejection"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("round_id", "part"),)

    round_id: UUID = Field(foreign_key="questionnaire_round.id", ondelete="CASCADE")
    part: str = Field(max_length=40)  # "theme:<code>" or "surprise:<statement>"
    why: str = Field(default="", max_length=1000)
    made_at: datetime = Field(sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class SupportNote(Row, table=True):
    """A pupil tells one adult of their school where they stand, until they take it back or a year has passed."""

    __tablename__ = "support_note"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id", "made_at"), Index(None, "adult_id", "made_at"))

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    adult_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    point: str = Field(max_length=20)  # one of skills/support_points.py
    words: str = Field(default="", max_length=1000)
    made_at: datetime = Field(sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)
