"""Credentials can be shared, and notices speak of offers: how both find them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.database import as_ids, table_of
from portfolio_app.notices.about import About, Shown
from portfolio_app.notices.about import register as register_about
from portfolio_app.portfolio.credentials import policy
from portfolio_app.portfolio.credentials.models import Credential
from portfolio_app.portfolio.credentials.offering import OFFER
from portfolio_app.sharing import things
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import teaches

_CREDENTIAL = table_of(Credential)


async def find_credentials(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> Mapping[str, things.Thing]:
    """Those credentials of the owner's that are accepted and there, by id."""
    rows = await session.execute(
        select(_CREDENTIAL.c.id, _CREDENTIAL.c.title).where(
            policy.accepted_by(owner_id), _CREDENTIAL.c.id.in_(as_ids(names))
        )
    )
    return {str(row.id): things.Thing(row.title) for row in rows}


async def find_offers(session: AsyncSession, reader_id: UUID, some: Collection[About]) -> Mapping[About, Shown]:
    """Those offers that were made to the reader, or that the reader made to pupils they still teach."""
    taught = teaches(reader_id, _CREDENTIAL.c.person_id)
    rows = await session.execute(
        select(_CREDENTIAL.c.id, _CREDENTIAL.c.person_id, _CREDENTIAL.c.title).where(
            _CREDENTIAL.c.id.in_(as_ids(one.thing for one in some)),
            _CREDENTIAL.c.deleted_at.is_(None),
            or_(_CREDENTIAL.c.person_id == reader_id, (_CREDENTIAL.c.by_id == reader_id) & taught),
        )
    )
    return {
        About(row.person_id, OFFER, str(row.id)): Shown(
            row.title, "/credentials" if row.person_id == reader_id else f"/pupil?id={row.person_id}"
        )
        for row in rows
    }


things.register(Kind.CREDENTIAL, find_credentials)
register_about(OFFER, find_offers)
