"""Lessons, for those who do them and for the adults of their school."""

from portfolio_app.pages.learning import lessons, module

__all__ = ["lessons", "module"]
