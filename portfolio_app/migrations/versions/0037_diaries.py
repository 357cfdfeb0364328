"""What pupils write of their days at workplaces: a diary with photos, how it was, notes of thanks."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0037_diaries"
down_revision: str | None = "0038_hosting"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WRITTEN = sa.text("deleted_at is null")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "diary_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_diary_day_placement_id_placement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_day")),
    )
    op.create_index(op.f("ix_diary_day_placement_id"), "diary_day", ["placement_id"], unique=False)
    op.create_index(op.f("ix_diary_day_deleted_at"), "diary_day", ["deleted_at"], unique=False)
    op.create_index(
        "uq_diary_day_written",
        "diary_day",
        ["placement_id", "day"],
        unique=True,
        sqlite_where=WRITTEN,
        postgresql_where=WRITTEN,
    )
    op.create_table(
        "diary_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["diary_day.id"], name=op.f("fk_diary_photo_day_id_diary_day"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_diary_photo_evidence_id_evidence"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_photo")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_diary_photo_evidence_id")),
    )
    op.create_index(op.f("ix_diary_photo_day_id"), "diary_photo", ["day_id"], unique=False)
    op.create_table(
        "own_evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("proud", sa.String(length=1500), nullable=False),
        sa.Column("surprised", sa.String(length=1500), nullable=False),
        sa.Column("would", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=1500), nullable=False),
        sa.Column("to_next", sa.String(length=1500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("would in ('', 'yes', 'maybe', 'no')", name=op.f("ck_own_evaluation_would")),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_own_evaluation_placement_id_placement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_evaluation")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_own_evaluation_placement_id")),
    )
    op.create_table(
        "thanks_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=1500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('own', 'waiting', 'returned', 'sent')", name=op.f("ck_thanks_note_state")),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["host_contact.id"],
            name=op.f("fk_thanks_note_contact_id_host_contact"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_thanks_note_decided_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_thanks_note_placement_id_placement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_note")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_thanks_note_placement_id")),
    )
    op.create_index(op.f("ix_thanks_note_contact_id"), "thanks_note", ["contact_id"], unique=False)
    op.create_index(op.f("ix_thanks_note_decided_by"), "thanks_note", ["decided_by"], unique=False)


def downgrade() -> None:
    """Take back."""
    for table in ("thanks_note", "own_evaluation", "diary_photo", "diary_day"):
        op.drop_table(table)
