"""Whole rounds of a questionnaire: deleted and brought back, and found by whatever shares them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_ids, reading, table_of, writing
from portfolio_app.core.drafts import drafts_beginning, drop_draft
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date
from portfolio_app.core.resting import rest_lasts, rested_before
from portfolio_app.sharing.actions import end_grants
from portfolio_app.sharing.models import Comment, Grant, Kind
from portfolio_app.sharing.policy import PersonColumn
from portfolio_app.sharing.things import Thing, register
from portfolio_app.skills import policy
from portfolio_app.skills.answering import known, rejection_drafts
from portfolio_app.skills.evidence_views import DeletedThing, deleted_thing
from portfolio_app.skills.models import QuestionnaireRound
from portfolio_app.skills.questionnaire import said

BATCH = 200
_ROUND = table_of(QuestionnaireRound)


def kept(owner_id: PersonColumn) -> ColumnElement[bool]:
    """Filter: rounds of that person's that are not deleted."""
    return (_ROUND.c.person_id == owner_id) & _ROUND.c.deleted_at.is_(None)


def title_of(code: str, began_at: datetime) -> str:
    """What a round is called wherever it stands among other things."""
    # Translators: a questionnaire and the day on which somebody began to answer it: "My strengths, 4 May 2026"
    return _("{questionnaire}, {day}").format(questionnaire=said(known(code).name), day=format_date(began_at))


async def delete_round(actor: Actor, round_id: UUID) -> None:
    """Put a round among the recently deleted, where it rests 30 days; nobody sees it from now on. Twice is fine."""
    async with writing() as session:
        found = await _own(session, actor, round_id)
        if found.deleted_at is not None:
            return
        found.deleted_at = now()
        await end_grants(session, actor, Kind.RESULT, str(found.id))
        for name in await drafts_beginning(session, actor.person_id, rejection_drafts(found.id)):
            await drop_draft(session, actor.person_id, name)
        _audit(session, "skills.delete_round", actor, found)


async def restore_round(actor: Actor, round_id: UUID) -> None:
    """Bring a recently deleted round back, for its owner alone. One that is there stays as it is."""
    async with writing() as session:
        found = await _own(session, actor, round_id)
        if found.deleted_at is None:
            return
        if found.deleted_at <= rested_before():
            raise NotFound()
        found.deleted_at = None
        _audit(session, "skills.restore_round", actor, found)


async def show_rejected(actor: Actor, round_id: UUID, *, shown: bool) -> None:
    """Say whether those who see the result see, too, what its owner said does not fit, and why."""
    async with writing() as session:
        found = await _own(session, actor, round_id)
        if found.deleted_at is not None:
            raise NotFound()
        if found.shows_rejected != shown:
            found.shows_rejected = shown
            _audit(session, "skills.show_rejected", actor, found)


async def _own(session: AsyncSession, actor: Actor, round_id: UUID) -> QuestionnaireRound:
    policy.may_keep_skills(actor)
    found = await session.get(QuestionnaireRound, round_id, with_for_update=True)
    if found is None or found.person_id != actor.person_id:
        raise NotFound()
    return found


def _audit(session: AsyncSession, action: str, actor: Actor, about: QuestionnaireRound) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=f"round:{about.id}")


async def load_deleted_rounds(actor: Actor) -> tuple[DeletedThing, ...]:
    """The actor's recently deleted rounds, each with the day on which it goes for good."""
    policy.may_keep_skills(actor)
    rest = rest_lasts()
    which = (_ROUND.c.person_id == actor.person_id, _ROUND.c.deleted_at > now() - rest)
    async with reading() as session:
        rows = await session.execute(
            select(_ROUND.c.id, _ROUND.c.questionnaire, _ROUND.c.began_at, _ROUND.c.deleted_at).where(*which)
        )
        return tuple(
            deleted_thing(
                row.id, title_of(row.questionnaire, row.began_at), _("Answers to a questionnaire"), row.deleted_at
            )
            for row in rows
        )


async def remove_rested_rounds() -> int:
    """Remove rounds deleted longer ago than `deleted_days` with all that hangs on them, at most `BATCH` at a time;
    returns how many. Harmless to repeat."""
    limit = rested_before()
    async with writing() as session:
        some = select(_ROUND.c.id, _ROUND.c.person_id).where(_ROUND.c.deleted_at <= limit).limit(BATCH)
        rows = (await session.execute(some.with_for_update())).all()
        names = [str(row.id) for row in rows]
        for table in (Grant, Comment):
            await session.execute(delete(table).where(col(table.kind) == Kind.RESULT, col(table.thing).in_(names)))
        for row in rows:
            thing = f"round:{row.id}"
            audit(session, "skills.remove_rested_rounds", actor_id=None, about_id=row.person_id, thing=thing)
        await session.execute(delete(_ROUND).where(_ROUND.c.id.in_([row.id for row in rows])))
        return len(rows)


async def find_rounds(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> Mapping[str, Thing]:
    """Those rounds of the owner's that are there, by id."""
    rows = await session.execute(
        select(_ROUND.c.id, _ROUND.c.questionnaire, _ROUND.c.began_at).where(
            kept(owner_id), _ROUND.c.id.in_(as_ids(names))
        )
    )
    return {str(row.id): Thing(title_of(row.questionnaire, row.began_at)) for row in rows}


register(Kind.RESULT, find_rounds)
