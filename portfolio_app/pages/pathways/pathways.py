"""The list of occupations and study routes: a word to look for, filters and pages, all of them in the address."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.pages.finding import pages_of, word_field
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.pathways.parts import line_of
from portfolio_app.pages.registry import page
from portfolio_app.pathways.finding import KINDS, LEARNT, LENGTHS, SHOWS, asked
from portfolio_app.pathways.policy import READERS
from portfolio_app.pathways.queries import PathwaysView, load_pathways
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, link_button, plain_form
from portfolio_app.ui.fields import Choice, select_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import Tab


class PathwaysState(rx.State):
    """A page of the list."""

    view: PathwaysView = PathwaysView()

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load what the address asks for."""
        self.view = await load_pathways(current_actor(), asked(self.router.url.query_parameters))


def _filter(name: str, label: str, options: Any, chosen: Any) -> rx.Component:
    return select_field(name, label, options, every=_("All"), default_value=chosen)


def _choices(names: Mapping[Any, str]) -> list[Choice]:
    return [Choice(code, _(name)) for code, name in names.items()]


def _shows(view: Any) -> rx.Component:
    """A pupil's filters: what is in their plan, and what shares an interest where they are told of that."""
    kept, shared = _choices(SHOWS)
    label, chosen = _("Which ones"), view.asked.show
    return rx.cond(
        view.can_keep,
        rx.cond(
            view.tells_fit,
            _filter("show", label, [kept, shared], chosen),
            _filter("show", label, [kept], chosen),
        ),
        rx.fragment(),
    )


def _search(view: Any) -> rx.Component:
    lengths = {code: name for code, (name, _months) in LENGTHS.items()}
    filters = rx.el.div(
        _shows(view),
        _filter("kind", _("Occupation or studies"), _choices(KINDS), view.asked.kind),
        _filter("learnt", _("Where you learn it"), _choices(LEARNT), view.asked.learnt),
        _filter("takes", _("How long it takes"), _choices(lengths), view.asked.takes),
        _filter("region", _("Region"), view.regions, view.asked.region),
        _filter("interest", _("Interest"), view.interests, view.asked.interest),
        class_name="grid gap-4 sm:grid-cols-2 rail:grid-cols-3 pt-2",
    )
    return plain_form(
        address("/pathways"),
        "get",
        rx.el.input(type="hidden", name="compare", default_value=view.compare, key=view.compare),
        rx.el.div(
            word_field(view.asked),
            button(_("Search"), type="submit", kind="secondary", icon=icons.search),
            class_name="flex flex-wrap items-end gap-3",
        ),
        cards.disclosure(_("Filters"), filters, open=view.narrowed),
        rx.cond(
            view.narrowed | (view.asked.search != ""),
            text.paragraph(text.link(_("Show all"), address("/pathways"))),
            rx.fragment(),
        ),
        class_name="flex flex-col gap-2 not-printed",
        role="search",
        key=view.key,
    )


def _line(one: Any) -> rx.Component:
    tap = "relative z-1 inline-flex items-center min-h-11 rail:min-h-8 text-sm"
    compare = rx.cond(
        one.compare_href != "",
        text.link(
            rx.cond(one.compared, _("Do not compare"), _("Compare")),
            one.compare_href,
            class_name=tap,
            aria_label=rx.cond(one.compared, _("Do not compare") + ": ", _("Compare") + ": ").to(str) + one.name,
        ),
        rx.fragment(),
    )
    return cards.list_row(
        one.name,
        href=one.href,
        detail=rx.fragment(
            line_of(one),
            rx.el.p(one.what, class_name="mt-1 max-w-reading text-ink"),
            rx.el.div(
                rx.cond(one.fits != "", text.link(one.fits, one.fits_href, class_name=tap), rx.fragment()),
                compare,
                class_name="mt-1 flex flex-wrap gap-x-5 not-printed",
            ),
        ),
        key=one.code,
    )


def _compared(view: Any) -> rx.Component:
    """What was chosen to compare; read aloud when it changes."""
    box = cards.notice(
        _("To compare"),
        ": ",
        view.compared,
        actions=link_button(_("Compare these"), f"{address('/compare')}?these=" + view.compare, kind="secondary"),
    )
    return rx.el.div(
        rx.cond(view.compare != "", box, rx.fragment()), role="status", class_name="empty:hidden not-printed"
    )


@page("/pathways", N_("Occupations and studies"), PathwaysState.load)
def pathways() -> rx.Component:
    """The page."""
    view: Any = PathwaysState.view
    frame: Any = Tab.frame
    at_school = frame.school != ""
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("Nothing is here yet"),
        _("Occupations and study routes are loaded by whoever runs Polku for your school."),
    )
    listed = text.stack(
        _search(view),
        _compared(view),
        text.muted(view.said, role="status"),
        rx.cond(
            view.listed.length() > 0,
            cards.row_list(rx.foreach(view.listed, _line)),
            text.muted(_("Nothing has all of this. Take a filter away, or try another word.")),
        ),
        pages_of(_("Pages of the list"), view.paging),
    )
    return framed(
        text.page_head(
            _("Occupations and studies"),
            _("What people work as, and the ways to learn it. Every one of them is told in the same fields."),
        ),
        rx.cond(view.loaded, rx.cond(view.empty, nothing, listed), waiting()),
        rx.cond(at_school, text.paragraph(text.link(_("Workplaces"), address("/marketplace"))), rx.fragment()),
        here="",
    )
