"""Pages for whoever is not signed in."""

from portfolio_app.pages.public import sign_in, welcome

__all__ = ["sign_in", "welcome"]
