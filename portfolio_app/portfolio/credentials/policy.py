"""Who may do what with a credential: a teacher offers it to pupils of their classes, the pupil does all the rest."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import table_of
from portfolio_app.core.errors import Invalid, NotFound, Refused
from portfolio_app.core.languages import N_
from portfolio_app.portfolio.credentials.models import Credential
from portfolio_app.portfolio.teaching import pupils_of_classes
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.schools.policy import taught_by
from portfolio_app.sharing.policy import PersonColumn

_CREDENTIAL = table_of(Credential)
LEFT = N_("Somebody you ticked is not in this class any more. Load the page anew.")


async def check_teaches_class(session: AsyncSession, actor: Actor, class_id: UUID) -> tuple[SchoolClass, School]:
    """The class and its school, when the actor teaches it; raises `NotFound` otherwise, for a coordinator too."""
    found = (
        await session.execute(
            select(SchoolClass, School)
            .join(School, col(School.id) == col(SchoolClass.school_id))
            .where(col(SchoolClass.id) == class_id, taught_by(actor))
        )
    ).first()
    if found is None:
        raise NotFound()
    return found[0], found[1]


async def check_pupils_of(session: AsyncSession, class_id: UUID, pupils: Collection[UUID]) -> None:
    """Raise `Invalid` unless all of these are pupils of that class now."""
    here = pupils_of_classes(col(SchoolClass.id) == class_id)
    rows = await session.execute(select(here.c.person_id).where(here.c.person_id.in_(pupils)))
    if set(rows.scalars()) != set(pupils):
        raise Invalid(LEFT, field="pupil")


def may_have_credentials(actor: Actor) -> None:
    """Raise `Refused` unless the actor is somebody who keeps a portfolio."""
    if not actor.keeps_a_portfolio:
        raise Refused()


def waiting_for(person_id: PersonColumn) -> ColumnElement[bool]:
    """Filter: offers that person has neither accepted nor declined."""
    open_still = and_(_CREDENTIAL.c.accepted_at.is_(None), _CREDENTIAL.c.declined_at.is_(None))
    return and_(_CREDENTIAL.c.person_id == person_id, open_still)


def accepted_by(person_id: PersonColumn, *, deleted: bool = False) -> ColumnElement[bool]:
    """Filter: that person's credentials, those that rest deleted or those that do not."""
    rests = _CREDENTIAL.c.deleted_at.is_not(None) if deleted else _CREDENTIAL.c.deleted_at.is_(None)
    return and_(_CREDENTIAL.c.person_id == person_id, _CREDENTIAL.c.accepted_at.is_not(None), rests)


async def own(session: AsyncSession, actor: Actor, credential_id: UUID, *which: ColumnElement[bool]) -> Credential:
    """The actor's own, locked for a change. Raises `NotFound` for anybody else's and for none."""
    may_have_credentials(actor)
    mine = (col(Credential.id) == credential_id, col(Credential.person_id) == actor.person_id, *which)
    found = (await session.execute(select(Credential).where(*mine).with_for_update())).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found
