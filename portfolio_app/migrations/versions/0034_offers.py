"""What hosts offer on which days, and links with which their contacts say so."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034_offers"
down_revision: str | None = "0033_hosts"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = "'visit', 'talk', 'workshops', 'taster', 'week', 'training', 'placement', 'project', 'interview', 'remote'"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("host_contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("opens_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("moved_from", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=1500), nullable=False),
        sa.Column("ages_from", sa.Integer(), nullable=False),
        sa.Column("ages_to", sa.Integer(), nullable=False),
        sa.Column("responsible", sa.String(length=120), nullable=False),
        sa.Column("languages", sa.String(length=120), nullable=False),
        sa.Column("access", sa.String(length=300), nullable=False),
        sa.Column("clothing", sa.String(length=200), nullable=False),
        sa.Column("lunch", sa.String(length=200), nullable=False),
        sa.Column("searched", sa.String(length=400), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"kind in ({KINDS})", name=op.f("ck_offer_kind")),
        sa.CheckConstraint(
            "ages_from between 10 and 25 and ages_to between ages_from and 25", name=op.f("ck_offer_ages")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_offer_host_id_host"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["moved_from"], ["host.id"], name=op.f("fk_offer_moved_from_host"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("request", name=op.f("uq_offer_request")),
    )
    op.create_index(op.f("ix_offer_host_id_ended_at"), "offer", ["host_id", "ended_at"], unique=False)
    for column in ("moved_from", "ended_at"):
        op.create_index(op.f(f"ix_offer_{column}"), "offer", [column], unique=False)
    op.create_table(
        "offer_date",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_offer_date_days")),
        sa.CheckConstraint(
            "begins between 0 and 1439 and ends between 1 and 1439 and ends > begins", name=op.f("ck_offer_date_times")
        ),
        sa.CheckConstraint("seats between 1 and 500", name=op.f("ck_offer_date_seats")),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_offer_date_offer_id_offer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_date")),
        sa.UniqueConstraint("offer_id", "first_day", "begins", name=op.f("uq_offer_date_offer_id_first_day_begins")),
    )
    op.create_index(op.f("ix_offer_date_first_day"), "offer_date", ["first_day"], unique=False)


def downgrade() -> None:
    """Take back: the former schema knows no offers."""
    op.drop_table("offer_date")
    op.drop_table("offer")
    with op.batch_alter_table("host_contact", schema=None) as batch_op:
        batch_op.drop_column("opens_until")
        batch_op.drop_column("opens")
