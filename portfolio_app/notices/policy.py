"""Whose notices: everybody's own, and nobody else's."""

from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, func, select

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import table_of
from portfolio_app.notices.models import Notice

_NOTICE = table_of(Notice)


def told(person_id: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Filter: notices to that person."""
    return _NOTICE.c.person_id == person_id


def is_told(actor: Actor, notice: Notice) -> bool:
    """Whether the notice is one of the actor's own."""
    return notice.person_id == actor.person_id


def new_for(person_id: UUID | BindParameter[UUID]) -> Select[int]:
    """How many notices that person has not read, for a statement that asks for more than that."""
    return select(func.count()).select_from(_NOTICE).where(told(person_id), _NOTICE.c.read_at.is_(None))
