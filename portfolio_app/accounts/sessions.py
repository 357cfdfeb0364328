"""Sessions: who is behind a cookie, at this moment. Asked before every event, so answers are kept for a few seconds.

The key is only in the browser's cookie; the table holds its hash. Ending a session, or a role, clears the kept answers
of this process at once. When somebody was last here is gathered in memory and written twice a minute, in one go.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor, RoleAt
from portfolio_app.accounts.models import Membership, OneTimeCode, Person, Role, Session, TermsAccepted
from portfolio_app.core.clock import now
from portfolio_app.core.database import after_commit, metadata, reading, table_of, writing
from portfolio_app.core.secrets import digest, new_key
from portfolio_app.settings import settings

CHOOSING = timedelta(minutes=15)
"""How long after a one-time secret opened it a session waits for a passphrase, whatever is done in it meanwhile."""

KEPT_SECONDS = 15.0
"""How long what another process ended (`portfolio` at the command line) is still let in here. Less than a pupil's pause
between two saves, and each save would ask anew."""

MOST_ASKED = 500
"""How many sessions are looked at in one query."""


@dataclass
class _Known:
    actor: Actor
    own_device: bool
    used_at: datetime
    choose_by: datetime | None
    until: float


_known: dict[str, _Known] = {}
_listeners: list[Callable[[], None]] = []
_touched: dict[UUID, datetime] = {}


def _idle_limit(own_device: bool) -> timedelta:
    chosen = settings()
    return timedelta(days=chosen.own_device_days) if own_device else timedelta(minutes=chosen.session_idle_minutes)


def asleep(used_at: datetime, own_device: bool, choose_by: datetime | None = None) -> bool:
    """Whether a session that was last used at `used_at` has ended by itself."""
    return now() - used_at > _idle_limit(own_device) or (choose_by is not None and now() > choose_by)


def choose_by(made_at: datetime, must_choose: bool) -> datetime | None:
    """Until when a passphrase must be chosen in a session opened at `made_at`; None when there is one."""
    return made_at + CHOOSING if must_choose else None


async def actor_of(key: str | None, *, counts: bool = True) -> Actor | None:
    """The actor behind a session key; None when there is no such session, or it has ended or fallen asleep. Without
    `counts`, being asked about is no use of it: for what pages do by themselves."""
    if not key or len(key) > 100:
        return None
    hashed = digest(key)
    known = _known.get(hashed)
    if known is None or known.until < time.monotonic():
        known = await _load(hashed)
        if known is None:
            _known.pop(hashed, None)
            return None
        _known[hashed] = known
        if len(_known) > 20_000:
            _drop_stale()
    if asleep(known.used_at, known.own_device, known.choose_by):
        return None
    if not counts:
        return known.actor
    moment = now()
    known.used_at = max(known.used_at, moment)
    if known.actor.session_id:
        _touched[known.actor.session_id] = moment
    return known.actor


def _drop_stale() -> None:
    moment = time.monotonic()
    for hashed in [hashed for hashed, known in _known.items() if known.until < moment]:
        del _known[hashed]


# Written once, and on the tables themselves: it is asked every few seconds for everybody who is here.
_SESSION, _PERSON, _ROLE, _TERMS = (table_of(kind) for kind in (Session, Person, Membership, TermsAccepted))
_ACCEPTED = exists().where(
    _TERMS.c.person_id == _ROLE.c.person_id,
    _TERMS.c.accepted_at >= _ROLE.c.began_at,
    _TERMS.c.version == bindparam("version"),
    _TERMS.c.responsible == bindparam("responsible"),
)
_BEHIND = (
    select(
        _SESSION.c.id,
        _SESSION.c.person_id,
        _SESSION.c.must_choose,
        _SESSION.c.own_device,
        _SESSION.c.made_at,
        _SESSION.c.used_at,
        _PERSON.c.name,
        _PERSON.c.language,
        _PERSON.c.theme,
        _ROLE.c.role,
        _ROLE.c.school_id,
        _ROLE.c.region_id,
    )
    .join_from(_SESSION, _PERSON, _PERSON.c.id == _SESSION.c.person_id)
    .outerjoin(
        _ROLE,
        (_ROLE.c.person_id == _PERSON.c.id)
        & _ROLE.c.ended_at.is_(None)
        & ((_ROLE.c.role != Role.PERSONAL) | _ACCEPTED),
    )
    .where(_SESSION.c.key_hash == bindparam("key_hash"), _SESSION.c.ended_at.is_(None), _PERSON.c.ended_at.is_(None))
)


_OPEN = (
    select(
        _SESSION.c.key_hash,
        _SESSION.c.id,
        _SESSION.c.made_at,
        _SESSION.c.used_at,
        _SESSION.c.own_device,
        _SESSION.c.must_choose,
    )
    .join_from(_SESSION, _PERSON, _PERSON.c.id == _SESSION.c.person_id)
    .where(
        _SESSION.c.key_hash.in_(bindparam("hashes", expanding=True)),
        _SESSION.c.ended_at.is_(None),
        _PERSON.c.ended_at.is_(None),
    )
)


TERMS_VERSION = 1
"""Goes up whenever what holds for an account of one's own changes: who accepted a former version is asked again."""


