"""Voices of adults about a pupil's capabilities, what they were asked, and links for adults outside school."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006_voices"
down_revision: str | None = "0005_notices"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "voice_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("for_whom", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_voice_link_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_link")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_voice_link_key_hash")),
        sa.UniqueConstraint("request", name=op.f("uq_voice_link_request")),
    )
    with op.batch_alter_table("voice_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_link_person_id_made_at"), ["person_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_link_until_at"), ["until_at"], unique=False)

    op.create_table(
        "given_voice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("giver_name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("framework", sa.String(length=60), nullable=False),
        sa.Column("framework_version", sa.Integer(), nullable=False),
        sa.Column("capability", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("on_dial", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('teacher', 'host')", name=op.f("ck_given_voice_kind")),
        sa.CheckConstraint("step between 0 and 4 or (on_dial and step = 5)", name=op.f("ck_given_voice_step")),
        sa.ForeignKeyConstraint(
            ["giver_id"], ["person.id"], name=op.f("fk_given_voice_giver_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["voice_link.id"], name=op.f("fk_given_voice_link_id_voice_link"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_given_voice_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_voice")),
        sa.UniqueConstraint("request", "capability", name=op.f("uq_given_voice_request_capability")),
    )
    with op.batch_alter_table("given_voice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_given_voice_giver_id_made_at"), ["giver_id", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_given_voice_link_id"), ["link_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_given_voice_person_id_framework_capability_made_at"),
            ["person_id", "framework", "capability", "made_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_given_voice_replaced_at"), ["replaced_at"], unique=False)

    op.create_table(
        "voice_ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("adult_id", sa.Uuid(), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("framework", sa.String(length=60), nullable=False),
        sa.Column("capability", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("why in ('pupil')", name=op.f("ck_voice_ask_why")),
        sa.CheckConstraint("(adult_id is null) <> (link_id is null)", name=op.f("ck_voice_ask_whom")),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["person.id"], name=op.f("fk_voice_ask_adult_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["link_id"], ["voice_link.id"], name=op.f("fk_voice_ask_link_id_voice_link"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_voice_ask_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_ask")),
    )
    with op.batch_alter_table("voice_ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_ask_adult_id"), ["adult_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_ask_link_id"), ["link_id"], unique=False)
        batch_op.create_index(
            "uq_voice_ask_open",
            ["person_id", sa.literal_column("coalesce(adult_id, link_id)"), "framework", "capability"],
            unique=True,
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("voice_ask", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_voice_ask_open",
            sqlite_where=sa.text("ended_at is null"),
            postgresql_where=sa.text("ended_at is null"),
        )
        batch_op.drop_index(batch_op.f("ix_voice_ask_link_id"))
        batch_op.drop_index(batch_op.f("ix_voice_ask_adult_id"))

    op.drop_table("voice_ask")
    with op.batch_alter_table("given_voice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_given_voice_replaced_at"))
        batch_op.drop_index(batch_op.f("ix_given_voice_person_id_framework_capability_made_at"))
        batch_op.drop_index(batch_op.f("ix_given_voice_link_id"))
        batch_op.drop_index(batch_op.f("ix_given_voice_giver_id_made_at"))

    op.drop_table("given_voice")
    with op.batch_alter_table("voice_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voice_link_until_at"))
        batch_op.drop_index(batch_op.f("ix_voice_link_person_id_made_at"))

    op.drop_table("voice_link")
