"""Tags as screens and documents show them, in the reader's language: on a thing, and all that a pupil has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BindParameter, Row, Uuid, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.languages import N_, _, format_date, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.resting import rest_lasts
from portfolio_app.core.wording import LONGEST_SEARCH, folded, says
from portfolio_app.esco import policy
from portfolio_app.esco.importing import skill_id
from portfolio_app.esco.models import EscoEdition, EscoLabel, Tag
from portfolio_app.esco.searching import ENGLISH, load_editions
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.things import find

ADDRESS = {Kind.EVIDENCE: "/evidence", Kind.ENTRY: "/entry"}
KINDS = {Kind.EVIDENCE: N_("Piece of evidence"), Kind.ENTRY: N_("Entry")}


@dataclass(frozen=True)
class TagView:
    """A tag; `language` is that of its name where it is not the reader's, else ""."""

    id: str = ""
    name: str = ""
    language: str = ""
    uri: str = ""


@dataclass(frozen=True)
class TagsView:
    """The tags of a thing of one's own, and whether more can be put on it; `request` is the next form's own id."""

    tags: tuple[TagView, ...] = ()
    offered: bool = False
    """Whether ESCO is loaded, and so can be searched."""
    extract: bool = False
    """Whether what is loaded is the extract that Polku brings along."""
    request: str = ""


@dataclass(frozen=True)
class TaggedThing:
    """An evidence or an entry that has a tag."""

    title: str = ""
    kind_words: str = ""
    href: str = ""


