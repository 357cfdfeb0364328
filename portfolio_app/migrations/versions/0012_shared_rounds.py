"""Rounds of a questionnaire can be deleted and brought back, and shared with what their owner disagreed with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012_shared_rounds"
down_revision: str | None = "0011_first_lesson"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("questionnaire_round", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("shows_rejected", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_questionnaire_round_deleted_at"), ["deleted_at"], unique=False)
    with op.batch_alter_table("questionnaire_round", schema=None) as batch_op:
        batch_op.alter_column("shows_rejected", server_default=None)


def downgrade() -> None:
    """Take back. What was deleted goes: the former schema would show it."""
    op.execute("delete from access_grant where kind = 'result'")
    op.execute("delete from comment where kind = 'result'")
    op.execute("delete from questionnaire_round where deleted_at is not null")
    with op.batch_alter_table("questionnaire_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questionnaire_round_deleted_at"))
        batch_op.drop_column("shows_rejected")
        batch_op.drop_column("deleted_at")
