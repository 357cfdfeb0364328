"""Modules that a school makes its own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030_own_modules"
down_revision: str | None = "0028_assigning"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "own_module",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("original", sa.String(length=50), nullable=False),
        sa.Column("original_version_id", sa.Uuid(), nullable=True),
        sa.Column("seen_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_own_module_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_own_module_changed_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["original_version_id"],
            ["module_version.id"],
            name=op.f("fk_own_module_original_version_id_module_version"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_own_module_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["module_version.id"], name=op.f("fk_own_module_version_id_module_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_module")),
        sa.UniqueConstraint("name", name=op.f("uq_own_module_name")),
        sa.UniqueConstraint("request", name=op.f("uq_own_module_request")),
    )
    for column in (
        "by_id",
        "changed_at",
        "changed_by_id",
        "deleted_at",
        "original_version_id",
        "school_id",
        "version_id",
    ):
        op.create_index(op.f(f"ix_own_module_{column}"), "own_module", [column], unique=False)
    op.create_table(
        "own_module_save",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("own_module_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_own_module_save_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["own_module_id"],
            ["own_module.id"],
            name=op.f("fk_own_module_save_own_module_id_own_module"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["module_version.id"], name=op.f("fk_own_module_save_version_id_module_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_module_save")),
        sa.UniqueConstraint("own_module_id", "number", name=op.f("uq_own_module_save_own_module_id_number")),
    )
    op.create_index(op.f("ix_own_module_save_by_id"), "own_module_save", ["by_id"], unique=False)
    op.create_index(op.f("ix_own_module_save_version_id"), "own_module_save", ["version_id"], unique=False)
    op.create_table(
        "module_sent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("flaw", sa.String(length=20), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_module_sent_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_module_sent_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_sent")),
        sa.UniqueConstraint("person_id", name=op.f("uq_module_sent_person_id")),
    )
    op.create_index(op.f("ix_module_sent_school_id"), "module_sent", ["school_id"], unique=False)
    op.create_index(op.f("ix_module_sent_sent_at"), "module_sent", ["sent_at"], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table("module_sent")
    op.drop_table("own_module_save")
    op.drop_table("own_module")
