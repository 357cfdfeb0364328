"""A host's contact shows with a code that the mailbox is theirs, and has a session then. Both go soon."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row

MOST_TRIES = 5
"""How often a code may be typed."""


class HostCode(Row, table=True):
    """A code was mailed to a contact. It is made of `drawn` and the instance's secret, so that the database holds
    none; another draw voids the former."""

    __tablename__ = "host_code"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint(f"tries between 0 and {MOST_TRIES}", name="tries"),)

    contact_id: UUID = Field(foreign_key="host_contact.id", ondelete="CASCADE", unique=True)
    drawn: UUID
    until_at: datetime = Field(sa_type=Moment, index=True)
    tries: int = 0  # of this code
    wrong: int = 0  # of all codes since the last one that was right


class HostSession(Row, table=True):
    """A browser in which a contact has typed the code. Its key is in the browser's cookie alone."""

    __tablename__ = "host_session"  # pyright: ignore[reportAssignmentType]

    contact_id: UUID = Field(foreign_key="host_contact.id", ondelete="CASCADE", index=True)
    key_hash: str = Field(max_length=64, unique=True)
    opens: UUID  # of the link it was opened with: another link ends it
    browser: str = Field(default="", max_length=120)  # roughly which
    made_at: datetime = Field(sa_type=Moment)
    until_at: datetime = Field(sa_type=Moment, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
