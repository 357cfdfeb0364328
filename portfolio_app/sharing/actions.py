"""Letting others see a thing, taking that back, and leaving a trace of whoever looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import as_id, insert_new, reading, table_of, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, end_of_day
from portfolio_app.notices.actions import notify, withdraw
from portfolio_app.notices.kinds import SHARED_WITH_YOU
from portfolio_app.sharing import policy, things
from portfolio_app.sharing.models import Access, Audience, Grant, Kind
from portfolio_app.sharing.noticing import about

PROFILE = "profile"
"""What was seen, in the access log: a person's page, with whatever is shared on it."""
CLASS = "class"
"""What was seen, in the access log: an overview of a class, with the person in it."""
SUPPORT = "support"
"""What was seen, in the access log: what the person told the viewer about the support they need."""
PLACEMENT = "placement"
"""What was seen, in the access log: what the person said and wrote of their days at a workplace."""
AMBASSADOR = "ambassador"
"""What was seen, in the access log: what the person wrote to become an ambassador, or as one."""
AFTER_SCHOOL = "after-school"
"""What was seen, in the access log: what the person told their school about the time after it."""


@dataclass(frozen=True)
class Choice:
    """Who else may see a thing: the owner's class teachers, persons named (ids), both, or nobody; and the last day on
    which they may, None for as long as the owner does not change it."""

    class_teachers: bool = False
    persons: tuple[UUID, ...] = ()
    until: date | None = None

    def written(self) -> str:
        """The choice as a hidden field of a form carries it, to tell later whether it was changed."""
        everybody = ["class_teachers"] if self.class_teachers else []
        everybody += sorted(str(person) for person in self.persons)
        return " ".join([*everybody, f"until {self.until}"] if self.until and everybody else everybody)

    def audiences(self) -> set[tuple[Audience, UUID | None]]:
        """Those who are let in, as grants name them."""
        named: set[tuple[Audience, UUID | None]] = {(Audience.PERSON, person) for person in self.persons}
        return named | {(Audience.CLASS_TEACHERS, None)} if self.class_teachers else named


BY_LINK_ALONE = frozenset({Kind.CV})
"""What has no place where somebody with an account would read it."""
ONLY_ME = Choice()
CLASS_TEACHERS = Choice(class_teachers=True)
LATEST = date(9000, 1, 1)  # a little before the calendar ends in every time zone


async def one_at_a_time(session: AsyncSession, person_id: UUID) -> None:
    """Let changes of one person's things wait for each other until the transaction ends (SQLite's writers always do).

    For rules over several rows: a quota, or that a thing which may not be shared has no grant.
    """
    if session.get_bind().dialect.name != "sqlite":
        await session.execute(select(col(Person.id)).where(col(Person.id) == person_id).with_for_update())


async def share(
    actor: Actor,
    kind: Kind,
    thing: str,
    audience: Audience,
    audience_id: UUID | None = None,
    until: datetime | None = None,
) -> None:
    """Let an audience see a thing of the actor's from now on, or until a moment. Already so: only `until` changes.

    Raises `NotFound` for a thing or person the actor cannot share (with), `Invalid` when the thing may not be shared
    yet or `until` has passed.
    """
    _must_be_to_come(until)
    if kind in BY_LINK_ALONE or audience is Audience.LINK or (audience is Audience.PERSON) != (audience_id is not None):
        raise NotFound()
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await must_be_shareable(session, actor, kind, thing)
        await policy.must_be_nameable(session, actor.person_id, [audience_id] if audience_id else [])
        await end_expired(session, actor, kind, thing)
        await _grant(session, actor, kind, thing, audience, audience_id, until)


async def stop_sharing(
    actor: Actor, kind: Kind, thing: str, audience: Audience | None = None, audience_id: UUID | None = None
) -> None:
    """End what lets an audience (any, when none is given) see a thing of the actor's. Nothing to end is fine."""
    async with writing() as session:
        await end_grants(session, actor, kind, thing, audience, audience_id)


