"""ESCO's skills, as they are loaded."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008_esco"
down_revision: str | None = "0007_talks"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "esco_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("skills", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_esco_edition")),
        sa.UniqueConstraint("language", name=op.f("uq_esco_edition_language")),
    )
    op.create_table(
        "esco_skill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uri", sa.String(length=200), nullable=False),
        sa.Column("knowledge", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_esco_skill")),
        sa.UniqueConstraint("uri", name=op.f("uq_esco_skill_uri")),
    )
    op.create_table(
        "esco_label",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("skill_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["esco_skill.id"], name=op.f("fk_esco_label_skill_id_esco_skill"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_esco_label")),
        sa.UniqueConstraint("skill_id", "language", name=op.f("uq_esco_label_skill_id_language")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("esco_label")
    op.drop_table("esco_skill")
    op.drop_table("esco_edition")
