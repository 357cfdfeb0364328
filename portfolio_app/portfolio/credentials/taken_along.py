"""Credentials in a takeout: each as the file and the picture that its owner can show to anybody, without us."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.portfolio.credentials.badge import badge_png
from portfolio_app.portfolio.credentials.carriers import baked
from portfolio_app.portfolio.credentials.queries import own_files
from portfolio_app.portfolio.takeout.parts import register

FOLDER = "credentials"


async def files_of_credentials(session: AsyncSession, person_id: UUID, _language: str) -> Mapping[str, bytes]:
    """Two files a credential, named by its id."""
    found: dict[str, bytes] = {}
    for one in await own_files(session, person_id):
        found[f"{one.id}.json"] = one.text.encode()
        found[f"{one.id}.png"] = baked(badge_png(one.look), one.text)
    return found


register(FOLDER, files_of_credentials)
