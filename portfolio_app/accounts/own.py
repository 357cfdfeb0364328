"""An account after school. Where the operator keeps personal accounts, it becomes its owner's: the same person, the
same things, no school, and new terms to accept first. Elsewhere there is a time to take everything out, then it goes.

Whoever has not accepted what holds now holds no role at all (`sessions`): they can read the terms, take out, delete,
and nothing else. What they let others see by a link goes on, since it was theirs to show before.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role, TermsAccepted
from portfolio_app.accounts.sessions import TERMS_VERSION
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import after_commit, reading, writing
from portfolio_app.core.errors import Conflict, NotFound
from portfolio_app.core.languages import N_, format_date
from portfolio_app.settings import settings

BATCH = 50


class TermsChanged(Conflict):
    """The terms are not those that were on the page."""

    message = N_("What holds for your account has changed meanwhile. Read it again, please.")


@dataclass(frozen=True)
class OwnAccount:
    """How it is with somebody's account after school. `state` is "" while it belongs to a school, or never did;
    "terms" when what holds now is not accepted yet, "own" when it is, "going" when it will be deleted after `until`."""

    state: str = ""
    until: date | None = None
    accepted_on: str = ""


def at_a_school() -> ColumnElement[bool]:
    """Filter on `Person`: somebody who holds a role at a school, or is an admin."""
    return exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.role) != Role.PERSONAL,
        col(Membership.ended_at).is_(None),
    )


def goes_on() -> date:
    """The day on which somebody who leaves school today would lose the account, where none are kept."""
    return today() + timedelta(days=settings().leavers_days)


async def leaves_school(session: AsyncSession, person_id: UUID) -> None:
    """A pupil's role has ended for good, in this transaction: unless another school has them, the account becomes their
    own, or the time begins after which it goes. Twice is fine."""
    await session.flush()
    person = await _locked(session, person_id, ~at_a_school())
    if person is None:
        return
    if settings().keeps_personal_accounts:
        await _becomes_own(session, person)
    elif person.left_school_on is None:
        person.left_school_on, person.warned, person.warned_on = today(), 0, None
        audit(session, "accounts.leave_school", actor_id=None, about_id=person.id)


async def returns_to_school(session: AsyncSession, person_id: UUID) -> None:
    """A school has them again, in this transaction: its rules hold for the account, and no time runs out."""
    await session.execute(
        update(Person)
        .where(col(Person.id) == person_id, col(Person.left_school_on).is_not(None))
        .values(left_school_on=None, warned=0, warned_on=None)
    )
    await session.execute(update(Membership).where(_personal(person_id)).values(ended_at=now()))


async def is_their_own(session: AsyncSession, person_id: UUID) -> bool:
    """Whether somebody has accepted that the account is their own: no school can take it back by itself."""
    found = await session.execute(
        select(col(TermsAccepted.id))
        .join(Membership, col(Membership.person_id) == col(TermsAccepted.person_id))
        .where(_personal(person_id), col(TermsAccepted.accepted_at) >= col(Membership.began_at))
        .limit(1)
    )
    return found.first() is not None


async def accept_terms(actor: Actor, version: int, responsible: str) -> None:
    """The actor accepts the terms they have read: `version` and `responsible` as they stood on the page. Twice is fine.

    Raises `TermsChanged` when they are others now, `NotFound` for whose account is not to be their own.
    """
    chosen = settings()
    if actor.must_choose or not chosen.keeps_personal_accounts:
        raise NotFound()
    if (version, responsible) != (TERMS_VERSION, chosen.personal_accounts_by):
        raise TermsChanged()
    async with writing() as session:
        me = await _locked(session, actor.person_id)
        if me is None or (await _state(session, me)).state not in ("terms", "own"):
            raise NotFound()
        if (await _state(session, me)).state == "own":
            return
        session.add(TermsAccepted(person_id=me.id, version=version, responsible=responsible, accepted_at=now()))
        audit(session, "accounts.accept_terms", actor_id=me.id, about_id=me.id, version=version)
        after_commit(session, lambda: sessions.forget(me.id))


async def load_own_account(actor: Actor) -> OwnAccount:
    """How it is with the actor's account after school."""
    async with reading() as session:
        return await own_account(session, actor.person_id)


async def own_account(session: AsyncSession, person_id: UUID) -> OwnAccount:
    """How it is with somebody's account after school."""
    person = await session.get(Person, person_id)
    return OwnAccount() if person is None else await _state(session, person)


async def _state(session: AsyncSession, person: Person) -> OwnAccount:
    chosen = settings()
    if person.left_school_on is not None:
        return OwnAccount("going", person.left_school_on + timedelta(days=chosen.leavers_days))
    row = (
        await session.execute(
            select(col(Membership.began_at), col(TermsAccepted.accepted_at))
            .outerjoin(
                TermsAccepted,
                and_(
                    col(TermsAccepted.person_id) == col(Membership.person_id),
                    col(TermsAccepted.accepted_at) >= col(Membership.began_at),
                    col(TermsAccepted.version) == TERMS_VERSION,
                    col(TermsAccepted.responsible) == chosen.personal_accounts_by,
                ),
            )
            .where(_personal(person.id))
            .order_by(col(TermsAccepted.accepted_at).desc())
            .limit(1)
        )
    ).first()
    if row is None or not chosen.keeps_personal_accounts:
        return OwnAccount()
    return OwnAccount("own", accepted_on=format_date(row[1])) if row[1] else OwnAccount("terms")


async def follow_the_setting() -> int:
    """The operator keeps personal accounts from now on, or no longer: those whom it concerns change over, some at a
    time; returns how many. Harmless to repeat."""
    keeps = settings().keeps_personal_accounts
    if settings().personal_accounts and not keeps:
        return 0  # it is not said who is responsible: half a setting is no decision
    has_own = exists().where(
        col(Membership.person_id) == col(Person.id),
        col(Membership.role) == Role.PERSONAL,
        col(Membership.ended_at).is_(None),
    )
    concerned = col(Person.left_school_on).is_not(None) if keeps else has_own
    async with writing() as session:
        found = await session.execute(
            select(Person)
            .where(concerned, col(Person.ended_at).is_(None), ~at_a_school())
            .order_by(col(Person.id))
            .limit(BATCH)
            .with_for_update()
        )
        people = list(found.scalars())
        for person in people:
            if keeps:
                await _becomes_own(session, person)
                continue
            await session.execute(update(Membership).where(_personal(person.id)).values(ended_at=now()))
            person.left_school_on, person.warned, person.warned_on = today(), 0, None
            audit(session, "accounts.leave_school", actor_id=None, about_id=person.id)
            await sessions.end_sessions(session, person.id)
    return len(people)


async def _becomes_own(session: AsyncSession, person: Person) -> None:
    person.left_school_on, person.warned, person.warned_on = None, 0, None
    held = await session.execute(select(col(Membership.id)).where(_personal(person.id)))
    if held.first() is None:
        session.add(Membership(person_id=person.id, role=Role.PERSONAL, school_id=None, began_at=now()))
        audit(session, "accounts.becomes_own", actor_id=None, about_id=person.id)
    after_commit(session, lambda: sessions.forget(person.id))


def _personal(person_id: UUID) -> ColumnElement[bool]:
    return and_(
        col(Membership.person_id) == person_id,
        col(Membership.role) == Role.PERSONAL,
        col(Membership.ended_at).is_(None),
    )


async def _locked(session: AsyncSession, person_id: UUID, *which: ColumnElement[bool]) -> Person | None:
    found = await session.execute(select(Person).where(col(Person.id) == person_id, *which).with_for_update())
    return found.scalar_one_or_none()
