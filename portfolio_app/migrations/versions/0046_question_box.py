"""The question box of a class: who reads it when, what is asked and answered, words of worry of a school's own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0046_question_box"
down_revision: str | None = "0047_campaigns"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _refers(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "question_box",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _refers("question_box", "class_id", "school_class", "CASCADE"),
        _refers("question_box", "school_id", "school", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_box")),
        sa.UniqueConstraint("class_id", name=op.f("uq_question_box_class_id")),
    )
    op.create_table(
        "school_worry_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("said", sa.String(length=100), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        _refers("school_worry_word", "school_id", "school", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_worry_word")),
        sa.UniqueConstraint("school_id", "words", name=op.f("uq_school_worry_word_school_id_words")),
    )
    op.create_table(
        "box_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        _refers("box_contact", "box_id", "question_box", "CASCADE"),
        _refers("box_contact", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_contact")),
        sa.UniqueConstraint("box_id", "person_id", name=op.f("uq_box_contact_box_id_person_id")),
    )
    op.create_table(
        "box_duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("begins >= 0 and begins < ends and ends <= 1440", name=op.f("ck_box_duty_minutes")),
        _refers("box_duty", "box_id", "question_box", "CASCADE"),
        _refers("box_duty", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_duty")),
        sa.UniqueConstraint("request", name=op.f("uq_box_duty_request")),
    )
    op.create_table(
        "box_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("shown", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("worried", sa.Boolean(), nullable=False),
        sa.Column("adults_only", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("page", sa.String(length=64), nullable=True),
        sa.Column("aside_from", sa.String(length=10), nullable=False),
        sa.Column("aside_on", sa.Date(), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('fresh', 'worry', 'through', 'aside', 'answered')", name=op.f("ck_box_question_state")
        ),
        _refers("box_question", "box_id", "question_box", "CASCADE"),
        _refers("box_question", "seen_by", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_question")),
        sa.UniqueConstraint("page", name=op.f("uq_box_question_page")),
        sqlite_with_rowid=False,  # row numbers would tell in which order was asked
    )
    op.create_table(
        "box_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("by_ambassador", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state in ('sent', 'returned', 'approved')", name=op.f("ck_box_answer_state")),
        _refers("box_answer", "approved_by", "person", "SET NULL"),
        _refers("box_answer", "person_id", "person", "SET NULL"),
        _refers("box_answer", "question_id", "box_question", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box_answer")),
        sa.UniqueConstraint("question_id", name=op.f("uq_box_answer_question_id")),
    )
    for table, *columns in (
        ("question_box", "school_id"),
        ("box_contact", "person_id"),
        ("box_duty", "box_id"),
        ("box_duty", "person_id"),
        ("box_question", "box_id", "state"),
        ("box_question", "seen_by"),
        ("box_answer", "state", "approved_on"),
        ("box_answer", "person_id"),
        ("box_answer", "approved_by"),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=False)


def downgrade() -> None:
    """Take back."""
    for table in ("box_answer", "box_question", "box_duty", "box_contact", "school_worry_word", "question_box"):
        op.drop_table(table)
