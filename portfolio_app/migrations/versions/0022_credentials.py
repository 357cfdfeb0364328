"""Schools' keys, and the credentials that are offered and accepted."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022_credentials"
down_revision: str | None = "0021_cv"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "credential_issuer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("did", sa.String(length=100), nullable=False),
        sa.Column("sealed_key", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_credential_issuer_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential_issuer")),
        sa.UniqueConstraint("did", name=op.f("uq_credential_issuer_did")),
    )
    op.create_index(
        "uq_credential_issuer_open",
        "credential_issuer",
        ["school_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "credential",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("school_name", sa.String(length=120), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("framework", sa.String(length=60), nullable=False),
        sa.Column("capability", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("criteria", sa.String(length=600), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind in ('capability', 'achievement', 'module', 'placement', 'ambassador')",
            name=op.f("ck_credential_kind"),
        ),
        sa.CheckConstraint("(accepted_at is null) = (document is null)", name=op.f("ck_credential_signed")),
        sa.CheckConstraint("school_id is not null or accepted_at is not null", name=op.f("ck_credential_school")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_credential_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_credential_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_credential_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("request", "person_id", name=op.f("uq_credential_request_person_id")),
    )
    op.create_index(
        "uq_credential_open",
        "credential",
        ["person_id", "school_id", "kind", "framework", "capability", "title"],
        unique=True,
        sqlite_where=sa.text("declined_at is null and deleted_at is null"),
        postgresql_where=sa.text("declined_at is null and deleted_at is null"),
    )
    op.create_index(op.f("ix_credential_by_id"), "credential", ["by_id"], unique=False)
    op.create_index(op.f("ix_credential_declined_at"), "credential", ["declined_at"], unique=False)
    op.create_index(op.f("ix_credential_deleted_at"), "credential", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_credential_school_id_offered_at"), "credential", ["school_id", "offered_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table("credential")
    op.drop_table("credential_issuer")
