"""What hosts hold about people with an account: who added, approved or paused them, which stays without the name.
Contacts have no account; they go with their host."""

from portfolio_app.core.personal import Mentioned, Then, register
from portfolio_app.marketplace.models import Host

register(
    Mentioned(Host, "approved_by", Then.NAMELESS),
    Mentioned(Host, "paused_by", Then.NAMELESS),
    Mentioned(Host, "made_by", Then.NAMELESS),
)
