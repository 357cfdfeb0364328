"""Lines about oneself: what a pupil says of themself in their own words, for nobody else unless they share it.

The newest lines hold. Earlier ones stay for their owner alone, to see how one has changed; each can be deleted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, ScalarSelect, Select, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, table_of, writing
from portfolio_app.core.drafts import KeptDraft, drop_draft, load_draft, typed_text
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.resting import rest_lasts
from portfolio_app.core.wording import one_line
from portfolio_app.sharing import things
from portfolio_app.sharing.actions import end_grants, one_at_a_time
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import Nameable, Remark, WhoCanSee, nameable, remarks, who_can_see
from portfolio_app.sharing.retention import remove_rested
from portfolio_app.skills import policy
from portfolio_app.skills.evidence_views import DeletedThing, deleted_thing
from portfolio_app.skills.models import AboutMe

MOST_LINES = 3
LONGEST_LINE = 300
MOST_KEPT = 500
DRAFT = "about-me"
"""The name of the draft of one's lines."""


_ABOUT = table_of(AboutMe)


@dataclass(frozen=True)
class AboutLines:
    """Lines of somebody's: what they say, in which language they were written, and when."""

    id: str = ""
    lines: tuple[str, ...] = ()
    language: str = ""
    day: str = ""


@dataclass(frozen=True)
class AboutMeView:
    """A pupil's own lines: those that hold, as they are typed on too, with who can see them and what these wrote; and a
    page of earlier ones."""

    loaded: bool = False
    current: AboutLines = field(default_factory=AboutLines)
    earlier: tuple[AboutLines, ...] = ()
    paging: Paging = field(default_factory=Paging)
    typed: tuple[str, ...] = ()
    """What stands in the form: a draft that was not kept wins. One for each line there can be."""
    draft: str = DRAFT
    draft_version: int = 0
    who: WhoCanSee = field(default_factory=WhoCanSee)
    nameable: tuple[Nameable, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: bool = False
    request: str = ""


def about_thing(person_id: UUID) -> str:
    """How somebody's lines are named where they are shared."""
    return str(person_id)


async def say_about_me(actor: Actor, lines: Sequence[str], request: UUID) -> None:
    """Say these lines about oneself from now on; with none, one says nothing, and nobody is let see it any more. Sent
    twice, kept once. Raises `Invalid` with the field."""
    policy.may_keep_skills(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        await keep_lines(session, actor, lines, request)


async def keep_lines(
    session: AsyncSession, actor: Actor, lines: Sequence[str], request: UUID, language: str = ""
) -> None:
    """As `say_about_me`, within a transaction that has called `one_at_a_time`. The same lines again change nothing.

    `language` is what they were written in, where that is not the one being spoken."""
    if len(lines) > MOST_LINES:
        raise NotFound()
    kept = [one_line(line, field=f"line{n}", most=LONGEST_LINE) for n, line in enumerate(lines, 1)]
    words = "\n".join(line for line in kept if line)
    await drop_draft(session, actor.person_id, DRAFT)
    last = await newest(session, actor.person_id)
    if words == (last.words if last else ""):
        return
    count = select(func.count()).select_from(AboutMe).where(*_kept(actor.person_id))
    if (await session.execute(count)).scalar_one() >= MOST_KEPT:
        raise Invalid(N_("There is no space for more. Delete some of your earlier lines."), field="line1")
    row = AboutMe(
        person_id=actor.person_id,
        words=words,
        language=language or spoken(),
        made_at=_after(last),
        request=request,
    )
    if not await insert_new(session, row):
        sent = (await session.execute(select(AboutMe).where(col(AboutMe.request) == request))).scalar_one()
        if sent.person_id != actor.person_id:
            raise NotFound()
        if sent.words == words:  # sent again, after something newer
            return
        # The answer to the first sending got lost, and they wrote on: these are lines of their own.
        row.request = uuid4()
        await insert_new(session, row)
    if not words:  # whatever is said later begins as the owner's alone
        await end_grants(session, actor, Kind.ABOUT_ME, about_thing(actor.person_id))
    _audit(session, "skills.say_about_me", actor, row.id)


async def say_again(actor: Actor, lines_id: UUID) -> None:
    """Say what earlier lines of the actor's say, from now on. They hold already: fine. Raises `NotFound` for lines that
    are not the actor's."""
    policy.may_keep_skills(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        row = await session.get(AboutMe, lines_id)
        if row is None or row.person_id != actor.person_id or row.deleted_at is not None:
            raise NotFound()
        await keep_lines(session, actor, row.words.splitlines(), uuid4(), row.language)


async def delete_earlier(actor: Actor, lines_id: UUID, *, back: bool = False) -> None:
    """Delete earlier lines of the actor's, which rest 30 days then; `back` brings them back. Twice is fine.

    Raises `NotFound` for the lines that hold: others are said in their place, or none.
    """
    policy.may_keep_skills(actor)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        row = await session.get(AboutMe, lines_id)
        holds = await newest(session, actor.person_id)
        if row is None or row.person_id != actor.person_id or (holds and holds.id == row.id):
            raise NotFound()
        if back == (row.deleted_at is not None):
            row.deleted_at = None if back else now()
            _audit(session, "skills.delete_earlier_lines", actor, row.id, back=back)


async def remove_rested_lines() -> int:
    """Remove lines deleted longer ago than `deleted_days`, some at a time; returns how many. Harmless to repeat."""
    since, owner = col(AboutMe.deleted_at), col(AboutMe.person_id)
    return await remove_rested(AboutMe, since, owner, "about_me", "skills.remove_rested_lines")


async def newest(session: AsyncSession, person_id: UUID) -> AboutMe | None:
    """The lines of somebody's that hold; also those without words, by which they say nothing any more."""
    return (await session.execute(_HOLDING, {"person": person_id})).scalar_one_or_none()


def words_of(person_id: ColumnElement[UUID]) -> ScalarSelect[str]:
    """What the lines that hold say, a line each, as a part of a statement that asks for more."""
    return _newest(_ABOUT.c.words, person_id).scalar_subquery()


async def lines_about(session: AsyncSession, person_id: UUID) -> AboutLines:
    """The lines that hold of somebody's, as they are shown; whoever shows them has asked whether the reader may see."""
    found = await newest(session, person_id)
    return _shown(found) if found else AboutLines()


async def load_about_me(actor: Actor, request: UUID, page: int = 1) -> AboutMeView:
    """The actor's own lines. `request` will be the form's id."""
    policy.may_keep_skills(actor)
    name = about_thing(actor.person_id)
    async with reading() as session:
        holds = await newest(session, actor.person_id)
        which = [*_kept(actor.person_id), col(AboutMe.words) != "", *([col(AboutMe.id) != holds.id] if holds else [])]
        total = (await session.execute(select(func.count()).select_from(AboutMe).where(*which))).scalar_one()
        pages = paging(total, page, "/about-me", fragment="earlier")
        rows = await session.execute(
            select(AboutMe)
            .where(*which)
            .order_by(col(AboutMe.made_at).desc(), col(AboutMe.id))
            .offset(pages.skipped)
            .limit(A_PAGE)
        )
        earlier = tuple(_shown(row) for row in rows.scalars())
        who = (await who_can_see(session, actor.person_id, Kind.ABOUT_ME, [name]))[name]
        said = (await remarks(session, actor.person_id, actor.person_id, Kind.ABOUT_ME, [name]))[name]
        persons = await nameable(session, actor.person_id)
        draft = await load_draft(session, actor.person_id, DRAFT)
    current = _shown(holds) if holds else AboutLines()
    return AboutMeView(
        loaded=True,
        current=current,
        earlier=earlier,
        paging=pages,
        typed=typed_lines(draft, current.lines),
        draft_version=draft.version if draft else 0,
        who=who,
        nameable=persons,
        remarks=said,
        unread=any(remark.unread for remark in said),
        request=str(request),
    )


async def load_deleted_lines(actor: Actor) -> tuple[DeletedThing, ...]:
    """The actor's recently deleted lines, by how they begin."""
    policy.may_keep_skills(actor)
    rest = rest_lasts()
    async with reading() as session:
        rows = await session.execute(
            select(AboutMe).where(col(AboutMe.person_id) == actor.person_id, col(AboutMe.deleted_at) > now() - rest)
        )
        return tuple(
            deleted_thing(row.id, row.words.partition("\n")[0], _("Lines about myself"), row.deleted_at)
            for row in rows.scalars()
            if row.deleted_at
        )


async def restore_lines(actor: Actor, lines_id: UUID) -> None:
    """Bring deleted lines back among the earlier ones. Raises `NotFound` for lines that are not the actor's."""
    await delete_earlier(actor, lines_id, back=True)


def typed_lines(draft: KeptDraft | None, lines: Sequence[str]) -> tuple[str, ...]:
    """What stands in the fields `line1` to `line3` of a form: as typed in a draft, else these lines."""
    kept = [*lines, *[""] * MOST_LINES][:MOST_LINES]
    if draft is None:
        return tuple(kept)
    return tuple(typed_text(draft, f"line{n}") for n in range(1, MOST_LINES + 1))


def _kept(person_id: UUID | ColumnElement[UUID]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (_ABOUT.c.person_id == person_id, _ABOUT.c.deleted_at.is_(None))


def _newest(what: Any, person_id: UUID | ColumnElement[UUID]) -> Select[Any]:
    return select(what).where(*_kept(person_id)).order_by(_ABOUT.c.made_at.desc()).limit(1)


_HOLDING = _newest(AboutMe, bindparam("person", type_=Uuid()))
"""Written once: it is asked each time a pupil comes to Home."""


def _after(last: AboutMe | None) -> datetime:
    """Now; a clock that went back must not make newer lines the earlier ones."""
    return max(now(), last.made_at + timedelta(microseconds=1)) if last else now()


def _shown(row: AboutMe) -> AboutLines:
    return AboutLines(str(row.id), tuple(row.words.splitlines()), row.language, format_date(row.made_at))


async def find_lines(session: AsyncSession, owner_id: UUID, names: Collection[str]) -> Mapping[str, things.Thing]:
    """The owner's lines, when the owner says anything of themself now."""
    mine = about_thing(owner_id)
    found = await newest(session, owner_id) if mine in names else None
    return {mine: things.Thing(_("About me"))} if found and found.words else {}


things.register(Kind.ABOUT_ME, find_lines)


def _audit(session: AsyncSession, action: str, actor: Actor, lines_id: UUID, **detail: Any) -> None:
    thing = f"about_me:{lines_id}"
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=thing, **detail)
