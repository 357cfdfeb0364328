"""A class as a heat grid: for how many capabilities of each theme every pupil shares evidence with the reader.

It counts that and nothing else: no level, no average, no order of people but the alphabet. What was not begun and what
was not shared look exactly alike. Evidence counts when it is shared itself, as its "who can see this" says; what only
hangs on a shared entry is read there.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Row, Uuid, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import Moment, as_id, reading, table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, ngettext, spoken
from portfolio_app.core.named_ids import id_named
from portfolio_app.core.wording import folded
from portfolio_app.portfolio.policy import classes_open_at
from portfolio_app.portfolio.teaching import A_PAGE, href, pupils_of_classes, stage_name
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.sharing.actions import CLASS, viewing
from portfolio_app.sharing.models import Grant, Kind
from portfolio_app.sharing.policy import guides, opened_to, pupils_taught
from portfolio_app.skills.carried import in_use, shows_nothing_here
from portfolio_app.skills.framework import Framework, Theme, crosswalks, pupils_framework
from portfolio_app.skills.models import Evidence, EvidenceCapability
from portfolio_app.skills.policy import fit_for_others

TINTS = 4


def tint(count: int, most: int) -> int:
    """The tint for `count` out of `most`: 0 for none, then 1 to 4 in equal parts."""
    return -(-TINTS * count // most)


Visible = Mapping[UUID, Collection[str]]
"""Per pupil, the codes of the capabilities for which the reader sees evidence."""


@dataclass(frozen=True)
class SkillColumn:
    """A capability across the top of the grid."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class ThemeColumns:
    """A theme across the top: the column of its counts, then one for each of its capabilities."""

    code: str = ""
    name: str = ""
    href: str = ""
    """Where it opens to its capabilities alone."""
    current: bool = False
    skills: tuple[SkillColumn, ...] = ()
    wide: int = 1
    """How many columns it has."""


@dataclass(frozen=True)
class ThemeCells:
    """What one pupil shared of one theme: the number as it stands in the cell ("" for none), its tint 0 to 4, the whole
    sentence, and capability by capability whether there is evidence to see."""

    text: str = ""
    level: int = 0
    said: str = ""
    marks: tuple[bool, ...] = ()


@dataclass(frozen=True)
class GridRow:
    """A pupil's row; its cells in the order of the themes."""

    id: str = ""
    name: str = ""
    href: str = ""
    cells: tuple[ThemeCells, ...] = ()


@dataclass(frozen=True)
class ClassView:
    """A class: its pupils by theme, or by the capabilities of the one theme that is open."""

    loaded: bool = False
    id: str = ""
    name: str = ""
    detail: str = ""
    caption: str = ""
    themes: tuple[ThemeColumns, ...] = ()
    """All of them, to choose from."""
    columns: tuple[ThemeColumns, ...] = ()
    """Those in the grid."""
    rows: tuple[GridRow, ...] = ()
    open_theme: str = ""
    all_href: str = ""
    count: int = 0
    q: str = ""
    searchable: bool = False
    cards_href: str = ""
    """Where sign-in cards are printed, "" when the actor may not."""
    lesson_href: str = ""
    offer_href: str = ""
    """Where the first lesson is begun with the class, "" when the actor is no teacher here."""


# Written once, and on the tables themselves: putting them together would take longer than running them.
_ACTOR: BindParameter[UUID] = bindparam("actor", type_=Uuid())
_CLASS, _SCHOOL, _GRANT = (table_of(kind) for kind in (SchoolClass, School, Grant))
_EVIDENCE, _SHOWS = table_of(Evidence), table_of(EvidenceCapability)
_PUPILS = pupils_of_classes(_CLASS.c.id.in_(bindparam("classes", expanding=True)))
_OPENED = (
    select(
        _CLASS.c.id,
        _CLASS.c.school_id,
        _CLASS.c.name,
        _CLASS.c.stage,
        _SCHOOL.c.name.label("school"),
        _SCHOOL.c.framework,
        _PUPILS.c.person_id.label("pupil_id"),
        _PUPILS.c.name.label("pupil"),
    )
    .join_from(_CLASS, _SCHOOL, _SCHOOL.c.id == _CLASS.c.school_id)
    .outerjoin(_PUPILS, _PUPILS.c.class_id == _CLASS.c.id)
    .where(
        _CLASS.c.id.in_(bindparam("classes", expanding=True)),
        classes_open_at(_ACTOR, bindparam("teaching", expanding=True), bindparam("counselling", expanding=True)),
    )
    .order_by(_PUPILS.c.sort_name, _PUPILS.c.person_id)
)
_GRANTED = (
    select(_GRANT.c.owner_id, id_named(_GRANT.c.thing).label("evidence_id"))
    .where(
        _GRANT.c.owner_id.in_(select(_PUPILS.c.person_id)),
        _GRANT.c.kind == Kind.EVIDENCE,
        opened_to(
            _ACTOR,
            bindparam("moment", type_=Moment()),
            guided=guides(_ACTOR, _GRANT.c.owner_id),
            taught=_GRANT.c.owner_id.in_(pupils_taught(_ACTOR)),
        ),
    )
    .cte("granted")
    .prefix_with("MATERIALIZED")  # else SQLite compares every evidence of a pupil with every grant
)
_SHARED = (
    select(
        _EVIDENCE.c.person_id,
        func.aggregate_strings(_SHOWS.c.framework + ":" + _SHOWS.c.capability, " "),
    )
    .join_from(
        _GRANTED,
        _EVIDENCE,
        (_EVIDENCE.c.id == _GRANTED.c.evidence_id) & (_EVIDENCE.c.person_id == _GRANTED.c.owner_id),
    )
    .join(_SHOWS, _SHOWS.c.evidence_id == _EVIDENCE.c.id)
    .where(
        fit_for_others(),
        or_(_SHOWS.c.framework == bindparam("framework"), shows_nothing_here(_EVIDENCE.c.id)),
    )
    .group_by(_EVIDENCE.c.person_id)
)


