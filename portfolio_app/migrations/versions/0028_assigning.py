"""What classes are assigned, have planned, and which lessons were held."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028_assigning"
down_revision: str | None = "0027_link_contact"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("programme", sa.String(length=60), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("activities", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_assignment_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_assignment_changed_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_assignment_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_assignment_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["module_version.id"], name=op.f("fk_assignment_version_id_module_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("request", name=op.f("uq_assignment_request")),
    )
    op.create_index(op.f("ix_assignment_by_id"), "assignment", ["by_id"], unique=False)
    op.create_index(op.f("ix_assignment_changed_by_id"), "assignment", ["changed_by_id"], unique=False)
    op.create_index(
        op.f("ix_assignment_class_id_ended_at_due_on"), "assignment", ["class_id", "ended_at", "due_on"], unique=False
    )
    op.create_index(op.f("ix_assignment_ended_at"), "assignment", ["ended_at"], unique=False)
    op.create_index(op.f("ix_assignment_school_id"), "assignment", ["school_id"], unique=False)
    op.create_index(op.f("ix_assignment_version_id"), "assignment", ["version_id"], unique=False)
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("programme", sa.String(length=60), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("aims", sa.JSON(), nullable=False),
        sa.Column("families", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_from_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('module', 'external', 'deadline')", name=op.f("ck_plan_item_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plan_item_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_plan_item_changed_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_plan_item_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["copied_from_id"],
            ["plan_item.id"],
            name=op.f("fk_plan_item_copied_from_id_plan_item"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_plan_item_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint("request", name=op.f("uq_plan_item_request")),
    )
    op.create_index(op.f("ix_plan_item_by_id"), "plan_item", ["by_id"], unique=False)
    op.create_index(op.f("ix_plan_item_changed_by_id"), "plan_item", ["changed_by_id"], unique=False)
    op.create_index(
        op.f("ix_plan_item_class_id_deleted_at_day"), "plan_item", ["class_id", "deleted_at", "day"], unique=False
    )
    op.create_index(op.f("ix_plan_item_copied_from_id"), "plan_item", ["copied_from_id"], unique=False)
    op.create_index(op.f("ix_plan_item_deleted_at"), "plan_item", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_plan_item_school_id"), "plan_item", ["school_id"], unique=False)
    op.create_index(
        "uq_plan_item_module",
        "plan_item",
        ["class_id", "module"],
        unique=True,
        sqlite_where=sa.text("kind = 'module' and deleted_at is null"),
        postgresql_where=sa.text("kind = 'module' and deleted_at is null"),
    )
    op.create_table(
        "assigned_activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("activity", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_assigned_activity_assignment_id_assignment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["school_class.id"],
            name=op.f("fk_assigned_activity_class_id_school_class"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assigned_activity")),
        sa.UniqueConstraint(
            "class_id",
            "target",
            "module",
            "activity",
            name=op.f("uq_assigned_activity_class_id_target_module_activity"),
        ),
    )
    op.create_index(op.f("ix_assigned_activity_assignment_id"), "assigned_activity", ["assignment_id"], unique=False)
    op.create_table(
        "assigned_pupil",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_assigned_pupil_assignment_id_assignment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assigned_pupil_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assigned_pupil")),
        sa.UniqueConstraint("assignment_id", "person_id", name=op.f("uq_assigned_pupil_assignment_id_person_id")),
    )
    op.create_index(op.f("ix_assigned_pupil_person_id"), "assigned_pupil", ["person_id"], unique=False)
    op.create_table(
        "held_lesson",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("activities", sa.JSON(), nullable=False),
        sa.Column("aims", sa.JSON(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_held_lesson_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_held_lesson_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["plan_item.id"], name=op.f("fk_held_lesson_item_id_plan_item"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_held_lesson_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_lesson")),
        sa.UniqueConstraint("request", name=op.f("uq_held_lesson_request")),
    )
    op.create_index(op.f("ix_held_lesson_by_id"), "held_lesson", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_held_lesson_class_id_deleted_at_held_on"),
        "held_lesson",
        ["class_id", "deleted_at", "held_on"],
        unique=False,
    )
    op.create_index(op.f("ix_held_lesson_deleted_at"), "held_lesson", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_held_lesson_item_id"), "held_lesson", ["item_id"], unique=False)
    op.create_index(
        op.f("ix_held_lesson_school_id_deleted_at_held_on"),
        "held_lesson",
        ["school_id", "deleted_at", "held_on"],
        unique=False,
    )
    op.create_table(
        "lesson_pupil",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["held_lesson.id"], name=op.f("fk_lesson_pupil_lesson_id_held_lesson"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lesson_pupil_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_pupil")),
        sa.UniqueConstraint("lesson_id", "person_id", name=op.f("uq_lesson_pupil_lesson_id_person_id")),
    )
    op.create_index(op.f("ix_lesson_pupil_person_id"), "lesson_pupil", ["person_id"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_lesson_pupil_person_id"), table_name="lesson_pupil")
    op.drop_table("lesson_pupil")
    op.drop_index(op.f("ix_held_lesson_school_id_deleted_at_held_on"), table_name="held_lesson")
    op.drop_index(op.f("ix_held_lesson_item_id"), table_name="held_lesson")
    op.drop_index(op.f("ix_held_lesson_deleted_at"), table_name="held_lesson")
    op.drop_index(op.f("ix_held_lesson_class_id_deleted_at_held_on"), table_name="held_lesson")
    op.drop_index(op.f("ix_held_lesson_by_id"), table_name="held_lesson")
    op.drop_table("held_lesson")
    op.drop_index(op.f("ix_assigned_pupil_person_id"), table_name="assigned_pupil")
    op.drop_table("assigned_pupil")
    op.drop_index(op.f("ix_assigned_activity_assignment_id"), table_name="assigned_activity")
    op.drop_table("assigned_activity")
    op.drop_index(
        "uq_plan_item_module",
        table_name="plan_item",
        sqlite_where=sa.text("kind = 'module' and deleted_at is null"),
        postgresql_where=sa.text("kind = 'module' and deleted_at is null"),
    )
    op.drop_index(op.f("ix_plan_item_school_id"), table_name="plan_item")
    op.drop_index(op.f("ix_plan_item_deleted_at"), table_name="plan_item")
    op.drop_index(op.f("ix_plan_item_copied_from_id"), table_name="plan_item")
    op.drop_index(op.f("ix_plan_item_class_id_deleted_at_day"), table_name="plan_item")
    op.drop_index(op.f("ix_plan_item_changed_by_id"), table_name="plan_item")
    op.drop_index(op.f("ix_plan_item_by_id"), table_name="plan_item")
    op.drop_table("plan_item")
    op.drop_index(op.f("ix_assignment_version_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_school_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_ended_at"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_class_id_ended_at_due_on"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_changed_by_id"), table_name="assignment")
    op.drop_index(op.f("ix_assignment_by_id"), table_name="assignment")
    op.drop_table("assignment")