async def set_audience(actor: Actor, kind: Kind, thing: str, choice: Choice) -> None:
    """Make `choice` exactly who may see a thing of the actor's with an account; a link to it stays as it is. Raises as
    `share` does; then nothing changes."""
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await set_grants(session, actor, kind, thing, choice)


async def set_grants(session: AsyncSession, actor: Actor, kind: Kind, thing: str, choice: Choice) -> None:
    """As `set_audience`, within a transaction that has called `one_at_a_time`."""
    wanted = choice.audiences()
    if not wanted:
        await end_grants(session, actor, kind, thing, but=Audience.LINK)
        return
    if kind in BY_LINK_ALONE:
        raise NotFound()
    until = end_of_day(min(choice.until, LATEST)) if choice.until else None
    _must_be_to_come(until)
    await must_be_shareable(session, actor, kind, thing)
    await policy.must_be_nameable(session, actor.person_id, choice.persons)
    await end_expired(session, actor, kind, thing)
    rows = await session.execute(
        select(col(Grant.audience), col(Grant.audience_id)).where(
            *open_grants(actor.person_id, kind, thing), col(Grant.audience) != Audience.LINK
        )
    )
    held = {(Audience(audience), audience_id) for audience, audience_id in rows}
    for audience, audience_id in held - wanted:
        await end_grants(session, actor, kind, thing, audience, audience_id)
    for audience, audience_id in wanted:
        await _grant(session, actor, kind, thing, audience, audience_id, until)


def _must_be_to_come(until: datetime | None) -> None:
    if until is not None and until <= now():
        raise Invalid(N_("Choose a day that is still to come."), field="until")


async def end_expired(session: AsyncSession, actor: Actor, kind: Kind, thing: str) -> None:
    """Within a transaction: end grants that ran out by themselves when they did, so that the same audience can be let
    in anew."""
    ran_out = [*open_grants(actor.person_id, kind, thing), col(Grant.until_at) <= now()]
    await session.execute(update(Grant).where(*ran_out).values(ended_at=col(Grant.until_at)))


async def end_grants(
    session: AsyncSession,
    actor: Actor,
    kind: Kind,
    thing: str,
    audience: Audience | None = None,
    audience_id: UUID | None = None,
    *,
    at: datetime | None = None,
    but: Audience | None = None,
) -> None:
    """Within a transaction: end the open grants on a thing of the actor's, all, those of one audience, or all `but`
    those of one; now, or `at` a moment by which `reopen_grants` finds them again."""
    which = open_grants(actor.person_id, kind, thing)
    if but is not None:
        which.append(col(Grant.audience) != but)
    if audience is not None:
        which.append(col(Grant.audience) == audience)
        which.append(col(Grant.audience_id) == audience_id if audience_id else col(Grant.audience_id).is_(None))
    ended = await session.execute(update(Grant).where(*which).values(ended_at=at or now()).returning(col(Grant.id)))
    gone = list(ended.scalars())
    for grant_id in gone:
        await withdraw(session, SHARED_WITH_YOU, f"grant:{grant_id}")
    count = len(gone)
    if count:
        _audit(session, "sharing.stop_sharing", actor, kind, thing, grants=count)


async def reopen_grants(session: AsyncSession, actor: Actor, kind: Kind, thing: str, *, ended_at: datetime) -> None:
    """Within a transaction that has called `one_at_a_time`: undo `end_grants`, for what it ended at that moment. Raises
    `Invalid` when the thing may not be shared. Whoever was named is told again: what told them was withdrawn."""
    await must_be_shareable(session, actor, kind, thing)
    await end_expired(session, actor, kind, thing)
    ended = [
        col(Grant.owner_id) == actor.person_id,
        col(Grant.kind) == kind,
        col(Grant.thing) == thing,
        col(Grant.ended_at) == ended_at,
    ]
    for grant in list((await session.execute(select(Grant).where(*ended))).scalars()):
        held = [*open_grants(actor.person_id, kind, thing), col(Grant.audience) == grant.audience]
        held.append(col(Grant.audience_id) == grant.audience_id if grant.audience_id else true())
        if (await session.execute(select(col(Grant.id)).where(*held))).first() is None:
            grant.ended_at = None
            await session.flush()
            await _tell(session, grant)
            _audit(session, "sharing.share", actor, kind, thing, audience=grant.audience, until=bool(grant.until_at))


