"""What periods hold about a person: what a pupil wished for, and which adult answers for a period."""

from portfolio_app.core.languages import N_
from portfolio_app.core.personal import Mentioned, Named, Owned, Then, register
from portfolio_app.marketplace.models import Offer
from portfolio_app.marketplace.periods.models import Period, Wish

register(
    Owned(
        Wish,
        "wishes",
        label=N_("What you wished for days at a workplace"),
        named=(Named("period_id", "period", Period), Named("offer_id", "offer", Offer, shown="title")),
        imported=False,
    ),
    Mentioned(Period, "adult_id", Then.NAMELESS),
    Mentioned(Period, "made_by", Then.NAMELESS),
)
