"""Frameworks, how people see themselves in them, evidence, lines about oneself. Importing any makes it shareable."""

from portfolio_app.skills import about_me, things

__all__ = ["about_me", "things"]
