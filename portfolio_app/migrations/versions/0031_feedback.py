"""Comments can be changed by whoever wrote them, and answered once by whose thing they are about; phrases."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031_feedback"
down_revision: str | None = "0030_own_modules"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = ("changed_at", "version", "answer", "answered_at")


def upgrade() -> None:
    """Apply. Nothing there was changed or answered."""
    with op.batch_alter_table("comment") as batch_op:
        batch_op.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("answer", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("comment") as batch_op:
        batch_op.alter_column("version", server_default=None)
        batch_op.alter_column("answer", server_default=None)
    op.create_table(
        "phrase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_phrase_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
        sa.UniqueConstraint("request", name=op.f("uq_phrase_request")),
    )
    op.create_index(op.f("ix_phrase_person_id_used"), "phrase", ["person_id", "used"], unique=False)
    op.create_index(op.f("ix_phrase_deleted_at"), "phrase", ["deleted_at"], unique=False)


def downgrade() -> None:
    """Take back, with what was shown of lessons and said about it: the former schema knows of none."""
    op.drop_table("phrase")
    op.execute("delete from comment where kind = 'lesson'")
    op.execute("delete from access_grant where kind = 'lesson'")
    with op.batch_alter_table("comment") as batch_op:
        for name in COLUMNS:
            batch_op.drop_column(name)
