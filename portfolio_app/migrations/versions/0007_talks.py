"""Talks that adults note with pupils."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007_talks"
down_revision: str | None = "0006_voices"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "talk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("adult_id", sa.Uuid(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["adult_id"], ["person.id"], name=op.f("fk_talk_adult_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_talk_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint("request", "person_id", name=op.f("uq_talk_request_person_id")),
    )
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_adult_id_held_on"), ["adult_id", "held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_deleted_at"), ["deleted_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_person_id_held_on"), ["person_id", "held_on"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_person_id_held_on"))
        batch_op.drop_index(batch_op.f("ix_talk_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_talk_adult_id_held_on"))

    op.drop_table("talk")
