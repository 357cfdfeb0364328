"""Takeouts that people ask for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018_takeouts"
down_revision: str | None = "0017_entry_kinds"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "takeout",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("corner", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_bytes", sa.BigInteger(), nullable=False),
        sa.Column("all_bytes", sa.BigInteger(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("downloaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_takeout_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeout")),
    )
    op.create_index(op.f("ix_takeout_expires_at"), "takeout", ["expires_at"], unique=False)
    op.create_index(op.f("ix_takeout_person_id_asked_at"), "takeout", ["person_id", "asked_at"], unique=False)
    op.create_index(
        "uq_takeout_under_way",
        "takeout",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ready_at is null and ended_at is null"),
        postgresql_where=sa.text("ready_at is null and ended_at is null"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("takeout")
