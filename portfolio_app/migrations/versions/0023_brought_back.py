"""What people bring back from a takeout, and others' words in it: by a name, where there is no account."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023_brought_back"
down_revision: str | None = "0022_credentials"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAMES = {"comment": "author_name", "talk": "adult_name"}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "brought_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_parts", sa.Integer(), nullable=False),
        sa.Column("all_parts", sa.Integer(), nullable=False),
        sa.Column("whose", sa.String(length=120), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=400), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_brought_back_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought_back")),
    )
    op.create_index(op.f("ix_brought_back_person_id_asked_at"), "brought_back", ["person_id", "asked_at"], unique=False)
    op.create_index(
        "uq_brought_back_under_way",
        "brought_back",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.alter_column("author_id", existing_type=sa.Uuid(), nullable=True)
    for table in ("comment", "talk", "given_voice"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("brought_at", sa.DateTime(timezone=True), nullable=True))
    for table, column in NAMES.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.String(length=120), nullable=False, server_default=""))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    """Take back. What was brought along without an account goes: the former schema has no place for its author."""
    op.execute("delete from comment where author_id is null")
    for table, column in NAMES.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
    for table in ("comment", "talk", "given_voice"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("brought_at")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.alter_column("author_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("brought_back")
