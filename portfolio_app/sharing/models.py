"""Grants (who may see which thing), the access log (who did) and comments on what was shared."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class Audience(StrEnum):
    """Whom a grant speaks of. "Only me" is the absence of a grant."""

    PERSON = "person"
    CLASS_TEACHERS = "class_teachers"
    LINK = "link"  # whoever has it, with an account or without; see ShareLink


class Kind(StrEnum):
    """What can be shared. A capability is named `<framework>:<code>`, the others by their id."""

    CAPABILITY = "capability"  # how the owner sees themself in it, with the reason
    EVIDENCE = "evidence"
    ENTRY = "entry"
    GOAL = "goal"
    ABOUT_ME = "about-me"  # lines about oneself; named by the id of their owner
    CREDENTIAL = "credential"  # one the owner has accepted
    RESULT = "result"  # what a round of a questionnaire says, by the round's id
    COLLECTION = "collection"  # with every entry in it, as long as it is in it
    CV = "cv"  # by a link alone; named by the id of its owner
    LESSON = "lesson"  # what was answered in one activity of a lesson


class Grant(Row, table=True):
    """The owner lets an audience see one thing, from a moment until another or until it is ended."""

    __tablename__ = "access_grant"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("audience in ('person', 'class_teachers', 'link')", name="audience"),
        CheckConstraint("(audience = 'person') = (audience_id is not null)", name="audience_id"),
        CheckConstraint("until_at is null or until_at >= from_at", name="until"),
        Index(
            "uq_access_grant_open",
            "owner_id",
            "kind",
            "thing",
            "audience",
            text("coalesce(audience_id, owner_id)"),
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    owner_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(max_length=20)
    thing: str = Field(max_length=80)
    audience: str = Field(max_length=20)
    audience_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    from_at: datetime = Field(sa_type=Moment)
    until_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    granted_by: UUID = Field(foreign_key="person.id", ondelete="CASCADE")


class ShownName(StrEnum):
    """What of its owner's name a link shows."""

    NONE = "none"
    FIRST = "first"
    FULL = "full"


class ShareLink(Row, table=True):
    """How a thing is shown to whoever has a link to it; until when, and whether still, its grant says.

    Of its secret only the hash is here: `sharing.links.link_key` works it out again from the id and the secret file."""

    __tablename__ = "share_link"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("shown_name in ('none', 'first', 'full')", name="shown_name"),)

    grant_id: UUID = Field(foreign_key="access_grant.id", ondelete="CASCADE", unique=True)
    key_hash: str = Field(max_length=64, unique=True)
    language: str = Field(max_length=8)
    shown_name: str = Field(default=ShownName.NONE, max_length=5)
    shows_files: bool = False
    shows_contact: bool = False  # of a CV: its contact lines
    code_hash: str = Field(default="", max_length=200)  # argon2id of the code word, "" without one
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class LinkLook(Row, table=True):
    """How often a link was opened on a day; by whom and from where is written nowhere."""

    __tablename__ = "link_look"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("link_id", "day"),)

    link_id: UUID = Field(foreign_key="share_link.id", ondelete="CASCADE")
    day: date
    count: int = 1


class Access(Row, table=True):
    """Somebody saw something of the owner's: one row a viewer, a thing and a day."""

    __tablename__ = "access"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("owner_id", "viewer_id", "what", "day"), Index(None, "owner_id", "day"))

    owner_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    viewer_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    what: str = Field(max_length=110)  # "profile", "class", or "<kind>:<thing>"
    day: date
    first_at: datetime = Field(sa_type=Moment)


class Comment(Row, table=True):
    """Words about a shared thing, from somebody it was shared with; its owner reads, can answer once and hide them.

    One that its owner brought along from elsewhere (`brought_at`) has an author by name alone."""

    __tablename__ = "comment"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "owner_id", "kind", "thing"),)

    owner_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    author_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    author_name: str = Field(default="", max_length=120)  # of whoever wrote where it was brought from
    kind: str = Field(max_length=20)
    thing: str = Field(max_length=80)
    words: str = Field(max_length=4000)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime | None = Field(default=None, sa_type=Moment)  # by its author, last
    version: int = 1
    answer: str = Field(default="", max_length=500)  # of its owner
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    hidden_at: datetime | None = Field(default=None, sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    brought_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class Talk(Row, table=True):
    """An adult of the school noted that they talked with a pupil. The pupil reads that, and can answer.

    It is the pupil's: it goes with them. When the adult's account goes, it stays without a name (`adult_id` null)."""

    __tablename__ = "talk"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("request", "person_id"),
        Index(None, "person_id", "held_on"),
        Index(None, "adult_id", "held_on"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    adult_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    adult_name: str = Field(default="", max_length=120)  # of whoever noted it where it was brought from
    held_on: date
    words: str = Field(max_length=300)
    made_at: datetime = Field(sa_type=Moment)
    answer: str = Field(default="", max_length=2000)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    brought_at: datetime | None = Field(default=None, sa_type=Moment)  # its pupil brought it along from elsewhere
    request: UUID  # of the form, which may speak of several pupils


class Phrase(Row, table=True):
    """A sentence that an adult of the school often writes, to be put into a text with one press; theirs alone."""

    __tablename__ = "phrase"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id", "used"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    words: str = Field(max_length=300)
    version: int = 1
    used: int = 0
    made_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once
