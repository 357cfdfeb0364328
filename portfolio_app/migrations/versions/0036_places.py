"""Where towns and schools lie, and what finding offers asks for beside them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036_places"
down_revision: str | None = "0035_placements"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OFFERS_FOUND = (
    "region_id",
    "ended_at",
    "town",
    "shown_until",
    "confirmed_on",
    "last_day",
    "kind",
    "field",
    "ages_from",
    "ages_to",
    "spoken",
    "has_access",
    "searched",
    "host_id",
    "id",
)
HOSTS_FOUND = ("region_id", "ended_at", "paused_at", "town", "approved_until", "field", "searched", "id")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "town",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.CheckConstraint("(latitude is null) = (longitude is null)", name=op.f("ck_town_point")),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_town_region_id_region"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town")),
        sa.UniqueConstraint("region_id", "key", name=op.f("uq_town_region_id_key")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.add_column(sa.Column("town", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("latitude", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("longitude", sa.Float(), nullable=True))
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.alter_column("town", server_default=None)
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("region_id", sa.Uuid(), nullable=True))
        for name, length in (("field", 20), ("town", 80), ("spoken", 120)):
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("shown_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("has_access", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.alter_column(
            "searched", existing_type=sa.String(length=400), type_=sa.String(length=600), existing_nullable=False
        )
    op.execute(
        sa.text(
            "update offer set region_id = (select region_id from host where host.id = offer.host_id), "
            "field = (select field from host where host.id = offer.host_id), "
            "town = (select town from host where host.id = offer.host_id), "
            "shown_until = (select case when host.ended_at is null and host.paused_at is null then approved_until end "
            "from host where host.id = offer.host_id), "
            "last_day = (select max(offer_date.last_day) from offer_date where offer_date.offer_id = offer.id), "
            "spoken = lower(languages), has_access = (access <> ''), "
            "searched = substr((select searched from host where host.id = offer.host_id) || ' ' || searched, 1, 600)"
        )
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        for name in ("field", "town", "spoken", "has_access"):
            batch_op.alter_column(name, server_default=None)
        batch_op.create_foreign_key(
            op.f("fk_offer_region_id_region"), "region", ["region_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index("ix_offer_found", "offer", list(OFFERS_FOUND), unique=False)
    op.create_index("ix_host_found", "host", list(HOSTS_FOUND), unique=False)
    op.create_index(
        "ix_offer_date_found", "offer_date", ["last_day", "first_day", "seats", "taken", "offer_id"], unique=False
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_offer_date_found", table_name="offer_date")
    op.drop_index("ix_host_found", table_name="host")
    op.drop_index("ix_offer_found", table_name="offer")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_offer_region_id_region"), type_="foreignkey")
        for name in ("has_access", "last_day", "shown_until", "spoken", "town", "field", "region_id"):
            batch_op.drop_column(name)
    op.execute(sa.text("update offer set searched = substr(searched, 1, 400)"))
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.alter_column(
            "searched", existing_type=sa.String(length=600), type_=sa.String(length=400), existing_nullable=False
        )
    with op.batch_alter_table("school", schema=None) as batch_op:
        for name in ("longitude", "latitude", "town"):
            batch_op.drop_column(name)
    op.drop_table("town")
