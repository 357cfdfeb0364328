"""People, how they sign in, their sessions, their roles and one-time codes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Role(StrEnum):
    """What somebody may be. `ADMIN` and `PERSONAL` belong to the instance, `REGIONAL` to a region, others to a
    school."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    COUNSELLOR = "counsellor"
    COORDINATOR = "coordinator"
    REGIONAL = "regional"  # looks after the hosts of a region, and sees no pupil
    ADMIN = "admin"
    PERSONAL = "personal"  # has left school, and the account is their own (accounts/own.py)


STAFF = frozenset({Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR})
AT_SCHOOL = STAFF | {Role.PUPIL}
"""Roles that are held at a school."""
OWNERS = (Role.PUPIL, Role.PERSONAL)
"""Who keeps a portfolio: pupils, and people who have left school and whose account is their own."""


class Person(Row, table=True):
    """A human being. Nothing here depends on a school, so that leaving one changes nothing."""

    __tablename__ = "person"  # pyright: ignore[reportAssignmentType]

    name: str = Field(max_length=120)
    sort_name: str = Field(default="", max_length=120)
    language: str = Field(default="", max_length=8)  # "" follows the browser
    theme: str = Field(default="", max_length=8)  # "", "light" or "dark"
    made_at: datetime = Field(sa_type=Moment)
    last_sign_in_on: date | None = None  # the day only: nobody needs the hour
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    # From that day on everything of theirs is erased. Until then an account that has ended comes back by signing in.
    erase_on: date | None = Field(default=None, index=True)
    warned: int = 0  # how often they were told, since they last signed in, that the account sleeps or is to go
    warned_on: date | None = None
    # They left school where no accounts are kept for former pupils: from then on there is only so much time.
    left_school_on: date | None = Field(default=None, index=True)


class Receipt(Row, table=True):
    """That an account is to be deleted, and in the end what was: for whoever holds the key of it, without a name.

    Only the SHA-256 of the key is here, and `person_id` is empty once they are gone."""

    __tablename__ = "receipt"  # pyright: ignore[reportAssignmentType]

    person_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    key_hash: str = Field(max_length=64, unique=True)
    asked_on: date
    erase_on: date
    undone_on: date | None = None
    erased_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    removed: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # [what (a msgid), count]
    kept: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # [what, count, until, why]


class SignIn(Row, table=True):
    """A way in, linked to a person and removable. `identifier` is folded: lower case, NFKC."""

    __tablename__ = "sign_in"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index("uq_sign_in_kind_identifier", "kind", "identifier", unique=True),
        CheckConstraint("kind in ('username')", name="kind"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: str = Field(default="username", max_length=20)
    identifier: str = Field(max_length=80)
    secret_hash: str = Field(default="", max_length=200)  # argon2id; "" until one is chosen
    changed_at: datetime | None = Field(default=None, sa_type=Moment)


class Passkey(Row, table=True):
    """A key that a device of somebody's keeps for them (WebAuthn); here lies its public half.

    Removed ones rest, so that removing can be undone; `sign_count` never goes back, or the key was copied."""

    __tablename__ = "passkey"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    credential: str = Field(max_length=1400)  # the id the device gave it, base64url: at most 1023 bytes
    credential_hash: str = Field(max_length=64, unique=True)  # SHA-256 of that id, to find it by
    public_key: str = Field(max_length=3000)  # COSE, base64url
    sign_count: int = 0
    name: str = Field(max_length=60)
    made_at: datetime = Field(sa_type=Moment)
    last_used_on: date | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class OneTimeCode(Row, table=True):
    """A secret that opens the door once: a code said aloud, a printed card, an admin's first link, a line of the code
    book somebody printed for themselves, a link by mail."""

    __tablename__ = "one_time_code"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('code', 'card', 'link', 'book', 'mail')", name="kind"),
        # printing again or giving another code voids the former
        Index(
            "uq_one_time_code_open",
            "person_id",
            "kind",
            "number",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=10)
    number: int = 0  # its line in a code book; all others have one of a kind
    secret_hash: str = Field(max_length=64, index=True)  # HMAC-SHA256 with the key of this instance
    issued_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    school_id: UUID | None = Field(default=None, foreign_key="school.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    told_at: datetime | None = Field(default=None, sa_type=Moment)  # when the person was told of it


class Session(Row, table=True):
    """One browser somebody is signed in with. The key itself is only in the cookie; here lies its SHA-256."""

    __tablename__ = "session"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    key_hash: str = Field(max_length=64, unique=True)
    own_device: bool = False
    device: str = Field(default="", max_length=80)  # such as "Chrome, ChromeOS"
    made_at: datetime = Field(sa_type=Moment)
    used_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    must_choose: bool = False  # came in with a one-time secret: may do nothing but choose a passphrase
    # the secret it was opened with, and ends with until a passphrase is chosen
    code_id: UUID | None = Field(default=None, foreign_key="one_time_code.id", ondelete="CASCADE", index=True)


class Membership(Row, table=True):
    """A role of a person at a school, until it ends. Regional coordinators hold theirs at a region, admins and people
    who have left school at the instance."""

    __tablename__ = "membership"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("(role in ('admin', 'personal', 'regional')) = (school_id is null)", name="school"),
        CheckConstraint("(role = 'regional') = (region_id is not null)", name="region"),
        CheckConstraint(
            "role in ('pupil', 'teacher', 'counsellor', 'coordinator', 'regional', 'admin', 'personal')", name="role"
        ),
        # a school is part of the former, and nothing is equal to no school
        Index(
            "uq_membership_personal",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at is null and role = 'personal'"),
            postgresql_where=text("ended_at is null and role = 'personal'"),
        ),
        Index(
            "uq_membership_regional",
            "person_id",
            "region_id",
            unique=True,
            sqlite_where=text("ended_at is null and role = 'regional'"),
            postgresql_where=text("ended_at is null and role = 'regional'"),
        ),
        Index(
            "uq_membership_open",
            "person_id",
            "role",
            "school_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    role: str = Field(max_length=20)
    school_id: UUID | None = Field(default=None, foreign_key="school.id", ondelete="CASCADE", index=True)
    region_id: UUID | None = Field(default=None, foreign_key="region.id", ondelete="CASCADE", index=True)
    began_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class TermsAccepted(Row, table=True):
    """Somebody accepted what holds for an account of their own: which version, and who was responsible then."""

    __tablename__ = "terms_accepted"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id", "accepted_at"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    version: int
    responsible: str = Field(max_length=300)
    accepted_at: datetime = Field(sa_type=Moment)
