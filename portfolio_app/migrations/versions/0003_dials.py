"""Answers on a dial: a position from 1 to 5 between two words, beside the steps from 1 to 4."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003_dials"
down_revision: str | None = "0002_plan"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_dial", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(batch_op.f("ck_assessment_step"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_assessment_step"), "step between 1 and 4 or (on_dial and step = 5)"
        )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.alter_column("on_dial", server_default=None)


def downgrade() -> None:
    """Take back. What stands on a dial goes: the former schema has no place for it."""
    op.execute("delete from assessment where on_dial")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_assessment_step"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_assessment_step"), "step between 1 and 4")
        batch_op.drop_column("on_dial")
