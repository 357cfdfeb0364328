"""Occupations and study routes, for pupils and for the adults of their school."""

from portfolio_app.pages.pathways import compare, pathway, pathways

__all__ = ["compare", "pathway", "pathways"]
