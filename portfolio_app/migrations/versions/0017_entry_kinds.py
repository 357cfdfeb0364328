"""Kinds of entries with when and where, dials to look back by, and the private corner."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017_entry_kinds"
down_revision: str | None = "0016_collections"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = "'experience', 'achievement', 'qualification', 'project', 'reflection', 'work', 'informal'"
SCAFFOLDS = "'questions', 'dials'"
NEW = {
    "kind": (sa.String(length=20), "experience"),
    "began": (sa.String(length=10), ""),
    "ended": (sa.String(length=10), ""),
    "ongoing": (sa.Boolean(), sa.false()),
    "place": (sa.String(length=160), ""),
    "scaffold": (sa.String(length=12), "questions"),
}
"""New columns, and what they are in the entries that are there."""


def upgrade() -> None:
    """Apply. What is there already are experiences, looked back at by the four questions."""
    with op.batch_alter_table("entry", schema=None) as batch_op:
        for name, (kind, value) in NEW.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        batch_op.add_column(sa.Column("corner_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("entry", schema=None) as batch_op:
        for name in NEW:
            batch_op.alter_column(name, server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_entry_kind"), f"kind in ({KINDS})")
        batch_op.create_check_constraint(batch_op.f("ck_entry_scaffold"), f"scaffold in ({SCAFFOLDS})")
    op.create_table(
        "entry_dial",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("framework", sa.String(length=60), nullable=False),
        sa.Column("capability", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("position between 0 and 5", name=op.f("ck_entry_dial_position")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_entry_dial_entry_id_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_dial")),
        sa.UniqueConstraint(
            "entry_id", "framework", "capability", name=op.f("uq_entry_dial_entry_id_framework_capability")
        ),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("entry_dial")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_entry_scaffold"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_entry_kind"), type_="check")
        batch_op.drop_column("corner_at")
        for name in reversed(NEW):
            batch_op.drop_column(name)
