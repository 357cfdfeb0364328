"""What `core` itself holds about people, and what of it no column names: stored bytes, and work that is to come."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from sqlalchemy import CursorResult, Text, cast, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.database import after_commit
from portfolio_app.core.languages import N_
from portfolio_app.core.letting_go import let_go
from portfolio_app.core.models import Audit, Draft, MediaFile, Outbox
from portfolio_app.core.personal import OF_THIS_INSTANCE, PERSON, Mentioned, Named, Owned, Then, register


async def _bytes_and_work(session: AsyncSession, person_id: UUID) -> Mapping[str, int]:
    """Files' bytes go once the rows are gone, unless somebody else has the same; work that speaks of the person goes
    with its id."""
    files = await session.execute(
        select(col(MediaFile.sha256), col(MediaFile.thumbnail_sha256)).where(col(MediaFile.person_id) == person_id)
    )
    after_commit(session, partial(let_go, *{sha256 for pair in files for sha256 in pair}))
    spoken_of = cast(col(Outbox.payload), Text).contains(str(person_id), autoescape=True)
    gone = await session.execute(delete(Outbox).where(spoken_of))
    return {"outbox": gone.rowcount if isinstance(gone, CursorResult) else 0}


register(
    Owned(Draft, "drafts", label=N_("What you were typing"), imported=False),
    Owned(MediaFile, "files", label=N_("Photos and files"), left_out={"thumbnail_sha256": "drawn anew"}),
    Owned(
        Audit,
        "changes",
        label=N_("The list of who changed what"),
        through="about_id",
        left_out={"school_id": OF_THIS_INSTANCE},
        named=(Named("actor_id", "by", PERSON),),
        imported=False,
    ),
    Mentioned(Audit, "actor_id", Then.NAMELESS, name="changes_to_others"),
    before_erasure=_bytes_and_work,
)
