"""After school: destinations, guidance contacts, wishes to hear from them, and check-ins."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026_after_school"
down_revision: str | None = "0025_lessons"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

DESTINATIONS = "'upper_secondary', 'vocational', 'apprenticeship', 'higher', 'work', 'other', 'unknown'"


def upgrade() -> None:
    """Apply."""
    _destinations()
    _contacts()
    _check_ins()


def _destinations() -> None:
    op.create_table(
        "destination",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("begins", sa.String(length=7), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passes_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind in ({DESTINATIONS})", name=op.f("ck_destination_kind")),
        *_whose("destination"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destination")),
        sa.UniqueConstraint("person_id", name=op.f("uq_destination_person_id")),
    )
    op.create_index(op.f("ix_destination_school_id"), "destination", ["school_id"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_follow_up_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("school_id", name=op.f("uq_follow_up_school_id")),
    )


def _contacts() -> None:
    op.create_table(
        "guidance_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("adult_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["person.id"], name=op.f("fk_guidance_contact_adult_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["school_class.id"],
            name=op.f("fk_guidance_contact_class_id_school_class"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_guidance_contact_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guidance_contact")),
    )
    for column in ("adult_id", "class_id"):
        op.create_index(op.f(f"ix_guidance_contact_{column}"), "guidance_contact", [column], unique=False)
    place = ["school_id", sa.text("coalesce(class_id, school_id)")]
    op.create_index("uq_guidance_contact_place", "guidance_contact", place, unique=True)
    op.create_table(
        "contact_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("reach", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        *_whose("contact_wish"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_wish")),
        sa.UniqueConstraint("request", name=op.f("uq_contact_wish_request")),
    )
    op.create_index(op.f("ix_contact_wish_person_id"), "contact_wish", ["person_id"], unique=False)
    op.create_index(op.f("ix_contact_wish_school_id_made_at"), "contact_wish", ["school_id", "made_at"], unique=False)


def _check_ins() -> None:
    op.create_table(
        "check_in_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *_whose("check_in_agreement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_agreement")),
        sa.UniqueConstraint("person_id", name=op.f("uq_check_in_agreement_person_id")),
    )
    op.create_index(op.f("ix_check_in_agreement_school_id"), "check_in_agreement", ["school_id"], unique=False)
    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("goes", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("months in (3, 6, 9)", name=op.f("ck_check_in_months")),
        sa.CheckConstraint("goes in ('', 'well', 'mixed', 'hard')", name=op.f("ck_check_in_goes")),
        sa.CheckConstraint("place in ('', 'yes', 'partly', 'no', 'unsure')", name=op.f("ck_check_in_place")),
        sa.CheckConstraint("(answered_at is null) = (goes = '')", name=op.f("ck_check_in_answered")),
        *_whose("check_in"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("person_id", "school_id", "months", name=op.f("uq_check_in_person_id_school_id_months")),
    )
    op.create_index(op.f("ix_check_in_school_id_answered_at"), "check_in", ["school_id", "answered_at"], unique=False)


def _whose(table: str) -> tuple[sa.ForeignKeyConstraint, sa.ForeignKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f(f"fk_{table}_school_id_school"), ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    """Take back. What people told goes."""
    for table in ("check_in", "check_in_agreement", "contact_wish", "guidance_contact", "follow_up", "destination"):
        op.drop_table(table)
