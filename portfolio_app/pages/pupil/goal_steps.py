"""The steps of a goal as its owner works on them: ticked off, put in order and changed, each with its own form."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import field_error
from portfolio_app.pages.goal_body import step_mark, step_words
from portfolio_app.plan.steps import LONGEST_WORDS
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, small_button
from portfolio_app.ui.fields import text_field


def _fields(words: Any, day: Any, ending: Any = "") -> list[rx.Component]:
    """What and by when; `ending` tells the ids of one form of a page from those of another."""
    return [
        text_field(
            "step_words",
            _("What will you do?"),
            field_id="step_words" + ending,
            default_value=words,
            error=field_error("step_words" + ending),
            max_length=LONGEST_WORDS,
        ),
        text_field(
            "step_by",
            _("By when"),
            hint=_("(optional)"),
            type="date",
            field_id="step_by" + ending,
            default_value=day,
            error=field_error("step_by" + ending),
            width="max-w-56",
        ),
    ]


def _change(step: Any, state: Any) -> rx.Component:
    fields = form(
        rx.el.input(type="hidden", name="step", default_value=step.id),
        rx.el.input(type="hidden", name="version", default_value=step.version.to_string()),
        *_fields(step.typed_words, step.typed_day, "-" + step.id),
        draft_status(),
        rx.el.div(
            button(_("Save"), type="submit", kind="secondary"),
            button(_("Delete this step"), kind="quiet", icon=icons.trash, on_click=state.delete_step(step.id)),
            class_name="flex flex-wrap gap-3",
        ),
        on_submit=state.change_step,
        class_name="flex flex-col gap-3",
        custom_attrs=draft_attributes(step.draft, step.draft_version.to_string()),
    )
    return rx.el.div(
        cards.disclosure(_("Change this step"), fields, key=step.id + step.version.to_string()),
        class_name="not-printed",
    )


def _step(step: Any, state: Any) -> rx.Component:
    tick = rx.el.button(
        step_mark(step.done),
        type="button",
        role="checkbox",
        aria_checked=rx.cond(step.done, "true", "false"),
        aria_label=step.words,
        on_click=state.tick(step.id, ~step.done),
        class_name="not-printed inline-flex items-center justify-center size-11 shrink-0 rounded-lg cursor-pointer "
        "hover:bg-sunken",
    )
    return rx.el.li(
        tick,
        rx.el.span(step_mark(step.done), class_name="hidden print:inline"),
        rx.el.div(step_words(step), class_name="min-w-0 flex-1 pt-2"),
        rx.el.div(
            small_button(_("Move up"), icons.up, on_click=state.move(step.id, -1), disabled=step.first),
            small_button(_("Move down"), icons.down, on_click=state.move(step.id, 1), disabled=step.last),
            class_name="flex flex-col sm:flex-row shrink-0 not-printed",
        ),
        rx.el.div(_change(step, state), class_name="basis-full sm:ps-11"),
        class_name="flex flex-wrap items-start gap-x-2 px-2 py-1.5 unbroken",
        key=step.id,
    )


def steps_section(view: Any, state: Any) -> rx.Component:
    """The steps in order, and the form that adds one. `state` is the page's."""
    add = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        *_fields(view.step_words, view.step_by),
        draft_status(),
        rx.el.div(button(_("Add this step"), type="submit", kind="secondary", icon=icons.plus)),
        on_submit=state.add_step,
        class_name="flex flex-col gap-3",
        key=view.request,
        custom_attrs=draft_attributes(view.step_draft, view.step_draft_version.to_string()),
    )
    some = view.steps.length() > 0
    return rx.el.section(
        rx.el.h2(_("Steps"), class_name="text-lg font-semibold"),
        rx.cond(
            some,
            rx.fragment(
                text.muted(view.steps_said, role="status"),
                rx.el.ol(
                    rx.foreach(view.steps, lambda step: _step(step, state)),
                    class_name="mt-2 list-none p-0 rounded-lg border border-hairline bg-surface divide-y "
                    "divide-hairline",
                ),
            ),
            text.muted(_("What is the first small thing you can do? Put it here.")),
        ),
        rx.el.div(
            rx.cond(some, cards.disclosure(_("Add a step"), add), add),
            class_name="mt-3 not-printed",
        ),
        id="steps",
    )
