"""Tags on evidence and entries, and whether what is loaded of ESCO is an extract."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010_tags"
down_revision: str | None = "0009_pathways"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "tag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("thing", sa.String(length=80), nullable=False),
        sa.Column("uri", sa.String(length=200), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('evidence', 'entry')", name=op.f("ck_tag_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tag_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("kind", "thing", "uri", name=op.f("uq_tag_kind_thing_uri")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_person_id_removed_at"), ["person_id", "removed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tag_removed_at"), ["removed_at"], unique=False)
    with op.batch_alter_table("esco_edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extract", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("esco_edition", schema=None) as batch_op:
        batch_op.alter_column("extract", server_default=None)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("esco_edition", schema=None) as batch_op:
        batch_op.drop_column("extract")
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_removed_at"))
        batch_op.drop_index(batch_op.f("ix_tag_person_id_removed_at"))

    op.drop_table("tag")
