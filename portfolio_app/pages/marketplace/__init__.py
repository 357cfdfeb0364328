"""Placements, for those who go on them and for the adults of their school."""

from portfolio_app.pages.marketplace import working_hours

__all__ = ["working_hours"]
