"""Notices, how people want them mailed, and where to."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005_notices"
down_revision: str | None = "0004_questionnaires"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "mail_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pending", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asking", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_address_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_address")),
        sa.UniqueConstraint("person_id", name=op.f("uq_mail_address_person_id")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("thing_kind", sa.String(length=20), nullable=False),
        sa.Column("thing", sa.String(length=80), nullable=False),
        sa.Column("once", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_notice_by_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_notice_owner_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "kind", "once", name=op.f("uq_notice_person_id_kind_once")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_kind_once"), ["kind", "once"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_made_at"), ["made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_person_id_made_at"), ["person_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_person_id_read_at"), ["person_id", "read_at"], unique=False)

    op.create_table(
        "notice_way",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.CheckConstraint("way in ('off', 'digest', 'at_once')", name=op.f("ck_notice_way_way")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_way_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_way")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_notice_way_person_id_kind")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("notice_way")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_person_id_read_at"))
        batch_op.drop_index(batch_op.f("ix_notice_person_id_made_at"))
        batch_op.drop_index(batch_op.f("ix_notice_owner_id"))
        batch_op.drop_index(batch_op.f("ix_notice_made_at"))
        batch_op.drop_index(batch_op.f("ix_notice_kind_once"))
        batch_op.drop_index(batch_op.f("ix_notice_by_id"))

    op.drop_table("notice")
    op.drop_table("mail_address")
