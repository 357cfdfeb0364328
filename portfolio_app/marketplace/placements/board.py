"""A period's board: every pupil of its classes, where they go, and which of nine things are done or missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.languages import N_, _, format_date, format_days, format_list, local_date
from portfolio_app.marketplace.diary.models import OwnEvaluation
from portfolio_app.marketplace.evaluations.models import HostEvaluation
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.offer_words import KIND_NAMES
from portfolio_app.marketplace.periods import policy
from portfolio_app.marketplace.periods.models import Period, Wish
from portfolio_app.marketplace.periods.programmes import programmes_of
from portfolio_app.marketplace.periods.queries import Going, PeriodFields, fields_of, pupils_of
from portfolio_app.marketplace.periods.wishes import wished
from portfolio_app.marketplace.placements.models import (
    Agreement,
    Party,
    Placement,
    Signature,
    SignatureAsk,
)
from portfolio_app.schools.listing import Way, address


class Thing(StrEnum):
    """What has to be there for a placement, in the order in which it comes."""

    WISH = "wish"
    PLACE = "place"
    TERMS = "terms"
    FAMILY = "family"
    HOST = "host"
    SCHOOL = "school"
    DAY_CARD = "day_card"
    HOST_SAYS = "host_says"
    LOOKED_BACK = "looked_back"


THING_NAMES: Mapping[Thing, str] = {
    Thing.WISH: N_("Wishes"),
    Thing.PLACE: N_("Workplace"),
    Thing.TERMS: N_("Agreement written"),
    Thing.FAMILY: N_("Family signed"),
    Thing.HOST: N_("Host signed"),
    Thing.SCHOOL: N_("School signed"),
    Thing.DAY_CARD: N_("Day card read"),
    Thing.HOST_SAYS: N_("Host said how it went"),
    Thing.LOOKED_BACK: N_("Pupil looked back"),
}
SIGNED = {Thing.FAMILY: Party.FAMILY, Thing.HOST: Party.HOST, Thing.SCHOOL: Party.SCHOOL}


class Mark(StrEnum):
    """How one thing stands."""

    DONE = "done"
    ASKED = "asked"
    MISSING = "missing"
    LATER = "later"


SIGNS: Mapping[Mark, str] = {Mark.DONE: "✓", Mark.ASKED: "…", Mark.MISSING: "–", Mark.LATER: ""}


@dataclass(frozen=True)
class Cell:
    """How one thing stands for one pupil: a sign, and the same in words."""

    sign: str = ""
    said: str = ""
    mark: str = Mark.MISSING


@dataclass(frozen=True)
class BoardRow:
    """A pupil on the board. `missing` says in words what is; `href` leads to the agreement."""

    id: str = ""
    name: str = ""
    class_name: str = ""
    place: str = ""
    href: str = ""
    cells: tuple[Cell, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class BoardView:
    """A period with its board. `version` is what a change of the period must know."""

    id: str = ""
    name: str = ""
    detail: str = ""
    words: str = ""
    adult: str = ""
    announced: bool = False
    over: bool = False
    things: tuple[str, ...] = ()
    rows: tuple[BoardRow, ...] = ()
    filters: tuple[Way, ...] = ()
    said: str = ""
    pupils: int = 0
    find_href: str = ""
    wishes_href: str = ""
    asks_wishes: bool = False
    offers_href: str = ""
    """Where the programmes are chosen that pupils rank; "" for periods of another kind."""
    fields: PeriodFields = field(default_factory=PeriodFields)
    version: int = 0
    loaded: bool = False


@dataclass(frozen=True)
class _Known:
    """All that is known of a period's placements, by the pupil and by the placement."""

    wishes: set[UUID]
    placements: Mapping[UUID, Placement]
    agreements: Mapping[UUID, tuple[int, datetime]]
    signed: Mapping[UUID, Mapping[str, tuple[str, datetime]]]
    asked: Mapping[UUID, Mapping[str, datetime]]
    said: Mapping[Thing, set[UUID]]
    """Placements of which the host, or the pupil, has said how they went: that they did, not what."""


