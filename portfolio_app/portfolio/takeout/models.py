"""Takeouts that people asked for, and what they brought back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Column, Index, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Takeout(Row, table=True):
    """Somebody asked for everything of theirs. The file lies in the data folder under the row's id until `expires_at`;
    the row stays, to know when it was last taken along. One person has at most one under way."""

    __tablename__ = "takeout"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_takeout_under_way",
            "person_id",
            unique=True,
            sqlite_where=text("ready_at is null and ended_at is null"),
            postgresql_where=text("ready_at is null and ended_at is null"),
        ),
        Index(None, "person_id", "asked_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    language: str = Field(max_length=8)
    corner: bool = False  # with what lies in the private corner
    asked_at: datetime = Field(sa_type=Moment)
    done_bytes: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    all_bytes: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))  # 0 until it is known
    ready_at: datetime | None = Field(default=None, sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    downloaded_at: datetime | None = Field(default=None, sa_type=Moment)  # to its last byte
    ended_at: datetime | None = Field(default=None, sa_type=Moment)  # the file is gone, or could not be made
    problem: str = Field(default="", max_length=20)  # why it could not be made


class BroughtBack(Row, table=True):
    """Somebody brought a file back: what waits to be read, and what came of it. The file itself goes with that."""

    __tablename__ = "brought_back"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_brought_back_under_way",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
        Index(None, "person_id", "asked_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    language: str = Field(max_length=8)
    asked_at: datetime = Field(sa_type=Moment)
    done_parts: int = 0
    all_parts: int = 0
    whose: str = Field(default="", max_length=120)  # another name stands in it: asked about before anything is done
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    problem: str = Field(default="", max_length=400)  # a sentence, in `language`
    report: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
