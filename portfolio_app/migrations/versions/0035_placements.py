"""Periods, bookings of seats, placements and their agreements."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035_placements"
down_revision: str | None = "0034_offers"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("offer_date", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(op.f("ck_offer_date_taken"), "taken between 0 and seats")
    with op.batch_alter_table("offer_date", schema=None) as batch_op:
        batch_op.alter_column("taken", server_default=None)
    op.create_table(
        "birth_month",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_birth_month_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_birth_month_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_birth_month")),
        sa.UniqueConstraint("person_id", name=op.f("uq_birth_month_person_id")),
    )
    op.create_index(op.f("ix_birth_month_by_id"), "birth_month", ["by_id"], unique=False)

    op.create_table(
        "family_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("way <> 'mail' or mail <> ''", name=op.f("ck_family_contact_mail")),
        sa.CheckConstraint("way <> 'phone' or phone <> ''", name=op.f("ck_family_contact_phone")),
        sa.CheckConstraint("way in ('mail', 'phone', 'paper')", name=op.f("ck_family_contact_way")),
        sa.ForeignKeyConstraint(
            ["given_by"], ["person.id"], name=op.f("fk_family_contact_given_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_family_contact_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_contact")),
        sa.UniqueConstraint("person_id", name=op.f("uq_family_contact_person_id")),
    )
    op.create_index(op.f("ix_family_contact_given_by"), "family_contact", ["given_by"], unique=False)

    op.create_table(
        "period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("wishes_until", sa.Date(), nullable=True),
        sa.Column("school_minutes", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1500), nullable=False),
        sa.Column("adult_id", sa.Uuid(), nullable=True),
        sa.Column("adult_phone", sa.String(length=30), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_period_days")),
        sa.CheckConstraint("school_minutes between 0 and 600", name=op.f("ck_period_school_minutes")),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["person.id"], name=op.f("fk_period_adult_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_period_made_by_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_period_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("request", name=op.f("uq_period_request")),
    )
    op.create_index(op.f("ix_period_adult_id"), "period", ["adult_id"], unique=False)
    op.create_index(op.f("ix_period_ended_at"), "period", ["ended_at"], unique=False)
    op.create_index(op.f("ix_period_made_by"), "period", ["made_by"], unique=False)
    op.create_index(
        op.f("ix_period_school_id_ended_at_first_day"),
        "period",
        ["school_id", "ended_at", "first_day"],
        unique=False,
    )

    op.create_table(
        "period_class",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_period_class_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_period_class_period_id_period"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_class")),
        sa.UniqueConstraint("period_id", "class_id", name=op.f("uq_period_class_period_id_class_id")),
    )
    op.create_index(op.f("ix_period_class_class_id"), "period_class", ["class_id"], unique=False)

    op.create_table(
        "wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rank between 1 and 3", name=op.f("ck_wish_rank")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_wish_period_id_period"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_wish_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("period_id", "person_id", "rank", name=op.f("uq_wish_period_id_person_id_rank")),
    )
    op.create_index(op.f("ix_wish_person_id"), "wish", ["person_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_date_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("pupil_id", sa.Uuid(), nullable=True),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(state = 'ended') = (ended_at is not null)", name=op.f("ck_booking_ended")),
        sa.CheckConstraint("(state = 'held') = (held_until is not null)", name=op.f("ck_booking_held")),
        sa.CheckConstraint("state in ('held', 'booked', 'waiting', 'ended')", name=op.f("ck_booking_state")),
        sa.CheckConstraint("(pupil_id is null) <> (class_id is null)", name=op.f("ck_booking_whose")),
        sa.CheckConstraint(
            "seats between 1 and 500 and (pupil_id is null or seats = 1)", name=op.f("ck_booking_seats")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_booking_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_booking_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["offer_date_id"], ["offer_date.id"], name=op.f("fk_booking_offer_date_id_offer_date"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_booking_period_id_period"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["person.id"], name=op.f("fk_booking_pupil_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_booking_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_by_id"), "booking", ["by_id"], unique=False)
    op.create_index(op.f("ix_booking_class_id"), "booking", ["class_id"], unique=False)
    op.create_index(op.f("ix_booking_held_until"), "booking", ["held_until"], unique=False)
    op.create_index(
        op.f("ix_booking_offer_date_id_state_made_at"),
        "booking",
        ["offer_date_id", "state", "made_at"],
        unique=False,
    )
    op.create_index(op.f("ix_booking_period_id"), "booking", ["period_id"], unique=False)
    op.create_index(op.f("ix_booking_pupil_id"), "booking", ["pupil_id"], unique=False)
    op.create_index(op.f("ix_booking_request"), "booking", ["request"], unique=False)
    op.create_index(op.f("ix_booking_school_id_state"), "booking", ["school_id", "state"], unique=False)
    op.create_index(
        "uq_booking_open_class",
        "booking",
        ["offer_date_id", "class_id"],
        unique=True,
        sqlite_where=sa.text("state in ('held', 'booked', 'waiting')"),
        postgresql_where=sa.text("state in ('held', 'booked', 'waiting')"),
    )
    op.create_index(
        "uq_booking_open_pupil",
        "booking",
        ["offer_date_id", "pupil_id"],
        unique=True,
        sqlite_where=sa.text("state in ('held', 'booked', 'waiting')"),
        postgresql_where=sa.text("state in ('held', 'booked', 'waiting')"),
    )

    op.create_table(
        "placement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("host_name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("responsible", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("tasks", sa.String(length=1500), nullable=False),
        sa.Column("clothing", sa.String(length=200), nullable=False),
        sa.Column("lunch", sa.String(length=200), nullable=False),
        sa.Column("way_there", sa.String(length=500), nullable=False),
        sa.Column("photos_allowed", sa.Boolean(), nullable=False),
        sa.Column("adult_id", sa.Uuid(), nullable=True),
        sa.Column("adult_phone", sa.String(length=30), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "begins between 0 and 1439 and ends between 1 and 1439 and ends > begins", name=op.f("ck_placement_times")
        ),
        sa.CheckConstraint("break_minutes between 0 and 240", name=op.f("ck_placement_break")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_placement_days")),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["person.id"], name=op.f("fk_placement_adult_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_placement_approved_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_placement_booking_id_booking"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_placement_host_id_host"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offer.id"], name=op.f("fk_placement_offer_id_offer"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_placement_period_id_period"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_placement_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_placement_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_placement_booking_id")),
    )
    op.create_index(op.f("ix_placement_adult_id"), "placement", ["adult_id"], unique=False)
    op.create_index(op.f("ix_placement_approved_by"), "placement", ["approved_by"], unique=False)
    op.create_index(op.f("ix_placement_host_id_last_day"), "placement", ["host_id", "last_day"], unique=False)
    op.create_index(op.f("ix_placement_offer_id"), "placement", ["offer_id"], unique=False)
    op.create_index(op.f("ix_placement_period_id"), "placement", ["period_id"], unique=False)
    op.create_index(op.f("ix_placement_person_id_last_day"), "placement", ["person_id", "last_day"], unique=False)
    op.create_index(op.f("ix_placement_school_id_last_day"), "placement", ["school_id", "last_day"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_agreement_made_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_agreement_placement_id_placement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("placement_id", "version", name=op.f("uq_agreement_placement_id_version")),
        sa.UniqueConstraint("request", name=op.f("uq_agreement_request")),
    )
    op.create_index(op.f("ix_agreement_made_by"), "agreement", ["made_by"], unique=False)

    op.create_table(
        "signature_ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(length=10), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("opens", sa.Uuid(), nullable=False),
        sa.Column("opens_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("party in ('host', 'family')", name=op.f("ck_signature_ask_party")),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_signature_ask_asked_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["host_contact.id"],
            name=op.f("fk_signature_ask_contact_id_host_contact"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_signature_ask_placement_id_placement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature_ask")),
        sa.UniqueConstraint("placement_id", "party", name=op.f("uq_signature_ask_placement_id_party")),
    )
    op.create_index(op.f("ix_signature_ask_asked_by"), "signature_ask", ["asked_by"], unique=False)
    op.create_index(op.f("ix_signature_ask_contact_id"), "signature_ask", ["contact_id"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_absence_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["placement_id"],
            ["placement.id"],
            name=op.f("fk_absence_placement_id_placement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("request", name=op.f("uq_absence_request")),
    )
    op.create_index(op.f("ix_absence_by_id"), "absence", ["by_id"], unique=False)
    op.create_index(op.f("ix_absence_placement_id_day"), "absence", ["placement_id", "day"], unique=False)

    op.create_table(
        "worry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(length=1500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_worry_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_worry_placement_id_placement"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_worry_seen_by_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_worry_to_id_person"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worry")),
        sa.UniqueConstraint("request", name=op.f("uq_worry_request")),
    )
    op.create_index(op.f("ix_worry_person_id"), "worry", ["person_id"], unique=False)
    op.create_index(op.f("ix_worry_placement_id_made_at"), "worry", ["placement_id", "made_at"], unique=False)
    op.create_index(op.f("ix_worry_seen_by"), "worry", ["seen_by"], unique=False)
    op.create_index(op.f("ix_worry_to_id"), "worry", ["to_id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("party in ('school', 'host', 'family')", name=op.f("ck_signature_party")),
        sa.CheckConstraint("way in ('account', 'link', 'paper')", name=op.f("ck_signature_way")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signature_agreement_id_agreement"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_signature_recorded_by_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("agreement_id", "party", name=op.f("uq_signature_agreement_id_party")),
    )
    op.create_index(op.f("ix_signature_recorded_by"), "signature", ["recorded_by"], unique=False)


def downgrade() -> None:
    """Take back: the former schema knows no placements."""
    op.drop_table("signature")
    op.drop_table("worry")
    op.drop_table("absence")
    op.drop_table("signature_ask")
    op.drop_table("agreement")
    op.drop_table("placement")
    op.drop_table("booking")
    op.drop_table("wish")
    op.drop_table("period_class")
    op.drop_table("period")
    op.drop_table("family_contact")
    op.drop_table("birth_month")
    with op.batch_alter_table("offer_date", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_offer_date_taken"), type_="check")
        batch_op.drop_column("taken")
