"""A link as its owner sees it: its address, what it shows, and how often it was opened."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core.clock import now
from portfolio_app.core.languages import _, format_date, local_date, ngettext, spoken
from portfolio_app.core.secrets import digest
from portfolio_app.schools.links import may_use_links
from portfolio_app.sharing import things
from portfolio_app.sharing.links import LASTS, LINKABLE, LONGEST, NOT_HERE, link_key, path_of
from portfolio_app.sharing.models import Audience, Grant, Kind, LinkLook, ShareLink, ShownName
from portfolio_app.sharing.policy import open_at

MOST_DAYS = 30
"""Days with looks that are listed, the newest."""


@dataclass(frozen=True)
class OwnLink:
    """Whether there is a link to a thing, what it is like, and what a form for one begins with."""

    id: str = ""
    """"" where there is none."""
    obstacle: str = ""
    """Why there can be none now, "" where there can."""
    path: str = ""
    """Where it leads; "" where the instance has another secret file than when it was made."""
    preview_href: str = ""
    said: str = ""
    """Who sees it until when, in words."""
    code: bool = False
    name: str = ShownName.NONE.value
    files: bool = False
    contact: bool = False
    language: str = ""
    until: str = ""
    """The last day, as a date field has it."""
    latest: str = ""
    """The last day there can be."""
    opened: str = ""
    days: tuple[str, ...] = ()
    """How often on which day, the newest first."""
    request: str = ""


@dataclass(frozen=True)
class OpenLinkLine:
    """A link that works, in a list of them."""

    title: str = ""
    detail: str = ""
    preview_href: str = ""


async def open_links(session: AsyncSession, owner_id: UUID) -> tuple[OpenLinkLine, ...]:
    """The owner's links that work now, the one that ends first before the others."""
    if not await may_use_links(session, owner_id):
        return ()
    found = await session.execute(
        select(col(ShareLink.id), col(Grant.kind), col(Grant.thing), col(Grant.until_at))
        .join(Grant, col(Grant.id) == col(ShareLink.grant_id))
        .where(col(Grant.owner_id) == owner_id, open_at(now()))
        .order_by(col(Grant.until_at), col(ShareLink.id))
    )
    rows = found.all()
    titles: dict[tuple[str, str], str] = {}
    for kind in LINKABLE:
        there = await things.find(session, owner_id, kind, [row.thing for row in rows if row.kind == kind])
        titles |= {(kind.value, name): thing.title for name, thing in there.items() if not thing.obstacle}
    return tuple(
        OpenLinkLine(
            titles[row.kind, row.thing],
            _("Anyone with the link until {day}").format(day=format_date(row.until_at)),
            preview_of(row.id),
        )
        for row in rows
        if (row.kind, row.thing) in titles
    )


def preview_of(link_id: UUID) -> str:
    """Where the owner of a link sees what it shows."""
    return f"/shared-preview/{link_id}"


async def own_link(session: AsyncSession, owner_id: UUID, kind: Kind, thing: str) -> OwnLink:
    """The link to a thing of the owner's, or what a form for a new one begins with."""
    here = local_date(now())
    new = OwnLink(
        until=(here + LASTS).isoformat(),
        latest=(here + LONGEST).isoformat(),
        language=spoken(),
        request=str(uuid4()),
        files=kind is Kind.EVIDENCE,
        obstacle=_(await _obstacle(session, owner_id, kind, thing)),
    )
    if new.obstacle:
        return new
    found = await session.execute(
        select(ShareLink, col(Grant.until_at))
        .join(Grant, col(Grant.id) == col(ShareLink.grant_id))
        .where(
            col(Grant.owner_id) == owner_id,
            col(Grant.kind) == kind,
            col(Grant.thing) == thing,
            col(Grant.audience) == Audience.LINK,
            open_at(now()),
        )
    )
    row = found.first()
    if row is None:
        return new
    link, until = row[0], local_date(row[1] or now())
    key = link_key(link.id)
    looks = await session.execute(
        select(col(LinkLook.day), col(LinkLook.count))
        .where(col(LinkLook.link_id) == link.id)
        .order_by(col(LinkLook.day).desc())
    )
    days = looks.all()
    return OwnLink(
        id=str(link.id),
        path=path_of(key) if digest(key) == link.key_hash else "",
        preview_href=preview_of(link.id),
        said=_("Anyone with the link until {day}").format(day=format_date(until)),
        code=bool(link.code_hash),
        name=link.shown_name,
        files=link.shows_files,
        contact=link.shows_contact,
        language=link.language,
        until=until.isoformat(),
        latest=new.latest,
        opened=_opened(sum(count for _day, count in days)),
        days=tuple(f"{format_date(day)}: {times(count)}" for day, count in days[:MOST_DAYS]),
        request=new.request,
    )


async def _obstacle(session: AsyncSession, owner_id: UUID, kind: Kind, thing: str) -> str:
    found = (await things.find(session, owner_id, kind, [thing])).get(thing)
    if found and found.obstacle:
        return found.obstacle
    return "" if await may_use_links(session, owner_id) else NOT_HERE


def times(count: int) -> str:
    """How often, in words."""
    # Translators: how often a link was opened
    return ngettext("{n} time", "{n} times", count)


def _opened(count: int) -> str:
    if not count:
        return _("Nobody has opened it yet.")
    return ngettext("It was opened {n} time.", "It was opened {n} times.", count)
