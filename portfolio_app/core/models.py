"""Tables that every domain leans on: the audit trail, drafts, media and the outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Audit(Row, table=True):
    """Who did what to which thing, when. Written in the transaction of the change itself; never changed."""

    __tablename__ = "audit"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "about_id", "at"), Index(None, "school_id", "at"))

    at: datetime = Field(sa_type=Moment)
    actor_id: UUID | None = Field(default=None, index=True)
    about_id: UUID | None = None  # the person whose data it is
    school_id: UUID | None = None
    action: str = Field(max_length=60)  # "<domain>.<function>"
    thing: str = Field(default="", max_length=120)  # "<kind>:<id>"
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Draft(Row, table=True):
    """What a person is typing into one form, until they keep or drop it. `version` counts its saves."""

    __tablename__ = "draft"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("person_id", "form"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    form: str = Field(max_length=120)  # "<form>:<thing>", for instance "entry:6f0c…"
    fields: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    version: int = 1
    saved_at: datetime = Field(sa_type=Moment)


class MediaFile(Row, table=True):
    """One file of one person; its bytes lie in the media store under `sha256` (and `thumbnail_sha256`)."""

    __tablename__ = "media_file"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=10)  # "picture" or "pdf"
    content_type: str = Field(max_length=60)
    name: str = Field(default="", max_length=200)  # as the person called it, for display only
    sha256: str = Field(max_length=64, index=True)
    thumbnail_sha256: str = Field(default="", max_length=64)
    bytes: int = 0
    width: int = 0
    height: int = 0
    made_at: datetime = Field(sa_type=Moment)


class Outbox(Row, table=True):
    """Work that must happen after a change, written with it; leased and run at least once."""

    __tablename__ = "outbox"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "done_at", "not_before"),)

    kind: str = Field(max_length=60)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    not_before: datetime = Field(sa_type=Moment)
    attempts: int = 0
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str = Field(default="", max_length=500)


class Mark(Row, table=True):
    """Facts about this database itself, such as that it holds a demo."""

    __tablename__ = "mark"  # pyright: ignore[reportAssignmentType]

    name: str = Field(max_length=60, unique=True)
    value: str = Field(default="", max_length=200)
