"""Passkeys, code books, and links by mail as ways to sign in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019_ways_in"
down_revision: str | None = "0018_takeouts"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OPEN = "uq_one_time_code_open"
KIND = "ck_one_time_code_kind"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("credential_hash", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.String(length=3000), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_hash", name=op.f("uq_passkey_credential_hash")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"], unique=False)
    _kinds("kind in ('code', 'card', 'link', 'book', 'mail')", ["person_id", "kind", "number"], number=True)
    with op.batch_alter_table("mail_address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signs_in", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("mail_address", schema=None) as batch_op:
        batch_op.alter_column("signs_in", server_default=None)


def downgrade() -> None:
    """Take back: the former schema knows neither books nor links by mail."""
    with op.batch_alter_table("mail_address", schema=None) as batch_op:
        batch_op.drop_column("signs_in")
    op.execute("delete from one_time_code where kind in ('book', 'mail')")
    _kinds("kind in ('code', 'card', 'link')", ["person_id", "kind"], number=False)
    op.drop_table("passkey")


def _kinds(rule: str, unique: list[str], *, number: bool) -> None:
    op.drop_index(OPEN, table_name="one_time_code")
    with op.batch_alter_table("one_time_code", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(op.f(KIND), rule)
        if number:
            batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        else:
            batch_op.drop_column("number")
    if number:
        with op.batch_alter_table("one_time_code", schema=None) as batch_op:
            batch_op.alter_column("number", server_default=None)
    open_ones = sa.text("ended_at is null")
    op.create_index(OPEN, "one_time_code", unique, unique=True, sqlite_where=open_ones, postgresql_where=open_ones)
