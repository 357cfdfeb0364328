"""A class as a heat grid: for how many capabilities of each theme every pupil shares evidence with the reader.

It counts that and nothing else: no level, no average, no order of people but the alphabet. What was not begun and what
was not shared look exactly alike. Evidence counts when it is shared itself, as its "who can see this" says; what only
hangs on a shared entry is read there.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, ngettext, spoken
from portfolio_app.core.wording import folded
from portfolio_app.portfolio.policy import classes_open_to
from portfolio_app.portfolio.teaching import A_PAGE, href, pupils_of_classes, stage_name
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.sharing.actions import CLASS, viewing
from portfolio_app.sharing.models import Grant, Kind
from portfolio_app.sharing.policy import visible_to
from portfolio_app.skills.framework import Framework, Theme
from portfolio_app.skills.models import Evidence, EvidenceCapability
from portfolio_app.skills.picture import pupils_framework
from portfolio_app.skills.policy import fit_for_others

TINTS = 4

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


@dataclass(frozen=True)
class _OpenedClass:
    row: SchoolClass
    school: School
    pupils: Mapping[UUID, str]
    granted: Mapping[UUID, frozenset[str]]
    """Per pupil, the ids of evidence that a grant opens to the reader."""


async def load_class(actor: Actor, class_id: str, theme: str = "", q: str = "") -> ClassView:
    """A class as a grid of its pupils, in the alphabet's order: those with `q` in their name, of all themes or of one.

    Three queries, however many pupils and capabilities. Raises `NotFound` for a class that is not the actor's.
    """
    async with reading() as session:
        opened = await _open_class(session, actor, as_id(class_id))
        used = pupils_framework(opened.school.framework)
        visible = await _with_evidence(session, opened.granted, used)
    chosen = [one for one in used.themes if one.code == theme] or list(used.themes)
    codes = {one.code for shown in chosen for one in shown.capabilities}
    pupils = {pupil_id: name for pupil_id, name in opened.pupils.items() if folded(q) in folded(name)}
    await viewing(actor, [pupil_id for pupil_id in pupils if codes & set(visible.get(pupil_id, ()))], CLASS)
    open_theme = chosen[0].code if len(chosen) == 1 else ""
    themes = tuple(_theme_columns(used, one, opened.row, open_theme, q) for one in used.themes)
    return ClassView(
        loaded=True,
        id=str(opened.row.id),
        name=opened.row.name,
        detail=" · ".join(
            (
                opened.school.name,
                stage_name(opened.row, opened.school),
                ngettext("{n} pupil", "{n} pupils", len(opened.pupils)),
            )
        ),
        caption=_("Skills for which pupils of {name} share evidence with you").format(name=opened.row.name),
        themes=themes,
        columns=tuple(one for one in themes if not open_theme or one.current),
        rows=tuple(_grid_row(used, pupil_id, name, chosen, visible) for pupil_id, name in pupils.items()),
        open_theme=open_theme,
        all_href=href("/class", id=str(opened.row.id), q=q),
        count=len(opened.pupils),
        q=q,
        searchable=len(opened.pupils) > A_PAGE,
        cards_href=href("/cards", **{"class": str(opened.row.id)}) if _prints_cards(actor, opened.row) else "",
    )


def _prints_cards(actor: Actor, row: SchoolClass) -> bool:
    """Whether to offer the way to the cards; `schools.policy.check_prints_cards` decides once it is taken."""
    return row.school_id in actor.schools(Role.TEACHER, Role.COORDINATOR)


async def _open_class(session: AsyncSession, actor: Actor, class_id: UUID) -> _OpenedClass:
    """The class, its pupils, and their evidence that grants open to the actor: one query."""
    pupils = pupils_of_classes(col(SchoolClass.id) == class_id)
    granted = (
        select(col(Grant.owner_id), col(Grant.thing))
        .where(
            col(Grant.owner_id).in_(
                select(col(ClassMember.person_id)).where(
                    col(ClassMember.class_id) == class_id, col(ClassMember.ended_at).is_(None)
                )
            ),
            col(Grant.kind) == Kind.EVIDENCE,
            visible_to(actor),
        )
        .subquery()
    )
    rows = (
        await session.execute(
            select(SchoolClass, School, pupils.c.person_id, pupils.c.name, granted.c.thing)
            .join(School, col(School.id) == col(SchoolClass.school_id))
            .outerjoin(pupils, pupils.c.class_id == SchoolClass.id)
            .outerjoin(granted, granted.c.owner_id == pupils.c.person_id)
            .where(col(SchoolClass.id) == class_id, classes_open_to(actor))
            .order_by(pupils.c.sort_name, pupils.c.person_id)
        )
    ).all()
    if not rows:
        raise NotFound()
    names: dict[UUID, str] = {}
    things: dict[UUID, set[str]] = {}
    for _row, _school, pupil_id, name, thing in rows:
        if pupil_id is not None:
            names[pupil_id] = name
            if thing is not None:
                things.setdefault(pupil_id, set()).add(thing)
    row, school, *_rest = rows[0]
    return _OpenedClass(row, school, names, {pupil_id: frozenset(those) for pupil_id, those in things.items()})


async def _with_evidence(session: AsyncSession, granted: Mapping[UUID, Collection[str]], used: Framework) -> Visible:
    """Per pupil, the capabilities of the framework that evidence among `granted` shows. What is deleted, or has
    somebody in it who was not asked, shows nothing."""
    if not granted:
        return {}
    rows = await session.execute(
        select(col(Evidence.person_id), col(Evidence.id), col(EvidenceCapability.capability))
        .join(EvidenceCapability, col(EvidenceCapability.evidence_id) == col(Evidence.id))
        .where(col(Evidence.person_id).in_(granted), fit_for_others(), col(EvidenceCapability.framework) == used.code)
    )
    found: dict[UUID, set[str]] = {}
    for owner_id, evidence_id, capability in rows:
        if str(evidence_id) in granted[owner_id]:
            found.setdefault(owner_id, set()).add(capability)
    return found


def _theme_columns(used: Framework, theme: Theme, row: SchoolClass, open_theme: str, q: str) -> ThemeColumns:
    return ThemeColumns(
        code=theme.code,
        name=used.text(theme.name, spoken()),
        href=href("/class", id=str(row.id), theme=theme.code, q=q),
        current=theme.code == open_theme,
        skills=tuple(SkillColumn(one.code, used.text(one.name, spoken())) for one in theme.capabilities),
        wide=len(theme.capabilities) + 1,
    )


def _grid_row(used: Framework, pupil_id: UUID, name: str, themes: Iterable[Theme], visible: Visible) -> GridRow:
    seen = visible.get(pupil_id, ())
    cells: list[ThemeCells] = []
    for theme in themes:
        marks = tuple(one.code in seen for one in theme.capabilities)
        count, most = sum(marks), len(marks)
        sentence = _("{name}, {theme}: {n} of {all}") if count else _("{name}, {theme}: nothing shared")
        cells.append(
            ThemeCells(
                text=str(count) if count else "",
                level=-(-TINTS * count // most),
                said=sentence.format(name=name, theme=used.text(theme.name, spoken()), n=count, all=most),
                marks=marks,
            )
        )
    return GridRow(str(pupil_id), name, href("/pupil", id=str(pupil_id)), tuple(cells))
