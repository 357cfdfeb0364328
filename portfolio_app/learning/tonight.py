"""Three questions for tonight: what a family talks about at home after a lesson, at an address anybody may open.

It holds the words of a module and nothing of anybody. A module that lies in the folder of lessons is named there by its
name alone, short enough to be typed from a sheet; any other version by its hash too, which only those know who have it.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import spoken
from portfolio_app.learning.models import ModuleVersion
from portfolio_app.learning.modules import module as module_now
from portfolio_app.learning.modules import shelf
from portfolio_app.learning.reading import Module
from portfolio_app.learning.versions import known, module_of

PATH = "/tonight"
_NAME = re.compile(r"[a-z0-9-]{1,50}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Tonight:
    """The page. Its texts are the module's, in `language`."""

    title: str
    summary: str
    language: str
    questions: tuple[str, ...]


def path_of(module: Module) -> str:
    """The address of a module's questions; "" for one that has none."""
    if not module.text(module.languages[0]).tonight:
        return ""
    here = shelf().modules.get(module.name)
    query = {"name": module.name}
    return f"{PATH}?{urlencode(query if here and here.hash == module.hash else query | {'version': module.hash})}"


async def load_tonight(name: str, version: str = "") -> Tonight:
    """The questions of a module in the best language it has for the one being spoken: as it is now, or as it was in
    the version with that hash. Raises `NotFound` where there are none."""
    if not _NAME.fullmatch(name) or (version and not _HASH.fullmatch(version)):
        raise NotFound()
    module = await _version(version) if version else module_now(name)
    if module.name != name:
        raise NotFound()
    text = module.text(spoken())
    if not text.tonight:
        raise NotFound()
    return Tonight(text.title, text.summary, text.language, text.tonight)


async def _version(version: str) -> Module:
    if (found := known(version)) is not None:
        return found
    async with reading() as session:
        row = await session.execute(select(ModuleVersion).where(col(ModuleVersion.hash) == version))
        if (kept := row.scalar_one_or_none()) is None:
            raise NotFound()
        return await module_of(session, kept)
