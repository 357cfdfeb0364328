"""The choices of a CV."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021_cv"
down_revision: str | None = "0021_ending"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "cv",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("layout", sa.String(length=10), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("about", sa.Boolean(), nullable=False),
        sa.Column("skills", sa.Boolean(), nullable=False),
        sa.Column("school", sa.Boolean(), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.Column("fit", sa.String(length=64), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("layout in ('plain', 'side')", name=op.f("ck_cv_layout")),
        sa.CheckConstraint("pages between 1 and 2", name=op.f("ck_cv_pages")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cv_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cv")),
        sa.UniqueConstraint("person_id", name=op.f("uq_cv_person_id")),
    )
    op.create_table(
        "cv_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cv_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cv_id"], ["cv.id"], name=op.f("fk_cv_entry_cv_id_cv"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entry.id"], name=op.f("fk_cv_entry_entry_id_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cv_entry")),
        sa.UniqueConstraint("cv_id", "entry_id", name=op.f("uq_cv_entry_cv_id_entry_id")),
    )
    op.create_index(op.f("ix_cv_entry_entry_id"), "cv_entry", ["entry_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("cv_entry")
    op.drop_table("cv")
