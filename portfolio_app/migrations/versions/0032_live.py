"""Lessons that classes have together, where pupils are in them, and walls of short answers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032_live"
down_revision: str | None = "0031_feedback"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "live_lesson",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(length=50), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_live_lesson_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_live_lesson_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_live_lesson_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["module_version.id"], name=op.f("fk_live_lesson_version_id_module_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_lesson")),
    )
    for column in ("by_id", "class_id", "school_id", "until", "version_id"):
        op.create_index(op.f(f"ix_live_lesson_{column}"), "live_lesson", [column], unique=False)
    op.create_index(
        "uq_live_lesson_open",
        "live_lesson",
        ["class_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "live_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("live_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stuck_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["live_id"], ["live_lesson.id"], name=op.f("fk_live_place_live_id_live_lesson"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_live_place_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_place")),
        sa.UniqueConstraint("live_id", "person_id", name=op.f("uq_live_place_live_id_person_id")),
    )
    op.create_index(op.f("ix_live_place_person_id"), "live_place", ["person_id"], unique=False)
    op.create_table(
        "live_wall",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("live_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=90), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["live_id"], ["live_lesson.id"], name=op.f("fk_live_wall_live_id_live_lesson"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_wall")),
        sa.UniqueConstraint("live_id", "activity", name=op.f("uq_live_wall_live_id_activity")),
    )
    op.create_table(
        "wall_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wall_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("taken_off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wall_note_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["wall_id"], ["live_wall.id"], name=op.f("fk_wall_note_wall_id_live_wall"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_note")),
        sa.UniqueConstraint("wall_id", "person_id", name=op.f("uq_wall_note_wall_id_person_id")),
    )
    op.create_index(op.f("ix_wall_note_person_id"), "wall_note", ["person_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    for table in ("wall_note", "live_wall", "live_place", "live_lesson"):
        op.drop_table(table)
