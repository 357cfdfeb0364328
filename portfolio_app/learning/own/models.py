"""Modules of a school's own, what they were at each save, and what somebody has just sent to be brought in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class OwnModule(Row, table=True):
    """A module that belongs to a school; `version_id` are its files as they are now.

    Its name is used once in the whole installation, so that an assignment, a plan and a lesson that was begun name it
    as they name any other. `outline` is what lists and hours say of it, so that nobody reads its files for that.
    """

    __tablename__ = "own_module"  # pyright: ignore[reportAssignmentType]

    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    name: str = Field(max_length=50, unique=True)
    version_id: UUID = Field(foreign_key="module_version.id", index=True)
    outline: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    original: str = Field(default="", max_length=50)  # the module it began as a copy of; "" for one brought along
    original_version_id: UUID | None = Field(
        default=None, foreign_key="module_version.id", index=True
    )  # as it was then
    seen_hash: str = Field(default="", max_length=64)  # the version of the original that the school has looked at
    version: int = 1  # counts saves: two teachers who change it at once notice each other
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    changed_at: datetime = Field(sa_type=Moment, index=True)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class OwnModuleSave(Row, table=True):
    """What an own module was at a save, so that one can go back to it; `number` is the module's `version` then."""

    __tablename__ = "own_module_save"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("own_module_id", "number"),)

    own_module_id: UUID = Field(foreign_key="own_module.id", ondelete="CASCADE")
    number: int
    version_id: UUID = Field(foreign_key="module_version.id", index=True)
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    saved_at: datetime = Field(sa_type=Moment)


class ModuleSent(Row, table=True):
    """The ZIP that somebody sent last, as long as it is not brought in: what is wrong with it, or that its name is
    taken; then `packed` are its bytes, so that nobody sends it twice."""

    __tablename__ = "module_sent"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    school_id: UUID = Field(foreign_key="school.id", ondelete="CASCADE", index=True)
    file_name: str = Field(default="", max_length=120)
    flaw: str = Field(default="", max_length=20)  # of the ZIP as a whole; "" where it could be opened
    told: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    more: int = 0  # mistakes beyond those that are told
    name: str = Field(default="", max_length=50)  # the one that is taken
    packed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    sent_at: datetime = Field(sa_type=Moment, index=True)
