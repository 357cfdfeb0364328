"""Pages about one's own account, for everybody signed in."""

from portfolio_app.pages.account import account, choose_passphrase, home, mail, notices

__all__ = ["account", "choose_passphrase", "home", "mail", "notices"]
