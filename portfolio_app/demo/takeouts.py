"""A takeout in the demo: one pupil has asked for everything of theirs, and it is ready to be downloaded. It is made as
any other is, once all else is there."""

from portfolio_app.accounts.actor import Actor
from portfolio_app.core import outbox
from portfolio_app.demo.people import pupils
from portfolio_app.demo.rows import identity
from portfolio_app.portfolio.credentials import taken_along
from portfolio_app.portfolio.takeout.actions import MAKING, ask_for_takeout, make_some

TAKER = "aada"

assert taken_along.FOLDER  # credentials go along once that module is there, as in the app


async def add_takeout() -> None:
    """Ask for it, and do the work until it is ready."""
    pupil = next(one for one in pupils() if one.username == TAKER)
    outbox.register(MAKING, make_some)
    await ask_for_takeout(Actor(identity("person", TAKER), pupil.name, ()), pupil.writes)
    while await outbox.run_next():
        continue
