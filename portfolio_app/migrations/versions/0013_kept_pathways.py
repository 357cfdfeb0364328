"""Pathways that pupils keep, and whether they want to be told how one fits them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013_kept_pathways"
down_revision: str | None = "0012_shared_rounds"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "kept_pathway",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("pathway_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["pathway_id"], ["pathway.id"], name=op.f("fk_kept_pathway_pathway_id_pathway"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_kept_pathway_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_pathway")),
        sa.UniqueConstraint("person_id", "pathway_id", name=op.f("uq_kept_pathway_person_id_pathway_id")),
    )
    op.create_index(op.f("ix_kept_pathway_pathway_id"), "kept_pathway", ["pathway_id"], unique=False)
    op.create_index(
        op.f("ix_kept_pathway_person_id_deleted_at"), "kept_pathway", ["person_id", "deleted_at"], unique=False
    )
    op.create_table(
        "fit_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_fit_setting_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fit_setting")),
        sa.UniqueConstraint("person_id", name=op.f("uq_fit_setting_person_id")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("fit_setting")
    op.drop_table("kept_pathway")
