"""Pathways, and which route leads to which occupation."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009_pathways"
down_revision: str | None = "0008_esco"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "pathway",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("interests", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("learnt", sa.JSON(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('occupation', 'route')", name=op.f("ck_pathway_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway")),
        sa.UniqueConstraint("code", name=op.f("uq_pathway_code")),
    )
    op.create_table(
        "pathway_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("route_id", sa.Uuid(), nullable=False),
        sa.Column("occupation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occupation_id"], ["pathway.id"], name=op.f("fk_pathway_link_occupation_id_pathway"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["route_id"], ["pathway.id"], name=op.f("fk_pathway_link_route_id_pathway"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_link")),
        sa.UniqueConstraint("route_id", "occupation_id", name=op.f("uq_pathway_link_route_id_occupation_id")),
    )
    op.create_index(op.f("ix_pathway_link_occupation_id"), "pathway_link", ["occupation_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("pathway_link")
    op.drop_table("pathway")
