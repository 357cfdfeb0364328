"""Links: whoever has one sees one thing of a pupil's; on which day they were opened how often; who may make them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020_links"
down_revision: str | None = "0019_ways_in"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AUDIENCES = "'person', 'class_teachers'"
OPEN = ["owner_id", "kind", "thing", "audience", sa.literal_column("coalesce(audience_id, owner_id)")]


def _let_in(audiences: str) -> None:
    """Let grants speak of these audiences. SQLite makes the table anew and sees no index over an expression."""
    op.drop_index("uq_access_grant_open", table_name="access_grant")
    with op.batch_alter_table("access_grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_access_grant_audience"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_access_grant_audience"), f"audience in ({audiences})")
    ended = sa.text("ended_at is null")
    op.create_index(
        "uq_access_grant_open", "access_grant", OPEN, unique=True, sqlite_where=ended, postgresql_where=ended
    )


def upgrade() -> None:
    """Apply. All schools have links on."""
    _let_in(f"{AUDIENCES}, 'link'")
    op.create_table(
        "share_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("shown_name", sa.String(length=5), nullable=False),
        sa.Column("shows_files", sa.Boolean(), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("shown_name in ('none', 'first', 'full')", name=op.f("ck_share_link_shown_name")),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["access_grant.id"], name=op.f("fk_share_link_grant_id_access_grant"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_share_link_grant_id")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_share_link_key_hash")),
        sa.UniqueConstraint("request", name=op.f("uq_share_link_request")),
    )
    op.create_table(
        "link_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["share_link.id"], name=op.f("fk_link_look_link_id_share_link"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_look")),
        sa.UniqueConstraint("link_id", "day", name=op.f("uq_link_look_link_id_day")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.add_column(sa.Column("links_from", sa.String(length=20), nullable=False, server_default=""))
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.alter_column("links_from", server_default=None)


def downgrade() -> None:
    """Take back. Links show nothing any more: the former schema has no such audience."""
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_column("links_from")
    op.drop_table("link_look")
    op.drop_table("share_link")
    op.execute("delete from access_grant where audience = 'link'")
    _let_in(AUDIENCES)
