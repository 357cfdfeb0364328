"""Offers that the pupils of a period rank."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0044_programmes"
down_revision: str | None = "0045_ambassador_training"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHAT = "(field = '') = (offer_id is not null)"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "period_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("way_there", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=op.f(f"fk_period_offer_{table}_id_{table}"), ondelete="CASCADE"
            )
            for table in ("offer", "period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_offer")),
        sa.UniqueConstraint("period_id", "offer_id", name=op.f("uq_period_offer_period_id_offer_id")),
    )
    op.create_index(op.f("ix_period_offer_offer_id"), "period_offer", ["offer_id"], unique=False)
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offer_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_wish_offer_id_offer"), "offer", ["offer_id"], ["id"], ondelete="CASCADE")
        batch_op.create_check_constraint(op.f("ck_wish_what"), WHAT)
        batch_op.create_index(op.f("ix_wish_offer_id"), ["offer_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.execute("delete from wish where offer_id is not null")
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_wish_offer_id"))
        batch_op.drop_constraint(op.f("ck_wish_what"), type_="check")
        batch_op.drop_constraint(op.f("fk_wish_offer_id_offer"), type_="foreignkey")
        batch_op.drop_column("offer_id")
    op.drop_table("period_offer")
