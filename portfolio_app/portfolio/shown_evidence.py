"""A piece of evidence as others read it: with what it shows, and what was put on it."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, spoken
from portfolio_app.esco.tagged import tags_of
from portfolio_app.sharing.models import Kind
from portfolio_app.skills.carried import carried_words, seen_where
from portfolio_app.skills.evidence_views import EvidenceItem, evidence_items
from portfolio_app.skills.framework import Framework
from portfolio_app.skills.tags import SkillTag


@dataclass(frozen=True)
class ShownEvidence:
    """An evidence, what it is and from when in words, and the capabilities it shows."""

    item: EvidenceItem = field(default_factory=EvidenceItem)
    detail: str = ""
    shows: tuple[SkillTag, ...] = ()


async def shown_evidence(session: AsyncSession, owner_id: UUID, used: Framework, name: str) -> ShownEvidence:
    """An evidence of the owner's that is fit for others, under their framework; that the reader may see it is decided
    before. Raises `NotFound`."""
    items = await evidence_items(session, owner_id, [as_id(name)], for_others=True)
    if not items:
        raise NotFound()
    codes = (await seen_where(session, [as_id(name)], used)).get(as_id(name), {})
    shows = tuple(
        SkillTag(one.code, used.text(one.name, spoken()), used.theme_of(one.code).look)
        for one in used.capabilities
        if one.code in codes
    )
    tags = (await tags_of(session, Kind.EVIDENCE, [as_id(name)])).get(name, ())
    carried = carried_words(tag for tags in codes.values() for tag in tags)
    item = replace(items[0], carried=carried, tags=tags)
    return ShownEvidence(item, _("{kind}, {day}").format(kind=item.what, day=item.day), shows)
