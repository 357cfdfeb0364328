"""What a region says of itself, its partners, keys with which programs read its offers, and what pupils have found."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0039_regions"
down_revision: str | None = "0037_diaries"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reading_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_reading_key_made_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_reading_key_region_id_region"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_reading_key_digest")),
        sa.UniqueConstraint("request", name=op.f("uq_reading_key_request")),
    )
    with op.batch_alter_table("reading_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reading_key_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_key_made_by"), ["made_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_reading_key_region_id"), ["region_id"], unique=False)

    op.create_table(
        "region_page",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=1500), nullable=False),
        sa.Column("goals", sa.String(length=1500), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_region_page_changed_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_region_page_region_id_region"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_page")),
        sa.UniqueConstraint("region_id", name=op.f("uq_region_page_region_id")),
    )
    with op.batch_alter_table("region_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_page_changed_by"), ["changed_by"], unique=False)

    op.create_table(
        "region_partner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("does", sa.String(length=300), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_region_partner_region_id_region"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_partner")),
        sa.UniqueConstraint("request", name=op.f("uq_region_partner_request")),
    )
    with op.batch_alter_table("region_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_partner_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_partner_region_id"), ["region_id"], unique=False)
    op.create_table(
        "found_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answer_words", sa.String(length=300), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("answer in ('', 'invited', 'not')", name=op.f("ck_found_place_answer")),
        sa.CheckConstraint("(answered_at is null) = (answer = '')", name=op.f("ck_found_place_answered")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_found_place_answered_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["host.id"], name=op.f("fk_found_place_host_id_host"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_found_place_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_found_place_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_place")),
        sa.UniqueConstraint("request", name=op.f("uq_found_place_request")),
    )
    with op.batch_alter_table("found_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_found_place_answered_by"), ["answered_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_found_place_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_found_place_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_found_place_person_id_ended_at"), ["person_id", "ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_found_place_school_id_answer"), ["school_id", "answer"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("found_place")
    with op.batch_alter_table("region_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_partner_region_id"))
        batch_op.drop_index(batch_op.f("ix_region_partner_ended_at"))

    op.drop_table("region_partner")
    with op.batch_alter_table("region_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_page_changed_by"))

    op.drop_table("region_page")
    with op.batch_alter_table("reading_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_key_region_id"))
        batch_op.drop_index(batch_op.f("ix_reading_key_made_by"))
        batch_op.drop_index(batch_op.f("ix_reading_key_ended_at"))

    op.drop_table("reading_key")
