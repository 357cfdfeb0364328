"""Hosts of a region, and whom to write to there."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class HostKind(StrEnum):
    """What an organisation is."""

    COMPANY = "company"
    PUBLIC = "public"
    ASSOCIATION = "association"
    SCHOOL = "school"
    OTHER = "other"


class Host(Row, table=True):
    """An organisation of a region that takes pupils in, or may.

    Schools see it while `approved_until` lies ahead and it is neither paused nor ended.
    """

    __tablename__ = "host"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('company', 'public', 'association', 'school', 'other')", name="kind"),
        CheckConstraint("(paused_at is null) = (pause_reason = '')", name="pause"),
        CheckConstraint("merged_into is null or ended_at is not null", name="merged"),
        Index(None, "region_id", "ended_at", "sort_name"),
        Index(None, "region_id", "register_key"),
    )

    region_id: UUID = Field(foreign_key="region.id", ondelete="CASCADE")
    name: str = Field(max_length=120)
    sort_name: str = Field(max_length=120)
    register_number: str = Field(default="", max_length=40)  # as it was typed
    register_key: str = Field(default="", max_length=40)  # its letters and figures; branches may share it
    kind: str = Field(default=HostKind.COMPANY, max_length=20)
    field: str = Field(max_length=20)  # marketplace/fields.py
    town: str = Field(max_length=80)
    address: str = Field(default="", max_length=200)
    website: str = Field(default="", max_length=300)
    words: str = Field(default="", max_length=1000)  # what they do, in a few sentences
    note: str = Field(default="", max_length=2000)  # for coordinators of the region alone
    searched: str = Field(default="", max_length=400)  # name, town and register number, folded
    approved_until: date | None = None
    approved_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    paused_at: datetime | None = Field(default=None, sa_type=Moment)
    paused_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    pause_reason: str = Field(default="", max_length=500)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    merged_into: UUID | None = Field(default=None, foreign_key="host.id", ondelete="CASCADE", index=True)
    made_at: datetime = Field(sa_type=Moment)
    made_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1  # counts changes: two coordinators who change it at once notice each other
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class HostContact(Row, table=True):
    """Somebody to write to at a host, who has no account here. Confirmed once the link that was mailed was used."""

    __tablename__ = "host_contact"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_host_contact_open",
            "host_id",
            "mail_key",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    host_id: UUID = Field(foreign_key="host.id", ondelete="CASCADE", index=True)
    moved_from: UUID | None = Field(default=None, foreign_key="host.id", ondelete="SET NULL", index=True)  # by a merge
    name: str = Field(max_length=120)
    mail: str = Field(max_length=254)
    mail_key: str = Field(max_length=254)  # the same, folded
    phone: str = Field(default="", max_length=30)
    language: str = Field(max_length=8)  # in which they are written to
    asking: UUID | None = None  # of the link that was mailed last and is not used yet
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    made_at: datetime = Field(sa_type=Moment)
    request: UUID = Field(unique=True)
