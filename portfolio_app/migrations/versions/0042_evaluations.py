"""What hosts say of pupils' days."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0042_evaluations"
down_revision: str | None = "0041_notes"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LINKS = (
    ("contact_id", "host_contact", "SET NULL"),
    ("held_by", "person", "SET NULL"),
    ("handed_by", "person", "SET NULL"),
    ("credential_id", "credential", "SET NULL"),
    ("placement_id", "placement", "CASCADE"),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "host_evaluation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("giver_name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("went_well", sa.String(length=600), nullable=False),
        sa.Column("practise_next", sa.String(length=600), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("held_by", sa.Uuid(), nullable=True),
        sa.Column("held_reason", sa.String(length=500), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.Uuid(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("credential_id", sa.Uuid(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('asked', 'given', 'held', 'handed')", name=op.f("ck_host_evaluation_state")),
        sa.CheckConstraint("(state = 'asked') = (given_at is null)", name=op.f("ck_host_evaluation_given")),
        sa.CheckConstraint("(state = 'held') = (held_reason <> '')", name=op.f("ck_host_evaluation_held")),
        sa.CheckConstraint("(state = 'handed') = (handed_at is not null)", name=op.f("ck_host_evaluation_handed")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_host_evaluation_{column}_{table}"), ondelete=ondelete
            )
            for column, table, ondelete in LINKS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_evaluation")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_host_evaluation_placement_id")),
    )
    for name in ("contact_id", "credential_id", "given_at", "handed_by", "held_by"):
        op.create_index(op.f(f"ix_host_evaluation_{name}"), "host_evaluation", [name], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("host_evaluation")
