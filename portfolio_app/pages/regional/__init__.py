"""A regional coordinator's pages, and the region's, which its schools read too."""

from portfolio_app.pages.regional import host, hosts, period_calendar, region

__all__ = ["host", "hosts", "period_calendar", "region"]
