"""People, how they sign in, their sessions, their roles and one-time codes."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Role(StrEnum):
    """What somebody may be. `ADMIN` belongs to the instance, all others to a school."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    COUNSELLOR = "counsellor"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


STAFF = frozenset({Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR})


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


class OneTimeCode(Row, table=True):
    """A secret that opens the door once: a code said aloud, a printed card, an admin's first link."""

    __tablename__ = "one_time_code"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('code', 'card', 'link')", name="kind"),
        # printing again or giving another code voids the former
        Index(
            "uq_one_time_code_open",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=10)
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
    """A role of a person at a school (or, for admins, at the instance), from a day until it ends."""

    __tablename__ = "membership"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("(role = 'admin') = (school_id is null)", name="school"),
        CheckConstraint("role in ('pupil', 'teacher', 'counsellor', 'coordinator', 'admin')", name="role"),
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
    began_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
