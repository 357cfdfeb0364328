"""Frameworks, how people see themselves in them, evidence. Whoever imports any of it makes it shareable."""

from portfolio_app.skills import things

__all__ = ["things"]
