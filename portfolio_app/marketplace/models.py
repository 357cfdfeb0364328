"""Hosts of a region, whom to write to there, and what they offer on which days."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
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
        # All that finding hosts asks for, so that no row is read but those that are shown (finding.py)
        Index(
            "ix_host_found", "region_id", "ended_at", "paused_at", "town", "approved_until", "field", "searched", "id"
        ),
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
    asked_on: date | None = None  # when they were asked last whether all of it is still true
    merged_into: UUID | None = Field(default=None, foreign_key="host.id", ondelete="CASCADE", index=True)
    made_at: datetime = Field(sa_type=Moment)
    made_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1  # counts changes: two coordinators who change it at once notice each other
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class Town(Row, table=True):
    """Where a town or village of a region lies, for all its hosts. Without coordinates nobody knows that name."""

    __tablename__ = "town"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("(latitude is null) = (longitude is null)", name="point"),
        UniqueConstraint("region_id", "key"),
    )

    region_id: UUID = Field(foreign_key="region.id", ondelete="CASCADE")
    name: str = Field(max_length=80)  # as hosts of it spell it
    key: str = Field(max_length=80)  # the same, folded
    place: str = Field(default="", max_length=80)  # what it is looked up as, where that is another name
    latitude: float | None = None  # degrees, WGS 84 (core/places.py)
    longitude: float | None = None


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
    opens: UUID | None = None  # what the link to the host's offers is made of; another one closes the former
    opens_until: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    made_at: datetime = Field(sa_type=Moment)
    request: UUID = Field(unique=True)


class OfferKind(StrEnum):
    """What a host offers."""

    VISIT = "visit"
    TALK = "talk"
    WORKSHOPS = "workshops"
    TASTER = "taster"
    WEEK = "week"
    TRAINING = "training"
    PLACEMENT = "placement"
    PROJECT = "project"
    INTERVIEW = "interview"
    REMOTE = "remote"


class Offer(Row, table=True):
    """Something a host offers to pupils. Schools find it while its host is found and somebody there has said within a
    year that it is still true."""

    __tablename__ = "offer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint(
            "kind in ('visit', 'talk', 'workshops', 'taster', 'week', 'training', 'placement', 'project', 'interview', "
            "'remote')",
            name="kind",
        ),
        CheckConstraint("ages_from between 10 and 25 and ages_to between ages_from and 25", name="ages"),
        Index(None, "host_id", "ended_at"),
        # All that finding offers asks for, so that no row is read but those that are shown (finding.py)
        Index(
            "ix_offer_found",
            "region_id",
            "ended_at",
            "town",
            "shown_until",
            "confirmed_on",
            "last_day",
            "kind",
            "field",
            "ages_from",
            "ages_to",
            "spoken",
            "has_access",
            "searched",
            "host_id",
            "id",
        ),
    )

    host_id: UUID = Field(foreign_key="host.id", ondelete="CASCADE")
    moved_from: UUID | None = Field(default=None, foreign_key="host.id", ondelete="SET NULL", index=True)  # by a merge
    kind: str = Field(max_length=20)
    title: str = Field(max_length=120)
    words: str = Field(default="", max_length=1500)  # what pupils do
    ages_from: int
    ages_to: int
    responsible: str = Field(default="", max_length=120)  # who looks after them there
    languages: str = Field(default="", max_length=120)  # that are spoken there, in words
    access: str = Field(default="", max_length=300)  # what can get in the way of somebody, and what is done about it
    clothing: str = Field(default="", max_length=200)
    lunch: str = Field(default="", max_length=200)
    # What half days of a week are for: ten codes of `weeks.Block`, mornings and afternoons in turn, or none
    week: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    # What finding asks for, written by findable.py alone: of the host, of the dates, and folded
    region_id: UUID | None = Field(default=None, foreign_key="region.id", ondelete="CASCADE")
    field: str = Field(default="", max_length=20)
    town: str = Field(default="", max_length=80)
    shown_until: date | None = None  # until when the host is approved; None while nobody sees it
    last_day: date | None = None  # of the last of its dates; None without dates
    spoken: str = Field(default="", max_length=120)
    has_access: bool = False
    searched: str = Field(default="", max_length=600)
    confirmed_on: date  # when somebody there said last that it is true
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class OfferDate(Row, table=True):
    """When an offer takes place, and for how many. Times are minutes after midnight, of each day from the first to the
    last."""

    __tablename__ = "offer_date"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("begins between 0 and 1439 and ends between 1 and 1439 and ends > begins", name="times"),
        CheckConstraint("seats between 1 and 500", name="seats"),
        CheckConstraint("taken between 0 and seats", name="taken"),
        UniqueConstraint("offer_id", "first_day", "begins"),
        Index(None, "first_day"),
        Index("ix_offer_date_found", "last_day", "first_day", "seats", "taken", "offer_id"),
    )

    offer_id: UUID = Field(foreign_key="offer.id", ondelete="CASCADE")
    first_day: date
    last_day: date
    begins: int
    ends: int
    seats: int
    taken: int = 0  # of these: the sum of what is held and booked, written in the same transaction (booking/)
