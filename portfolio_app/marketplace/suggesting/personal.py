"""What is kept of people in workplaces that pupils have found."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, Mentioned, Owned, Then, register
from portfolio_app.marketplace.suggesting.models import FoundPlace

register(
    Owned(
        FoundPlace,
        "found_places",
        label=N_("Workplaces that you found yourself"),
        left_out=dict.fromkeys(("school_id", "answered_by", "host_id", "request"), OF_THIS_INSTANCE),
        rests="ended_at",
        imported=False,
    ),
    Mentioned(FoundPlace, "answered_by", Then.NAMELESS),
)
