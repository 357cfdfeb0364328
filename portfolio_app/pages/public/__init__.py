"""Pages for whoever is not signed in."""

from portfolio_app.pages.public import from_mail, sign_in, welcome

__all__ = ["from_mail", "sign_in", "welcome"]