async def _tell(session: AsyncSession, grant: Grant) -> None:
    """Tell whoever was named; a class's teachers are many, and find it where they look at the class."""
    if grant.audience_id:
        where, once = about(grant.owner_id, Kind(grant.kind), grant.thing), f"grant:{grant.id}"
        await notify(session, grant.audience_id, SHARED_WITH_YOU, by=grant.owner_id, about=where, once=once)


def open_grants(owner_id: UUID, kind: Kind, thing: str) -> list[ColumnElement[bool]]:
    """Filters on grants: those on a thing that nobody has ended."""
    return [
        col(Grant.owner_id) == owner_id,
        col(Grant.kind) == kind,
        col(Grant.thing) == thing,
        col(Grant.ended_at).is_(None),
    ]


async def must_be_shareable(session: AsyncSession, actor: Actor, kind: Kind, thing: str) -> None:
    """Raise `NotFound` for a thing the actor does not have, `Invalid` for one that may not be shared yet."""
    found = (await things.find(session, actor.person_id, kind, [thing])).get(thing)
    if found is None:
        raise NotFound()
    if found.obstacle:
        raise Invalid(found.obstacle, field="audience")


async def _grant(
    session: AsyncSession,
    actor: Actor,
    kind: Kind,
    thing: str,
    audience: Audience,
    audience_id: UUID | None,
    until: datetime | None,
) -> None:
    grant = Grant(
        owner_id=actor.person_id,
        kind=kind,
        thing=thing,
        audience=audience,
        audience_id=audience_id,
        from_at=now(),
        until_at=until,
        granted_by=actor.person_id,
    )
    if await insert_new(session, grant):
        await _tell(session, grant)
    else:
        which = [*open_grants(actor.person_id, kind, thing), col(Grant.audience) == audience]
        if audience_id:
            which.append(col(Grant.audience_id) == audience_id)
        await session.execute(update(Grant).where(*which).values(until_at=until))
    _audit(session, "sharing.share", actor, kind, thing, audience=audience.value, until=until is not None)


def _audit(session: AsyncSession, action: str, actor: Actor, kind: Kind, thing: str, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=f"{kind.value}:{thing}", **detail)


def seen(kind: Kind, thing: str) -> str:
    """How one thing is called in the access log."""
    return f"{kind.value}:{thing}"


_ACCESS = table_of(Access)
_NOTED = select(_ACCESS.c.owner_id).where(
    _ACCESS.c.owner_id.in_(bindparam("owners", expanding=True)),
    _ACCESS.c.viewer_id == bindparam("viewer"),
    _ACCESS.c.what == bindparam("what"),
    _ACCESS.c.day == bindparam("day"),
)


async def viewing(actor: Actor, owners: UUID | Iterable[UUID], what: str) -> None:
    """Leave a trace that the actor sees something of each owner's: one row a viewer, a thing and a day.

    `what` is `PROFILE`, `CLASS` or `seen(kind, thing)`. Call it before showing anything: what cannot be written down is
    not shown. Looking at one's own things leaves none. Asking often costs a read, not a write.
    """
    whose = {owners} if isinstance(owners, UUID) else set(owners)
    whose.discard(actor.person_id)
    if not whose:
        return
    which = {"owners": [*whose], "viewer": actor.person_id, "what": what, "day": today()}
    async with reading() as session:
        whose -= set((await session.execute(_NOTED, which)).scalars())
    if not whose:
        return
    async with writing() as session:
        for owner_id in sorted(whose):  # in one order, so that two viewers of a class never wait for each other
            row = Access(owner_id=owner_id, viewer_id=actor.person_id, what=what, day=today(), first_at=now())
            await insert_new(session, row)


def person_ids(texts: Iterable[str]) -> tuple[UUID, ...]:
    """Ids of persons as a form sends them; whatever is none is `NotFound`."""
    return tuple(dict.fromkeys(as_id(text) for text in texts))
