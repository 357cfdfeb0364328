"""Regional coordinators, and the hosts they look after with whom to write to there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033_hosts"
down_revision: str | None = "0032_live"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN, PERSONAL, REGIONAL = "uq_membership_open", "uq_membership_personal", "uq_membership_regional"
FORMER = "'pupil', 'teacher', 'counsellor', 'coordinator', 'admin', 'personal'"


def upgrade() -> None:
    """Apply."""
    _indexes(drop=True)
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("region_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_membership_region_id_region"), "region", ["region_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.drop_constraint(op.f("ck_membership_role"), type_="check")
        batch_op.drop_constraint(op.f("ck_membership_school"), type_="check")
        batch_op.create_check_constraint(op.f("ck_membership_role"), f"role in ({FORMER}, 'regional')")
        batch_op.create_check_constraint(
            op.f("ck_membership_school"), "(role in ('admin', 'personal', 'regional')) = (school_id is null)"
        )
        batch_op.create_check_constraint(op.f("ck_membership_region"), "(role = 'regional') = (region_id is not null)")
        batch_op.create_index(op.f("ix_membership_region_id"), ["region_id"], unique=False)
    _indexes()
    regional = sa.text("ended_at is null and role = 'regional'")
    op.create_index(
        REGIONAL,
        "membership",
        ["person_id", "region_id"],
        unique=True,
        sqlite_where=regional,
        postgresql_where=regional,
    )
    op.create_table(
        "host",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_name", sa.String(length=120), nullable=False),
        sa.Column("register_number", sa.String(length=40), nullable=False),
        sa.Column("register_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("searched", sa.String(length=400), nullable=False),
        sa.Column("approved_until", sa.Date(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_by", sa.Uuid(), nullable=True),
        sa.Column("pause_reason", sa.String(length=500), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind in ('company', 'public', 'association', 'school', 'other')", name=op.f("ck_host_kind")
        ),
        sa.CheckConstraint("(paused_at is null) = (pause_reason = '')", name=op.f("ck_host_pause")),
        sa.CheckConstraint("merged_into is null or ended_at is not null", name=op.f("ck_host_merged")),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_host_region_id_region"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_host_approved_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["paused_by"], ["person.id"], name=op.f("fk_host_paused_by_person"), ondelete="SET NULL"
        ),
        _key("made_by", "person", "fk_host_made_by_person", "SET NULL"),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["host.id"], name=op.f("fk_host_merged_into_host"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host")),
        sa.UniqueConstraint("request", name=op.f("uq_host_request")),
    )
    for column in ("approved_by", "paused_by", "ended_at", "merged_into", "made_by"):
        op.create_index(op.f(f"ix_host_{column}"), "host", [column], unique=False)
    op.create_index(
        op.f("ix_host_region_id_ended_at_sort_name"), "host", ["region_id", "ended_at", "sort_name"], unique=False
    )
    op.create_index(op.f("ix_host_region_id_register_key"), "host", ["region_id", "register_key"], unique=False)
    op.create_table(
        "host_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("moved_from", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("mail_key", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("asking", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"], ["host.id"], name=op.f("fk_host_contact_host_id_host"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["moved_from"], ["host.id"], name=op.f("fk_host_contact_moved_from_host"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_contact")),
        sa.UniqueConstraint("request", name=op.f("uq_host_contact_request")),
    )
    for column in ("host_id", "moved_from", "ended_at"):
        op.create_index(op.f(f"ix_host_contact_{column}"), "host_contact", [column], unique=False)
    open_ones = sa.text("ended_at is null")
    op.create_index(
        "uq_host_contact_open",
        "host_contact",
        ["host_id", "mail_key"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )


def downgrade() -> None:
    """Take back: the former schema knows neither hosts nor who looks after them."""
    op.drop_table("host_contact")
    op.drop_table("host")
    op.drop_index(REGIONAL, table_name="membership")
    op.execute("delete from membership where role = 'regional'")
    _indexes(drop=True)
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_membership_region_id"))
        batch_op.drop_constraint(op.f("ck_membership_region"), type_="check")
        batch_op.drop_constraint(op.f("ck_membership_role"), type_="check")
        batch_op.drop_constraint(op.f("ck_membership_school"), type_="check")
        batch_op.create_check_constraint(op.f("ck_membership_role"), f"role in ({FORMER})")
        batch_op.create_check_constraint(
            op.f("ck_membership_school"), "(role in ('admin', 'personal')) = (school_id is null)"
        )
        batch_op.drop_constraint(op.f("fk_membership_region_id_region"), type_="foreignkey")
        batch_op.drop_column("region_id")
    _indexes()


def _key(column: str, table: str, name: str, then: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(name), ondelete=then)


def _indexes(*, drop: bool = False) -> None:
    """Those with a condition, which SQLite loses when the table is made anew."""
    if drop:
        op.drop_index(OPEN, table_name="membership")
        op.drop_index(PERSONAL, table_name="membership")
        return
    open_ones, theirs = sa.text("ended_at is null"), sa.text("ended_at is null and role = 'personal'")
    columns = ["person_id", "role", "school_id"]
    op.create_index(OPEN, "membership", columns, unique=True, sqlite_where=open_ones, postgresql_where=open_ones)
    op.create_index(PERSONAL, "membership", ["person_id"], unique=True, sqlite_where=theirs, postgresql_where=theirs)
