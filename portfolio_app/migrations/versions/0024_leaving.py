"""Leaving school: a day for a class, what its pupils have done by then, accounts of one's own, codes to come back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024_leaving"
down_revision: str | None = "0023_brought_back"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PERSONAL = "uq_membership_personal"
OPEN = "uq_membership_open"
ROLES = "'pupil', 'teacher', 'counsellor', 'coordinator', 'admin'"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "leaving",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("help_wanted", sa.Boolean(), nullable=False),
        sa.Column("gone_through_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_leaving_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_leaving_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving")),
        sa.UniqueConstraint("person_id", "school_id", name=op.f("uq_leaving_person_id_school_id")),
    )
    op.create_index(op.f("ix_leaving_school_id_left_on"), "leaving", ["school_id", "left_on"], unique=False)
    op.create_table(
        "joining_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_joining_code_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_joining_code_made_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["used_by"], ["person.id"], name=op.f("fk_joining_code_used_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_code")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_joining_code_secret_hash")),
    )
    for column in ("class_id", "made_by", "used_by"):
        op.create_index(op.f(f"ix_joining_code_{column}"), "joining_code", [column], unique=False)
    op.create_table(
        "terms_accepted",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("responsible", sa.String(length=300), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_terms_accepted_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms_accepted")),
    )
    op.create_index(
        op.f("ix_terms_accepted_person_id_accepted_at"), "terms_accepted", ["person_id", "accepted_at"], unique=False
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_school_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_left_school_on"), ["left_school_on"], unique=False)
    with op.batch_alter_table("school_class", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leaving_on", sa.Date(), nullable=True))
    with op.batch_alter_table("class_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stays", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("class_member", schema=None) as batch_op:
        batch_op.alter_column("stays", server_default=None)
    _roles(f"role in ({ROLES}, 'personal')", "(role in ('admin', 'personal')) = (school_id is null)")
    theirs = sa.text("ended_at is null and role = 'personal'")
    op.create_index(PERSONAL, "membership", ["person_id"], unique=True, sqlite_where=theirs, postgresql_where=theirs)


def downgrade() -> None:
    """Take back: the former schema knows no accounts of one's own."""
    op.drop_index(PERSONAL, table_name="membership")
    op.execute("delete from membership where role = 'personal'")
    _roles(f"role in ({ROLES})", "(role = 'admin') = (school_id is null)")
    with op.batch_alter_table("class_member", schema=None) as batch_op:
        batch_op.drop_column("stays")
    with op.batch_alter_table("school_class", schema=None) as batch_op:
        batch_op.drop_column("leaving_on")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_left_school_on"))
        batch_op.drop_column("left_school_on")
    op.drop_table("terms_accepted")
    op.drop_table("joining_code")
    op.drop_table("leaving")


def _roles(rule: str, at_a_school: str) -> None:
    op.drop_index(OPEN, table_name="membership")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_membership_role"), type_="check")
        batch_op.drop_constraint(op.f("ck_membership_school"), type_="check")
        batch_op.create_check_constraint(op.f("ck_membership_role"), rule)
        batch_op.create_check_constraint(op.f("ck_membership_school"), at_a_school)
    open_ones = sa.text("ended_at is null")
    columns = ["person_id", "role", "school_id"]
    op.create_index(OPEN, "membership", columns, unique=True, sqlite_where=open_ones, postgresql_where=open_ones)
