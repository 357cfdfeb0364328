"""Links that ended rest 30 days and go, with their counts."""

from sqlmodel import col

from portfolio_app.ambassadors.campaigns.models import CampaignLink
from portfolio_app.core.database import delete_some, writing
from portfolio_app.core.resting import rested_before

BATCH = 50


async def remove_ended_links() -> int:
    """Remove what has rested long enough, some at a time; returns how many went. Harmless to repeat."""
    async with writing() as session:
        return await delete_some(session, CampaignLink, col(CampaignLink.ended_at) <= rested_before(), BATCH)
