"""Collections of entries, and which entries are in one, in order."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Collection(Row, table=True):
    """Some of a pupil's entries under a title, with a few lines about them. Deleted ones rest 30 days, then go."""

    __tablename__ = "collection"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id", "deleted_at"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    title: str = Field(max_length=160)
    about: str = Field(default="", max_length=2000)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class CollectionEntry(Row, table=True):
    """An entry is in a collection, in order. An entry may be in any number of them."""

    __tablename__ = "collection_entry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("collection_id", "entry_id"),)

    collection_id: UUID = Field(foreign_key="collection.id", ondelete="CASCADE")
    entry_id: UUID = Field(foreign_key="entry.id", ondelete="CASCADE", index=True)
    position: int = 0
