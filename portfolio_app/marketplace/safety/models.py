"""A host's safety pack."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class SafetyPack(Row, table=True):
    """What pupils have to take care of at a host, what is insured, and whom to call there; good for a year."""

    __tablename__ = "safety_pack"  # pyright: ignore[reportAssignmentType]

    host_id: UUID = Field(foreign_key="host.id", ondelete="CASCADE", unique=True)
    risks: str = Field(max_length=1500)  # what to take care of, as a pupil understands it
    not_allowed: str = Field(default="", max_length=500)  # what pupils do not do there
    insurance: str = Field(default="", max_length=300)
    contact: str = Field(max_length=120)  # whom to find there when something happens
    phone: str = Field(max_length=30)
    said_by: str = Field(max_length=120)  # the contact who said it
    said_on: date
    until: date  # the last day on which it counts
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
