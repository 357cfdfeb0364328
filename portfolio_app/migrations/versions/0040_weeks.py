"""Weeks planned by half days, what hosts say of safety, and when they were asked last whether it is still true."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0040_weeks"
down_revision: str | None = "0039_regions"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "safety_pack",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("risks", sa.String(length=1500), nullable=False),
        sa.Column("not_allowed", sa.String(length=500), nullable=False),
        sa.Column("insurance", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("said_by", sa.String(length=120), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_safety_pack_host_id_host"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_pack")),
        sa.UniqueConstraint("host_id", name=op.f("uq_safety_pack_host_id")),
    )
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("week", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.alter_column("week", server_default=None)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_column("week")
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.drop_column("asked_on")
    op.drop_table("safety_pack")
