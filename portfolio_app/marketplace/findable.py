"""What finding offers asks for, kept beside each of them: of its host, of its dates, and folded.

So that a search among 30,000 offers goes through one index and reads no row but those that are shown. All changes of
hosts and offers end here; nothing else writes these columns.
"""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.wording import folded
from portfolio_app.marketplace.models import Host, Offer, OfferDate

MOST_SEARCHED = 600
MOST_BYTES = 1500
"""A row of an index has 2,704 bytes at most on PostgreSQL."""


async def keep_findable(session: AsyncSession, host: Host) -> None:
    """Say beside each offer of a host what is found by. The host's row is locked, so that it cannot become another
    meanwhile."""
    await session.flush()
    of = select(Offer).where(col(Offer.host_id) == host.id).execution_options(populate_existing=True)
    offers = (await session.execute(of)).scalars().all()
    if not offers:
        return
    ends = await session.execute(
        select(col(OfferDate.offer_id), func.max(col(OfferDate.last_day)))
        .where(col(OfferDate.offer_id).in_([one.id for one in offers]))
        .group_by(col(OfferDate.offer_id))
    )
    last_days = {row[0]: row[1] for row in ends}
    for one in offers:
        describe(one, host)
        one.last_day = last_days.get(one.id)
    await session.flush()


def describe(offer: Offer, host: Host) -> None:
    """Set what an offer is found by, but for its dates."""
    offer.region_id, offer.field, offer.town = host.region_id, host.field, host.town
    hidden = host.ended_at is not None or host.paused_at is not None
    offer.shown_until = None if hidden else host.approved_until
    offer.spoken = fitting(offer.languages, 120)
    offer.has_access = bool(offer.access)
    offer.searched = fitting(f"{host.name} {host.town} {offer.title} {offer.words} {offer.access}", MOST_SEARCHED)


def fitting(text: str, most: int) -> str:
    """`text` as it is searched, of at most `most` characters and of as many bytes as an index takes."""
    return folded(text)[:most].encode()[:MOST_BYTES].decode(errors="ignore")
