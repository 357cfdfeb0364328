"""The wall of ambassadors."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0048_wall"
down_revision: str | None = "0046_question_box"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "wall_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state in ('waiting', 'shown', 'back', 'hidden')", name=op.f("ck_wall_post_state")),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["ambassador_action.id"],
            name=op.f("fk_wall_post_action_id_ambassador_action"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_wall_post_decided_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_wall_post_evidence_id_evidence"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_post")),
        sa.UniqueConstraint("action_id", name=op.f("uq_wall_post_action_id")),
    )
    with op.batch_alter_table("wall_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wall_post_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_wall_post_evidence_id"), ["evidence_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("wall_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wall_post_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_wall_post_decided_by"))

    op.drop_table("wall_post")
