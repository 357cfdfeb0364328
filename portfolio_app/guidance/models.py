"""What stays between a pupil who leaves and the school they left, for a year, and only as far as they want it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class DestinationKind(StrEnum):
    """What somebody does after school."""

    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"
    APPRENTICESHIP = "apprenticeship"
    HIGHER = "higher"
    WORK = "work"
    OTHER = "other"
    UNKNOWN = "unknown"


class HowItGoes(StrEnum):
    """How somebody says it is going, some months after school."""

    WELL = "well"
    MIXED = "mixed"
    HARD = "hard"


class RightPlace(StrEnum):
    """Whether somebody is where they wanted to be."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNSURE = "unsure"


class Destination(Row, table=True):
    """Where somebody goes after school, which they have told that school. Taken back, the row is gone."""

    __tablename__ = "destination"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint(
            "kind in ('upper_secondary', 'vocational', 'apprenticeship', 'higher', 'work', 'other', 'unknown')",
            name="kind",
        ),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    kind: str = Field(max_length=20)
    place: str = Field(default="", max_length=120)
    begins: str = Field(default="", max_length=7)  # a month, "2027-08", or "" for not said
    told_at: datetime = Field(sa_type=Moment)  # when they agreed that the school knows
    # when they agreed that it may be passed on to the service of `FollowUp`, as its words were then
    passes_on_at: datetime | None = Field(default=None, sa_type=Moment)


class FollowUp(Row, table=True):
    """To whom a school may pass on where people go, and on which legal basis. Without a row nobody is asked."""

    __tablename__ = "follow_up"  # pyright: ignore[reportAssignmentType]

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", unique=True)
    service: str = Field(max_length=120)
    basis: str = Field(max_length=500)


class GuidanceContact(Row, table=True):
    """Whom people can turn to for a year after leaving: for one class of a school, or (without a class) for all."""

    __tablename__ = "guidance_contact"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_guidance_contact_place",
            "school_id",
            text("coalesce(class_id, school_id)"),
            unique=True,
        ),
    )

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    class_id: UUID | None = Field(default=None, foreign_key="school_class.id", ondelete="CASCADE", index=True)
    adult_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    how: str = Field(max_length=200)  # how to reach them: a telephone number, an address, hours


class ContactWish(Row, table=True):
    """Somebody who has left would like to hear from their guidance contact."""

    __tablename__ = "contact_wish"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "school_id", "made_at"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    words: str = Field(default="", max_length=500)
    reach: str = Field(max_length=200)  # how they want to be reached
    made_at: datetime = Field(sa_type=Moment)
    reached_at: datetime | None = Field(default=None, sa_type=Moment)  # when the contact said that they have talked
    ended_at: datetime | None = Field(default=None, sa_type=Moment)  # taken back
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class CheckInAgreement(Row, table=True):
    """Somebody agrees to be asked how it is going, three times in the first year after school; until they end that."""

    __tablename__ = "check_in_agreement"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    agreed_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class CheckIn(Row, table=True):
    """Somebody is asked how it is going, so many months after school; what they answer their guidance contact reads."""

    __tablename__ = "check_in"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("person_id", "school_id", "months"),
        CheckConstraint("months in (3, 6, 9)", name="months"),
        CheckConstraint("goes in ('', 'well', 'mixed', 'hard')", name="goes"),
        CheckConstraint("place in ('', 'yes', 'partly', 'no', 'unsure')", name="place"),
        CheckConstraint("(answered_at is null) = (goes = '')", name="answered"),
        Index(None, "school_id", "answered_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE")
    months: int
    asked_at: datetime = Field(sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    goes: str = Field(default="", max_length=10)
    place: str = Field(default="", max_length=10)
    words: str = Field(default="", max_length=1000)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)  # by the guidance contact
