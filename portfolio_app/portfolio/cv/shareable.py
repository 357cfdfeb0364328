"""A CV can be shown by a link: how sharing finds it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.core.languages import _
from portfolio_app.portfolio.cv.gathering import kept_cv
from portfolio_app.sharing import things
from portfolio_app.sharing.models import Kind


def cv_thing(owner_id: UUID) -> str:
    """What sharing calls somebody's CV: everybody has one at most."""
    return str(owner_id)


async def find_cv(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> Mapping[str, things.Thing]:
    """The owner's CV, when they saved one."""
    mine = cv_thing(owner_id)
    found = await kept_cv(session, owner_id) if mine in names else None
    return {mine: things.Thing(_("CV"))} if found else {}


things.register(Kind.CV, find_cv)
