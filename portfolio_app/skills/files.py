"""Files that are evidence: kept in the media store, counted against their owner's room, let go when none needs them."""

from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.cleaned import CleanPicture
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.errors import DomainError, Invalid
from portfolio_app.core.languages import N_, _, format_megabytes
from portfolio_app.core.letting_go import hold, let_go
from portfolio_app.core.media import media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.core.wording import end_of_line
from portfolio_app.settings import settings
from portfolio_app.skills import policy
from portfolio_app.skills.models import Evidence

LONGEST_NAME = 200
NO_ROOM = N_(
    "There is not enough space for this file: it needs {needed}, and {left} is left. Delete what you no longer need."
)


@dataclass(frozen=True)
class KeptFile:
    """A cleaned file whose bytes lie in the media store, but which belongs to nobody yet."""

    kind: str
    """`picture` or `pdf`."""
    content_type: str
    sha256: str
    size: int
    """Bytes, with its thumbnail."""
    name: str = ""
    thumbnail_sha256: str = ""
    width: int = 0
    height: int = 0
    contents: tuple[bytes, ...] = field(default=(), repr=False, compare=False)
    """The bytes themselves, until they are somebody's: the same bytes of somebody else's may go meanwhile."""

    @property
    def sha256s(self) -> tuple[str, ...]:
        """What lies in the store: the file and its thumbnail, if it has one."""
        return tuple(filter(None, (self.sha256, self.thumbnail_sha256)))

    def row(self, person_id: UUID) -> MediaFile:
        """The row that makes it somebody's."""
        return MediaFile(
            person_id=person_id,
            kind=self.kind,
            content_type=self.content_type,
            name=self.name,
            sha256=self.sha256,
            thumbnail_sha256=self.thumbnail_sha256,
            bytes=self.size,
            width=self.width,
            height=self.height,
            made_at=now(),
        )


@dataclass(frozen=True)
class Room:
    """How much of a person's room is used, in bytes. `resting` is what lies among the recently deleted."""

    used: int
    resting: int
    quota: int

    def fits(self, size: int) -> bool:
        """Whether a file of `size` bytes fits. Deleted files make room at once, but not without end: together with
        what rests, twice the quota."""
        return self.used + size <= self.quota and self.used + self.resting + size <= 2 * self.quota

    @property
    def left(self) -> int:
        """How large a file may be."""
        return max(0, min(self.quota - self.used, 2 * self.quota - self.used - self.resting))


@dataclass(frozen=True)
class RoomView:
    """A person's room as a bar."""

    percent: int = 0
    said: str = ""
    full: bool = False


_EVIDENCE, _FILE = table_of(Evidence), table_of(MediaFile)
_IN_USE = exists().where(_EVIDENCE.c.media_id == _FILE.c.id, _EVIDENCE.c.deleted_at.is_(None))
_SUMS = select(func.sum(case((_IN_USE, _FILE.c.bytes), else_=0)), func.sum(_FILE.c.bytes)).where(
    _FILE.c.person_id == bindparam("person")
)


async def room_of(session: AsyncSession, person_id: UUID) -> Room:
    """The person's room."""
    used, everything = (await session.execute(_SUMS, {"person": person_id})).one()
    return Room(int(used or 0), int((everything or 0) - (used or 0)), settings().quota_bytes)


def room_view(room: Room) -> RoomView:
    """The bar."""
    return RoomView(
        percent=min(100, round(100 * room.used / room.quota)),
        said=_("{used} of {all}").format(used=format_megabytes(room.used), all=format_megabytes(room.quota)),
        full=room.left < 100_000,
    )


def must_fit(room: Room, size: int) -> None:
    """Raise `Invalid` when a file of `size` bytes does not fit."""
    if not room.fits(size):
        raise Invalid(NO_ROOM, field="file", needed=format_megabytes(size), left=format_megabytes(room.left))


async def keep_file(actor: Actor, cleaned: CleanPicture | bytes, name: str = "") -> KeptFile:
    """Put a cleaned picture or PDF into the store for `add_evidence`; `name` is what its owner called the file.

    Raises `Invalid` when there is no room left for it, `StorageFull` when the disk is full; nothing is kept then.
    """
    policy.may_keep_skills(actor)
    data, thumbnail = (cleaned, b"") if isinstance(cleaned, bytes) else (cleaned.data, cleaned.thumbnail)
    size = len(data) + len(thumbnail)
    async with reading() as session:
        must_fit(await room_of(session, actor.person_id), size)
    name = end_of_line(name.replace("\\", "/").rpartition("/")[2], most=LONGEST_NAME)
    stored: list[str] = []
    try:
        for content in filter(None, (data, thumbnail)):
            stored.append(await media_store().put(content))
    except BaseException:
        with suppress(DomainError):  # what went wrong first is what matters
            await let_go(*stored)
        raise
    if isinstance(cleaned, bytes):
        return KeptFile("pdf", "application/pdf", stored[0], size, name, contents=(data,))
    return KeptFile(
        kind="picture",
        content_type=cleaned.content_type,
        sha256=stored[0],
        size=size,
        name=name,
        thumbnail_sha256=stored[1] if thumbnail else "",
        width=cleaned.width,
        height=cleaned.height,
        contents=(data, thumbnail) if thumbnail else (data,),
    )


async def make_sure_of(session: AsyncSession, file: KeptFile) -> None:
    """Within the transaction that makes the file somebody's: its bytes are stored, and stay until it has ended.

    The store keeps the same bytes once. Those that `keep_file` found there may have been somebody else's, who has let
    go of them since.
    """
    await hold(session, file.sha256s)
    for sha256, content in zip(file.sha256s, file.contents, strict=True):
        if not await media_store().exists(sha256):
            await media_store().put(content)
