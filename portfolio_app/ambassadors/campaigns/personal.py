"""Links name who made them, and nobody who came by them."""

from portfolio_app.ambassadors.campaigns.models import CampaignLink
from portfolio_app.core.personal import Mentioned, Then, register

register(Mentioned(CampaignLink, "made_by", Then.NAMELESS))