async def load_board(actor: Actor, period_id: str, *, missing: str = "") -> BoardView:
    """The board of a period that the actor looks after: pupils of classes they look after, of all of its classes for a
    counsellor. `missing` is a thing; then only those are listed who lack it. Raises `NotFound`."""
    wanted = Thing(missing) if missing in list(Thing) else None
    async with reading() as session:
        row = await policy.check_guides(session, actor, period_id)
        pupils = await pupils_of(session, actor, row)
        known = await _know(session, row, [one.id for one in pupils])
        adult = await session.scalar(select(col(Person.name)).where(col(Person.id) == row.adult_id))
        fields = await fields_of(session, actor, row.school_id, row)
    today = local_date(now())
    things = [one for one in Thing if one is not Thing.WISH or row.wishes_until is not None]
    lines = [_row(known, things, one) for one in pupils]
    lacking = {
        one: sum(line.cells[number].mark in (Mark.MISSING, Mark.ASKED) for line in lines)
        for number, one in enumerate(things)
    }
    shown = lines
    if wanted is not None and wanted in things:
        number = things.index(wanted)
        shown = [line for line in lines if line.cells[number].mark in (Mark.MISSING, Mark.ASKED)]
    complete = sum(not line.missing for line in lines)
    return BoardView(
        id=str(row.id),
        name=row.name,
        detail=f"{format_days(row.first_day, row.last_day)} · {_(KIND_NAMES[OfferKind(row.kind)])}",
        words=row.words,
        adult=", ".join(part for part in (adult or "", row.adult_phone) if part),
        announced=row.announced_at is not None,
        over=row.last_day < today,
        things=tuple(_(THING_NAMES[one]) for one in things),
        rows=tuple(shown),
        filters=tuple(_filters(row.id, things, lacking, wanted, len(lines))),
        said=_("{n} of {all} have all that is needed now.").format(n=complete, all=len(lines)),
        pupils=len(lines),
        find_href=address(
            "/marketplace", kind=row.kind, show="offers", **{"from": str(row.first_day), "to": str(row.last_day)}
        ),
        wishes_href=address("/period-wishes", id=str(row.id)),
        asks_wishes=row.wishes_until is not None,
        offers_href=address("/period-offers", id=str(row.id)) if row.kind == OfferKind.TASTER else "",
        fields=fields,
        version=row.version,
        loaded=True,
    )


def _filters(
    period: UUID, things: Sequence[Thing], lacking: Mapping[Thing, int], wanted: Thing | None, every: int
) -> Iterable[Way]:
    def way(label: str, count: int, thing: str) -> Way:
        href = address("/period", id=str(period), missing=thing)
        return Way(f"{label} ({count})", href, (wanted or "") == thing)

    yield way(_("All"), every, "")
    for one in things:
        if lacking[one]:
            yield way(_("Missing: {what}").format(what=_(THING_NAMES[one])), lacking[one], one)


