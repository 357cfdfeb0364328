"""What a host says once about a placement. It is about the pupil and goes with them; they see it once the school has
handed it on."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Stands(StrEnum):
    """How far it is."""

    ASKED = "asked"  # the host was asked for it, where there was somebody to ask
    GIVEN = "given"  # an adult of the school has to read it
    HELD = "held"  # they held it back; the host reads why, and can say it anew
    HANDED = "handed"  # the pupil reads it; the host changes it no more


class HostEvaluation(Row, table=True):
    """What a host saw of five things at work, a sentence on what went well, and one on what to practise."""

    __tablename__ = "host_evaluation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("state in ('asked', 'given', 'held', 'handed')", name="state"),
        CheckConstraint("(state = 'asked') = (given_at is null)", name="given"),
        CheckConstraint("(state = 'held') = (held_reason <> '')", name="held"),
        CheckConstraint("(state = 'handed') = (handed_at is not null)", name="handed"),
    )

    placement_id: UUID = Field(foreign_key="placement.id", ondelete="CASCADE", unique=True)
    contact_id: UUID | None = Field(default=None, foreign_key="host_contact.id", ondelete="SET NULL", index=True)
    state: str = Field(default=Stands.ASKED, max_length=10)
    giver_name: str = Field(default="", max_length=120)
    organisation: str = Field(default="", max_length=120)
    said: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Aspect -> step from 1 to 4, or 0 for what they did not see (aspects.py)."""
    went_well: str = Field(default="", max_length=600)
    practise_next: str = Field(default="", max_length=600)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    given_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    version: int = 0  # counts what the host has said: whoever hands it on has read the last
    held_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    held_reason: str = Field(default="", max_length=500)
    handed_at: datetime | None = Field(default=None, sa_type=Moment)
    handed_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    answers: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Aspect -> what the pupil does with it: "kept" as a voice, or "declined"."""
    credential_id: UUID | None = Field(default=None, foreign_key="credential.id", ondelete="SET NULL", index=True)
    declined_at: datetime | None = Field(default=None, sa_type=Moment)  # the pupil wants no credential
