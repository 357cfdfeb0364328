"""What else stands in a takeout: files that another part of the portfolio makes of its own rows, such as credentials.

takeout.parts.register("credentials", files_of_credentials)
"""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Part = Callable[[AsyncSession, UUID, str], Awaitable[Mapping[str, bytes]]]
"""Given the transaction in which all is read, whose takeout it is and its language: files by their name within the
folder of the part. They are small: all of them are held in memory at once."""

_parts: dict[str, Part] = {}


def register(folder: str, part: Part) -> None:
    """Put the files of `part` into `folder` of every takeout; called once, by the module that makes them."""
    _parts[folder] = part


async def files_of_parts(session: AsyncSession, person_id: UUID, language: str) -> dict[str, bytes]:
    """The files of all parts by their path in the takeout."""
    found: dict[str, bytes] = {}
    for folder, part in _parts.items():
        found |= {f"{folder}/{name}": data for name, data in (await part(session, person_id, language)).items()}
    return found
