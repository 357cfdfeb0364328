"""What a host reads of who comes to it: codes and sessions; and how it says that the days went."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0038_hosting"
down_revision: str | None = "0036_places"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "host_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("drawn", sa.Uuid(), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries between 0 and 5", name=op.f("ck_host_code_tries")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["host_contact.id"], name=op.f("fk_host_code_contact_id_host_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_code")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_host_code_contact_id")),
    )
    op.create_index(op.f("ix_host_code_until_at"), "host_code", ["until_at"], unique=False)
    op.create_table(
        "host_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("opens", sa.Uuid(), nullable=False),
        sa.Column("browser", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["host_contact.id"],
            name=op.f("fk_host_session_contact_id_host_contact"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_host_session_key_hash")),
    )
    for name in ("contact_id", "ended_at", "until_at"):
        op.create_index(op.f(f"ix_host_session_{name}"), "host_session", [name], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("host_session")
    op.drop_table("host_code")
