"""Who ranks above whom. A one-time code lets its giver in as somebody else, so it may only go downwards."""

from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, not_, or_
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import OWNERS, STAFF, Membership, Person, Role, Session
from portfolio_app.core.database import table_of

_ROLE = table_of(Membership)

Ids = SQLColumnExpression[UUID] | SQLColumnExpression[UUID | None] | UUID
"""An id, or the column in which one stands."""


def outranked_by(actor: Actor) -> ColumnElement[bool]:
    """People who may do nothing that `actor` does not stand above, role by role: a filter on `Person`.

    Staff stand above pupils; a coordinator above teachers and counsellors of the same school; an admin above all but
    admins. That they are *their* pupils is not asked here but in `schools.policy`, which also checks single people.
    """
    allowed: list[ColumnElement[bool]] = []
    if actor.has(*STAFF):
        allowed.append(col(Membership.role) == Role.PUPIL)
    if actor.has(Role.ADMIN):
        allowed.append(col(Membership.role) != Role.ADMIN)
    led = actor.schools(Role.COORDINATOR)
    if led:
        allowed.append(
            and_(col(Membership.role).in_((Role.TEACHER, Role.COUNSELLOR)), col(Membership.school_id).in_(led))
        )
    open_roles = and_(col(Membership.person_id) == col(Person.id), col(Membership.ended_at).is_(None))
    return not_(exists().where(open_roles, not_(or_(*allowed)))) if allowed else not_(exists().where(open_roles))


def keeps_a_portfolio(person_id: Ids) -> ColumnElement[bool]:
    """Filter: that person is a pupil somewhere, or has left school and the account is their own; and it has not ended.
    For an actor it is `Actor.keeps_a_portfolio`."""
    return exists().where(
        col(Person.id) == person_id,
        col(Person.ended_at).is_(None),
        col(Membership.person_id) == col(Person.id),
        col(Membership.role).in_(OWNERS),
        col(Membership.ended_at).is_(None),
    )


def holds(person_id: Ids, school_id: Ids, *roles: Role) -> ColumnElement[bool]:
    """Filter: that person holds one of `roles` at that school now. For an actor it is `Actor.schools`."""
    role = _ROLE.alias()  # its own, whatever the statement around it joins
    return exists().where(
        role.c.person_id == person_id,
        role.c.school_id == school_id,
        role.c.role.in_(roles),
        role.c.ended_at.is_(None),
    )


def is_own_session(actor: Actor, session: Session | None) -> bool:
    """Whether a session is the actor's."""
    return session is not None and session.person_id == actor.person_id


def own_sessions(person_id: UUID) -> ColumnElement[bool]:
    """`is_own_session` as a filter on `Session`."""
    return col(Session.person_id) == person_id
