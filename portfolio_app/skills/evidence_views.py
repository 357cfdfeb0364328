"""Pieces of evidence as screens show them: in a list, one to look at and change, and the recently deleted ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, Uuid, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading, table_of
from portfolio_app.core.drafts import KeptDraft, load_draft, ticked
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _, format_date, spoken
from portfolio_app.core.models import MediaFile
from portfolio_app.core.resting import rest_lasts
from portfolio_app.esco.tagged import TagsView, TagView, tags_to_change
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.link_views import OwnLink, own_link
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import Nameable, Remark, WhoCanSee, nameable, remarks, who_can_see
from portfolio_app.skills import policy
from portfolio_app.skills.actions import evidence_draft
from portfolio_app.skills.carried import carried_words, seen_where
from portfolio_app.skills.framework import Framework, pupils_framework
from portfolio_app.skills.models import Evidence, EvidenceKind, PeopleInIt
from portfolio_app.skills.origins import origin_words
from portfolio_app.skills.things import NOT_ASKED

MOST_OFFERED = 200  # the newest; what is ticked already is offered as well, however old
KINDS = {
    EvidenceKind.PHOTO: N_("Photo"),
    EvidenceKind.PDF: N_("PDF"),
    EvidenceKind.LINK: N_("Link"),
    EvidenceKind.WORDS: N_("Words"),
}


@dataclass(frozen=True)
class EvidenceItem:
    """A piece of evidence in a list. Addresses are "" where there is nothing to open."""

    id: str = ""
    kind: str = ""
    what: str = ""
    """Its kind in words, and where it comes from, if that was said."""
    title: str = ""
    words: str = ""
    day: str = ""
    href: str = ""
    """The page about it."""
    open_href: str = ""
    """The link or file itself."""
    picture: str = ""
    thumbnail: str = ""
    width: int = 0
    height: int = 0
    carried: str = ""
    """From which framework it is carried over to where it is seen here, "" for none."""
    who: str = ""
    private: bool = True
    tags: tuple[TagView, ...] = ()
    """Of one that is opened; lists do not show them."""


@dataclass(frozen=True)
class SkillChoice:
    """A capability to tick."""

    value: str = ""
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class SkillGroup:
    """The capabilities of one theme."""

    theme: str = ""
    name: str = ""
    choices: tuple[SkillChoice, ...] = ()


@dataclass(frozen=True)
class EvidenceView:
    """A piece of evidence of one's own, to look at and to change."""

    loaded: bool = False
    item: EvidenceItem = EvidenceItem()
    version: int = 0
    draft: str = ""
    draft_version: int = 0
    title: str = ""
    words: str = ""
    url: str = ""
    people_in_it: str = ""
    origin: str = ""
    file_name: str = ""
    skills: tuple[SkillGroup, ...] = ()
    said: str = ""
    """What it is, and from when."""
    now_called: str = ""
    kept_words: str = ""
    """What is kept, for whoever has typed something else meanwhile."""
    obstacle: str = ""
    """Why it cannot be shared, "" when it can."""
    who: WhoCanSee = field(default_factory=WhoCanSee)
    link: OwnLink = field(default_factory=OwnLink)
    nameable: tuple[Nameable, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: bool = False
    tagging: TagsView = field(default_factory=TagsView)


@dataclass(frozen=True)
class DeletedThing:
    """Something among the recently deleted; `at` sorts by when it was."""

    id: str = ""
    at: str = ""
    title: str = ""
    detail: str = ""


def deleted_thing(thing: UUID, title: str, kind: str, at: datetime) -> DeletedThing:
    """What was deleted at that moment; `kind` says in words what it is."""
    rest = rest_lasts()
    detail = _("{kind}. Will be deleted for ever on {day}.").format(kind=kind, day=format_date(at + rest))
    return DeletedThing(id=str(thing), at=at.isoformat(), title=title, detail=detail)


def media_href(media_id: UUID | None, *, thumbnail: bool = False) -> str:
    """Where a file is downloaded from; "" without one."""
    return f"/files/{media_id}{'/thumbnail' if thumbnail else ''}" if media_id else ""


# Written once, and on the tables themselves: putting them together would take longer than running them.
_OWNER: BindParameter[UUID] = bindparam("owner", type_=Uuid())
_EVIDENCE, _FILE = table_of(Evidence), table_of(MediaFile)
_ITEM = select(
    _EVIDENCE.c.id,
    _EVIDENCE.c.kind,
    _EVIDENCE.c.title,
    _EVIDENCE.c.words,
    _EVIDENCE.c.url,
    _EVIDENCE.c.media_id,
    _EVIDENCE.c.people_in_it,
    _EVIDENCE.c.origin,
    _EVIDENCE.c.made_at,
    _EVIDENCE.c.version,
    func.coalesce(_FILE.c.name, "").label("file_name"),
    func.coalesce(_FILE.c.width, 0).label("width"),
    func.coalesce(_FILE.c.height, 0).label("height"),
).join_from(_EVIDENCE, _FILE, _FILE.c.id == _EVIDENCE.c.media_id, isouter=True)
_OWN_ITEM = _ITEM.where(_EVIDENCE.c.id == bindparam("evidence"), policy.owned_by(_OWNER))
_ITEMS = _ITEM.where(_EVIDENCE.c.id.in_(bindparam("ids", expanding=True))).order_by(
    _EVIDENCE.c.made_at.desc(), _EVIDENCE.c.id
)
_OWN_ITEMS = _ITEMS.where(policy.owned_by(_OWNER))
_FIT_FOR_OTHERS = _ITEMS.where(_EVIDENCE.c.person_id == _OWNER, policy.fit_for_others())


async def load_evidence(actor: Actor, evidence_id: str) -> EvidenceView:
    """One piece of the actor's own evidence. A draft that was not kept wins: it is what was typed last."""
    policy.may_keep_skills(actor)
    async with reading() as session:
        which = {"evidence": as_id(evidence_id), "owner": actor.person_id}
        evidence = (await session.execute(_OWN_ITEM, which)).first()
        if evidence is None:
            raise NotFound()
        name = str(evidence.id)
        used = pupils_framework(await framework_of(session, actor.person_id))
        seen = (await seen_where(session, [evidence.id], used)).get(evidence.id, {})
        who = await who_can_see(session, actor.person_id, Kind.EVIDENCE, [name])
        said = await remarks(session, actor.person_id, actor.person_id, Kind.EVIDENCE, [name])
        link = await own_link(session, actor.person_id, Kind.EVIDENCE, name)
        persons = await nameable(session, actor.person_id)
        draft = await load_draft(session, actor.person_id, evidence_draft(evidence.id))
        tagging = await tags_to_change(session, Kind.EVIDENCE, evidence.id)
    kept = {
        "title": evidence.title,
        "words": evidence.words,
        "url": evidence.url,
        "people_in_it": evidence.people_in_it,
        "origin": evidence.origin,
    }
    typed = kept | typed_in(draft, kept)
    shows = ticked(draft.fields, "skill:") if draft else seen
    carried = carried_words(tag for tags in seen.values() for tag in tags)
    item = replace(evidence_item(evidence, who[name]), carried=carried)
    return EvidenceView(
        loaded=True,
        item=item,
        version=evidence.version,
        draft=evidence_draft(evidence.id),
        draft_version=draft.version if draft else 0,
        title=typed["title"],
        words=typed["words"],
        url=typed["url"],
        people_in_it=typed["people_in_it"],
        origin=typed["origin"],
        file_name=evidence.file_name,
        skills=skill_groups(used, shows),
        said=_("{kind}, {day}").format(kind=item.what, day=item.day),
        now_called=_("It is now called “{title}”.").format(title=evidence.title),
        kept_words=evidence.words,
        obstacle=_(NOT_ASKED) if evidence.people_in_it == PeopleInIt.NOT_ASKED else "",
        who=who[name],
        link=link,
        nameable=persons,
        remarks=said[name],
        unread=any(remark.unread for remark in said[name]),
        tagging=tagging,
    )


async def load_deleted_evidence(actor: Actor) -> tuple[DeletedThing, ...]:
    """The actor's recently deleted evidence, newest first, each with the day on which it goes for good."""
    policy.may_keep_skills(actor)
    rest = rest_lasts()
    async with reading() as session:
        rows = await session.execute(
            select(col(Evidence.id), col(Evidence.title), col(Evidence.kind), col(Evidence.deleted_at))
            .where(policy.own(actor, deleted=True), col(Evidence.deleted_at) > now() - rest)
            .order_by(col(Evidence.deleted_at).desc())
        )
        return tuple(
            deleted_thing(evidence_id, title, _(KINDS[EvidenceKind(kind)]), deleted_at)
            for evidence_id, title, kind, deleted_at in rows
            if deleted_at
        )


async def evidence_items(
    session: AsyncSession, owner_id: UUID, evidence_ids: Collection[UUID], *, for_others: bool = False
) -> tuple[EvidenceItem, ...]:
    """Pieces of the owner's evidence, newest first. `for_others` leaves out what may be seen by nobody else; whether
    these are shared with the reader is decided before."""
    if not evidence_ids:
        return ()
    which = {"owner": owner_id, "ids": list(evidence_ids)}
    rows = (await session.execute(_FIT_FOR_OTHERS if for_others else _OWN_ITEMS, which)).all()
    names = [str(evidence.id) for evidence in rows]
    who: Mapping[str, WhoCanSee] = {}
    if not for_others:
        who = await who_can_see(session, owner_id, Kind.EVIDENCE, names)
    return tuple(evidence_item(evidence, who.get(str(evidence.id), WhoCanSee())) for evidence in rows)


async def offered_evidence(session: AsyncSession, actor: Actor, chosen: list[UUID]) -> list[Evidence]:
    """Evidence to tick, newest first: the newest pieces, and those that are ticked."""
    mine = policy.own(actor)
    newest = select(col(Evidence.id)).where(mine).order_by(col(Evidence.made_at).desc()).limit(MOST_OFFERED)
    which = or_(col(Evidence.id).in_(newest), col(Evidence.id).in_(chosen))
    return list(
        (await session.execute(select(Evidence).where(mine, which).order_by(col(Evidence.made_at).desc()))).scalars()
    )


def evidence_item(evidence: Row[*tuple[Any, ...]], who: WhoCanSee) -> EvidenceItem:
    """An evidence, with what `_ITEM` says of it, as a line of a list."""
    is_photo = evidence.kind == EvidenceKind.PHOTO
    return EvidenceItem(
        id=str(evidence.id),
        kind=evidence.kind,
        what=" · ".join(filter(None, (_(KINDS[EvidenceKind(evidence.kind)]), origin_words(evidence.origin)))),
        title=evidence.title,
        words=evidence.words,
        day=format_date(evidence.made_at),
        href=f"/{spoken()}/evidence?id={evidence.id}",
        open_href=evidence.url or media_href(evidence.media_id),
        picture=media_href(evidence.media_id) if is_photo else "",
        thumbnail=media_href(evidence.media_id, thumbnail=True) if is_photo else "",
        width=evidence.width,
        height=evidence.height,
        who=who.words,
        private=who.private,
    )


def typed_in(draft: KeptDraft | None, kept: Mapping[str, str]) -> dict[str, str]:
    """Of a draft, the texts of the fields there are."""
    fields: Mapping[str, Any] = draft.fields if draft else {}
    return {name: value for name, value in fields.items() if name in kept and isinstance(value, str)}


def skill_groups(used: Framework, chosen: Collection[str]) -> tuple[SkillGroup, ...]:
    return tuple(
        SkillGroup(
            theme=theme.look,
            name=used.text(theme.name, spoken()),
            choices=tuple(
                SkillChoice(one.code, used.text(one.name, spoken()), one.code in chosen) for one in theme.capabilities
            ),
        )
        for theme in used.themes
    )
