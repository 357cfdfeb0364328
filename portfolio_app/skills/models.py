"""How somebody sees themself: in a capability over time, with the evidence for it, and in their own words."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from portfolio_app.core.database import Moment, Row


class EvidenceKind(StrEnum):
    """What a piece of evidence is made of."""

    PHOTO = "photo"
    PDF = "pdf"
    LINK = "link"
    WORDS = "words"


class PeopleInIt(StrEnum):
    """The answer to "Is someone else in it, and did they agree?" (photos only)."""

    NOBODY = "nobody"
    AGREED = "agreed"
    NOT_ASKED = "not_asked"  # stays private until it changes


class Origin(StrEnum):
    """Where a piece of evidence comes from; "" where nobody said."""

    SCHOOL = "school"
    HOBBY = "hobby"
    CLUB = "club"
    CARE = "care"
    LANGUAGE = "language"
    GAME = "game"
    JOB = "job"
    VOLUNTEERING = "volunteering"
    OTHER = "other"


class Assessment(Row, table=True):
    """One moment's view of oneself in a capability; never changed, a new one follows it."""

    __tablename__ = "assessment"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("step between 1 and 4 or (on_dial and step = 5)", name="step"),
        Index(None, "person_id", "framework", "capability", "made_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    framework: str = Field(max_length=60)
    framework_version: int = 1
    capability: str = Field(max_length=20)
    step: int
    """A step from 1 to 4; on a dial, a position from 1 (its first word) to 5 (its second)."""
    on_dial: bool = False
    reason: str = Field(default="", max_length=2000)
    made_at: datetime = Field(sa_type=Moment)
    request: UUID = Field(unique=True)  # the form's own id: sent twice, kept once


class Evidence(Row, table=True):
    """Something that shows a capability. Deleted things rest 30 days, then go."""

    __tablename__ = "evidence"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('photo', 'pdf', 'link', 'words')", name="kind"),
        CheckConstraint("(kind in ('photo', 'pdf')) = (media_id is not null)", name="media"),
        CheckConstraint("(kind = 'link') = (url <> '')", name="url"),
        CheckConstraint("people_in_it in ('', 'nobody', 'agreed', 'not_asked')", name="people"),
        CheckConstraint(
            "origin in ('', 'school', 'hobby', 'club', 'care', 'language', 'game', 'job', 'volunteering', 'other')",
            name="origin",
        ),
        Index(None, "person_id", "deleted_at", "made_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(max_length=10)
    title: str = Field(max_length=160)
    words: str = Field(default="", max_length=4000)
    url: str = Field(default="", max_length=1000)
    media_id: UUID | None = Field(default=None, foreign_key="media_file.id", index=True)
    people_in_it: str = Field(default="", max_length=12)
    origin: str = Field(default="", max_length=12)
    made_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    version: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)


class EvidenceCapability(Row, table=True):
    """An evidence supports a capability (one evidence may support several)."""

    __tablename__ = "evidence_capability"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("evidence_id", "framework", "capability"),)

    evidence_id: UUID = Field(foreign_key="evidence.id", ondelete="CASCADE")
    framework: str = Field(max_length=60)
    capability: str = Field(max_length=20)


class QuestionnaireRound(Row, table=True):
    """One time of answering a questionnaire; it is there from its first answer on. A retake is the next number."""

    __tablename__ = "questionnaire_round"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("person_id", "questionnaire", "number"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    questionnaire: str = Field(max_length=20)
    version: int
    number: int
    began_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    shows_rejected: bool = False  # to whom the result is shared with


class QuestionnaireAnswer(Row, table=True):
    """What was last answered to a statement in a round: from whichever device it came, one row."""

    __tablename__ = "questionnaire_answer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("value between 1 and 4", name="value"),
        UniqueConstraint("round_id", "statement"),
    )

    round_id: UUID = Field(foreign_key="questionnaire_round.id", ondelete="CASCADE")
    statement: str = Field(max_length=20)
    value: int
    made_at: datetime = Field(sa_type=Moment)


