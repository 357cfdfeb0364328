"""The list of lessons: what the reader is in, and what there is, by filters that stand in the address."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.learning.lessons_view import LessonsView, asked, load_lessons
from portfolio_app.learning.policy import READERS
from portfolio_app.pages.finding import pages_of, word_field
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class LessonsState(rx.State):
    """A page of the list."""

    view: LessonsView = LessonsView()

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load what the address asks for."""
        self.view = await load_lessons(current_actor(), asked(self.router.url.query_parameters))


def _line(one: Any) -> rx.Component:
    bar = rx.el.progress(
        value=one.percent, max=100, aria_label=one.title, lang=one.language, class_name="bar mt-2 max-w-xs"
    )
    return cards.list_row(
        one.title,
        href=one.href,
        detail=rx.fragment(
            rx.el.p(one.summary, class_name="mt-0.5 max-w-reading text-ink"),
            rx.el.div(
                rx.el.p(one.detail, class_name="mt-1"),
                rx.cond(one.progress != "", rx.fragment(bar, rx.el.p(one.progress, class_name="mt-1")), rx.fragment()),
                lang=spoken(),
            ),
        ),
        lang=one.language,
        key=one.name,
    )


def _some(title: str, lines: Any) -> rx.Component:
    listed = text.stack(text.section_heading(title), cards.row_list(rx.foreach(lines, _line)), gap="gap-3")
    return rx.cond(lines.length() > 0, rx.el.section(listed), rx.fragment())


def _due(view: Any) -> rx.Component:
    """What a teacher assigned, and the days of the class that come."""

    def lesson(one: Any) -> rx.Component:
        return cards.list_row(
            one.title, href=one.href, detail=rx.el.p(one.said, lang=spoken()), lang=one.language, key=one.id
        )

    def day(one: Any) -> rx.Component:
        words = rx.cond(one.words != "", rx.el.p(one.words, dir="auto"), rx.fragment())
        return cards.list_row(one.title, detail=rx.fragment(rx.el.p(one.when), words), key=one.id)

    def listed(title: str, lines: Any, line: Any) -> rx.Component:
        some = text.stack(text.section_heading(title), cards.row_list(rx.foreach(lines, line)), gap="gap-3")
        return rx.cond(lines.length() > 0, rx.el.section(some), rx.fragment())

    return rx.fragment(
        listed(_("What you were given"), view.due, lesson), listed(_("Days to remember"), view.days, day)
    )


def _filters(view: Any) -> rx.Component:
    every, asks = _("All"), view.asked
    fields = rx.el.div(
        select_field("aim", _("Aim"), view.aims, every=every, default_value=asks.aim),
        select_field("skill", _("Skill"), view.skills, every=every, default_value=asks.skill),
        select_field("year", _("Year at school"), view.years, every=every, default_value=asks.year),
        select_field("takes", _("How long it takes"), view.lengths, every=every, default_value=asks.takes),
        text_field("age", _("Age"), type="number", default_value=asks.age, input_mode="numeric"),
        class_name="grid gap-4 sm:grid-cols-2 rail:grid-cols-3 pt-2",
    )
    return plain_form(
        address("/lessons"),
        "get",
        rx.el.div(
            word_field(asks),
            button(_("Search"), type="submit", kind="secondary", icon=icons.search),
            class_name="flex flex-wrap items-end gap-3",
        ),
        cards.disclosure(_("Filters"), fields, open=view.narrowed),
        rx.cond(view.narrowed, text.paragraph(text.link(_("Show all"), address("/lessons"))), rx.fragment()),
        class_name="flex flex-col gap-2 not-printed",
        role="search",
        key=view.key,
    )


@page("/lessons", N_("Lessons"), LessonsState.load)
def lessons() -> rx.Component:
    """The page."""
    view: Any = LessonsState.view
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("No lessons are here yet"),
        _("Whoever runs Polku for your school can add some."),
    )
    listed = rx.cond(
        view.lines.length() > 0,
        cards.row_list(rx.foreach(view.lines, _line)),
        text.muted(_("Nothing has all of this. Take a filter away, or try another word.")),
    )
    others = rx.el.section(
        text.stack(
            text.section_heading(rx.cond(view.does, _("At your own pace"), _("All lessons"))),
            rx.cond(
                view.own_href != "",
                text.paragraph(text.link(_("Own modules of your school"), view.own_href), class_name="not-printed"),
                rx.fragment(),
            ),
            _filters(view),
            text.muted(view.said, role="status"),
            listed,
            pages_of(_("Pages of the list"), view.paging),
        )
    )
    expected = text.paragraph(
        text.link(view.entitlements.title, view.entitlements.href, lang=view.entitlements.language)
    )
    return framed(
        text.page_head(
            _("Lessons"),
            _("About work, education and yourself. Short activities that end in something."),
        ),
        rx.cond(
            view.loaded,
            rx.cond(
                view.empty,
                nothing,
                text.stack(
                    _due(view),
                    _some(_("You are in these"), view.begun),
                    others,
                    _some(_("Done"), view.done),
                    rx.cond(view.entitlements.href != "", expected, rx.fragment()),
                    gap="gap-8",
                ),
            ),
            waiting(),
        ),
        here="",
    )
