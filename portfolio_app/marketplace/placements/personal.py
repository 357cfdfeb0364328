"""What placements hold about a person: a pupil's own days at hosts, with all that was agreed, written and said."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, OPENS_DOORS, Mentioned, Named, Owned, Then, register
from portfolio_app.marketplace.periods.models import Period
from portfolio_app.marketplace.placements.models import (
    Absence,
    Agreement,
    BirthMonth,
    FamilyContact,
    Placement,
    PlacementNote,
    Signature,
    SignatureAsk,
    Worry,
)

register(
    Owned(
        Placement,
        "placements",
        label=N_("Days at workplaces"),
        named=(Named("period_id", "period", Period),),
        left_out=dict.fromkeys(
            ("school_id", "booking_id", "host_id", "offer_id", "adult_id", "approved_by", "adult_phone"),
            OF_THIS_INSTANCE,
        ),
        imported=False,
    ),
    Owned(
        BirthMonth,
        "birth_months",
        left_out={"sealed": OPENS_DOORS, "by_id": OF_THIS_INSTANCE},
        imported=False,
    ),
    Owned(
        FamilyContact,
        "family_contacts",
        label=N_("Who signs for you at home"),
        left_out={"given_by": OF_THIS_INSTANCE},
        imported=False,
    ),
    Owned(
        Agreement,
        "agreements",
        label=N_("Agreements about days at workplaces"),
        through="placement_id",
        left_out={"made_by": OF_THIS_INSTANCE, "request": OF_THIS_INSTANCE},
        imported=False,
    ),
    Owned(
        Signature,
        "signatures",
        through="agreement_id",
        left_out={"recorded_by": OF_THIS_INSTANCE},
        imported=False,
    ),
    Owned(
        SignatureAsk,
        "signature_asks",
        through="placement_id",
        left_out={"contact_id": OF_THIS_INSTANCE, "opens": OPENS_DOORS, "asked_by": OF_THIS_INSTANCE},
        imported=False,
    ),
    Owned(
        Absence,
        "absences",
        label=N_("Days on which you could not come to a workplace"),
        through="placement_id",
        left_out={"by_id": OF_THIS_INSTANCE, "request": OF_THIS_INSTANCE},
        rests="ended_at",
        imported=False,
    ),
    Owned(
        PlacementNote,
        "placement_notes",
        label=N_("What your school noted of days at workplaces: visits, calls, accidents"),
        through="placement_id",
        left_out={"by_id": OF_THIS_INSTANCE, "request": OF_THIS_INSTANCE},
        rests="ended_at",
        imported=False,
    ),
    Owned(
        Worry,
        "worries",
        label=N_("That something was wrong at a workplace"),
        left_out={"to_id": OF_THIS_INSTANCE, "seen_by": OF_THIS_INSTANCE, "request": OF_THIS_INSTANCE},
        imported=False,
    ),
    *(
        Mentioned(table, column, Then.NAMELESS)
        for table, columns in (
            (Placement, ("adult_id", "approved_by")),
            (BirthMonth, ("by_id",)),
            (FamilyContact, ("given_by",)),
            (Agreement, ("made_by",)),
            (Signature, ("recorded_by",)),
            (SignatureAsk, ("asked_by",)),
            (Absence, ("by_id",)),
            (Worry, ("to_id", "seen_by")),
            (PlacementNote, ("by_id",)),
        )
        for column in columns
    ),
)
