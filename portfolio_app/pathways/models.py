"""The catalogue of pathways: occupations and study routes with the same fields, which route leads to which, and what
pupils keep of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class PathwayKind(StrEnum):
    """What a pathway is: something people work as, or a way of learning it."""

    OCCUPATION = "occupation"
    ROUTE = "route"


class Pathway(Row, table=True):
    """An occupation or a study route as the file that was imported last describes it.

    What is gone from a newer file is retired, not removed: those who kept it still know its name.
    """

    __tablename__ = "pathway"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('occupation', 'route')", name="kind"),
        Index(None, "imported_at", "retired_at"),  # asked for with every page; the rows themselves are long
    )

    code: str = Field(max_length=60, unique=True)
    kind: str = Field(max_length=10)
    interests: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    regions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # none: everywhere
    learnt: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # at what kind of school
    months: int | None = None  # how long it takes to learn
    checked_on: date
    words: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))  # field -> language
    imported_at: datetime = Field(sa_type=Moment)
    retired_at: datetime | None = Field(default=None, sa_type=Moment)


class PathwayLink(Row, table=True):
    """A study route that leads to an occupation; one of several ways there."""

    __tablename__ = "pathway_link"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("route_id", "occupation_id"),)

    route_id: UUID = Field(foreign_key="pathway.id", ondelete="CASCADE")
    occupation_id: UUID = Field(foreign_key="pathway.id", ondelete="CASCADE", index=True)


class KeptPathway(Row, table=True):
    """A pathway that a pupil keeps in their plan. One that was taken out rests 30 days, then goes."""

    __tablename__ = "kept_pathway"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("person_id", "pathway_id"), Index(None, "person_id", "deleted_at"))

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    pathway_id: UUID = Field(foreign_key="pathway.id", ondelete="CASCADE", index=True)
    made_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)


class FitSetting(Row, table=True):
    """Whether somebody wants to be told what a pathway has to do with their interests; without a row they do."""

    __tablename__ = "fit_setting"  # pyright: ignore[reportAssignmentType]

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE", unique=True)
    shown: bool
    changed_at: datetime = Field(sa_type=Moment)
