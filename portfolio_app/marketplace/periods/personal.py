"""What periods hold about a person: what a pupil wished for, and hosts they found themselves."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import OF_THIS_INSTANCE, Mentioned, Named, Owned, Then, register
from portfolio_app.marketplace.models import Offer
from portfolio_app.marketplace.periods.models import OwnContact, Period, Wish

_PERIOD = Named("period_id", "period", Period)

register(
    Owned(
        Wish,
        "wishes",
        label=N_("What you wished for days at a workplace"),
        named=(_PERIOD, Named("offer_id", "offer", Offer, shown="title")),
        imported=False,
    ),
    Owned(
        OwnContact,
        "own_contacts",
        label=N_("Workplaces you found yourself"),
        named=(_PERIOD,),
        left_out={"host_id": OF_THIS_INSTANCE, "answered_by": OF_THIS_INSTANCE, "request": OF_THIS_INSTANCE},
        rests="ended_at",
        imported=False,
    ),
    Mentioned(OwnContact, "answered_by", Then.NAMELESS),
    Mentioned(Period, "adult_id", Then.NAMELESS),
    Mentioned(Period, "made_by", Then.NAMELESS),
)
