"""A class or a year group by theme: what has begun, what nobody shows evidence for, whom no adult has spoken to."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import nothing_found, pages_of, search_form, word_field
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.class_picture import COLUMNS, Asked, ClassPicture, load_class_picture, load_year_picture
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import print_button
from portfolio_app.ui.drawings import theme_class, theme_mark
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class ClassPictureState(rx.State):
    """The class of the address, or the year group: the classes of a school at one stage."""

    view: ClassPicture = ClassPicture()

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Load the class, or the classes."""
        self.view = ClassPicture()  # nothing of the former class stays, should this one be refused
        query = self.router.url.query_parameters
        asked = Asked(query.get("opened", ""), page_number(query.get("page", "")), query.get("search", ""))
        if stage := query.get("stage", ""):
            self.view = await load_year_picture(current_actor(), query.get("school", ""), stage, asked)
        else:
            self.view = await load_class_picture(current_actor(), query.get("id", ""), asked)


def _theme(theme: Any) -> rx.Component:
    def row(one: Any) -> rx.Component:
        return cards.table_row(
            text.link(one.name, one.href), one.own, one.teacher, one.host, one.evidence, key=one.code
        )

    head = [_("Skill"), *(_(label) for label in COLUMNS.values())]
    return rx.el.section(
        rx.el.h2(theme_mark(theme.code), theme.name, class_name="flex items-center gap-2 text-xl font-semibold"),
        text.paragraph(text.link(theme.begun, theme.begun_href), class_name="mt-1"),
        rx.cond(theme.missing != "", text.muted(theme.missing), rx.fragment()),
        cards.table(
            theme.name.to(str) + ": " + _("Of how many pupils you see it"), head, rx.foreach(theme.skills, row)
        ),
        class_name=f"unbroken when-near [--tall:26rem] {theme_class(theme.code)}",
        key=theme.code,
    )


def _names(pupils: Any) -> rx.Component:
    return rx.el.ul(
        rx.foreach(pupils, lambda one: rx.el.li(text.link(one.name, one.href), dir="auto", key=one.id)),
        class_name="mt-2 list-none p-0 columns-1 sm:columns-2",
    )


def _opened(view: Any) -> rx.Component:
    def part(one: Any) -> rx.Component:
        return rx.el.div(
            text.small_heading(one.label),
            rx.cond(one.pupils.length() > 0, _names(one.pupils), text.muted(_("Nobody"))),
            key=one.label,
        )

    return rx.cond(
        view.opened.title != "",
        rx.el.section(
            cards.card(
                rx.el.h2(view.opened.title, class_name="text-xl font-semibold"),
                text.muted(_("What the numbers are made of: what these pupils share with you.")),
                text.stack(rx.foreach(view.opened.parts, part), class_name="mt-3"),
                text.paragraph(text.link(_("Close"), view.closed_href), class_name="mt-3 not-printed"),
            ),
            id="opened",
        ),
        rx.fragment(),
    )


def _silent(view: Any) -> rx.Component:
    noting = rx.el.ul(
        rx.foreach(
            view.classes,
            lambda one: rx.el.li(
                text.link(_("Note a talk"), f"{address('/talk-note')}?class=" + one.id),
                rx.cond(view.classes.length() > 1, rx.el.span(": ", one.name), rx.fragment()),
                key=one.id,
            ),
        ),
        class_name="mt-2 list-none p-0 flex flex-wrap gap-x-6 gap-y-2 not-printed",
    )
    finding = text.stack(
        search_form(
            address("/class-picture") + "#silent",
            view.silent,
            rx.foreach(view.address, lambda one: rx.el.input(type="hidden", name=one.name, value=one.value)),
            word_field(view.silent),
        ),
        text.muted(view.silent.counted, role="status"),
        class_name="mt-3",
    )
    return rx.el.section(
        text.section_heading(_("Worth a word")),
        rx.cond(
            view.silent.count > 0,
            rx.fragment(
                text.paragraph(
                    _(
                        "No adult of the school has noted a talk with these pupils, or written or said anything to "
                        "them here, for half a year."
                    ),
                    " ",
                    _("Each of them reads the same about themself."),
                    class_name="mt-1",
                ),
                rx.cond(view.silent.findable, finding, rx.fragment()),
                rx.cond(view.silent.pupils.length() > 0, _names(view.silent.pupils), nothing_found()),
                pages_of(_("Pages of names"), view.silent.paging),
                noting,
            ),
            text.paragraph(_("An adult has talked with everybody, or written or said something, within half a year.")),
        ),
        id="silent",
    )


@page("/class-picture", N_("The class by theme"), ClassPictureState.load)
def class_picture() -> rx.Component:
    """The page."""
    view: Any = ClassPictureState.view
    return framed(
        text.page_head(view.name, view.detail),
        rx.cond(
            view.loaded,
            text.stack(
                rx.el.div(
                    text.muted(
                        _("It counts only what pupils share with you. Open a skill or a sentence to see whose.")
                    ),
                    text.paragraph(text.link(view.begun, view.begun_href), class_name="mt-1"),
                ),
                _opened(view),
                _silent(view),
                rx.foreach(view.themes, _theme),
                rx.el.nav(
                    text.section_heading(rx.cond(view.classes.length() > 1, _("The classes"), _("The class"))),
                    rx.el.ul(
                        rx.foreach(view.classes, lambda one: rx.el.li(text.link(one.name, one.href), key=one.id)),
                        class_name="mt-2 list-none p-0 flex flex-wrap gap-x-6 gap-y-2",
                    ),
                    aria_label=_("The classes"),
                    class_name="not-printed",
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        here="classes",
        audience="staff",
    )
