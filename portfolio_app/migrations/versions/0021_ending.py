"""Accounts can be deleted by their owners after a rest, with a receipt; dormant ones are warned."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021_ending"
down_revision: str | None = "0020_links"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erase_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("warned", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("warned_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_erase_on"), ["erase_on"], unique=False)
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("warned", server_default=None)
    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("erase_on", sa.Date(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_receipt_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_receipt_key_hash")),
    )
    op.create_index(op.f("ix_receipt_erased_at"), "receipt", ["erased_at"], unique=False)
    op.create_index(op.f("ix_receipt_person_id"), "receipt", ["person_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("receipt")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_erase_on"))
        batch_op.drop_column("warned_on")
        batch_op.drop_column("warned")
        batch_op.drop_column("erase_on")
