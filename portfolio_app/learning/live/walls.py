"""A wall of short answers that a class reads together, without names. A teacher opens it for a question and takes notes
off it; a pupil puts one note on it, words of their own that come from nowhere else, and takes it back."""

from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, table_of, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, spoken
from portfolio_app.core.wording import one_line
from portfolio_app.learning.doing import must_be_a_name
from portfolio_app.learning.live import policy, signals
from portfolio_app.learning.live.leading import must_be_open, tell_class
from portfolio_app.learning.live.models import LiveLesson, LiveWall, WallNote
from portfolio_app.learning.reading import Module
from portfolio_app.learning.versions import version_of

LONGEST_NOTE = 200
LONGEST_QUESTION = 300
CLOSED = N_("This wall takes no more notes.")

_NOTE = table_of(WallNote)


def questions_of(module: Module, language: str) -> tuple[tuple[str, str, str], ...]:
    """What a wall can be about, as (`activity.question`, the activity's title, the question): what each activity asks
    to be answered in words, or the activity itself where it asks nothing so."""
    texts = module.text(language).activities
    found: list[tuple[str, str, str]] = []
    for one in module.about.activities:
        text = texts.get(one.code)
        if text is None:
            continue
        asked = [(f"{one.code}.{asks.code}", text.title, asks.title) for asks in text.questions if not asks.choices]
        found += asked or [(f"{one.code}.", text.title, text.title)]
    return tuple(found)


def question_in(module: Module, about: str, kept: str) -> tuple[str, str]:
    """What a wall asks, as the reader reads its module, and in which language; what was `kept` where that has gone."""
    text = module.text(spoken())
    question = next((asks for code, _title, asks in questions_of(module, spoken()) if code == about), "")
    return (question, text.language) if question else (kept, "")


async def open_wall(actor: Actor, live_id: UUID, about: str, *, at_once: bool) -> UUID:
    """Open a wall about a question (`activity.question`); returns its id. An activity has one wall: opened again it
    goes on, with this question. With `at_once` notes are shown as they come, else once a teacher lets them.

    Raises `Invalid` for no such question, `Conflict` when the lesson is over.
    """
    async with writing() as session:
        _one, live = await policy.led(session, actor, live_id)
        must_be_open(live)
        module = await version_of(session, live.version_id)
        question = next((asks for code, _title, asks in questions_of(module, spoken()) if code == about), "")
        if not question:
            raise Invalid(N_("Choose a question."), field="about")
        activity = about.partition(".")[0]
        must_be_a_name(activity)
        fresh = LiveWall(live_id=live.id, activity=activity, about=about, question="", opened_at=now())
        await insert_new(session, fresh)
        found = await session.execute(
            select(LiveWall).where(col(LiveWall.live_id) == live.id, col(LiveWall.activity) == activity)
        )
        wall = found.scalar_one()
        wall.about, wall.question, wall.at_once = about, question[:LONGEST_QUESTION], at_once
        wall.closed_at, wall.opened_at = None, now()
        await _told(session, "learning.open_wall", actor, live, wall)
        return wall.id


async def close_wall(actor: Actor, wall_id: UUID) -> None:
    """No more notes; those there stay to be read. Closed already: fine."""
    async with writing() as session:
        wall = await policy.led_wall(session, actor, wall_id, changes=True)
        if wall.closed_at is None:
            wall.closed_at = now()
            await _told(session, "learning.close_wall", actor, await _live(session, wall), wall)


async def show_notes(actor: Actor, wall_id: UUID, notes: list[UUID]) -> None:
    """Let these notes be shown, those of them that are on that wall and not taken off."""
    async with writing() as session:
        wall = await policy.led_wall(session, actor, wall_id, changes=True)
        await session.execute(
            update(_NOTE)
            .where(_NOTE.c.wall_id == wall.id, _NOTE.c.id.in_(notes), _NOTE.c.taken_off.is_(False))
            .values(shown=True)
        )
        await _told(session, "learning.show_notes", actor, await _live(session, wall), wall)


