"""Notices to people, how they want them mailed, and the address they have for that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Notice(Row, table=True):
    """Somebody is told of something: which kind, by whose doing, about which thing. Ids alone, no words."""

    __tablename__ = "notice"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "once"),
        Index(None, "person_id", "read_at"),
        Index(None, "person_id", "made_at"),
        Index(None, "made_at"),
        Index(None, "kind", "once"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(max_length=40)
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    owner_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    thing_kind: str = Field(default="", max_length=20)
    thing: str = Field(default="", max_length=80)
    once: str = Field(max_length=200)  # what makes it the same notice when it is told twice
    made_at: datetime = Field(sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    mailed_at: datetime | None = Field(default=None, sa_type=Moment)


class NoticeWay(Row, table=True):
    """How somebody wants a kind of notice mailed, where that is not the kind's own way."""

    __tablename__ = "notice_way"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("person_id", "kind"),
        CheckConstraint("way in ('off', 'digest', 'at_once')", name="way"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(max_length=40)
    way: str = Field(max_length=10)


class MailAddress(Row, table=True):
    """Where somebody wants mail: `address` once they have shown that it is theirs, `pending` until then.

    Several people (a family, a class's tablet) may have the same. It opens an account only where its owner has said so
    (`signs_in`), by a link that is mailed to it."""

    __tablename__ = "mail_address"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    address: str = Field(default="", max_length=254)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    pending: str = Field(default="", max_length=254)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    asking: UUID | None = None  # drawn anew each time an address is asked about: the link in that mail names it
    language: str = Field(default="", max_length=8)  # spoken when it was given, for people who follow their browser
    signs_in: bool = False
