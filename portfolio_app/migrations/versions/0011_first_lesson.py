"""The first lesson: rounds with answers, lines about oneself, and classes that do it together."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011_first_lesson"
down_revision: str | None = "0010_tags"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "about_me",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_about_me_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_about_me")),
        sa.UniqueConstraint("request", name=op.f("uq_about_me_request")),
    )
    with op.batch_alter_table("about_me", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_about_me_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_about_me_person_id_made_at"), ["person_id", "made_at"], unique=False)

    op.create_table(
        "class_lesson",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_class_lesson_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["school_class.id"],
            name=op.f("fk_class_lesson_class_id_school_class"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_lesson")),
    )
    with op.batch_alter_table("class_lesson", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_lesson_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_class_lesson_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(
            "uq_class_lesson_open",
            ["class_id"],
            unique=True,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )

    op.create_table(
        "lesson_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("witness_id", sa.Uuid(), nullable=True),
        sa.Column("witness_name", sa.String(length=120), nullable=False),
        sa.CheckConstraint("witness_id is null or witness_name = ''", name=op.f("ck_lesson_round_witness")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_lesson_round_evidence_id_evidence"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lesson_round_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["witness_id"], ["person.id"], name=op.f("fk_lesson_round_witness_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_round")),
        sa.UniqueConstraint("person_id", "number", name=op.f("uq_lesson_round_person_id_number")),
    )
    with op.batch_alter_table("lesson_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_round_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_round_witness_id"), ["witness_id"], unique=False)

    op.create_table(
        "lesson_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("choices", sa.String(length=200), nullable=False),
        sa.Column("own_words", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["lesson_round.id"], name=op.f("fk_lesson_answer_round_id_lesson_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_answer")),
        sa.UniqueConstraint("round_id", "question", name=op.f("uq_lesson_answer_round_id_question")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("lesson_answer")
    with op.batch_alter_table("lesson_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_round_witness_id"))
        batch_op.drop_index(batch_op.f("ix_lesson_round_evidence_id"))

    op.drop_table("lesson_round")
    with op.batch_alter_table("class_lesson", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_class_lesson_open",
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_class_lesson_ended_at"))
        batch_op.drop_index(batch_op.f("ix_class_lesson_by_id"))

    op.drop_table("class_lesson")
    with op.batch_alter_table("about_me", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_about_me_person_id_made_at"))
        batch_op.drop_index(batch_op.f("ix_about_me_deleted_at"))

    op.drop_table("about_me")
