"""What guidance holds about a person: what they told the school they left, and whether they want to be asked."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Mentioned, Named, Owned, register
from portfolio_app.guidance.models import (
    CheckIn,
    CheckInAgreement,
    ContactWish,
    Destination,
    DestinationKind,
    GuidanceContact,
    HowItGoes,
    RightPlace,
)
from portfolio_app.schools.models import School

_SCHOOL = (Named("school_id", "school", School),)

register(
    Owned(
        Destination,
        "destination",
        label=N_("Where you go after school"),
        named=_SCHOOL,
        choices={"kind": DestinationKind},
        imported=False,
    ),
    Owned(CheckInAgreement, "check_in_agreements", named=_SCHOOL, imported=False),
    Owned(
        CheckIn,
        "check_ins",
        label=N_("How it is going after school"),
        named=_SCHOOL,
        choices={"goes": HowItGoes, "place": RightPlace},
        imported=False,
    ),
    Owned(
        ContactWish,
        "contact_wishes",
        label=N_("What you asked your guidance contact"),
        named=_SCHOOL,
        rests="ended_at",
        made_anew=("request",),
        imported=False,
    ),
    Mentioned(GuidanceContact, "adult_id"),
)
