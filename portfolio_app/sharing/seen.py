"""A pupil's own log: who looked at which of their things on which day, and how often a link was opened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import Moment, as_id, reading, table_of
from portfolio_app.core.languages import N_, _, format_date, ngettext
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.sharing import things
from portfolio_app.sharing.actions import AFTER_SCHOOL, AMBASSADOR, CLASS, PLACEMENT, PROFILE, SUPPORT
from portfolio_app.sharing.models import Access, Grant, Kind, LinkLook, ShareLink

LINKS = "links"
"""Who is asked for where only looks at links are wanted."""

_ACCESS, _PERSON, _LOOK, _LINK, _GRANT = (table_of(kind) for kind in (Access, Person, LinkLook, ShareLink, Grant))


@dataclass(frozen=True)
class SeenLine:
    """One line of the owner's own log: a whole sentence, and where the thing is ("" when it is gone)."""

    sentence: str = ""
    kind: str = ""
    thing: str = ""


@dataclass(frozen=True)
class SeenView:
    """Who has looked at the actor's things, newest first, a page of them."""

    lines: tuple[SeenLine, ...] = ()
    viewers: tuple[Option, ...] = ()
    """Everybody who has looked, when the list is so long that somebody may want to see one person's looks alone."""
    viewer: str = ""
    paging: Paging = field(default_factory=Paging)


async def load_seen(actor: Actor, page: int = 1, viewer: str = "") -> SeenView:
    """Who has looked at the actor's things: `page` counts from 1; one beyond the last shows the last. `viewer` is the
    id of one whose looks alone are shown, or `LINKS`; anything else shows everybody's."""
    async with reading() as session:
        looks = await _looks(session, actor)
        viewer = viewer if viewer in looks else ""
        total = sum(count for _name, count in looks.values())
        pages = paging(looks[viewer][1] if viewer else total, page, "/seen", who=viewer)
        rows = await _rows(session, actor, viewer, pages.skipped)
        titles = await _titles(session, actor.person_id, rows)
    viewers = (Option("", _("Everyone")), *(Option(one, name) for one, (name, _n) in looks.items()))
    return SeenView(
        lines=tuple(_line(row, titles.get(row.what)) for row in rows),
        viewers=viewers if total > A_PAGE else (),
        viewer=viewer,
        paging=pages,
    )


async def _looks(session: AsyncSession, actor: Actor) -> dict[str, tuple[str, int]]:
    """Everybody who has looked, by id, with their name and on how many lines they stand; links last."""
    named = (
        select(_PERSON.c.id, _PERSON.c.name, func.count())
        .join_from(_PERSON, _ACCESS, _ACCESS.c.viewer_id == _PERSON.c.id)
        .where(_ACCESS.c.owner_id == actor.person_id)
        .group_by(_PERSON.c.id)
        .order_by(_PERSON.c.sort_name, _PERSON.c.id)
    )
    found = {str(person_id): (name, count) for person_id, name, count in await session.execute(named)}
    days = select(func.count()).select_from(_by_links(actor.person_id).subquery())
    if count := (await session.execute(days)).scalar_one():
        found[LINKS] = (_("Links"), count)
    return found


def _by_people(owner_id: UUID) -> Any:
    return (
        select(
            _ACCESS.c.id,
            _ACCESS.c.what,
            _ACCESS.c.day,
            _ACCESS.c.first_at,
            _PERSON.c.name,
            literal(0).label("times"),
        )
        .join_from(_ACCESS, _PERSON, _PERSON.c.id == _ACCESS.c.viewer_id)
        .where(_ACCESS.c.owner_id == owner_id)
    )