async def _know(session: AsyncSession, row: Period, pupils: Sequence[UUID]) -> _Known:
    found = await session.execute(
        select(Placement)
        .where(
            col(Placement.school_id) == row.school_id,
            col(Placement.period_id) == row.id,
            col(Placement.cancelled_at).is_(None),
        )
        .order_by(col(Placement.made_at))
    )
    placements = {one.person_id: one for one in found.scalars() if one.person_id in set(pupils)}
    ids = [one.id for one in placements.values()]
    newest = (
        select(col(Agreement.placement_id), func.max(col(Agreement.version)).label("version"))
        .where(col(Agreement.placement_id).in_(ids))
        .group_by(col(Agreement.placement_id))
        .subquery()
    )
    rows = await session.execute(
        select(
            col(Agreement.placement_id),
            col(Agreement.version),
            col(Agreement.made_at),
            col(Signature.party),
            col(Signature.name),
            col(Signature.signed_at),
        )
        .join(
            newest,
            (newest.c.placement_id == col(Agreement.placement_id)) & (newest.c.version == col(Agreement.version)),
        )
        .outerjoin(Signature, col(Signature.agreement_id) == col(Agreement.id))
    )
    agreements: dict[UUID, tuple[int, datetime]] = {}
    signed: defaultdict[UUID, dict[str, tuple[str, datetime]]] = defaultdict(dict)
    for placement, version, made_at, party, name, signed_at in rows:
        agreements[placement] = (version, made_at)
        if party:
            signed[placement][party] = (name, signed_at)
    asked: defaultdict[UUID, dict[str, datetime]] = defaultdict(dict)
    asks = select(col(SignatureAsk.placement_id), col(SignatureAsk.party), col(SignatureAsk.asked_at))
    for placement, party, at in await session.execute(asks.where(col(SignatureAsk.placement_id).in_(ids))):
        asked[placement][party] = at
    said = {
        thing: set((await session.execute(select(column).where(column.in_(ids)))).scalars())
        for thing, column in (
            (Thing.HOST_SAYS, col(HostEvaluation.placement_id)),
            (Thing.LOOKED_BACK, col(OwnEvaluation.placement_id)),
        )
    }
    ranks = bool(await programmes_of(session, row))
    told = select(col(Wish.person_id)).where(col(Wish.period_id) == row.id, wished(ranks=ranks))
    return _Known(
        wishes=set((await session.execute(told)).scalars()),
        placements=placements,
        agreements=agreements,
        signed=signed,
        asked=asked,
        said=said,
    )


def _row(known: _Known, things: Sequence[Thing], pupil: Going) -> BoardRow:
    placement = known.placements.get(pupil.id)
    cells = [_cell(one, pupil.id, placement, known) for one in things]
    missing = [
        _(THING_NAMES[thing])
        for thing, cell in zip(things, cells, strict=True)
        if cell.mark in (Mark.MISSING, Mark.ASKED)
    ]
    where = ""
    if placement is not None:
        where = f"{placement.host_name} · {format_days(placement.first_day, placement.last_day)}"
    return BoardRow(
        id=str(pupil.id),
        name=pupil.name,
        class_name=pupil.class_name,
        place=where or _("No workplace yet"),
        href=address("/agreement", id=str(placement.id)) if placement else "",
        cells=tuple(cells),
        missing=_("Missing: {what}").format(what=format_list(missing)) if missing else "",
    )


def _cell(thing: Thing, pupil: UUID, placement: Placement | None, known: _Known) -> Cell:
    what = _(THING_NAMES[thing])
    if thing is Thing.WISH:
        return _marked(what, Mark.DONE if pupil in known.wishes else Mark.MISSING)
    if placement is None:
        return _marked(what, Mark.MISSING if thing is Thing.PLACE else Mark.LATER)
    if thing is Thing.PLACE:
        return _marked(what, Mark.DONE, placement.host_name)
    if thing is Thing.TERMS:
        version = known.agreements.get(placement.id)
        return _marked(what, Mark.DONE, format_date(version[1])) if version else _marked(what, Mark.MISSING)
    if thing in known.said:
        after = Mark.MISSING if placement.last_day < local_date(now()) else Mark.LATER
        return _marked(what, Mark.DONE if placement.id in known.said[thing] else after)
    if thing in SIGNED:
        return _signature(thing, what, placement, known)
    return _marked(what, Mark.DONE if placement.seen_at else Mark.MISSING)


def _signature(thing: Thing, what: str, placement: Placement, known: _Known) -> Cell:
    party = SIGNED[thing]
    if found := known.signed.get(placement.id, {}).get(party):
        return _marked(what, Mark.DONE, _("{name}, {day}").format(name=found[0], day=format_date(found[1])))
    if asked := known.asked.get(placement.id, {}).get(party):
        return _marked(what, Mark.ASKED, format_date(asked))
    return _marked(what, Mark.MISSING)


def _marked(what: str, mark: Mark, more: str = "") -> Cell:
    said = {
        Mark.DONE: _("{what}: done"),
        Mark.ASKED: _("{what}: asked on {day}"),
        Mark.MISSING: _("{what}: missing"),
        Mark.LATER: _("{what}: comes later"),
    }[mark].format(what=what, day=more)
    if mark is Mark.DONE and more:
        said = f"{said} ({more})"
    return Cell(SIGNS[mark], said, mark)