@dataclass(frozen=True)
class TaggedSkill:
    """A skill, and the things of the pupil's own that have it as a tag."""

    uri: str = ""
    name: str = ""
    language: str = ""
    things: tuple[TaggedThing, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """A part of the list to choose."""

    name: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class TaggedView:
    """A page of the skills in what somebody has done, by name."""

    skills: tuple[TaggedSkill, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    show: str = ""
    search: str = ""
    findable: bool = False
    """Whether the list is so long that somebody may look for a word in it."""
    paging: Paging = field(default_factory=Paging)
    any: bool = False
    """Whether there are tags at all."""
    offered: bool = False
    extract: bool = False
    loaded: bool = False


@dataclass(frozen=True)
class DeletedTag:
    """A tag among the recently deleted; `at` sorts by when it was taken off."""

    id: str = ""
    at: str = ""
    title: str = ""
    detail: str = ""


# Written once, and on the tables themselves: they are part of pages that are opened often.
_TAG, _LABEL, _EDITION = table_of(Tag), table_of(EscoLabel), table_of(EscoEdition)
_OWNER: BindParameter[UUID] = bindparam("owner", type_=Uuid())
_ROW = select(_TAG.c.id, _TAG.c.kind, _TAG.c.thing, _TAG.c.uri, _TAG.c.names, _TAG.c.made_at, _TAG.c.removed_at)
_ON = _ROW.where(
    _TAG.c.kind == bindparam("kind"),
    _TAG.c.thing.in_(bindparam("things", expanding=True)),
    _TAG.c.removed_at.is_(None),
)
_OWN = _ROW.where(policy.owned_by(_OWNER))
_RESTING = (
    _ROW.where(policy.owned_by(_OWNER, removed=True), _TAG.c.removed_at > bindparam("since"))
    .order_by(_TAG.c.removed_at.desc())
    .limit(500)
)
_NAMES = select(_LABEL.c.skill_id, _LABEL.c.language, _LABEL.c.name).where(
    _LABEL.c.skill_id.in_(bindparam("ids", expanding=True)),
    _LABEL.c.language.in_(bindparam("languages", expanding=True)),
)
_HAS_TAGS = select(or_(exists().select_from(_EDITION), exists().where(policy.owned_by(_OWNER))))

Named = tuple[str, str]
"""A name and its language."""
Rows = Sequence[Row[*tuple[Any, ...]]]
"""Tags with what `_ROW` says of them."""


async def tags_of(session: AsyncSession, kind: Kind, things: Iterable[UUID]) -> dict[str, tuple[TagView, ...]]:
    """The tags of things, by the things' ids as text, each thing's by name. Whether the reader may see the things is
    decided before."""
    wanted = [str(thing) for thing in things]
    rows: Rows = (await session.execute(_ON, {"kind": kind.value, "things": wanted})).all() if wanted else []
    named = await _named(session, rows)
    found: dict[str, list[TagView]] = {}
    for row in rows:
        name, language = named[row.uri]
        found.setdefault(row.thing, []).append(TagView(str(row.id), name, language, row.uri))
    return {thing: tuple(sorted(tags, key=lambda tag: folded(tag.name))) for thing, tags in found.items()}


async def tags_to_change(session: AsyncSession, kind: Kind, thing: UUID) -> TagsView:
    """The tags of a thing for its owner, who may put more on it where ESCO is loaded."""
    editions = await load_editions(session)
    return TagsView(
        tags=(await tags_of(session, kind, [thing])).get(str(thing), ()),
        offered=bool(editions),
        extract=any(one.extract for one in editions),
        request=str(uuid4()),
    )


async def has_tags(session: AsyncSession, person_id: UUID) -> bool:
    """Whether somebody has tags, or could put some on."""
    return bool((await session.execute(_HAS_TAGS, {"owner": person_id})).scalar_one())


async def load_tagged(actor: Actor, show: str = "", page: int = 1, search: str = "") -> TaggedView:
    """A page of the skills that the actor has put on things of theirs, with those things, in order of their names.

    `show` leaves only those on "evidence" or on "entry"; `search` those that say all its words, or whose things do.
    """
    policy.may_tag(actor)
    search = " ".join(search.split())[:LONGEST_SEARCH]
    show = show if show in policy.TAGGED else ""
    async with reading() as session:
        rows = (await session.execute(_OWN, {"owner": actor.person_id})).all()
        editions = await load_editions(session)
        named = await _named(session, rows)
        things = await _things(session, actor, rows)
    skills = _skills([row for row in rows if show in ("", row.kind)], named, things)
    found = [one for one in skills if says(search, one.name, *(thing.title for thing in one.things))]
    pages = paging(len(found), page, "/tags", show=show, search=search)
    return TaggedView(
        skills=tuple(found[pages.skipped : pages.skipped + A_PAGE]),
        shelves=tuple(_shelves(show)),
        show=show,
        search=search,
        findable=len(skills) > A_PAGE or bool(search),
        paging=pages,
        any=bool(things),
        offered=bool(editions),
        extract=any(one.extract for one in editions),
        loaded=True,
    )


async def load_deleted_tags(actor: Actor) -> tuple[DeletedTag, ...]:
    """The tags that the actor took off lately, newest first, each with the day on which it goes for good."""
    policy.may_tag(actor)
    rest = rest_lasts()
    async with reading() as session:
        rows = (await session.execute(_RESTING, {"owner": actor.person_id, "since": now() - rest})).all()
        named = await _named(session, rows)
        things = await _things(session, actor, rows)
    said = _("Tag on “{title}”. Will be deleted for ever on {day}.")
    return tuple(
        DeletedTag(
            id=str(row.id),
            at=row.removed_at.isoformat(),
            title=named[row.uri][0],
            detail=said.format(title=things[row.kind, row.thing], day=format_date(row.removed_at + rest)),
        )
        for row in rows
        if (row.kind, row.thing) in things  # with what is deleted itself, it comes back by bringing that back
    )


async def _named(session: AsyncSession, rows: Rows) -> dict[str, Named]:
    """What the skills of these tags are called, by their URIs: as it was when the newest was put on, in the reader's
    language; else as the catalogue has it now; else in English, or in what there is."""
    kept: dict[str, Mapping[str, str]] = {}
    for row in sorted(rows, key=lambda row: row.made_at):
        kept[row.uri] = {**kept.get(row.uri, {}), **row.names}
    missing = {skill_id(uri): uri for uri, names in kept.items() if spoken() not in names}
    if missing:
        which = {"ids": list(missing), "languages": [spoken(), ENGLISH]}
        for skill, language, name in await session.execute(_NAMES, which):
            uri = missing[skill]
            kept[uri] = {language: name} | dict(kept[uri])
    return {uri: _best(names) for uri, names in kept.items()}


def _best(names: Mapping[str, str]) -> Named:
    if spoken() in names:
        return names[spoken()], ""
    language = ENGLISH if ENGLISH in names else min(names)
    return names[language], language


async def _things(session: AsyncSession, actor: Actor, rows: Rows) -> dict[tuple[str, str], str]:
    """The titles of the things that have these tags and are there, by kind and id."""
    found: dict[tuple[str, str], str] = {}
    for kind in policy.TAGGED:
        things = await find(session, actor.person_id, kind, {row.thing for row in rows if row.kind == kind})
        found |= {(kind.value, name): thing.title for name, thing in things.items()}
    return found


def _skills(rows: Rows, named: Mapping[str, Named], things: Mapping[tuple[str, str], str]) -> list[TaggedSkill]:
    by_uri: dict[str, list[TaggedThing]] = {}
    for row in sorted(rows, key=lambda row: row.made_at, reverse=True):
        if title := things.get((row.kind, row.thing)):
            kind = Kind(row.kind)
            href = f"/{spoken()}{ADDRESS[kind]}?id={row.thing}"
            by_uri.setdefault(row.uri, []).append(TaggedThing(title, _(KINDS[kind]), href))
    skills = [TaggedSkill(uri, *named[uri], tuple(on)) for uri, on in by_uri.items()]
    return sorted(skills, key=lambda one: (folded(one.name), one.uri))


def _shelves(show: str) -> Iterable[Shelf]:
    for kind, name in (("", N_("Everything")), ("evidence", N_("In evidence")), ("entry", N_("In entries"))):
        query = f"?show={kind}" if kind else ""
        yield Shelf(_(name), f"/{spoken()}/tags{query}", kind == show)