async def load_class(actor: Actor, class_id: str, theme: str = "", q: str = "") -> ClassView:
    """A class as a grid of its pupils, in the alphabet's order: those with `q` in their name, of all themes or of one.

    Three queries, however many pupils and capabilities. Raises `NotFound` for a class that is not the actor's.
    """
    async with reading() as session:
        rows = await _open_class(session, actor, as_id(class_id))
        here = rows[0]
        used = pupils_framework(here.framework)
        visible = await shared_evidence(session, actor, [here.id], used)
    everybody = {row.pupil_id: row.pupil for row in rows if row.pupil_id}
    chosen = [one for one in used.themes if one.look == theme] or list(used.themes)
    codes = {one.code for shown in chosen for one in shown.capabilities}
    wanted = folded(q)
    pupils = {pupil_id: name for pupil_id, name in everybody.items() if not wanted or wanted in folded(name)}
    await viewing(actor, [pupil_id for pupil_id in pupils if codes & set(visible.get(pupil_id, ()))], CLASS)
    open_theme = chosen[0].look if len(chosen) == 1 < len(used.themes) else ""
    themes = tuple(_theme_columns(used, one, here.id, open_theme, q) for one in used.themes)
    teaches_here = here.school_id in actor.schools(Role.TEACHER)
    return ClassView(
        loaded=True,
        id=str(here.id),
        name=here.name,
        detail=" · ".join(
            (
                here.school,
                stage_name(here.framework, here.stage),
                ngettext("{n} pupil", "{n} pupils", len(everybody)),
            )
        ),
        caption=_("Skills for which pupils of {name} share evidence with you").format(name=here.name),
        themes=themes,
        columns=tuple(one for one in themes if not open_theme or one.current),
        rows=_grid_rows(used, pupils, chosen, visible),
        open_theme=open_theme,
        all_href=href("/class", id=str(here.id), q=q),
        count=len(everybody),
        q=q,
        searchable=len(everybody) > A_PAGE,
        cards_href=href("/cards", **{"class": str(here.id)}) if _prints_cards(actor, here.school_id) else "",
        lesson_href=href("/class-lesson", id=str(here.id)) if teaches_here else "",
        offer_href=href("/offer-credential", **{"class": str(here.id)}) if teaches_here else "",
    )


def _prints_cards(actor: Actor, school_id: UUID) -> bool:
    """Whether to offer the way to the cards; `schools.policy.check_prints_cards` decides once it is taken."""
    return school_id in actor.schools(Role.TEACHER, Role.COORDINATOR)


async def _open_class(session: AsyncSession, actor: Actor, class_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """The class with each of its pupils; one row without a pupil for an empty class."""
    which = {"classes": [class_id], "actor": actor.person_id}
    roles = {"teaching": actor.schools(Role.TEACHER), "counselling": actor.schools(Role.COUNSELLOR)}
    rows = (await session.execute(_OPENED, which | roles)).all()
    if not rows:
        raise NotFound()
    return rows


async def shared_evidence(session: AsyncSession, actor: Actor, classes: Sequence[UUID], used: Framework) -> Visible:
    """Per pupil of the classes, the capabilities of the framework that evidence shows which a grant opens to the actor,
    or to which it is carried over. What is deleted, or has somebody in it who was not asked, shows nothing."""
    which = {"classes": classes, "actor": actor.person_id, "moment": now(), **in_use(used)}
    rows = (await session.execute(_SHARED, which)).all()
    carried = crosswalks().carried_to(used.code)
    own = {f"{used.code}:{code}": (code,) for code in used.codes}
    seen = own | {f"{framework}:{code}": targets for (framework, code), targets in carried.items()}
    return {
        pupil_id: frozenset(code for name in set(names.split()) for code in seen.get(name, ()))
        for pupil_id, names in rows
    }


def _theme_columns(used: Framework, theme: Theme, class_id: UUID, open_theme: str, q: str) -> ThemeColumns:
    return ThemeColumns(
        code=theme.look,
        name=used.text(theme.name, spoken()),
        href=href("/class", id=str(class_id), theme=theme.look, q=q),
        current=theme.look == open_theme,
        skills=tuple(SkillColumn(one.code, used.text(one.name, spoken())) for one in theme.capabilities),
        wide=len(theme.capabilities) + 1,
    )


def _grid_rows(
    used: Framework, pupils: Mapping[UUID, str], themes: Iterable[Theme], visible: Visible
) -> tuple[GridRow, ...]:
    named = [(used.text(theme.name, spoken()), [one.code for one in theme.capabilities]) for theme in themes]
    some, none = _("{name}, {theme}: {n} of {all}"), _("{name}, {theme}: nothing shared")
    page = href("/pupil")

    def cells(name: str, seen: Collection[str]) -> Iterable[ThemeCells]:
        for theme, codes in named:
            marks = tuple([code in seen for code in codes])
            count, most = sum(marks), len(marks)
            yield ThemeCells(
                text=str(count) if count else "",
                level=tint(count, most),
                said=(some if count else none).format(name=name, theme=theme, n=count, all=most),
                marks=marks,
            )

    return tuple(
        GridRow(
            str(pupil_id),
            name,
            f"{page}?id={pupil_id}",
            tuple(cells(name, visible.get(pupil_id, ()))),
        )
        for pupil_id, name in pupils.items()
    )
