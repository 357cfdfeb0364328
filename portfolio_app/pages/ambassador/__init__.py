"""Pupils who bring others along: calls and terms, and one ambassador's term."""

from portfolio_app.pages.ambassador import ambassador, ambassadors, campaigns, term

__all__ = ["ambassador", "ambassadors", "campaigns", "term"]
