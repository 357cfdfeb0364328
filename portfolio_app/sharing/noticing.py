"""How notices find what is shared: its title, for whoever may see the thing at this moment, and their way to it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.languages import format_date
from portfolio_app.notices.about import About, Shown, register
from portfolio_app.sharing import policy, things
from portfolio_app.sharing.models import Grant, Kind, Talk
from portfolio_app.sharing.talks import TALK, noted_with


def about(owner_id: UUID, kind: Kind, thing: str) -> About:
    """A shared thing, as a notice names it."""
    return About(owner_id, kind.value, thing)


async def find_shared(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those of these things (all of one kind) that are the reader's own, or shared with them now."""
    of_owner: defaultdict[UUID, list[About]] = defaultdict(list)
    for one in some:
        of_owner[one.owner_id].append(one)
    found: dict[About, Shown] = {}
    for owner_id, owned in of_owner.items():
        kind, names = Kind(owned[0].kind), {one.thing for one in owned}
        if owner_id != reader_id:
            names = await _opened(session, reader_id, owner_id, kind, names)
        titles = await things.find(session, owner_id, kind, names)
        for one in owned:
            if title := titles.get(one.thing):
                found[one] = Shown(title.title, _path(one) if owner_id == reader_id else _reader_path(one))
    return found


async def _opened(
    session: AsyncSession, reader_id: UUID, owner_id: UUID, kind: Kind, names: Collection[str]
) -> set[str]:
    rows = await session.execute(
        select(col(Grant.thing)).where(
            col(Grant.owner_id) == owner_id,
            col(Grant.kind) == kind,
            col(Grant.thing).in_(names),
            policy.visible_at(reader_id, now()),
        )
    )
    return set(rows.scalars())


def _reader_path(one: About) -> str:
    """A pupil's page; of what they answered in a lesson, these answers on it."""
    return f"/pupil?id={one.owner_id}" + (f"&work={one.thing}" if one.kind == Kind.LESSON else "")


def _path(one: About) -> str:
    if one.kind == Kind.CAPABILITY:
        return f"/capability?code={one.thing.partition(':')[2]}"
    if one.kind == Kind.CREDENTIAL:
        return f"/credentials?id={one.thing}"
    if one.kind == Kind.LESSON:
        return f"/module?work={one.thing}"
    if one.kind == Kind.CV:
        return "/cv"
    page = "questionnaire-result" if one.kind == Kind.RESULT else one.kind
    return f"/{page}?id={one.thing}"


async def find_talks(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those talks with the reader that are noted still; their title is their day."""
    rows = await session.execute(select(col(Talk.id), col(Talk.held_on)).where(noted_with(reader_id)))
    days = {str(talk_id): held_on for talk_id, held_on in rows}
    return {
        one: Shown(format_date(days[one.thing]), "/talks")
        for one in some
        if one.owner_id == reader_id and one.thing in days
    }


register(TALK, find_talks)
for shareable in Kind:
    register(shareable.value, find_shared)
