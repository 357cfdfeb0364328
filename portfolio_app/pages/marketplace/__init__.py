"""Workplaces and placements, for those who go there and for the adults of their school."""

from portfolio_app.pages.marketplace import marketplace, working_hours

__all__ = ["marketplace", "working_hours"]
