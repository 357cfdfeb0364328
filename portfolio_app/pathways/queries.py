"""What the screens of pathways show: the list, one of them, up to three beside each other, those in somebody's plan."""

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _, format_date, format_list, ngettext, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.resting import rest_lasts
from portfolio_app.pathways import policy
from portfolio_app.pathways.catalogue import Catalogue, Known, load_catalogue
from portfolio_app.pathways.finding import KINDS, LEARNT, MOST_COMPARED, SHARED, Asked, found
from portfolio_app.pathways.fit import FitView, Reader, fit_view, load_reader, quoted, short_fit
from portfolio_app.pathways.models import KeptPathway, Pathway, PathwayKind
from portfolio_app.plan.actions import FROM_PATHWAY
from portfolio_app.plan.goal_form import Beginning
from portfolio_app.skills.evidence_views import DeletedThing, deleted_thing
from portfolio_app.skills.interests_now import theme_names
from portfolio_app.skills.questionnaire import said

FIELDS = {
    "what": N_("What it is"),
    "where": N_("Where"),
    "length": N_("How long it takes"),
    "cost": N_("What it costs"),
    "entry": N_("How to get in"),
    "prospects": N_("What comes after"),
    "try": N_("What I could try"),
}
"""The same for all, in this order; `try` is left out where nothing is said of it."""


@dataclass(frozen=True)
class PathwayLine:
    """A pathway in a list."""

    code: str = ""
    name: str = ""
    href: str = ""
    detail: str = ""
    what: str = ""
    mark: str = ""
    """What is to be said of its being here: it is in the plan, outside one's usual, or no longer in the catalogue."""
    fits: str = ""
    fits_href: str = ""
    compare_href: str = ""
    """The same list with this one to compare, or without it; "" when as many as can be are chosen."""
    compared: bool = False


@dataclass(frozen=True)
class PathwaysView:
    """A page of the list, what was asked for, and what can be asked for."""

    loaded: bool = False
    listed: tuple[PathwayLine, ...] = ()
    said: str = ""
    asked: Asked = field(default_factory=Asked)
    narrowed: bool = False
    regions: tuple[Option, ...] = ()
    interests: tuple[Option, ...] = ()
    can_keep: bool = False
    tells_fit: bool = False
    paging: Paging = field(default_factory=Paging)
    compared: str = ""
    compare: str = ""
    """Codes to compare, as they stand in an address."""
    key: str = ""
    """Another one whenever something else was asked for."""
    empty: bool = False
    """Whether there is no catalogue at all."""


@dataclass(frozen=True)
class PathwayField:
    """One of the fields all pathways have."""

    name: str = ""
    label: str = ""
    text: str = ""


@dataclass(frozen=True)
class PathwayView:
    """One pathway."""

    loaded: bool = False
    code: str = ""
    name: str = ""
    kind: str = ""
    fields: tuple[PathwayField, ...] = ()
    regions: str = ""
    learnt: str = ""
    interests: tuple[Option, ...] = ()
    checked: str = ""
    source: str = ""
    retired: bool = False
    ways_title: str = ""
    ways: tuple[PathwayLine, ...] = ()
    can_keep: bool = False
    kept: bool = False
    fit: FitView = field(default_factory=FitView)
    compare_href: str = ""
    goal_href: str = ""


@dataclass(frozen=True)
class Compared:
    """One of those beside each other."""

    code: str = ""
    name: str = ""
    kind: str = ""
    href: str = ""
    without_href: str = ""


@dataclass(frozen=True)
class Cell:
    """What a field says of one of them."""

    name: str = ""
    text: str = ""


@dataclass(frozen=True)
class ComparedRow:
    """A field, and what it says of each."""

    label: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class CompareView:
    """Up to three pathways with the same rows, in the order in which they were chosen."""

    loaded: bool = False
    pathways: tuple[Compared, ...] = ()
    rows: tuple[ComparedRow, ...] = ()
    more_href: str = ""


@dataclass(frozen=True)
class KeptView:
    """The pathways in somebody's plan, newest first, at most a page of them."""

    lines: tuple[PathwayLine, ...] = ()
    more: str = ""


