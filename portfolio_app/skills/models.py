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
