"""How notices find the questions that pupils ask adults: while one is open, and both are at the school."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.languages import spoken
from portfolio_app.notices.about import About, Shown, register
from portfolio_app.sharing.policy import guides
from portfolio_app.skills.models import VoiceAsk
from portfolio_app.skills.policy import is_in_use, known_capability
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voices import ASKED


async def find_asks(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those questions that are open to the reader."""
    rows = await session.execute(
        select(col(VoiceAsk.person_id), col(VoiceAsk.framework), col(VoiceAsk.capability)).where(
            col(VoiceAsk.adult_id) == reader_id,
            col(VoiceAsk.ended_at).is_(None),
            col(VoiceAsk.person_id).in_({one.owner_id for one in some}),
            guides(reader_id, col(VoiceAsk.person_id)),
        )
    )
    found: dict[About, Shown] = {}
    for person_id, code, capability in rows:
        if not is_in_use(code, capability):
            continue
        used, known = known_capability(code, capability)
        about = About(person_id, ASKED, capability_thing(code, capability))
        if about in some:
            found[about] = Shown(used.text(known.name, spoken()), "/voices")
    return found


register(ASKED, find_asks)
