"""Where evidence comes from, for whoever wants to say so."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015_origins"
down_revision: str | None = "0014_pathway_stamp"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ORIGINS = "'', 'school', 'hobby', 'club', 'care', 'language', 'game', 'job', 'volunteering', 'other'"


def upgrade() -> None:
    """Apply. Of what is there already, nobody said it."""
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(length=12), nullable=False, server_default=""))
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.alter_column("origin", server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_evidence_origin"), f"origin in ({ORIGINS})")


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_evidence_origin"), type_="check")
        batch_op.drop_column("origin")
