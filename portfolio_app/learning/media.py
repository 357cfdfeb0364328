"""Pictures and recordings of modules, by the version they belong to."""

from pathlib import PurePosixPath

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.learning import policy
from portfolio_app.learning.models import ModuleVersion
from portfolio_app.learning.own.reaching import may_see
from portfolio_app.learning.reading import MEDIA
from portfolio_app.learning.versions import known, module_of

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}


async def media_file(actor: Actor, version: str, name: str) -> tuple[bytes, str]:
    """The bytes of a file and their type. Raises `Refused`, and `NotFound` for a version or a file there is none of."""
    policy.may_read(actor)
    content_type = TYPES.get(PurePosixPath(name).suffix.casefold())
    if content_type is None:
        raise NotFound()
    module = known(version)
    if module is None or not module.programme:
        async with reading() as session:
            row = await session.execute(select(ModuleVersion).where(col(ModuleVersion.hash) == version))
            kept = row.scalar_one_or_none()
            module = await module_of(session, kept) if kept else None
            if module is not None and not await may_see(session, actor, module):
                raise NotFound()
    content = module.files.get(MEDIA + name) if module else None
    if content is None:
        raise NotFound()
    return content, content_type