def _by_links(owner_id: UUID) -> Any:
    """One row a link and a day; it has no hour and no name."""
    return (
        select(
            _LOOK.c.id,
            (_GRANT.c.kind + ":" + _GRANT.c.thing).label("what"),
            _LOOK.c.day,
            null().cast(Moment()).label("first_at"),
            literal("").label("name"),
            _LOOK.c.count.label("times"),
        )
        .join_from(_LOOK, _LINK, _LINK.c.id == _LOOK.c.link_id)
        .join(_GRANT, _GRANT.c.id == _LINK.c.grant_id)
        .where(_GRANT.c.owner_id == owner_id)
    )


async def _rows(session: AsyncSession, actor: Actor, viewer: str, skipped: int) -> Sequence[Row[Any]]:
    people, links = _by_people(actor.person_id), _by_links(actor.person_id)
    if viewer == LINKS:
        found = links.subquery()
    elif viewer:
        found = people.where(_ACCESS.c.viewer_id == as_id(viewer)).subquery()
    else:
        found = union_all(people, links).subquery()
    newest = (found.c.day.desc(), found.c.first_at.is_(None), found.c.first_at.desc(), found.c.id)
    rows = await session.execute(select(found).order_by(*newest).limit(A_PAGE).offset(skipped))
    return rows.all()


async def _titles(session: AsyncSession, owner_id: UUID, rows: Sequence[Row[Any]]) -> dict[str, str]:
    titles: dict[str, str] = {}
    for kind in Kind:
        names = {row.what.removeprefix(f"{kind.value}:") for row in rows if row.what.startswith(f"{kind.value}:")}
        found = await things.find(session, owner_id, kind, names)
        titles |= {f"{kind.value}:{name}": thing.title for name, thing in found.items()}
    return titles


SENTENCES = {
    PROFILE: N_("{name} looked at your page on {day}"),
    CLASS: N_("{name} looked at your class on {day} and saw how much you share"),
    SUPPORT: N_("{name} read on {day} what you told them about support"),
    PLACEMENT: N_("{name} read on {day} what you said of your days at a workplace"),
    AMBASSADOR: N_("{name} read on {day} what you wrote as an ambassador, or to become one"),
    AFTER_SCHOOL: N_("{name} read on {day} what you told your school about the time after it"),
    Kind.CAPABILITY.value: N_("{name} opened your skill “{title}” on {day}"),
    Kind.EVIDENCE.value: N_("{name} opened your evidence “{title}” on {day}"),
    Kind.ENTRY.value: N_("{name} opened your entry “{title}” on {day}"),
    Kind.GOAL.value: N_("{name} opened your goal “{title}” on {day}"),
    Kind.ABOUT_ME.value: N_("{name} read your lines “{title}” on {day}"),
    Kind.RESULT.value: N_("{name} opened your result “{title}” on {day}"),
    Kind.CREDENTIAL.value: N_("{name} opened your credential “{title}” on {day}"),
    Kind.COLLECTION.value: N_("{name} opened your collection “{title}” on {day}"),
    Kind.LESSON.value: N_("{name} read your answers in “{title}” on {day}"),
}
GONE = N_("{name} opened something on {day} that is no longer here")


def _line(row: Row[Any], title: str | None) -> SeenLine:
    kind, _colon, thing = row.what.partition(":")
    day = format_date(row.day)
    if row.times:
        return _link_line(row.times, kind, thing, title, day)
    if thing and title is None:
        return SeenLine(_(GONE).format(name=row.name, day=day))
    sentence = _(SENTENCES.get(kind, GONE)).format(name=row.name, day=day, title=title or "")
    return SeenLine(sentence, kind if thing else "", thing)


def _link_line(count: int, kind: str, thing: str, title: str | None, day: str) -> SeenLine:
    # Translators: how often the link to a thing was opened, and on which day
    times = ngettext("{n} time", "{n} times", count)
    if title is None:
        said = _("A link to something that is no longer here was opened on {day}: {times}")
        return SeenLine(said.format(day=day, times=times))
    said = _("The link to “{title}” was opened on {day}: {times}").format(title=title, day=day, times=times)
    return SeenLine(said, kind, thing)
