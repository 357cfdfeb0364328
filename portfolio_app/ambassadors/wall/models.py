"""A few words, and maybe a picture, about an action: an adult lets it through before the school sees it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row

WAITING, SHOWN, BACK, HIDDEN = "waiting", "shown", "back", "hidden"
"""Where a post is: with the adults, on the wall, given back with a sentence, or taken down."""


class WallPost(Row, table=True):
    """What is shown of one action. The picture is evidence of the ambassador's, and shown only while everybody in it
    has agreed. `objected_at`: somebody of the school took it down because they are in it, and it stays down until an
    adult lets it through again."""

    __tablename__ = "wall_post"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("state in ('waiting', 'shown', 'back', 'hidden')", name="state"),)

    action_id: UUID = Field(foreign_key="ambassador_action.id", ondelete="CASCADE", unique=True)
    words: str = Field(max_length=400)
    evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id", ondelete="SET NULL", index=True)
    state: str = Field(max_length=10)
    why: str = Field(default="", max_length=300)  # it was given back
    objected_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
