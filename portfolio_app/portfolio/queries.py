"""What the portfolio's screens show: the list, one entry to read, the recently deleted ones."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, as_ids, reading, table_of
from portfolio_app.core.drafts import drafts_beginning
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, ngettext, spoken
from portfolio_app.core.models import MediaFile
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.resting import rest_lasts
from portfolio_app.core.typesetting import settable
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.esco.tagged import Shelf, TagsView, TagView, has_tags, tags_of, tags_to_change
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.actions import TEXTS, draft_of
from portfolio_app.portfolio.collections.through import collections_with, who_can_see_entries
from portfolio_app.portfolio.entry_dials import DialView, dials_of, shown
from portfolio_app.portfolio.kinds import KINDS, first_heading, kind_name
from portfolio_app.portfolio.models import Entry, EntryCapability, EntryEvidence
from portfolio_app.portfolio.when import when_words
from portfolio_app.sharing.link_views import OwnLink, own_link
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import Nameable, Remark, WhoCanSee, nameable, remarks
from portfolio_app.skills import policy as evidence_policy
from portfolio_app.skills.evidence_views import DeletedThing, deleted_thing
from portfolio_app.skills.models import Evidence, EvidenceKind
from portfolio_app.skills.tags import SkillTag, skill_tags

CORNER = "corner"
"""What the address of the list says for the private corner."""
FILES = "/files/"
"""Begins the address of a photo or a file."""


@dataclass(frozen=True)
class Attachment:
    """An evidence as part of an entry. `picture` and `thumbnail` are addresses, "" without a photo."""

    id: str = ""
    kind: str = ""
    title: str = ""
    words: str = ""
    href: str = ""
    about_href: str = ""
    """The page about it, "" where its reader has none."""
    picture: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class EntryCard:
    """An entry in the list."""

    id: str = ""
    title: str = ""
    about: str = ""
    """Its kind, when it was (when it was written, where that is not said), and where."""
    beginning: str = ""
    skills: tuple[SkillTag, ...] = ()
    thumbnail: str = ""
    attachments: str = ""
    audience: str = ""
    private: bool = True
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class PortfolioView:
    """A page of the list of entries."""

    listed: tuple[EntryCard, ...] = ()
    count: int = 0
    counted: str = ""
    show: str = ""
    """The part of the list that is shown: a kind of entry, `CORNER`, or everything outside the corner."""
    shelves: tuple[Shelf, ...] = ()
    search: str = ""
    findable: bool = False
    """Whether the list is so long that somebody may look for a word in it."""
    paging: Paging = field(default_factory=Paging)
    draft_href: str = ""
    """Where somebody goes on with the new entry they typed at last, "" without one."""
    tagged: bool = False
    """Whether there are tags, or could be."""
    left_out: str = ""
    """How many photos of the entries the document leaves out, and why; "" for none."""
    loaded: bool = False


@dataclass(frozen=True)
class EntryView:
    """An entry to read, as its owner or as somebody it is shared with."""

    id: str = ""
    title: str = ""
    about: str = ""
    """As `EntryCard` has it."""
    day: str = ""
    changed: str = ""
    in_corner: bool = False
    heading: str = ""
    """What stands above `happened`."""
    happened: str = ""
    noticed: str = ""
    learned: str = ""
    try_next: str = ""
    dials: tuple[DialView, ...] = ()
    skills: tuple[SkillTag, ...] = ()
    tags: tuple[TagView, ...] = ()
    tagging: TagsView = field(default_factory=TagsView)
    """The same tags for their owner, who can change them."""
    photos: tuple[Attachment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    who: WhoCanSee = field(default_factory=WhoCanSee)
    link: OwnLink = field(default_factory=OwnLink)
    """The link by which its owner shows it, and what there is to choose for one."""
    collected: tuple[Option, ...] = ()
    """The pages of its owner's collections it is in."""
    nameable: tuple[Nameable, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: bool = False
    unsettable: str = ""
    """Characters that the PDF can only show as □, for its owner to know; "" when there are none."""
    loaded: bool = False


def media_address(media_id: UUID | None, *, thumbnail: bool = False) -> str:
    """Where a media file is downloaded from, "" without one."""
    return f"{FILES}{media_id}" + ("/thumbnail" if thumbnail else "") if media_id else ""


_ENTRY, _EVIDENCE, _PART, _SKILL = (table_of(kind) for kind in (Entry, Evidence, EntryEvidence, EntryCapability))
_SKILLS = select(_SKILL.c.entry_id, _SKILL.c.framework, _SKILL.c.capability).where(
    _SKILL.c.entry_id.in_(bindparam("entries", expanding=True))
)


async def skills_of(session: AsyncSession, entry_ids: Iterable[UUID]) -> dict[UUID, tuple[SkillTag, ...]]:
    """The capabilities of entries, in the framework's order."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for entry_id, framework_code, code in (await session.execute(_SKILLS, {"entries": list(entry_ids)})).all():
        found[entry_id].append((framework_code, code))
    return {entry_id: skill_tags(pairs) for entry_id, pairs in found.items()}


async def attachments_of(
    session: AsyncSession, entry_ids: Iterable[UUID], *, for_others: bool = False
) -> dict[UUID, tuple[tuple[Evidence, MediaFile | None], ...]]:
    """The evidence of entries in order, with their media; deleted evidence is left out, and `for_others` leaves out
    what may be seen by nobody else."""
    found: dict[UUID, list[tuple[Evidence, MediaFile | None]]] = defaultdict(list)
    for link, evidence, media in (
        await session.execute(
            select(EntryEvidence, Evidence, MediaFile)
            .join(Evidence, col(Evidence.id) == col(EntryEvidence.evidence_id))
            .outerjoin(MediaFile, col(MediaFile.id) == col(Evidence.media_id))
            .where(
                col(EntryEvidence.entry_id).in_(list(entry_ids)),
                evidence_policy.fit_for_others() if for_others else col(Evidence.deleted_at).is_(None),
            )
            .order_by(col(EntryEvidence.position))
        )
    ).all():
        found[link.entry_id].append((evidence, media))
    return {entry_id: tuple(pairs) for entry_id, pairs in found.items()}


def attachment(evidence: Evidence, media: MediaFile | None) -> Attachment:
    """An evidence as a reader sees it."""
    is_photo = evidence.kind == "photo" and media is not None
    return Attachment(
        id=str(evidence.id),
        kind=evidence.kind,
        title=evidence.title,
        words=evidence.words,
        href=evidence.url or media_address(evidence.media_id),
        picture=media_address(evidence.media_id) if is_photo else "",
        thumbnail=media_address(evidence.media_id, thumbnail=True) if is_photo else "",
        width=media.width if media else 0,
        height=media.height if media else 0,
    )


# Written once, and on the tables themselves: they are asked each time somebody comes to their portfolio.
_OWNER: BindParameter[UUID] = bindparam("owner", type_=Uuid())
_IN_ORDER = (
    select(_ENTRY.c.id, _ENTRY.c.kind, policy.in_the_corner().label("in_corner"))
    .where(policy.owned_by(_OWNER))
    .order_by(_ENTRY.c.position, _ENTRY.c.made_at.desc(), _ENTRY.c.id)
)
_TEXTS = tuple(_ENTRY.c[name] for name in TEXTS)
_ABOUT = tuple(_ENTRY.c[name] for name in ("kind", "began", "ended", "ongoing", "place", "made_at"))
_ATTACHED = (
    select(func.count())
    .select_from(_PART)
    .join(_EVIDENCE, _EVIDENCE.c.id == _PART.c.evidence_id)
    .where(_PART.c.entry_id == _ENTRY.c.id, _EVIDENCE.c.deleted_at.is_(None))
)
_FIRST_PHOTO = (
    _ATTACHED.with_only_columns(_EVIDENCE.c.media_id)
    .where(_EVIDENCE.c.kind == EvidenceKind.PHOTO)
    .order_by(_PART.c.position)
    .limit(1)
)
_SHOWN = select(
    _ENTRY.c.id,
    _ENTRY.c.title,
    *_ABOUT,
    *_TEXTS,
    _ATTACHED.scalar_subquery().label("attached"),
    _FIRST_PHOTO.scalar_subquery().label("photo"),
).where(_ENTRY.c.id.in_(bindparam("entries", expanding=True)))
_SAID = select(_ENTRY.c.id, _ENTRY.c.title, _ENTRY.c.place, *_TEXTS).where(policy.owned_by(_OWNER))
_LEFT_OUT = (
    select(func.count(_EVIDENCE.c.id.distinct()))
    .join_from(_EVIDENCE, _PART, _PART.c.evidence_id == _EVIDENCE.c.id)
    .join(_ENTRY, _ENTRY.c.id == _PART.c.entry_id)
    .where(
        policy.owned_by(_OWNER),
        policy.in_the_corner(inside=False),
        _EVIDENCE.c.deleted_at.is_(None),
        ~evidence_policy.fit_for_others(),
    )
)
_OWN_AMONG = select(_EVIDENCE.c.id).where(
    _EVIDENCE.c.id.in_(bindparam("ids", expanding=True)), evidence_policy.owned_by(_OWNER)
)


async def load_portfolio(actor: Actor, page: int = 1, search: str = "", show: str = "") -> PortfolioView:
    """A page of the actor's own entries, in their order: of the kind `show`, or of those in the private corner
    (`CORNER`), else of all outside it; with `search`, of those that say all its words."""
    search = " ".join(search.split())[:LONGEST_SEARCH]
    policy.may_keep_a_portfolio(actor)
    owner = {"owner": actor.person_id}
    async with reading() as session:
        rows = (await session.execute(_IN_ORDER, owner)).all()
        show = show if show == CORNER or show in KINDS else ""
        beside = [row.id for row in rows if row.in_corner == (show == CORNER)]
        listed = beside if show in ("", CORNER) else [row.id for row in rows if row.kind == show and not row.in_corner]
        found = await _saying(session, actor, search, listed) if search else listed
        pages = paging(len(found), page, "/portfolio", search=search, show=show)
        listing = found[pages.skipped : pages.skipped + A_PAGE]
        # Among what was found, or of one kind, the next place is not the next one: none of it is moved.
        whole = len(found) == len(beside) and beside
        cards = await entry_cards(session, actor, listing, within=(beside[0], beside[-1]) if whole else None)
        draft_href = await _unkept(session, actor)
        left_out = (await session.execute(_LEFT_OUT, owner)).scalar_one()
        tagged = await has_tags(session, actor.person_id)
    return PortfolioView(
        listed=cards,
        count=len(rows),
        counted=ngettext("{n} entry", "{n} entries", len(found)),
        show=show,
        shelves=_shelves([row.kind for row in rows if not row.in_corner], show),
        search=search,
        findable=len(listed) > A_PAGE or bool(search),
        paging=pages,
        draft_href=draft_href,
        tagged=tagged,
        left_out=_left_out(left_out),
        loaded=True,
    )


def _shelves(kinds: Collection[str], show: str) -> tuple[Shelf, ...]:
    """The parts of the list: everything, each kind there is where there are several, and the private corner."""
    there = [kind for kind in KINDS if kind in kinds or kind == show]
    named = [("", _("Everything")), *((kind.value, kind_name(kind)) for kind in there), (CORNER, _("Private corner"))]
    if len(there) == 1 and not show:
        named = [named[0], named[-1]]
    address = f"/{spoken()}/portfolio"
    return tuple(Shelf(name, f"{address}?show={code}" if code else address, code == show) for code, name in named)


def entry_line(entry: Entry | Row[*tuple[Any, ...]]) -> str:
    """An entry's kind, when it was (when it was written, where that is not said), and where, in one line."""
    said = when_words(entry.kind, entry.began, entry.ended, ongoing=entry.ongoing) or format_date(entry.made_at)
    return " · ".join(part for part in (kind_name(entry.kind), said, entry.place) if part)


async def entry_cards(
    session: AsyncSession, actor: Actor, entry_ids: Collection[UUID], within: tuple[UUID, UUID] | None
) -> tuple[EntryCard, ...]:
    """Those entries of the actor's, in that order; `within` are the first and the last of all, where they are moved."""
    rows = {row.id: row for row in (await session.execute(_SHOWN, {"entries": entry_ids})).all()}
    skills = await skills_of(session, entry_ids)
    who = await who_can_see_entries(session, actor.person_id, entry_ids)
    cards: list[EntryCard] = []
    for entry_id in entry_ids:
        entry, audience = rows[entry_id], who[str(entry_id)]
        cards.append(
            EntryCard(
                id=str(entry_id),
                title=entry.title,
                about=entry_line(entry),
                beginning=_beginning(entry),
                skills=skills.get(entry_id, ()),
                thumbnail=media_address(entry.photo, thumbnail=True),
                attachments=_attached(entry.attached),
                audience=audience.words,
                private=audience.private,
                first=within is None or entry_id == within[0],
                last=within is None or entry_id == within[1],
            )
        )
    return tuple(cards)


async def _saying(session: AsyncSession, actor: Actor, search: str, ids: list[UUID]) -> list[UUID]:
    """Those of the actor's entries that say every word of `search`, in the order of `ids`."""
    rows = await session.execute(_SAID, {"owner": actor.person_id})
    found = {entry_id for entry_id, *said in rows if says(search, *said)}
    return [one for one in ids if one in found]


def _attached(count: int) -> str:
    return ngettext("{n} attachment", "{n} attachments", count) if count else ""


def _left_out(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "{n} photo is not in the PDF, because you have not asked the person in it.",
        "{n} photos are not in the PDF, because you have not asked the people in them.",
        count,
    )


async def _unkept(session: AsyncSession, actor: Actor) -> str:
    """The form of a new entry of which there is a draft, the newest; evidence it began from may be gone."""
    new = draft_of(None)
    names = await drafts_beginning(session, actor.person_id, new)
    if not names:
        return ""
    begun = as_ids(name.removeprefix(f"{new}-") for name in names)
    there = (await session.execute(_OWN_AMONG, {"ids": begun, "owner": actor.person_id})).scalars()
    queries = {new: ""} | {draft_of(None, one): f"?evidence={one}" for one in there}
    return next((f"/{spoken()}/entry-form{queries[name]}" for name in names if name in queries), "")


def _beginning(entry: Row[*tuple[Any, ...]]) -> str:
    written = next((text for text in (entry.happened, entry.noticed, entry.learned, entry.try_next) if text), "")
    line = " ".join(written.split())
    return line if len(line) <= 160 else line[:159].rsplit(" ", 1)[0] + "…"


async def load_entry(actor: Actor, entry_id: str) -> EntryView:
    """The actor's own entry, to read."""
    async with reading() as session:
        found = (
            await session.execute(select(Entry).where(col(Entry.id) == as_id(entry_id), policy.own(actor)))
        ).scalar_one_or_none()
        if found is None:
            raise NotFound()
        name = str(found.id)
        who = await who_can_see_entries(session, actor.person_id, [found.id])
        link = await own_link(session, actor.person_id, Kind.ENTRY, name)
        collected = await collections_with(session, actor.person_id, [found.id])
        said = await remarks(session, actor.person_id, actor.person_id, Kind.ENTRY, [name])
        view = about_each(await entry_view(session, found), lambda one: f"/{spoken()}/evidence?id={one}")
        persons = await nameable(session, actor.person_id)
        tagging = await tags_to_change(session, Kind.ENTRY, found.id)
    words = (view.title, view.about, view.happened, view.noticed, view.learned, view.try_next)
    missing = settable(" ".join((*words, *(dial.words for dial in view.dials))))[1]
    return replace(
        view,
        tagging=tagging,
        who=who[name],
        link=link,
        collected=tuple(Option(f"/{spoken()}/collection?id={one.id}", one.title) for one in collected),
        nameable=persons,
        remarks=said[name],
        unread=any(remark.unread for remark in said[name]),
        unsettable=" ".join(sorted(missing)[:20]),
    )


async def entry_view(session: AsyncSession, entry: Entry, *, for_others: bool = False) -> EntryView:
    """What an entry says, to its owner or `for_others`; whether the reader may read it is decided before."""
    return (await entry_views(session, [entry], for_others=for_others))[0]


async def entry_views(
    session: AsyncSession, entries: Sequence[Entry], *, for_others: bool = False
) -> tuple[EntryView, ...]:
    """`entry_view` of several, in their order."""
    ids = [entry.id for entry in entries]
    parts = await attachments_of(session, ids, for_others=for_others)
    skills = await skills_of(session, ids)
    tags = await tags_of(session, Kind.ENTRY, ids) if for_others else {}
    dials = await dials_of(session, ids)
    return tuple(
        _entry_view(
            entry,
            [attachment(evidence, media) for evidence, media in parts.get(entry.id, ())],
            skills.get(entry.id, ()),
            tags.get(str(entry.id), ()),
            shown(dials.get(entry.id, {})),
        )
        for entry in entries
    )


def _entry_view(
    entry: Entry,
    parts: Sequence[Attachment],
    skills: tuple[SkillTag, ...],
    tags: tuple[TagView, ...],
    dials: tuple[DialView, ...],
) -> EntryView:
    return EntryView(
        id=str(entry.id),
        title=entry.title,
        about=entry_line(entry),
        day=format_date(entry.made_at),
        in_corner=entry.corner_at is not None,
        heading=first_heading(entry.kind),
        dials=dials,
        changed=format_date(entry.changed_at) if entry.changed_at.date() != entry.made_at.date() else "",
        happened=entry.happened,
        noticed=entry.noticed,
        learned=entry.learned,
        try_next=entry.try_next,
        skills=skills,
        tags=tags,
        photos=tuple(part for part in parts if part.picture),
        attachments=tuple(part for part in parts if not part.picture),
        loaded=True,
    )


def about_each(view: EntryView, page_of: Callable[[str], str]) -> EntryView:
    """`view` with the page about each evidence in it, by its id; "" where there is none for the reader."""
    photos, attachments = (
        tuple(replace(part, about_href=page_of(part.id)) for part in parts) for parts in (view.photos, view.attachments)
    )
    return replace(view, photos=photos, attachments=attachments)


async def load_deleted_entries(actor: Actor) -> tuple[DeletedThing, ...]:
    """The actor's recently deleted entries, each with the day on which it goes for good."""
    rest = rest_lasts()
    async with reading() as session:
        rows = (
            await session.execute(
                select(Entry)
                .where(policy.own(actor, deleted=True), col(Entry.deleted_at) > now() - rest)
                .order_by(col(Entry.deleted_at).desc())
            )
        ).scalars()
        return tuple(
            deleted_thing(entry.id, entry.title, _("Entry"), entry.deleted_at) for entry in rows if entry.deleted_at
        )
