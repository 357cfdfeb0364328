"""What is kept of people in a region's page: who changed it and who made a key, without the name once they are gone."""

from portfolio_app.core.personal import Mentioned, Then, register
from portfolio_app.marketplace.regions.models import ReadingKey, RegionPage

register(
    Mentioned(RegionPage, "changed_by", Then.NAMELESS),
    Mentioned(ReadingKey, "made_by", Then.NAMELESS),
)
