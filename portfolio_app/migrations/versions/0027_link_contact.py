"""Whether a link to a CV shows its contact lines."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027_link_contact"
down_revision: str | None = "0026_after_school"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ALONE = {"resolve_fks": False}
"""Without the table of grants, whose index over an expression cannot be read out of SQLite."""


def upgrade() -> None:
    """Apply. Links there are show none."""
    with op.batch_alter_table("share_link", reflect_kwargs=ALONE) as batch_op:
        batch_op.add_column(sa.Column("shows_contact", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("share_link", reflect_kwargs=ALONE) as batch_op:
        batch_op.alter_column("shows_contact", server_default=None)


def downgrade() -> None:
    """Take back, with links to CVs: the former schema knows of none."""
    op.execute("delete from access_grant where kind = 'cv'")
    with op.batch_alter_table("share_link", reflect_kwargs=ALONE) as batch_op:
        batch_op.drop_column("shows_contact")
