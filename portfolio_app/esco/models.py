"""ESCO as it was loaded (its skills, what each is called in a language, and what makes the search fast), and the tags
that pupils put on their things.

Only a tag is about a person. It keeps what it was called, so that it needs no catalogue to be read.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class EscoEdition(Row, table=True):
    """What was loaded of one language: which version, when, how many skills, and the index its search goes by."""

    __tablename__ = "esco_edition"  # pyright: ignore[reportAssignmentType]

    language: str = Field(max_length=3, unique=True)
    version: str = Field(max_length=20)
    skills: int
    extract: bool = False  # a part of it that Polku brings along, with names of its own in other languages than English
    digest: str = Field(max_length=64)  # of what was in the file: the same file changes nothing
    loaded_at: datetime = Field(sa_type=Moment)
    search: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # as `esco/words.py` writes it


class EscoSkill(Row, table=True):
    """A skill or a piece of knowledge; its id is made of its URI, so every instance has the same."""

    __tablename__ = "esco_skill"  # pyright: ignore[reportAssignmentType]

    uri: str = Field(max_length=200, unique=True)
    knowledge: bool  # otherwise something one can do
    version: str = Field(max_length=20)  # the newest in which it was
    retired: bool = False  # the newest version that is loaded has it no more


class EscoLabel(Row, table=True):
    """What a skill is called and means in one language."""

    __tablename__ = "esco_label"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("skill_id", "language"),)

    skill_id: UUID = Field(foreign_key="esco_skill.id", ondelete="CASCADE")
    language: str = Field(max_length=3)
    name: str = Field(max_length=300)
    others: str = Field(default="", sa_column=Column(Text, nullable=False))  # one a line
    description: str = Field(default="", sa_column=Column(Text, nullable=False))


class Tag(Row, table=True):
    """A pupil says that a thing of theirs has to do with a skill. Removed ones rest 30 days, then go."""

    __tablename__ = "tag"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('evidence', 'entry')", name="kind"),
        UniqueConstraint("kind", "thing", "uri"),
        Index(None, "person_id", "removed_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(max_length=20)
    thing: str = Field(max_length=80)
    uri: str = Field(max_length=200)
    names: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))  # by language, as they were at `made_at`
    made_at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID  # of the form that put it on: sent again after it was removed, it stays removed