def _terms() -> dict[str, Any]:
    """What must be accepted for an account of one's own to be used: nothing fits where none are kept."""
    chosen = settings()
    keeps = chosen.keeps_personal_accounts
    return {"version": TERMS_VERSION if keeps else 0, "responsible": chosen.personal_accounts_by if keeps else ""}


async def _load(hashed: str) -> _Known | None:
    async with reading() as session:
        rows = (await session.execute(_BEHIND, {"key_hash": hashed, **_terms()})).all()
    if not rows:
        return None
    found = rows[0]
    actor = Actor(
        person_id=found.person_id,
        name=found.name,
        roles=tuple(RoleAt(Role(held.role), held.school_id, held.region_id) for held in rows if held.role),
        session_id=found.id,
        language=found.language,
        theme=found.theme,
        must_choose=found.must_choose,
        own_device=found.own_device,
    )
    used_at = max(found.used_at, _touched.get(found.id, found.used_at))
    return _Known(
        actor,
        found.own_device,
        used_at,
        choose_by(found.made_at, found.must_choose),
        time.monotonic() + KEPT_SECONDS,
    )


def last_used(session: Session) -> datetime:
    """When a session was last used, also when that is not yet written."""
    return max(session.used_at, _touched.get(session.id, session.used_at))


def forget(person_id: UUID | None = None) -> None:
    """Drop what is kept about a person's sessions (of everybody, without one), so that the next question asks anew."""
    for hashed in [h for h, known in _known.items() if person_id in (None, known.actor.person_id)]:
        del _known[hashed]
    for tell in _listeners:
        tell()


def when_forgotten(tell: Callable[[], None]) -> None:
    """Have `tell` called whenever sessions may have ended in this process."""
    _listeners.append(tell)


async def ended_among(key_hashes: Collection[str]) -> set[str]:
    """Those of these sessions that have ended, or fallen asleep. Being asked about does not count as use."""
    rest = list(key_hashes)
    gone = set(rest)
    while rest:
        some, rest = rest[:MOST_ASKED], rest[MOST_ASKED:]
        async with reading() as session:
            rows = await session.execute(_OPEN, {"hashes": some})
        for row in rows:
            known = _known.get(row.key_hash)
            used_at = max(row.used_at, _touched.get(row.id, row.used_at), known.used_at if known else row.used_at)
            if not asleep(used_at, row.own_device, choose_by(row.made_at, row.must_choose)):
                gone.discard(row.key_hash)
    for key_hash in gone:
        _known.pop(key_hash, None)
    return gone


async def open_of(people: Collection[UUID]) -> set[str]:
    """The sessions of these people that nobody has ended, by the hashes of their keys."""
    async with reading() as session:
        rows = await session.execute(
            select(_SESSION.c.key_hash).where(_SESSION.c.person_id.in_(people), _SESSION.c.ended_at.is_(None))
        )
        return set(rows.scalars())


def open_session(
    session: AsyncSession,
    person_id: UUID,
    *,
    own_device: bool,
    device: str,
    code_id: UUID | None = None,
) -> str:
    """Add a session to the transaction and return its key, which is nowhere else.

    With `code_id`, the one-time secret that opened it, it is good for nothing but choosing a passphrase.
    """
    key = new_key()
    session.add(
        Session(
            person_id=person_id,
            key_hash=digest(key),
            own_device=own_device,
            device=device[:80],
            made_at=now(),
            used_at=now(),
            must_choose=code_id is not None,
            code_id=code_id,
        )
    )
    return key


async def end_sessions(session: AsyncSession, person_id: UUID, *, but: UUID | None = None) -> None:
    """End all open sessions of a person in this transaction, except `but`."""
    await session.execute(
        update(Session)
        .where(col(Session.person_id) == person_id, col(Session.ended_at).is_(None), col(Session.id) != but)
        .values(ended_at=now())
    )
    after_commit(session, lambda: forget(person_id))


async def end_sessions_of_ended(session: AsyncSession, *codes: ColumnElement[bool]) -> None:
    """End, in this transaction, the sessions that wait for a passphrase and were opened with ended ones of `codes`."""
    ended = select(col(OneTimeCode.id)).where(*codes, col(OneTimeCode.ended_at).is_not(None))
    people = await session.execute(
        update(Session)
        .where(col(Session.code_id).in_(ended), col(Session.must_choose), col(Session.ended_at).is_(None))
        .values(ended_at=now())
        .returning(col(Session.person_id))
    )
    for person_id in set(people.scalars()):
        after_commit(session, partial(forget, person_id))


async def write_touched() -> None:
    """Write when each session was last used; called twice a minute and at the end of the process."""
    touched = dict(_touched)
    _touched.clear()
    if not touched:
        return
    async with writing() as session:
        table = metadata().tables["session"]
        await session.execute(  # not of the connection, which wants something to wait for
            update(table).where(table.c.id == bindparam("session")).values(used_at=bindparam("moment")),
            [{"session": one, "moment": moment} for one, moment in touched.items()],
        )
