"""What of a person's skills can be shared: how they see themself in a capability, and each piece of evidence."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, spoken
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.things import Thing, register
from portfolio_app.skills.framework import UnknownCode, framework
from portfolio_app.skills.models import Evidence, PeopleInIt

NOT_ASKED = N_("Someone else is in this photo and was not asked. Ask them first, then say here that they agreed.")


def capability_thing(framework_code: str, code: str) -> str:
    """How a capability is named where it is shared."""
    return f"{framework_code}:{code}"


async def _capabilities(_session: AsyncSession, _owner_id: UUID, names: Collection[str]) -> Mapping[str, Thing]:
    """Everybody has a view of every capability, also one not spoken yet."""
    found: dict[str, Thing] = {}
    for name in names:
        framework_code, _colon, code = name.partition(":")
        try:
            one = framework(framework_code)
            found[name] = Thing(one.text(one.name_of(code), spoken()))
        except UnknownCode:
            continue
    return found


async def _evidence(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> Mapping[str, Thing]:
    ids: dict[UUID, str] = {}
    for name in names:
        try:
            ids[as_id(name)] = name
        except NotFound:
            continue
    rows = await session.execute(
        select(col(Evidence.id), col(Evidence.title), col(Evidence.people_in_it)).where(
            col(Evidence.id).in_(ids), col(Evidence.person_id) == owner_id, col(Evidence.deleted_at).is_(None)
        )
    )
    return {
        ids[evidence_id]: Thing(title, NOT_ASKED if people == PeopleInIt.NOT_ASKED else "")
        for evidence_id, title, people in rows
    }


register(Kind.CAPABILITY, _capabilities)
register(Kind.EVIDENCE, _evidence)