async def take_off(actor: Actor, note_id: UUID, *, off: bool = True) -> None:
    """Take a note off the wall, or undo that. Twice is fine."""
    async with writing() as session:
        wall, note = await policy.led_note(session, actor, note_id)
        if note.taken_off == off:
            return
        note.taken_off = off
        action = "learning.take_note_off" if off else "learning.put_note_back"
        await _told(session, action, actor, await _live(session, wall), wall)


async def put_note(actor: Actor, wall_id: UUID, words: str) -> None:
    """Put words on the wall, in place of the pupil's former ones. Sent twice, they are there once.

    Raises `NotFound` for another class's wall, `Conflict` for a closed one, `Invalid` for nothing, or for too much.
    """
    said = one_line(words, field="words", most=LONGEST_NOTE, empty=N_("Write a few words first."))
    async with writing() as session:
        wall, live = await _attended(session, actor, wall_id)
        if wall.closed_at is not None:
            raise Conflict(CLOSED)
        await insert_new(session, WallNote(wall_id=wall.id, person_id=actor.person_id, words=said, shown=wall.at_once))
        kept = await _own(session, actor, wall.id)
        if kept is not None and kept.words != said:
            # Other words are looked at anew, whatever became of the former ones.
            kept.words, kept.shown, kept.taken_off = said, wall.at_once, False
        _moved(session, actor, live, wall)
        _audit_own(session, "learning.put_note", actor, live, wall)


async def take_back(actor: Actor, wall_id: UUID) -> None:
    """The pupil's own note goes, also when the lesson or the class is over for them. Gone already: fine."""
    async with writing() as session:
        found = await session.execute(
            select(LiveWall, LiveLesson)
            .join(LiveLesson, col(LiveLesson.id) == col(LiveWall.live_id))
            .where(col(LiveWall.id) == wall_id)
        )
        row = found.one_or_none()
        note = await _own(session, actor, wall_id)
        if row is None or note is None:
            raise NotFound()
        wall, live = row
        await session.execute(delete(_NOTE).where(_NOTE.c.id == note.id))
        _moved(session, actor, live, wall)
        _audit_own(session, "learning.take_note_back", actor, live, wall)


async def _attended(session: AsyncSession, actor: Actor, wall_id: UUID) -> tuple[LiveWall, LiveLesson]:
    wall = (await session.execute(select(LiveWall).where(col(LiveWall.id) == wall_id))).scalar_one_or_none()
    if wall is None:
        raise NotFound()
    return wall, await policy.attended(session, actor, wall.live_id)


async def _own(session: AsyncSession, actor: Actor, wall_id: UUID) -> WallNote | None:
    found = await session.execute(
        select(WallNote).where(col(WallNote.wall_id) == wall_id, col(WallNote.person_id) == actor.person_id)
    )
    return found.scalar_one_or_none()


async def _live(session: AsyncSession, wall: LiveWall) -> LiveLesson:
    return (await session.execute(select(LiveLesson).where(col(LiveLesson.id) == wall.live_id))).scalar_one()


def _moved(session: AsyncSession, actor: Actor, live: LiveLesson, wall: LiveWall) -> None:
    signals.moved(session, live.class_id)
    signals.moved(session, wall.id)
    signals.moved_for(session, [actor.person_id])


async def _told(session: AsyncSession, action: str, actor: Actor, live: LiveLesson, wall: LiveWall) -> None:
    await tell_class(session, live.class_id)
    signals.moved(session, wall.id)
    me, thing = actor.person_id, f"live_wall:{wall.id}"
    audit(session, action, actor_id=me, school_id=live.school_id, thing=thing, activity=wall.activity)


def _audit_own(session: AsyncSession, action: str, actor: Actor, live: LiveLesson, wall: LiveWall) -> None:
    me, thing = actor.person_id, f"live_wall:{wall.id}"
    audit(session, action, actor_id=me, about_id=me, school_id=live.school_id, thing=thing)
