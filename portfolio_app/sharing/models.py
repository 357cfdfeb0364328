"""Grants (who may see which thing), the access log (who did) and comments on what was shared."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Audience(StrEnum):
    """Whom a grant speaks of. "Only me" is the absence of a grant."""

    PERSON = "person"
    CLASS_TEACHERS = "class_teachers"


class Kind(StrEnum):
    """What can be shared. A capability is named `<framework>:<code>`, the others by their id."""

    CAPABILITY = "capability"  # how the owner sees themself in it, with the reason
    EVIDENCE = "evidence"
    ENTRY = "entry"
    GOAL = "goal"


class Grant(Row, table=True):
    """The owner lets an audience see one thing, from a moment until another or until it is ended."""

    __tablename__ = "access_grant"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("audience in ('person', 'class_teachers')", name="audience"),
        CheckConstraint("(audience = 'person') = (audience_id is not null)", name="audience_id"),
        CheckConstraint("until_at is null or until_at >= from_at", name="until"),
        Index(
            "uq_access_grant_open",
            "owner_id",
            "kind",
            "thing",
            "audience",
            text("coalesce(audience_id, owner_id)"),
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    owner_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(max_length=20)
    thing: str = Field(max_length=80)
    audience: str = Field(max_length=20)
    audience_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    from_at: datetime = Field(sa_type=Moment)
    until_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    granted_by: UUID = Field(foreign_key="person.id", ondelete="CASCADE")


class Access(Row, table=True):
    """Somebody saw something of the owner's: one row a viewer, a thing and a day."""

    __tablename__ = "access"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("owner_id", "viewer_id", "what", "day"), Index(None, "owner_id", "day"))

    owner_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    viewer_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    what: str = Field(max_length=110)  # "profile", "class", or "<kind>:<thing>"
    day: date
    first_at: datetime = Field(sa_type=Moment)


class Comment(Row, table=True):
    """Words about a shared thing, from somebody it was shared with; its owner reads and can hide them."""

    __tablename__ = "comment"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "owner_id", "kind", "thing"),)

    owner_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    author_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=20)
    thing: str = Field(max_length=80)
    words: str = Field(max_length=4000)
    made_at: datetime = Field(sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    hidden_at: datetime | None = Field(default=None, sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class Talk(Row, table=True):
    """An adult of the school noted that they talked with a pupil. The pupil reads that, and can answer.

    It is the pupil's: it goes with them. When the adult's account goes, it stays without a name (`adult_id` null)."""

    __tablename__ = "talk"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("request", "person_id"),
        Index(None, "person_id", "held_on"),
        Index(None, "adult_id", "held_on"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    adult_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    held_on: date
    words: str = Field(max_length=300)
    made_at: datetime = Field(sa_type=Moment)
    answer: str = Field(default="", max_length=2000)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID  # of the form, which may speak of several pupils
