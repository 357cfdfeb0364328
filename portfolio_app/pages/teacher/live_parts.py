"""What stands on the page of a lesson together: its activities, the pupils of the class, its walls."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.learning.live.for_teachers import DONE, HERE, HERE_AND_DONE
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, link_button


def steps_part(view: Any, on_open: Any) -> rx.Component:
    """The activities, each with the button that opens it for all."""

    def step(one: Any) -> rx.Component:
        opened = rx.el.p(icons.check("inline-block size-5 me-1 text-accent"), _("Opened for all"), class_name="py-2")
        press = button(
            _("Open for all"),
            kind="secondary",
            on_click=on_open(view.id, one.code),
            aria_label=_("Open for all") + ": " + one.title,
        )
        return rx.el.li(
            rx.el.div(
                rx.el.p(one.number, ". ", rx.el.span(one.title, lang=view.language), class_name="font-semibold"),
                text.muted(one.minutes, " · ", one.said),
                class_name="min-w-0 flex-1 basis-56",
            ),
            rx.cond(one.open, opened, press),
            class_name="flex flex-wrap items-center gap-x-4 gap-y-2 py-3",
            key=one.code,
        )

    return rx.el.section(
        text.section_heading(_("Activities")),
        rx.el.ol(rx.foreach(view.steps, step), class_name="mt-2 list-none p-0 divide-y divide-hairline"),
    )


def pupils_part(view: Any) -> rx.Component:
    """Each pupil of the class: where they are, what is done, when they were last there."""
    head = "px-2 py-2 text-start text-sm font-semibold text-muted align-bottom"

    def number(one: Any) -> rx.Component:
        return rx.el.th(
            rx.el.span(one.number, aria_hidden="true"),
            rx.el.span(one.title, class_name="sr-only"),
            scope="col",
            lang=view.language,
            title=one.title,
            class_name=f"{head} text-center",
            key=one.code,
        )

    def cell(mark: Any) -> rx.Component:
        here = rx.el.span(
            rx.el.span(aria_hidden="true", class_name="inline-block size-3.5 rounded-full bg-accent align-middle"),
            text.only_read_aloud(_("is here")),
        )
        done = rx.el.span(icons.check("inline-block size-5"), text.only_read_aloud(_("done")))
        both = rx.el.span(
            icons.check("inline-block size-5 rounded-full bg-accent text-on-accent"),
            text.only_read_aloud(_("is here, done")),
        )
        nothing = rx.el.span("–", class_name="text-muted", aria_hidden="true")
        shown = rx.match(mark, (DONE, done), (HERE, here), (HERE_AND_DONE, both), nothing)
        return rx.el.td(shown, class_name="px-2 py-2 text-center")

    def row(one: Any) -> rx.Component:
        stuck = rx.el.p(icons.talk("inline-block size-5 me-1"), _("is stuck"), class_name="font-semibold text-accent")
        return rx.el.tr(
            rx.el.th(
                one.name,
                dir="auto",
                scope="row",
                class_name="sticky start-0 z-1 bg-paper pe-3 py-2 text-start font-semibold min-w-28",
            ),
            rx.el.td(
                rx.el.p(one.at, lang=one.language),
                rx.cond(one.stuck, stuck, rx.fragment()),
                rx.el.p(one.seen, rx.cond(one.slow != "", " · " + one.slow, ""), class_name="text-sm text-muted"),
                class_name="px-2 py-2 min-w-44",
            ),
            rx.el.td(one.done, class_name="px-2 py-2 whitespace-nowrap"),
            rx.foreach(one.cells, cell),
            key=one.id,
        )

    names = rx.el.th(
        _("Pupil"), scope="col", class_name="sticky start-0 z-1 bg-paper pe-3 py-2 text-start text-sm align-bottom"
    )
    table = rx.el.table(
        rx.el.caption(_("Where everybody is"), class_name="sr-only"),
        rx.el.thead(
            rx.el.tr(
                names,
                rx.el.th(_("At"), scope="col", class_name=head),
                rx.el.th(_("Done"), scope="col", class_name=head),
                rx.foreach(view.steps, number),
            ),
            class_name="border-b border-control",
        ),
        rx.el.tbody(rx.foreach(view.pupils, row), class_name="divide-y divide-hairline align-top"),
        class_name="border-collapse",
    )
    return rx.el.section(
        text.section_heading(_("Where everybody is")),
        text.muted(
            _("Pupils are told that you see this until the lesson is over. What they write is not here."),
            class_name="mt-1",
        ),
        rx.el.div(
            table,
            role="region",
            aria_label=_("Where everybody is"),
            tab_index=0,
            class_name="relative overflow-x-auto mt-3",
        ),
    )


def wall_part(wall: Any, state: Any) -> rx.Component:
    """A wall: notes to look at, notes on it, the way to show it to the class."""

    # Not called as what is around them: a loop inside another hides what has the same name.
    def waiting(note: Any) -> rx.Component:
        return _note(
            note,
            button(_("Show it"), kind="secondary", on_click=state.show_note(wall.id, note.id)),
            button(_("Take it off"), kind="quiet", on_click=state.take_off(note.id)),
        )

    def shown(note: Any) -> rx.Component:
        return _note(note, button(_("Take it off"), kind="quiet", on_click=state.take_off(note.id)))

    every = rx.el.div(
        rx.el.p(_("Waiting for your look"), class_name="font-semibold"),
        rx.el.ul(rx.foreach(wall.waiting, waiting), class_name="w-full list-none p-0 divide-y divide-hairline"),
        button(_("Show all of these"), kind="secondary", on_click=state.show_all(wall.id)),
        class_name="flex flex-col items-start gap-2 rounded-lg bg-sunken p-3",
    )
    return cards.card(
        rx.el.h3(wall.question, lang=wall.language, dir="auto", class_name="text-lg font-semibold"),
        text.muted(wall.said, role="status"),
        rx.cond(wall.waiting.length() > 0, every, rx.fragment()),
        rx.cond(
            wall.shown.length() > 0,
            cards.disclosure(
                _("What is on it"),
                rx.el.ul(rx.foreach(wall.shown, shown), class_name="list-none p-0 divide-y divide-hairline"),
            ),
            rx.fragment(),
        ),
        text.side_by_side(
            link_button(_("Show it to the class"), wall.href, icon=icons.onward),
            rx.cond(
                wall.open,
                button(_("Take no more notes"), kind="quiet", on_click=state.close_wall(wall.id)),
                text.muted(_("It takes no more notes.")),
            ),
        ),
        class_name="flex flex-col gap-3",
        key=wall.id,
    )


def _note(one: Any, *buttons: rx.Component) -> rx.Component:
    return rx.el.li(
        rx.el.p(one.words, dir="auto", class_name="min-w-0 flex-1 basis-56 break-words"),
        rx.el.div(*buttons, class_name="flex flex-wrap gap-2"),
        class_name="flex flex-wrap items-center gap-x-4 gap-y-2 py-2",
        key=one.id,
    )
