"""Which modules of their training ambassadors have passed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0045_ambassador_training"
down_revision: str | None = "0048_wall"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "ambassador_training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ambassador_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(passed_at is null) = (version = 0)", name=op.f("ck_ambassador_training_passed")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_ambassador_training_tries")),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassador.id"],
            name=op.f("fk_ambassador_training_ambassador_id_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_training")),
        sa.UniqueConstraint("ambassador_id", "module", name=op.f("uq_ambassador_training_ambassador_id_module")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("ambassador_training")
