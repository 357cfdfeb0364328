"""Which modules of the training an ambassador has passed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class AmbassadorTraining(Row, table=True):
    """How far an ambassador is with a module. `version` is that of the module when it was passed, 0 until then; `tries`
    counts how often it was answered, and nobody else is told."""

    __tablename__ = "ambassador_training"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("ambassador_id", "module"),
        CheckConstraint("(passed_at is null) = (version = 0)", name="passed"),
        CheckConstraint("tries >= 0", name="tries"),
    )

    ambassador_id: UUID = Field(foreign_key="ambassador.id", ondelete="CASCADE")
    module: str = Field(max_length=40)
    version: int = 0
    passed_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    request: UUID | None = None  # of the form that was answered last: sent twice, it counts once
