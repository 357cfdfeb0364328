"""Terms of ambassadors: who applied, who serves, what they do, how they look back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0043_ambassadors"
down_revision: str | None = "0042_evaluations"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "ambassador_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("apply_until", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1500), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("apply_until <= last_day", name=op.f("ck_ambassador_term_apply")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_ambassador_term_days")),
        sa.CheckConstraint("places between 1 and 60", name=op.f("ck_ambassador_term_places")),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["person.id"], name=op.f("fk_ambassador_term_opened_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_ambassador_term_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_term")),
        sa.UniqueConstraint("request", name=op.f("uq_ambassador_term_request")),
    )
    with op.batch_alter_table("ambassador_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_term_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_term_opened_by"), ["opened_by"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ambassador_term_school_id_ended_at_first_day"),
            ["school_id", "ended_at", "first_day"],
            unique=False,
        )

    op.create_table(
        "ambassador",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by", sa.Uuid(), nullable=True),
        sa.Column("family_told", sa.String(length=10), nullable=False),
        sa.Column("family_told_on", sa.Date(), nullable=True),
        sa.Column("name_shown", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=10), nullable=False),
        sa.Column("ended_words", sa.String(length=300), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(ended_at is null) = (ended_why = '')", name=op.f("ck_ambassador_ended")),
        sa.CheckConstraint("(family_told_on is null) = (family_told = '')", name=op.f("ck_ambassador_family_told_on")),
        sa.CheckConstraint("ended_why in ('', 'left', 'removed')", name=op.f("ck_ambassador_ended_why")),
        sa.CheckConstraint("family_told in ('', 'letter', 'mail', 'talk')", name=op.f("ck_ambassador_family_told")),
        sa.ForeignKeyConstraint(
            ["chosen_by"], ["person.id"], name=op.f("fk_ambassador_chosen_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_ambassador_ended_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ambassador_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_ambassador_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["person.id"], name=op.f("fk_ambassador_signed_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["ambassador_term.id"], name=op.f("fk_ambassador_term_id_ambassador_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador")),
        sa.UniqueConstraint("term_id", "person_id", name=op.f("uq_ambassador_term_id_person_id")),
    )
    with op.batch_alter_table("ambassador", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_chosen_by"), ["chosen_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_person_id_ended_at"), ["person_id", "ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_signed_by"), ["signed_by"], unique=False)

    op.create_table(
        "ambassador_application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=600), nullable=False),
        sa.Column("reaches", sa.String(length=20), nullable=False),
        sa.Column("reach_words", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answer_words", sa.String(length=300), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(answered_at is null) = (answer = '')", name=op.f("ck_ambassador_application_answered")),
        sa.CheckConstraint("answer in ('', 'chosen', 'not')", name=op.f("ck_ambassador_application_answer")),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["person.id"],
            name=op.f("fk_ambassador_application_answered_by_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ambassador_application_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["term_id"],
            ["ambassador_term.id"],
            name=op.f("fk_ambassador_application_term_id_ambassador_term"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_application")),
        sa.UniqueConstraint("term_id", "person_id", name=op.f("uq_ambassador_application_term_id_person_id")),
    )
    with op.batch_alter_table("ambassador_application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_application_answered_by"), ["answered_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_ambassador_application_person_id"), ["person_id"], unique=False)

    op.create_table(
        "ambassador_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ambassador_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("partner", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("learned", sa.String(length=1500), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(logged_at is null) = (minutes is null)", name=op.f("ck_ambassador_action_logged")),
        sa.CheckConstraint("heads between 0 and 2000", name=op.f("ck_ambassador_action_heads")),
        sa.CheckConstraint("minutes between 1 and 600", name=op.f("ck_ambassador_action_minutes")),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassador.id"],
            name=op.f("fk_ambassador_action_ambassador_id_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_action")),
        sa.UniqueConstraint("request", name=op.f("uq_ambassador_action_request")),
    )
    with op.batch_alter_table("ambassador_action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ambassador_action_ambassador_id_day"), ["ambassador_id", "day"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_ambassador_action_deleted_at"), ["deleted_at"], unique=False)

    op.create_table(
        "ambassador_reflection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ambassador_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=3000), nullable=False),
        sa.Column("framework", sa.String(length=50), nullable=False),
        sa.Column("capabilities", sa.JSON(), nullable=False),
        sa.Column("hand_over", sa.String(length=2000), nullable=False),
        sa.Column("buddy_from", sa.Date(), nullable=True),
        sa.Column("buddy_until", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(buddy_from is null) = (buddy_until is null)", name=op.f("ck_ambassador_reflection_buddy_days")
        ),
        sa.CheckConstraint("buddy_until >= buddy_from", name=op.f("ck_ambassador_reflection_buddy")),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassador.id"],
            name=op.f("fk_ambassador_reflection_ambassador_id_ambassador"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_reflection")),
        sa.UniqueConstraint("ambassador_id", name=op.f("uq_ambassador_reflection_ambassador_id")),
    )
    op.create_table(
        "ambassador_talk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ambassador_id", sa.Uuid(), nullable=False),
        sa.Column("happened", sa.String(length=1000), nullable=False),
        sa.Column("noticed", sa.String(length=1000), nullable=False),
        sa.Column("meaning", sa.String(length=1000), nullable=False),
        sa.Column("try_next", sa.String(length=1000), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.String(length=1000), nullable=False),
        sa.Column("talked_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(talked_on is null) = (agreed = '')", name=op.f("ck_ambassador_talk_agreed")),
        sa.ForeignKeyConstraint(
            ["ambassador_id"],
            ["ambassador.id"],
            name=op.f("fk_ambassador_talk_ambassador_id_ambassador"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["talked_by"], ["person.id"], name=op.f("fk_ambassador_talk_talked_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ambassador_talk")),
        sa.UniqueConstraint("ambassador_id", name=op.f("uq_ambassador_talk_ambassador_id")),
    )
    with op.batch_alter_table("ambassador_talk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ambassador_talk_talked_by"), ["talked_by"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("ambassador_talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassador_talk_talked_by"))

    op.drop_table("ambassador_talk")
    op.drop_table("ambassador_reflection")
    with op.batch_alter_table("ambassador_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassador_action_deleted_at"))
        batch_op.drop_index(batch_op.f("ix_ambassador_action_ambassador_id_day"))

    op.drop_table("ambassador_action")
    with op.batch_alter_table("ambassador_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassador_application_person_id"))
        batch_op.drop_index(batch_op.f("ix_ambassador_application_answered_by"))

    op.drop_table("ambassador_application")
    with op.batch_alter_table("ambassador", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassador_signed_by"))
        batch_op.drop_index(batch_op.f("ix_ambassador_school_id"))
        batch_op.drop_index(batch_op.f("ix_ambassador_person_id_ended_at"))
        batch_op.drop_index(batch_op.f("ix_ambassador_ended_by"))
        batch_op.drop_index(batch_op.f("ix_ambassador_chosen_by"))

    op.drop_table("ambassador")
    with op.batch_alter_table("ambassador_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ambassador_term_school_id_ended_at_first_day"))
        batch_op.drop_index(batch_op.f("ix_ambassador_term_opened_by"))
        batch_op.drop_index(batch_op.f("ix_ambassador_term_ended_at"))

    op.drop_table("ambassador_term")
