"""Issuers (a school's key) and credentials, from the offer on."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class CredentialKind(StrEnum):
    """What a credential is about."""

    CAPABILITY = "capability"  # a teacher has seen it, and says so
    ACHIEVEMENT = "achievement"  # named by the school
    MODULE = "module"  # done to its end; this and those below are offered by the domains that know of it
    PLACEMENT = "placement"
    AMBASSADOR = "ambassador"


class Issuer(Row, table=True):
    """A school's Ed25519 key, by which its credentials are known. One at a time; of those before, the name stays."""

    __tablename__ = "credential_issuer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_credential_issuer_open",
            "school_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    did: str = Field(max_length=100, unique=True)
    sealed_key: str = Field(max_length=200)  # `core.secrets.seal`; nobody reads it without the instance's own key
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Credential(Row, table=True):
    """A school offers a pupil a credential; it is signed when they accept it, and theirs from then on.

    It goes with the pupil. When the teacher's account goes, it stays (`by_id` null): the school issued it."""

    __tablename__ = "credential"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('capability', 'achievement', 'module', 'placement', 'ambassador')", name="kind"),
        CheckConstraint("(accepted_at is null) = (document is null)", name="signed"),
        CheckConstraint("school_id is not null or accepted_at is not null", name="school"),
        UniqueConstraint("request", "person_id"),
        Index(
            "uq_credential_open",
            "person_id",
            "school_id",
            "kind",
            "framework",
            "capability",
            "title",
            unique=True,
            sqlite_where=text("declined_at is null and deleted_at is null"),
            postgresql_where=text("declined_at is null and deleted_at is null"),
        ),
        Index(None, "school_id", "offered_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    school_id: UUID | None = Field(default=None, foreign_key="school.id", ondelete="CASCADE")
    school_name: str = Field(default="", max_length=120)  # of a school elsewhere, whose credential was brought here
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    kind: str = Field(max_length=20)
    framework: str = Field(default="", max_length=60)
    capability: str = Field(default="", max_length=20)
    title: str = Field(max_length=160)
    criteria: str = Field(max_length=600)
    language: str = Field(max_length=8)  # of what is written above
    offered_at: datetime = Field(sa_type=Moment)
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    declined_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    document: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    request: UUID  # of the form, which may speak of several pupils
