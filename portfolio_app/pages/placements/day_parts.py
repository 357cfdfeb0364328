"""What pages about placements have in common: a planned week, what to take care of, agreements as files."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import text


def week_plan(days: Any) -> rx.Component:
    """The days of a plan, each with its morning and afternoon; nothing where none is made."""

    def half(label: str, words: Any) -> rx.Component:
        return rx.cond(words != "", rx.el.div(rx.el.span(label, class_name="text-muted"), " ", words), rx.fragment())

    def day(one: Any) -> rx.Component:
        return text.definition(
            one.name, half(_("Morning:"), one.morning), half(_("Afternoon:"), one.afternoon), key=one.name
        )

    planned = rx.el.section(
        text.section_heading(_("The week")), text.definition_list(rx.foreach(days, day), class_name="mt-2")
    )
    return rx.cond(days.length() > 0, planned, rx.fragment())


def take_care(title: str, lines: Any) -> rx.Component:
    """What is said of safety, a line each; nothing where nothing is."""
    said = rx.el.section(
        text.section_heading(title),
        rx.el.div(rx.foreach(lines, lambda one: text.written(one, key=one)), class_name="mt-2 flex flex-col gap-2"),
    )
    return rx.cond(lines.length() > 0, said, rx.fragment())


def papers_part(title: str, papers: Any) -> rx.Component:
    """Ways to an agreement as a file, a pair of languages each."""
    return rx.el.section(
        text.section_heading(title),
        rx.el.ul(
            rx.foreach(
                papers,
                lambda one: rx.el.li(text.link(one.label, one.value, document=True), class_name="py-1", key=one.value),
            ),
            class_name="list-none p-0 mt-1",
        ),
        class_name="not-printed",
    )
