"""Questionnaires about strengths and interests, and notes to an adult about support."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004_questionnaires"
down_revision: str | None = "0003_dials"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "questionnaire_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_questionnaire_round_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_round")),
        sa.UniqueConstraint(
            "person_id", "questionnaire", "number", name=op.f("uq_questionnaire_round_person_id_questionnaire_number")
        ),
    )
    op.create_table(
        "questionnaire_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("statement", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value between 1 and 4", name=op.f("ck_questionnaire_answer_value")),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["questionnaire_round.id"],
            name=op.f("fk_questionnaire_answer_round_id_questionnaire_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_answer")),
        sa.UniqueConstraint("round_id", "statement", name=op.f("uq_questionnaire_answer_round_id_statement")),
    )
    op.create_table(
        "questionnaire_rejection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["questionnaire_round.id"],
            name=op.f("fk_questionnaire_rejection_round_id_questionnaire_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_rejection")),
        sa.UniqueConstraint("round_id", "part", name=op.f("uq_questionnaire_rejection_round_id_part")),
    )
    op.create_table(
        "support_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("adult_id", sa.Uuid(), nullable=False),
        sa.Column("point", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_support_note_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["person.id"], name=op.f("fk_support_note_adult_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_note")),
        sa.UniqueConstraint("request", name=op.f("uq_support_note_request")),
    )
    with op.batch_alter_table("support_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_note_person_id_made_at"), ["person_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_support_note_adult_id_made_at"), ["adult_id", "made_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("support_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_note_adult_id_made_at"))
        batch_op.drop_index(batch_op.f("ix_support_note_person_id_made_at"))
    op.drop_table("support_note")
    op.drop_table("questionnaire_rejection")
    op.drop_table("questionnaire_answer")
    op.drop_table("questionnaire_round")
