"""Who may do what with lessons: people of a school and former pupils read them; those who keep a portfolio do them, and
what they answer is seen by them alone."""

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import OWNERS, Role
from portfolio_app.core.errors import Refused

TEACHING = (Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR)
READERS = (*OWNERS, *TEACHING)


def may_read(actor: Actor) -> None:
    """Raise `Refused` unless the actor belongs to a school, or has left one and kept their account."""
    if not actor.has(*READERS):
        raise Refused()


def does(actor: Actor) -> bool:
    """Whether the actor does lessons themself; others look at them as pupils do, with the teacher's notes beside."""
    return actor.keeps_a_portfolio


def may_run(actor: Actor) -> None:
    """Raise `Refused` unless the actor teaches with lessons and does none themself: keys and notes are for them."""
    if not actor.has(*TEACHING) or does(actor):
        raise Refused()


def may_do(actor: Actor) -> None:
    """Raise `Refused` unless the actor does lessons."""
    if not does(actor):
        raise Refused()
