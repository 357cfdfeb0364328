"""Short addresses of ambassadors, and how many came by them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0047_campaigns"
down_revision: str | None = "0043_ambassadors"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "campaign_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("goal", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("goal between 5 and 2000", name=op.f("ck_campaign_link_goal")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_campaign_link_class_id_school_class"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_campaign_link_made_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_campaign_link_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_link")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_link_code")),
        sa.UniqueConstraint("request", name=op.f("uq_campaign_link_request")),
    )
    with op.batch_alter_table("campaign_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_link_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_link_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_link_made_by"), ["made_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_campaign_link_school_id_ended_at"), ["school_id", "ended_at"], unique=False
        )

    op.create_table(
        "campaign_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.CheckConstraint("scans >= 0 and starts >= 0", name=op.f("ck_campaign_count_counted")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["campaign_link.id"], name=op.f("fk_campaign_count_link_id_campaign_link"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_count")),
        sa.UniqueConstraint("link_id", "day", name=op.f("uq_campaign_count_link_id_day")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("campaign_count")
    with op.batch_alter_table("campaign_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_link_school_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_campaign_link_made_by"))
        batch_op.drop_index(batch_op.f("ix_campaign_link_ended_at"))
        batch_op.drop_index(batch_op.f("ix_campaign_link_class_id"))

    op.drop_table("campaign_link")
