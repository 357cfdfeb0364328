"""A plan of lessons as it is read and printed: minutes, what happens, what to say, cards to cut out."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import text
from portfolio_app.ui.buttons import print_button


def plan_body(view: Any, *beside: rx.Component) -> rx.Component:
    """The whole plan; `beside` stands next to the button that prints it."""
    cards_to_cut = rx.el.section(
        text.section_heading(_("Cards to cut out")),
        rx.el.ul(
            rx.foreach(view.cards, _card),
            class_name="mt-3 grid sm:grid-cols-2 print:grid-cols-2 list-none p-0 [&>*]:min-w-0",
        ),
        class_name="print:break-before-page",
    )
    notes = rx.el.section(
        text.section_heading(_("Good to know")),
        rx.el.ul(
            rx.foreach(view.notes, lambda one: rx.el.li(one, class_name="max-w-reading")),
            class_name="mt-2 list-disc ps-6 space-y-1",
        ),
    )
    return text.stack(
        text.paragraph(view.aim),
        text.side_by_side(print_button(_("Print")), *beside),
        rx.el.section(
            text.section_heading(_("What you need")),
            rx.el.ul(rx.foreach(view.bring, rx.el.li), class_name="mt-2 list-disc ps-6 space-y-1"),
        ),
        rx.foreach(view.lessons, _lesson),
        rx.cond(view.notes.length() > 0, notes, rx.fragment()),
        rx.cond(view.cards.length() > 0, cards_to_cut, rx.fragment()),
        gap="gap-8",
    )


def _step(step: Any) -> rx.Component:
    said = rx.el.p(
        rx.el.span(_("Say:"), class_name="text-muted"), " ", rx.el.q(step.say, class_name="italic"), class_name="mt-1"
    )
    return rx.el.tr(
        rx.el.th(step.minutes, scope="row", class_name="pe-4 py-2 text-start font-semibold align-top w-28"),
        rx.el.td(
            rx.el.p(step.what), rx.cond(step.say != "", said, rx.fragment()), class_name="py-2 align-top max-w-reading"
        ),
        class_name="unbroken",
    )


def _lesson(lesson: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(lesson.title),
        text.muted(lesson.minutes),
        rx.el.table(
            rx.el.caption(lesson.title, class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(_("Minutes"), scope="col", class_name="pe-4 py-1 text-start text-sm text-muted"),
                    rx.el.th(_("What happens"), scope="col", class_name="py-1 text-start text-sm text-muted"),
                ),
                class_name="border-b border-control",
            ),
            rx.el.tbody(rx.foreach(lesson.steps, _step), class_name="divide-y divide-hairline"),
            class_name="mt-2 border-collapse",
        ),
        rx.el.p(
            rx.el.span(_("Exit question:"), class_name="font-semibold"),
            " ",
            lesson.exit,
            class_name="mt-3 max-w-reading unbroken",
        ),
        key=lesson.title,
    )


def _card(card: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(card.title, class_name="text-sm text-muted"),
        rx.el.p(card.text, class_name="mt-1 text-lg font-semibold"),
        class_name="border border-dashed border-control p-4 min-h-28 unbroken",
    )
