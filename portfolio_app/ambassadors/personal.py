"""What is kept of ambassadors: what they did as one is their own, and goes with them."""

from portfolio_app.ambassadors.models import (
    Ambassador,
    AmbassadorAction,
    AmbassadorApplication,
    AmbassadorReflection,
    AmbassadorTalk,
    AmbassadorTerm,
)
from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, Mentioned, Owned, Then, register

register(
    Owned(
        AmbassadorApplication,
        "ambassador_applications",
        label=N_("Applications to be an ambassador"),
        left_out=dict.fromkeys(("term_id", "answered_by"), OF_THIS_INSTANCE),
        rests="withdrawn_at",
        imported=False,
    ),
    Owned(
        Ambassador,
        "ambassador_terms",
        label=N_("Your terms as an ambassador"),
        left_out=dict.fromkeys(("term_id", "school_id", "chosen_by", "ended_by", "signed_by"), OF_THIS_INSTANCE),
        imported=False,
    ),
    Owned(
        AmbassadorAction,
        "ambassador_actions",
        label=N_("What you did as an ambassador"),
        through="ambassador_id",
        left_out={"request": OF_THIS_INSTANCE},
        rests="deleted_at",
        imported=False,
    ),
    Owned(
        AmbassadorTalk,
        "ambassador_talks",
        through="ambassador_id",
        left_out={"talked_by": OF_THIS_INSTANCE},
        imported=False,
    ),
    Owned(AmbassadorReflection, "ambassador_reflections", through="ambassador_id", imported=False),
    Mentioned(AmbassadorTerm, "opened_by", Then.NAMELESS),
    Mentioned(AmbassadorApplication, "answered_by", Then.NAMELESS),
    Mentioned(Ambassador, "chosen_by", Then.NAMELESS),
    Mentioned(Ambassador, "ended_by", Then.NAMELESS),
    Mentioned(Ambassador, "signed_by", Then.NAMELESS),
    Mentioned(AmbassadorTalk, "talked_by", Then.NAMELESS),
)
