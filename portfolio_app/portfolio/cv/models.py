"""The choices of somebody's CV: what is in it, how it looks, and contact lines that stand nowhere else."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Layout(StrEnum):
    """How the PDF looks."""

    PLAIN = "plain"  # one column
    SIDE = "side"  # contact, lines and skills in a column of their own


class Cv(Row, table=True):
    """One CV a person. `fit` is a hash of what was set last, and `left_out` the ids of its entries that did not fit."""

    __tablename__ = "cv"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("layout in ('plain', 'side')", name="layout"),
        CheckConstraint("pages between 1 and 2", name="pages"),
        UniqueConstraint("person_id"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    layout: str = Field(default=Layout.PLAIN, max_length=10)
    pages: int = 1
    about: bool = True
    skills: bool = True
    school: bool = True
    email: str = Field(default="", max_length=120)
    phone: str = Field(default="", max_length=40)
    town: str = Field(default="", max_length=80)
    link: str = Field(default="", max_length=200)
    fit: str = Field(default="", max_length=64)
    left_out: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    version: int = 1
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)


class CvEntry(Row, table=True):
    """An entry is in a CV. Where it stands there is decided by its kind and its days."""

    __tablename__ = "cv_entry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("cv_id", "entry_id"),)

    cv_id: UUID = Field(foreign_key="cv.id", ondelete="CASCADE")
    entry_id: UUID = Field(foreign_key="entry.id", ondelete="CASCADE", index=True)
