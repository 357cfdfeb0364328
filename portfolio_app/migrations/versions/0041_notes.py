"""Visits, calls and accidents that adults of a school note of a placement; who does not agree to one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0041_notes"
down_revision: str | None = "0040_weeks"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "placement_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=1500), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('visit', 'call', 'accident')", name=op.f("ck_placement_note_kind")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_placement_note_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_placement_note_placement_id_placement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_note")),
        sa.UniqueConstraint("request", name=op.f("uq_placement_note_request")),
    )
    with op.batch_alter_table("placement_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_note_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_note_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_placement_note_placement_id_day"), ["placement_id", "day"], unique=False)
    with op.batch_alter_table("signature_ask", schema=None) as batch_op:
        batch_op.add_column(sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decline_words", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("signature_ask", schema=None) as batch_op:
        batch_op.alter_column("decline_words", server_default=None)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("signature_ask", schema=None) as batch_op:
        batch_op.drop_column("decline_words")
        batch_op.drop_column("declined_at")
    op.drop_table("placement_note")
