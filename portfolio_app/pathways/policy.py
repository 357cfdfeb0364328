"""Who may do what with pathways: people of a school and former pupils read the catalogue; what somebody keeps of it,
they alone see."""

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import OWNERS, Role
from portfolio_app.core.errors import Refused

READERS = (*OWNERS, Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR)


def may_read(actor: Actor) -> None:
    """Raise `Refused` unless the actor belongs to a school, or has left one and kept their account."""
    if not actor.has(*READERS):
        raise Refused()


def keeps(actor: Actor) -> bool:
    """Whether the actor is somebody who keeps pathways, and is told how they fit."""
    return actor.keeps_a_portfolio


def may_keep(actor: Actor) -> None:
    """Raise `Refused` unless the actor is somebody who keeps a portfolio."""
    if not keeps(actor):
        raise Refused()
