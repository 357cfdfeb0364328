"""Pages about one's own account, for everybody signed in."""

from portfolio_app.pages.account import (
    account,
    choose_passphrase,
    delete_account,
    home,
    mail,
    notices,
    own_account,
    takeout,
    ways_in,
)

__all__ = [
    "account",
    "choose_passphrase",
    "delete_account",
    "home",
    "mail",
    "notices",
    "own_account",
    "takeout",
    "ways_in",
]
