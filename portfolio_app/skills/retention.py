"""What was deleted goes for good once it has rested long enough: rows, grants, comments and the bytes themselves."""

from sqlalchemy import delete, or_, select
from sqlmodel import col

from portfolio_app.core.audit import audit
from portfolio_app.core.database import after_commit, writing
from portfolio_app.core.drafts import drop_drafts_about
from portfolio_app.core.letting_go import let_go
from portfolio_app.core.models import MediaFile
from portfolio_app.core.resting import rested_before
from portfolio_app.esco.retention import remove_tags_of
from portfolio_app.sharing.models import Comment, Grant, Kind
from portfolio_app.skills.models import Evidence, GivenVoice, VoiceLink

BATCH = 200


async def remove_rested() -> int:
    """Remove evidence deleted longer ago than `deleted_days`, at most `BATCH` at a time; returns how many.

    Harmless to repeat; for a task that runs a few times a day until it returns 0.
    """
    limit = rested_before()
    async with writing() as session:
        rested = list(
            (
                await session.execute(
                    select(Evidence).where(col(Evidence.deleted_at) <= limit).limit(BATCH).with_for_update()
                )
            ).scalars()
        )
        if not rested:
            return 0
        names = [str(evidence.id) for evidence in rested]
        for table in (Grant, Comment):
            await session.execute(delete(table).where(col(table.kind) == Kind.EVIDENCE, col(table.thing).in_(names)))
        await remove_tags_of(session, Kind.EVIDENCE, names)
        media_ids = {evidence.media_id for evidence in rested if evidence.media_id}
        for evidence in rested:
            await drop_drafts_about(session, evidence.person_id, evidence.id)
            audit(
                session,
                "skills.remove_rested",
                actor_id=None,
                about_id=evidence.person_id,
                thing=f"evidence:{evidence.id}",
            )
        await session.execute(delete(Evidence).where(col(Evidence.id).in_([evidence.id for evidence in rested])))
        held = select(col(Evidence.media_id)).where(col(Evidence.media_id).in_(media_ids))
        media_ids -= set((await session.execute(held)).scalars())
        rows = await session.execute(
            delete(MediaFile)
            .where(col(MediaFile.id).in_(media_ids))
            .returning(col(MediaFile.sha256), col(MediaFile.thumbnail_sha256))
        )
        bytes_of = {sha256 for pair in rows for sha256 in pair}
        after_commit(session, lambda: let_go(*bytes_of))
        return len(rested)


async def remove_rested_voices() -> int:
    """Remove what a giver put another voice in the place of, and links that stopped working, longer ago than
    `deleted_days`; at most `BATCH` of each at a time; returns how many. Harmless to repeat."""
    limit = rested_before()
    over = or_(*(col(moment) <= limit for moment in (VoiceLink.ended_at, VoiceLink.answered_at, VoiceLink.until_at)))
    replaced = col(GivenVoice.replaced_at) <= limit
    count = 0
    async with writing() as session:
        for table, which, name in ((GivenVoice, replaced, "voice"), (VoiceLink, over, "voice_link")):
            some = select(col(table.id), col(table.person_id)).where(which).limit(BATCH)
            rows = (await session.execute(some)).all()
            for row_id, person_id in rows:
                thing = f"{name}:{row_id}"
                audit(session, "skills.remove_rested_voices", actor_id=None, about_id=person_id, thing=thing)
            await session.execute(delete(table).where(col(table.id).in_([row.id for row in rows])))
            count += len(rows)
    return count