class QuestionnaireRejection(Row, table=True):
    """The pupil says that a part of a result does not fit, and why; taken back, it stays with what was written."""

    __tablename__ = "questionnaire_rejection"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("round_id", "part"),)

    round_id: UUID = Field(foreign_key="questionnaire_round.id", ondelete="CASCADE")
    part: str = Field(max_length=40)  # "theme:<code>" or "surprise:<statement>"
    why: str = Field(default="", max_length=1000)
    made_at: datetime = Field(sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class LessonRound(Row, table=True):
    """One time of doing the first lesson; it is there from the first thing said on. Doing it again is the next number.

    `witness_…` is somebody who could say so too: for the pupil to remember, nobody is told."""

    __tablename__ = "lesson_round"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("witness_id is null or witness_name = ''", name="witness"),
        UniqueConstraint("person_id", "number"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    number: int
    version: int
    began_at: datetime = Field(sa_type=Moment)
    touched_at: datetime = Field(sa_type=Moment)
    finished_at: datetime | None = Field(default=None, sa_type=Moment)
    evidence_id: UUID | None = Field(default=None, foreign_key="evidence.id", ondelete="SET NULL", index=True)
    witness_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    witness_name: str = Field(default="", max_length=120)


class LessonAnswer(Row, table=True):
    """What was last answered to a question of the first lesson in a round: from whichever device it came, one row."""

    __tablename__ = "lesson_answer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("round_id", "question"),)

    round_id: UUID = Field(foreign_key="lesson_round.id", ondelete="CASCADE")
    question: str = Field(max_length=20)
    choices: str = Field(default="", max_length=200)  # codes, with blanks between; none is "I don't know yet"
    own_words: str = Field(default="", max_length=120)
    made_at: datetime = Field(sa_type=Moment)


class AboutMe(Row, table=True):
    """Some lines a pupil wrote about themself. The newest are those that hold; without words, the pupil says nothing.

    Earlier ones stay for their owner alone, who can delete them: they rest 30 days, then go."""

    __tablename__ = "about_me"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id", "made_at"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    words: str = Field(max_length=1000)  # a line each
    language: str = Field(max_length=8)
    made_at: datetime = Field(sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    request: UUID = Field(unique=True)


class ClassLesson(Row, table=True):
    """A teacher begins the first lesson with a class, until somebody who teaches it ends that."""

    __tablename__ = "class_lesson"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        Index(
            "uq_class_lesson_open",
            "class_id",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    class_id: UUID = Field(foreign_key="school_class.id", ondelete="CASCADE")
    by_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL", index=True)
    started_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment, index=True)


class SupportNote(Row, table=True):
    """A pupil tells one adult of their school where they stand, until they take it back or a year has passed."""

    __tablename__ = "support_note"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id", "made_at"), Index(None, "adult_id", "made_at"))

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    adult_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    point: str = Field(max_length=20)  # one of skills/support_points.py
    words: str = Field(default="", max_length=1000)
    made_at: datetime = Field(sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)


class Voice(StrEnum):
    """Who speaks about a pupil's capability, beside the pupil."""

    TEACHER = "teacher"  # a teacher or counsellor of the pupil's own school
    HOST = "host"  # an adult outside school who has seen the pupil at work


class Why(StrEnum):
    """Why somebody may speak about a capability. A lesson or a placement that names some adds its own kind here."""

    PUPIL = "pupil"  # the pupil asked


class VoiceLink(Row, table=True):
    """A one-time link by which one adult outside school answers a pupil; its secret is nowhere but in the link."""

    __tablename__ = "voice_link"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (Index(None, "person_id", "made_at"),)

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    key_hash: str = Field(max_length=64, unique=True)
    for_whom: str = Field(max_length=120)  # in the pupil's words, for the pupil alone
    made_at: datetime = Field(sa_type=Moment)
    until_at: datetime = Field(sa_type=Moment, index=True)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    request: UUID = Field(unique=True)


class VoiceAsk(Row, table=True):
    """Somebody may speak about one capability of a pupil, until that is ended: a person of the pupil's school, or
    whoever has a link."""

    __tablename__ = "voice_ask"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("why in ('pupil')", name="why"),
        CheckConstraint("(adult_id is null) <> (link_id is null)", name="whom"),
        Index(
            "uq_voice_ask_open",
            "person_id",
            text("coalesce(adult_id, link_id)"),
            "framework",
            "capability",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    adult_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="CASCADE", index=True)
    link_id: UUID | None = Field(default=None, foreign_key="voice_link.id", ondelete="CASCADE", index=True)
    framework: str = Field(max_length=60)
    capability: str = Field(max_length=20)
    why: str = Field(default=Why.PUPIL.value, max_length=10)
    asked_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class GivenVoice(Row, table=True):
    """What an adult said about a pupil's capability at a moment. The pupil answers or hides it, and never alters it; a
    later one of the same adult stands beside it.

    It is the pupil's: it goes with them. When a teacher's account goes, it stays without a name (`giver_id` null)."""

    __tablename__ = "given_voice"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind in ('teacher', 'host')", name="kind"),
        CheckConstraint("step between 0 and 4 or (on_dial and step = 5)", name="step"),
        UniqueConstraint("request", "capability"),
        Index(None, "person_id", "framework", "capability", "made_at"),
        Index(None, "giver_id", "made_at"),
    )

    person_id: UUID = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str = Field(max_length=10)
    giver_id: UUID | None = Field(default=None, foreign_key="person.id", ondelete="SET NULL")
    link_id: UUID | None = Field(default=None, foreign_key="voice_link.id", ondelete="SET NULL", index=True)
    giver_name: str = Field(default="", max_length=120)  # of an adult outside school; people here have theirs
    organisation: str = Field(default="", max_length=160)
    framework: str = Field(max_length=60)
    framework_version: int = 1
    capability: str = Field(max_length=20)
    step: int
    """As in an assessment; 0 is "I have not seen this"."""
    on_dial: bool = False
    reason: str = Field(default="", max_length=2000)
    made_at: datetime = Field(sa_type=Moment)
    replaced_at: datetime | None = Field(default=None, sa_type=Moment, index=True)  # by the giver, within a day
    answer: str = Field(default="", max_length=2000)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    hidden_at: datetime | None = Field(default=None, sa_type=Moment)
    reported_at: datetime | None = Field(default=None, sa_type=Moment)
    brought_at: datetime | None = Field(default=None, sa_type=Moment)  # its pupil brought it along from elsewhere
    request: UUID  # of the form, which may speak about several capabilities