async def load_pathways(actor: Actor, wanted: Asked) -> PathwaysView:
    """A page of the catalogue, of what `wanted` asks for. Raises `Refused` for whoever belongs to no school."""
    policy.may_read(actor)
    async with reading() as session:
        catalogue = await load_catalogue(session)
        reader = await load_reader(session, actor)
        kept = frozenset(await _kept_codes(session, actor))
    some = found(catalogue, wanted, reader, kept)
    pages = paging(len(some), wanted.page, "/pathways", **wanted.query)
    chosen = tuple(code for code in wanted.compare if code in catalogue.pathways)
    return PathwaysView(
        loaded=True,
        listed=tuple(
            _listed(one, wanted, chosen, reader, kept) for one in some[pages.skipped : pages.skipped + A_PAGE]
        ),
        said=ngettext("{n} in this list", "{n} in this list, in mixed order: none comes first.", len(some))
        if some
        else "",
        asked=wanted,
        narrowed=wanted.narrowed,
        regions=tuple(Option(name, name) for name in catalogue.regions),
        interests=tuple(Option(code, name) for code, name in theme_names().items()),
        can_keep=reader.pupil,
        tells_fit=bool(reader.interests.themes),
        paging=pages,
        compared=format_list([catalogue.pathways[code].text("name") for code in chosen]),
        compare=".".join(chosen),
        key=repr(wanted.query),
        empty=not catalogue.pathways,
    )


def _listed(one: Known, wanted: Asked, chosen: tuple[str, ...], reader: Reader, kept: Collection[str]) -> PathwayLine:
    compared = one.code in chosen
    others = [code for code in chosen if code != one.code]
    fits = short_fit(reader, one)
    mark = ""
    if one.retired:
        mark = _("No longer in the catalogue")
    elif one.code in kept:
        mark = _("In my plan")
    elif wanted.show == SHARED and not fits:
        mark = _("Outside your usual")
    href = pathway_href(one.code)
    return PathwayLine(
        code=one.code,
        name=one.text("name"),
        href=href,
        detail=detail_of(one),
        what=one.text("what"),
        mark=mark,
        fits=fits,
        fits_href=f"{href}#fit" if fits else "",
        compare_href=wanted.comparing(others if compared else [*others, one.code])
        if compared or len(chosen) < MOST_COMPARED
        else "",
        compared=compared,
    )


def pathway_href(code: str) -> str:
    """The page of a pathway."""
    return f"/{spoken()}/pathway?code={quote(code)}"


def detail_of(one: Known) -> str:
    """A line about a pathway: what it is, and at what kind of school it is learnt."""
    return " · ".join([_(KINDS[one.kind]), *(_(LEARNT[school]) for school in one.learnt)])


async def load_pathway(actor: Actor, code: str) -> PathwayView:
    """One pathway, also one that is retired. Raises `NotFound` for a code there is none of."""
    policy.may_read(actor)
    async with reading() as session:
        catalogue = await load_catalogue(session)
        reader = await load_reader(session, actor)
        kept = frozenset(await _kept_codes(session, actor))
    one = catalogue.pathways.get(code)
    if one is None:
        raise NotFound()
    leads = one.kind is PathwayKind.ROUTE
    themes = theme_names()
    return PathwayView(
        loaded=True,
        code=code,
        name=one.text("name"),
        kind=_(KINDS[one.kind]),
        fields=tuple(PathwayField(name, label, text) for name, label, text in _fields(one)),
        regions=_regions_said(one),
        learnt=format_list([_(LEARNT[school]) for school in one.learnt]),
        interests=tuple(Option(f"/{spoken()}/pathways?interest={name}", themes[name]) for name in one.interests),
        checked=_("Last checked on {day}").format(day=format_date(one.checked_on)),
        source=one.text("source"),
        retired=one.retired,
        ways_title=_("What it can lead to") if leads else _("Ways to get there"),
        ways=_ways(catalogue, one),
        can_keep=reader.pupil,
        kept=code in kept,
        fit=fit_view(reader, one) if one.interests else FitView(),
        compare_href=f"/{spoken()}/compare?these={quote(code)}",
        goal_href=f"/{spoken()}/goal-form?pathway={quote(code)}",
    )


def _fields(one: Known) -> list[tuple[str, str, str]]:
    return [(name, _(label), one.text(name)) for name, label in FIELDS.items() if one.text(name)]


def _regions_said(one: Known) -> str:
    return format_list(sorted(one.regions, key=str.casefold)) if one.regions else _("All over the country")


