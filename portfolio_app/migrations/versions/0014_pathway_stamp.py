"""An index for asking whether the catalogue of pathways has changed, which every page of it does."""

from collections.abc import Sequence

from alembic import op

revision: str = "0014_pathway_stamp"
down_revision: str | None = "0013_kept_pathways"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_index(op.f("ix_pathway_imported_at_retired_at"), "pathway", ["imported_at", "retired_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_pathway_imported_at_retired_at"), table_name="pathway")
