"""What a goal says, for everybody who may read it: the same parts on its owner's page and on a teacher's."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.kinds import Text


def goal_body(view: Any, steps: rx.Component) -> rx.Component:
    """Why, the steps as `steps` shows them, who helps, what may get in the way, skills, and what shows it is done."""
    return text.stack(
        _said(_("Why"), view.why),
        steps,
        _said(_("Who helps"), view.helpers),
        _barriers(view),
        rx.cond(
            view.skills.length() > 0,
            _part(
                _("Skills it is about"),
                rx.el.ul(
                    rx.foreach(view.skills, lambda skill: rx.el.li(cards.tag(skill.name, skill.theme))),
                    class_name="mt-2 flex flex-wrap gap-2 list-none p-0",
                ),
            ),
            rx.fragment(),
        ),
        _outcome(view),
        gap="gap-6",
    )


def read_only_steps(view: Any) -> rx.Component:
    """The steps, for whoever may read them and change nothing."""
    lines = rx.foreach(
        view.steps,
        lambda step: rx.el.li(
            step_mark(step.done),
            rx.el.div(step_words(step), class_name="min-w-0"),
            class_name="flex items-start gap-3 px-4 py-3",
            key=step.id,
        ),
    )
    return rx.cond(
        view.steps.length() > 0,
        _part(_("Steps"), text.muted(view.steps_said), cards.row_list(lines, class_name="mt-2")),
        rx.fragment(),
    )


def step_mark(done: Any) -> rx.Component:
    """A box, ticked when the step is done."""
    return rx.el.span(
        rx.cond(done, icons.check("size-5"), rx.fragment()),
        class_name="inline-flex items-center justify-center size-6 shrink-0 rounded border-2 border-control "
        "text-accent",
        aria_hidden="true",
    )


def step_words(step: Any) -> rx.Component:
    """A step in words: what, by when, or since when it is done."""
    return rx.fragment(
        rx.el.p(step.words, dir="auto", class_name="font-semibold break-words"),
        rx.el.p(rx.cond(step.done, step.said, step.by_when), class_name="text-sm text-muted empty:hidden"),
    )


def _part(heading: str, *children: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(heading, class_name="text-lg font-semibold"), *children)


def _said(heading: str, words: Text) -> rx.Component:
    return rx.cond(words != "", _part(heading, text.written(words)), rx.fragment())


def _barrier(one: Any) -> rx.Component:
    """A barrier in its owner's words, then who helps with it there: a known place, or whom every page names."""
    known = rx.el.p(
        rx.el.span(_("Help:"), class_name="font-semibold"),
        " ",
        rx.el.span(one.help, dir="auto"),
        rx.cond(one.url != "", rx.fragment(" ", text.link(_("Open"), one.url, document=True, rel="noreferrer")), ""),
    )
    return rx.el.li(
        rx.el.p(one.name, class_name="font-semibold"),
        rx.cond(one.words != "", text.written(one.words), rx.fragment()),
        rx.el.div(rx.cond(one.help != "", known, rx.el.p(one.contact)), class_name="mt-1 text-sm text-muted"),
        class_name="px-4 py-3",
        key=one.kind,
    )


def _barriers(view: Any) -> rx.Component:
    return rx.cond(
        view.barriers.length() > 0,
        _part(_("What could get in the way"), cards.row_list(rx.foreach(view.barriers, _barrier), class_name="mt-2")),
        rx.fragment(),
    )


def _evidence(item: Any) -> rx.Component:
    named = rx.cond(item.href != "", text.link(item.title, item.href), rx.el.span(item.title))
    return rx.el.li(icons.file("text-muted shrink-0"), rx.el.span(named, dir="auto"), class_name="flex gap-2")


def _outcome(view: Any) -> rx.Component:
    return rx.cond(
        (view.outcome != "") | (view.evidence.length() > 0),
        _part(
            _("How to know that it is done"),
            rx.cond(view.outcome != "", text.written(view.outcome), rx.fragment()),
            rx.el.ul(
                rx.foreach(view.evidence, _evidence), class_name="mt-2 flex flex-col gap-2 list-none p-0 empty:hidden"
            ),
        ),
        rx.fragment(),
    )