def _ways(catalogue: Catalogue, one: Known) -> tuple[PathwayLine, ...]:
    """What a route leads to, or the routes into an occupation, in the list's order."""
    codes = set(catalogue.ways.get(one.code, ()))
    return tuple(
        PathwayLine(code=way.code, name=way.text("name"), href=pathway_href(way.code), detail=detail_of(way))
        for way in catalogue.in_order()
        if way.code in codes and not way.retired
    )


async def load_comparison(actor: Actor, codes: tuple[str, ...]) -> CompareView:
    """Those of `codes` that there are, beside each other."""
    policy.may_read(actor)
    async with reading() as session:
        catalogue = await load_catalogue(session)
    some = [catalogue.pathways[code] for code in codes if code in catalogue.pathways]
    chosen = [one.code for one in some]

    def row(label: str, texts: list[str]) -> ComparedRow:
        return ComparedRow(label, tuple(Cell(one.text("name"), text) for one, text in zip(some, texts, strict=True)))

    themes = theme_names()
    rows = [row(_(label), [one.text(name) or "–" for one in some]) for name, label in FIELDS.items()]
    rows.append(row(_("Regions"), [_regions_said(one) for one in some]))
    rows.append(
        row(_("Interests in it"), [format_list([quoted(themes[code]) for code in one.interests]) for one in some])
    )
    rows.append(row(_("Last checked"), [format_date(one.checked_on) for one in some]))
    return CompareView(
        loaded=True,
        pathways=tuple(
            Compared(
                one.code,
                one.text("name"),
                detail_of(one),
                pathway_href(one.code),
                f"/{spoken()}/compare?these=" + ".".join(code for code in chosen if code != one.code),
            )
            for one in some
        ),
        rows=tuple(rows) if some else (),
        more_href=Asked().comparing(chosen),
    )


async def _kept_codes(session: AsyncSession, actor: Actor) -> list[str]:
    """Codes of the pathways in the actor's plan, newest first; others' are never asked for."""
    if not policy.keeps(actor):
        return []
    rows = await session.execute(
        select(col(Pathway.code))
        .join(KeptPathway, col(KeptPathway.pathway_id) == col(Pathway.id))
        .where(col(KeptPathway.person_id) == actor.person_id, col(KeptPathway.deleted_at).is_(None))
        .order_by(col(KeptPathway.made_at).desc(), col(KeptPathway.id))
    )
    return list(rows.scalars())


async def load_kept(actor: Actor) -> KeptView:
    """The pathways in the actor's plan. Where there are none, nobody waits for the catalogue."""
    policy.may_keep(actor)
    async with reading() as session:
        codes = await _kept_codes(session, actor)
        if not codes:
            return KeptView()
        catalogue = await load_catalogue(session)
    some = [catalogue.pathways[code] for code in codes]
    return KeptView(
        tuple(
            PathwayLine(
                code=one.code,
                name=one.text("name"),
                href=pathway_href(one.code),
                detail=detail_of(one),
                mark=_("No longer in the catalogue") if one.retired else "",
            )
            for one in some[:A_PAGE]
        ),
        ngettext("Show all {n}", "Show all {n}", len(some)) if len(some) > A_PAGE else "",
    )


async def load_beginning(actor: Actor, code: str) -> Beginning | None:
    """What a goal made from a pathway begins with; None for a code there is none of."""
    policy.may_keep(actor)
    async with reading() as session:
        one = (await load_catalogue(session)).pathways.get(code)
    if one is None:
        return None
    # Translators: the title of a goal; the name is an occupation or a study route
    title = _("{name}: find out more").format(name=one.text("name"))
    return Beginning(FROM_PATHWAY + code, title, one.text("try"))


async def load_let_go(actor: Actor) -> tuple[DeletedThing, ...]:
    """What was taken out of the actor's plan lately, each with the day on which it goes for good."""
    rest = rest_lasts()
    async with reading() as session:
        rows = await session.execute(
            select(col(KeptPathway.id), col(Pathway.words), col(KeptPathway.deleted_at))
            .join(Pathway, col(Pathway.id) == col(KeptPathway.pathway_id))
            .where(col(KeptPathway.person_id) == actor.person_id, col(KeptPathway.deleted_at) > now() - rest)
        )
        return tuple(
            deleted_thing(one, said(words["name"]), _("Taken out of my plan"), at) for one, words, at in rows if at
        )
