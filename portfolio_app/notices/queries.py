"""What somebody was told: sentences in their language, made of what they may see at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.containing import text_holds
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.languages import _, format_moment, format_number, ngettext, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, folded
from portfolio_app.notices import policy
from portfolio_app.notices.about import About, shown_to
from portfolio_app.notices.kinds import KINDS
from portfolio_app.notices.models import Notice

MOST_COUNTED = 99
"""Above that, the number beside the bell is "99+"."""


@dataclass(frozen=True)
class Told:
    """One notice: a whole sentence, and where the thing is ("" when there is none, or no longer)."""

    id: str = ""
    sentence: str = ""
    at: str = ""
    href: str = ""
    new: bool = False


@dataclass(frozen=True)
class NoticesView:
    """A page of the actor's notices, the latest first."""

    lines: tuple[Told, ...] = ()
    new: int = 0
    said: str = ""
    """How many are new, in words; "" for none."""
    only_new: bool = False
    search: str = ""
    findable: bool = False
    paging: Paging = field(default_factory=Paging)


_NOTICE, _BY = table_of(Notice), table_of(Person).alias("by")
_LINES = select(
    _NOTICE.c.id,
    _NOTICE.c.kind,
    _NOTICE.c.owner_id,
    _NOTICE.c.thing_kind,
    _NOTICE.c.thing,
    _NOTICE.c.made_at,
    _NOTICE.c.read_at,
    _BY.c.name,
).join_from(_NOTICE, _BY, _BY.c.id == _NOTICE.c.by_id, isouter=True)


def counted(new: int) -> str:
    """The number beside the bell; "" for none."""
    if new > MOST_COUNTED:
        return _("{n}+").format(n=format_number(MOST_COUNTED))
    return format_number(new) if new else ""


def notices_said(new: int) -> str:
    """What the bell says to whoever does not see it."""
    return ngettext("Notices, {n} new", "Notices, {n} new", new) if new else _("Notices")


async def load_notices(actor: Actor, page: int = 1, *, only_new: bool = False, search: str = "") -> NoticesView:
    """A page of the actor's notices. `search` are parts of the names of whoever they speak of."""
    search = search[:LONGEST_SEARCH]
    mine = policy.told(actor.person_id)
    is_new = _NOTICE.c.read_at.is_(None)
    found = _LINES.where(mine, *([is_new] if only_new else []))
    for word in folded(search).split():
        found = found.where(text_holds(_BY.c.sort_name, word))
    async with reading() as session:
        total, new = (
            await session.execute(select(func.count(), func.count().filter(is_new)).select_from(_NOTICE).where(mine))
        ).one()
        count = await session.scalar(select(func.count()).select_from(found.subquery())) or 0
        pages = paging(count, page, "/notices", show="new" if only_new else "", search=search)
        lines = await told_lines(session, actor.person_id, found.limit(A_PAGE).offset(pages.skipped))
    return NoticesView(
        lines=lines,
        new=new,
        said=ngettext("{n} new", "{n} new", new) if new else "",
        only_new=only_new,
        search=search,
        findable=total > A_PAGE,
        paging=pages,
    )


async def lines_of(session: AsyncSession, reader_id: UUID, ids: Sequence[UUID]) -> tuple[Told, ...]:
    """These notices, the latest first, as their reader may see them now."""
    return await told_lines(session, reader_id, _LINES.where(policy.told(reader_id), _NOTICE.c.id.in_(ids)))


async def told_lines(session: AsyncSession, reader_id: UUID, found: Select[*tuple[Any, ...]]) -> tuple[Told, ...]:
    """The notices that `found` selects, the latest first."""
    rows = (await session.execute(found.order_by(_NOTICE.c.made_at.desc(), _NOTICE.c.id))).all()
    about = {row.id: About(row.owner_id, row.thing_kind, row.thing) for row in rows if row.thing_kind}
    shown = await shown_to(session, reader_id, set(about.values()))
    return tuple(_line(row, shown.get(about[row.id]) if row.id in about else None) for row in rows)


def _line(row: Row[*tuple[Any, ...]], shown: Any) -> Told:
    kind = KINDS.get(row.kind)
    name = row.name or "Polku"
    said = ""
    if kind:
        whole = shown is not None or not row.thing_kind
        said = _(kind.sentence if whole else kind.gone).format(name=name, title=shown.title if shown else "")
    return Told(
        id=str(row.id),
        sentence=said,
        at=format_moment(row.made_at),
        href=f"/{spoken()}{shown.path}" if shown else "",
        new=row.read_at is None,
    )
