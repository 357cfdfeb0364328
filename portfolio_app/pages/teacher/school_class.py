"""One class as a heat grid: pupils down the side, themes across, opening to the capabilities of a theme.

On wide screens all capabilities stand beside their theme at once; on narrow ones a theme is opened by its address.
"""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio import class_grid
from portfolio_app.portfolio.class_grid import ClassView
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, download_button, link_button, plain_form, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.pictures import heat_key, said_cell, theme_mark
from portfolio_app.web.guard import current_actor, needs

MARK = "●"
WIDE = "hidden xl:table-cell"
UPRIGHT = "[writing-mode:vertical-rl] rotate-180 text-start leading-tight max-h-44"
THEME_BEGINS = "border-s-2 border-s-control"
SIZE = "h-11 rail:h-9 xl:h-7 print:h-5"
ROW = "min-h-11 rail:min-h-9 xl:min-h-7 print:min-h-0 py-0.5 print:py-0"


class ClassState(rx.State):
    """The class of the address."""

    view: ClassView = ClassView()

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Load the class."""
        query = self.router.url.query_parameters
        self.view = ClassView()  # nothing of the former class stays, should this one be refused
        self.view = await class_grid.load_class(
            current_actor(), query.get("id", ""), query.get("theme", ""), query.get("q", "")
        )


def _theme_head(theme: Any) -> rx.Component:
    return rx.el.th(
        rx.el.span(
            theme_mark(theme.code, "size-3.5 rotate-180"),  # stands as everywhere, though its text is turned
            rx.el.span(theme.name),
            class_name=f"inline-flex items-center gap-1.5 {UPRIGHT}",
        ),
        scope="col",
        class_name="px-2 pb-2 text-sm font-semibold align-bottom text-center",
    )


def _skill_head(skill: Any, *, wide_only: bool) -> rx.Component:
    return rx.el.th(
        rx.el.span(skill.name, class_name=f"inline-block {UPRIGHT}"),
        scope="col",
        class_name=f"px-1 pb-2 text-sm font-normal align-bottom text-center {WIDE if wide_only else ''}",
    )


def _count(cell: Any) -> rx.Component:
    return said_cell(
        cell.said,
        shown=cell.text,
        title=cell.said,
        class_name=rx.Var.create(
            f"{SIZE} min-w-11 p-0 text-center font-semibold tabular-nums {THEME_BEGINS} shade shade-"
        ).to(str)
        + cell.level.to(int).to_string(),
    )


def _mark(shared: Any, *, wide_only: bool) -> rx.Component:
    shape = f"{SIZE} min-w-9 p-0 text-center {WIDE if wide_only else ''}"
    return rx.cond(
        shared,
        said_cell(_("evidence shared"), f"shade shade-1 dotted {shape}"),
        said_cell(_("nothing shared"), f"shade {shape}"),
    )


def _grid(*, opened: bool) -> rx.Component:
    """The table: of all themes, or `opened` to the capabilities of one."""
    view: Any = ClassState.view

    def heads(theme: Any) -> rx.Component:
        skills = rx.foreach(theme.skills, lambda skill: _skill_head(skill, wide_only=not opened))
        return skills if opened else rx.fragment(_theme_head(theme), skills)

    def cells(cell: Any) -> rx.Component:
        marks = rx.foreach(cell.marks, lambda shared: _mark(shared, wide_only=not opened))
        return marks if opened else rx.fragment(_count(cell), marks)

    def row(one: Any) -> rx.Component:
        name: Any = rx.el.span(one.name, dir="auto")
        return rx.el.tr(
            rx.el.th(
                text.link(name, one.href, class_name=f"flex items-center {ROW} text-ink"),
                scope="row",
                class_name="sticky start-0 z-1 min-w-28 max-w-40 rail:max-w-none bg-paper text-start font-normal "
                f"leading-tight border-b border-hairline {'pe-2 rail:pe-8' if opened else 'w-full pe-2'}",
            ),
            rx.foreach(one.cells, cells),
            key=one.id,
        )

    first = rx.el.th(
        _("Pupil"),
        scope="col",
        class_name="sticky start-0 z-1 bg-paper pe-2 pb-2 text-start text-sm text-muted align-bottom",
    )
    return rx.el.div(
        rx.el.table(
            rx.el.caption(view.caption, class_name="sr-only"),
            rx.el.thead(rx.el.tr(first, rx.foreach(view.columns, heads))),
            rx.el.tbody(rx.foreach(view.rows, row)),
            class_name="border-collapse" if opened else "border-collapse w-full",
        ),
        role="region",
        aria_label=view.caption,
        tab_index=0,
        class_name="relative overflow-x-auto",
    )


def _themes() -> rx.Component:
    """The way from all themes to one and back."""
    view: Any = ClassState.view
    here = (
        "inline-flex items-center gap-1.5 min-h-11 rail:min-h-8 rounded-full border border-accent bg-accent-soft px-3 "
        "text-sm font-semibold text-ink"
    )

    def chip(label: Any, href: Any, current: Any, theme: Any = None) -> rx.Component:
        mark = [] if theme is None else [theme_mark(theme, "size-3.5")]
        chosen = rx.el.span(*mark, rx.el.span(label), custom_attrs={"aria-current": "true"}, class_name=here)
        return rx.el.li(rx.cond(current, chosen, cards.tag_link(label, href, theme)))

    return rx.el.nav(
        rx.el.ul(
            chip(_("All themes"), view.all_href, view.open_theme == ""),
            rx.foreach(view.themes, lambda theme: chip(theme.name, theme.href, theme.current, theme.code)),
            class_name="flex flex-wrap gap-2 list-none p-0",
        ),
        aria_label=_("Themes"),
        class_name="not-printed",
    )


def _search() -> rx.Component:
    """Pupils by name: for a class longer than a screen."""
    view: Any = ClassState.view
    form = plain_form(
        address("/class"),
        "get",
        rx.el.input(type="hidden", name="id", default_value=view.id),
        rx.cond(
            view.open_theme != "",
            rx.el.input(type="hidden", name="theme", default_value=view.open_theme),
            rx.fragment(),
        ),
        rx.el.label(_("Name of the pupil"), html_for="q", class_name="sr-only"),
        rx.el.input(
            name="q",
            type="search",
            default_value=view.q,
            placeholder=_("Name of the pupil"),
            class_name="field-control flex-1 min-w-0",
            custom_attrs={"id": "q"},
        ),
        button(_("Search"), kind="secondary", icon=icons.search, type="submit"),
        class_name="flex gap-2 max-w-reading not-printed",
        role="search",
        key=view.id + view.open_theme + view.q,
    )
    return rx.cond(view.searchable, form, rx.fragment())


def _key() -> rx.Component:
    opened = text.muted(MARK, " ", _("There is evidence that the pupil shares with you."))
    return rx.el.div(
        rx.cond(
            ClassState.view.open_theme == "",
            rx.fragment(
                heat_key(_("How many skills with shared evidence:"), _("none"), _("all of the theme")),
                rx.el.div(opened, class_name="hidden xl:block"),
            ),
            opened,
        ),
        text.muted(
            _("An empty cell only means that nothing is shared with you; it does not say whether a pupil has begun."),
        ),
        class_name="flex flex-col gap-2",
    )


@page("/class", N_("Class"), ClassState.load)
def school_class() -> rx.Component:
    """The page."""
    view: Any = ClassState.view
    print_cards = link_button(_("Sign-in cards"), view.cards_href, kind="secondary", icon=icons.print_out)
    nobody = cards.empty_state(
        drawings.people_drawing(),
        _("No pupils in this class yet"),
        _("The school’s coordinator adds them. Then you see here what they share with you."),
    )
    no_match = text.paragraph(_("Nobody in this class has that name."), " ", text.link(_("Show all"), view.all_href))
    grid = text.stack(
        rx.el.div(
            _themes(),
            rx.cond(view.cards_href != "", print_cards, rx.fragment()),
            class_name="flex flex-wrap items-start justify-between gap-3",
        ),
        _search(),
        rx.cond(
            view.rows.length() > 0,
            rx.fragment(rx.cond(view.open_theme == "", _grid(opened=False), _grid(opened=True)), _key()),
            no_match,
        ),
    )
    return framed(
        text.page_head(view.name, view.detail),
        rx.cond(view.loaded, rx.cond(view.count > 0, grid, nobody), waiting()),
        rx.el.div(
            print_button(_("Print")),
            download_button(
                _("Skills to fill in on paper (PDF)"),
                f"/documents/skills-on-paper.pdf?language={spoken()}&class=" + view.id,
                busy=_("Making your PDF…"),
                kind="quiet",
                icon=icons.pencil,
            ),
            class_name="flex flex-wrap gap-3 not-printed",
        ),
        text.paragraph(
            rx.cond(
                view.lesson_href != "",
                rx.fragment(
                    text.link(_("Lessons of the class"), f"{address('/class-lessons')}?id=" + view.id),
                    " · ",
                    text.link(_("The first lesson"), view.lesson_href),
                    " · ",
                ),
                rx.fragment(),
            ),
            text.link(_("The class by theme"), f"{address('/class-picture')}?id=" + view.id),
            " · ",
            text.link(_("Pupils who ask you"), f"{address('/voices')}?class=" + view.id),
            " · ",
            text.link(_("Shown to you"), f"{address('/shown-to-me')}?class=" + view.id),
            " · ",
            text.link(_("Question box"), f"{address('/class-questions')}?class=" + view.id),
            " · ",
            text.link(_("Note a talk"), f"{address('/talk-note')}?class=" + view.id),
            " · ",
            text.link(_("To whom have I not spoken?"), f"{address('/unspoken')}?class=" + view.id),
            rx.cond(
                view.offer_href != "",
                rx.fragment(" · ", text.link(_("Offer a credential"), view.offer_href)),
                rx.fragment(),
            ),
            " · ",
            text.link(_("All classes"), address("/classes")),
            class_name="not-printed",
        ),
        here="classes",
        audience="staff",
    )
