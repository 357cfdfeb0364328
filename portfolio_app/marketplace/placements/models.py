"""Pupils at hosts: the agreement and who signed it, whom it was sent to, and what the pupil says of the days there.

A placement and the pupil's own words are the pupil's; an agreement goes on the day it says.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Placement(Row, table=True):
    """A pupil at a host on some days. The host learns who it is once the school has approved it, until it ends."""

    __tablename__ = "placement"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("begins between 0 and 1439 and ends between 1 and 1439 and ends > begins", name="times"),
        CheckConstraint("break_minutes between 0 and 240", name="break"),
        Index(None, "school_id", "last_day"),
        Index(None, "person_id", "last_day"),
        Index(None, "host_id", "last_day"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    period_id: UUID | None = Field(default=None, foreign_key="period.id", ondelete="SET NULL", index=True)
    booking_id: UUID | None = Field(default=None, foreign_key="booking.id", ondelete="SET NULL", unique=True)
    host_id: UUID | None = Field(default=None, foreign_key="host.id", ondelete="SET NULL")
    offer_id: UUID | None = Field(default=None, foreign_key="offer.id", ondelete="SET NULL", index=True)
    kind: str = Field(max_length=20)  # OfferKind
    title: str = Field(max_length=120)
    host_name: str = Field(max_length=120)
    address: str = Field(default="", max_length=200)
    responsible: str = Field(default="", max_length=120)  # who looks after the pupil there
    first_day: date
    last_day: date
    begins: int  # minutes after midnight, on each day
    ends: int
    break_minutes: int = 0
    tasks: str = Field(default="", max_length=1500)
    clothing: str = Field(default="", max_length=200)
    lunch: str = Field(default="", max_length=200)
    way_there: str = Field(default="", max_length=500)  # how to get there, in words
    photos_allowed: bool = False
    adult_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)  # at school
    adult_phone: str = Field(default="", max_length=30)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    approved_at: datetime | None = Field(default=None, sa_type=Moment)
    approved_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)  # the pupil has read their day card
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    cancel_reason: str = Field(default="", max_length=500)


class BirthMonth(Row, table=True):
    """In which month a pupil was born, sealed; asked for only where the hours of a placement depend on their age."""

    __tablename__ = "birth_month"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    sealed: str = Field(max_length=200)  # "2011-04"
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)


class FamilyContact(Row, table=True):
    """Who signs for a pupil at home, and how they are reached: for agreements and nothing else."""

    __tablename__ = "family_contact"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("way in ('mail', 'phone', 'paper')", name="way"),
        CheckConstraint("way <> 'mail' or mail <> ''", name="mail"),
        CheckConstraint("way <> 'phone' or phone <> ''", name="phone"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    name: str = Field(max_length=120)
    language: str = Field(max_length=8)
    way: str = Field(max_length=10)
    mail: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=30)
    given_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)


class Party(StrEnum):
    """Who signs an agreement."""

    SCHOOL = "school"
    HOST = "host"
    FAMILY = "family"


class Agreement(Row, table=True):
    """What is agreed about a placement, word for word. Other terms are another version, which is signed anew."""

    __tablename__ = "agreement"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("placement_id", "version"),)

    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE")
    version: int
    terms: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    made_at: datetime = Field(sa_type=Moment)
    made_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    keep_until: date  # the day on which it goes
    request: UUID = Field(unique=True)


class Signature(Row, table=True):
    """Somebody signs a version of an agreement for a party, once."""

    __tablename__ = "signature"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("party in ('school', 'host', 'family')", name="party"),
        CheckConstraint("way in ('account', 'link', 'paper')", name="way"),
        UniqueConstraint("agreement_id", "party"),
    )

    agreement_id: UUID = Field(foreign_key="agreement.id", ondelete="CASCADE")
    party: str = Field(max_length=10)
    name: str = Field(max_length=120)
    way: str = Field(max_length=10)
    signed_at: datetime = Field(sa_type=Moment)
    recorded_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)


class SignatureAsk(Row, table=True):
    """A letter with a link by which a host or a family signs the agreement of a placement: to whom, when, and until
    when the link opens. The last one opens; it is a keyed hash over this row and `opens`."""

    __tablename__ = "signature_ask"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("party in ('host', 'family')", name="party"),
        UniqueConstraint("placement_id", "party"),
    )

    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE")
    party: str = Field(max_length=10)
    contact_id: UUID | None = Field(default=None, foreign_key="host_contact.id", ondelete="CASCADE", index=True)
    name: str = Field(default="", max_length=120)
    mail: str = Field(default="", max_length=254)
    language: str = Field(max_length=8)
    opens: UUID
    opens_until: datetime = Field(sa_type=Moment)
    asked_at: datetime = Field(sa_type=Moment)
    asked_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    declined_at: datetime | None = Field(default=None, sa_type=Moment)  # they do not agree
    decline_words: str = Field(default="", max_length=500)


class Absence(Row, table=True):
    """A pupil cannot come to their placement on a day; ended once they can after all."""

    __tablename__ = "absence"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "placement_id", "day"),)

    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE")
    day: date
    words: str = Field(default="", max_length=500)
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)


class Worry(Row, table=True):
    """A pupil says that something is wrong, with words or without; the adult who answers for the placement reads it."""

    __tablename__ = "worry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "placement_id", "made_at"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE")
    to_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    words: str = Field(default="", max_length=1500)
    made_at: datetime = Field(sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    seen_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    request: UUID = Field(unique=True)


class NoteKind(StrEnum):
    """What an adult of the school notes of a placement."""

    VISIT = "visit"
    CALL = "call"
    ACCIDENT = "accident"


class PlacementNote(Row, table=True):
    """An adult of the school was there, called, or was told of an accident."""

    __tablename__ = "placement_note"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('visit', 'call', 'accident')", name="kind"),
        Index(None, "placement_id", "day"),
    )

    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE")
    kind: str = Field(max_length=10)
    day: date
    words: str = Field(max_length=1500)
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    keep_until: date  # the day on which it goes
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)
