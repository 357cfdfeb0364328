"""What others said about a capability, on its page: each voice with its reason, the pupil's answer, hiding it; and the
line of the capability over the years, with the same as a table."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.answering import answer_form, answered
from portfolio_app.pages.frame import address
from portfolio_app.skills.voice_views import HIGH, WIDE
from portfolio_app.skills.voices import LONGEST_REASON
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button
from portfolio_app.ui.drawings import theme_class
from portfolio_app.ui.pictures import dial_dots, growth_line, step_dots


def _voice(view: Any, one: Any, state: Any) -> rx.Component:
    said = rx.cond(
        (one.step > 0) & (one.carried == ""),
        rx.cond(
            view.dial,
            dial_dots(one.step, one.step_words, view.first, view.second),
            step_dots(one.step, one.step_words),
        ),
        rx.el.span(one.step_words),
    )
    hint = _("Whoever said it sees your answer. What they said stays as it is.")
    answering = answer_form("voice", one, hint, LONGEST_REASON, state.answer)
    hiding = rx.cond(
        one.hidden,
        button(_("Show it again"), kind="quiet", on_click=state.show_voice(one.id)),
        button(_("Hide it"), kind="quiet", on_click=state.hide_voice(one.id)),
    )
    report = rx.cond(
        one.reported,
        text.muted(_("You reported this. Somebody at your school will talk with you.")),
        button(_("Report it to the school"), kind="quiet", on_click=state.report_voice(one.id)),
    )
    body = rx.fragment(
        rx.el.p(said, class_name=f"mt-1 {theme_class(view.theme)}"),
        rx.cond(one.carried != "", text.muted(one.carried), rx.fragment()),
        rx.cond(one.reason != "", text.written(one.reason, class_name="mt-1 break-words"), rx.fragment()),
        answered(one),
    )
    return cards.card(
        rx.el.p(
            rx.el.span(one.who, dir="auto", class_name="font-semibold"),
            rx.el.span(" · ", one.day, class_name="text-sm text-muted"),
        ),
        rx.cond(one.hidden, text.muted(_("Hidden: only you and whoever said it see it.")), body),
        rx.el.div(
            cards.disclosure(_("Answer or hide"), answering, rx.el.div(hiding, report, class_name="flex flex-wrap")),
            class_name="mt-2 not-printed",
        ),
        element=rx.el.li,
        key=one.id,
    )


def voices_section(view: Any, state: Any) -> rx.Component:
    """What others said, in one sentence and one by one; the way to ask."""
    return rx.el.section(
        text.section_heading(_("How others see it")),
        rx.cond(view.together != "", text.paragraph(view.together, class_name="mt-1"), rx.fragment()),
        rx.cond(
            view.voices.length() > 0,
            rx.el.ul(
                rx.foreach(view.voices, lambda one: _voice(view, one, state)),
                class_name="mt-3 flex flex-col gap-3 list-none p-0",
            ),
            text.paragraph(_("Nobody else has said anything about this yet."), class_name="mt-2 text-muted"),
        ),
        rx.cond(
            view.former == "",
            rx.fragment(
                text.muted(_("Whoever can see this skill also sees what others said about it, unless you hide that.")),
                rx.el.p(
                    text.link(_("Ask somebody about this skill"), f"{address('/asking')}?code=" + view.code),
                    class_name="mt-2 not-printed",
                ),
            ),
            rx.fragment(),
        ),
        id="voices",
    )


def change_section(view: Any) -> rx.Component:
    """The line over the years, from two moments of one's own on, and its table."""
    change: Any = view.change

    def row(one: Any) -> rx.Component:
        return cards.table_row(one.day, one.what, rx.cond(one.step_words != "", one.step_words, "–"))

    table = cards.table(
        _("What moved the line"), [_("Day"), _("What happened"), _("How it was")], rx.foreach(change.moments, row)
    )
    return rx.cond(
        change.path != "",
        rx.el.section(
            text.section_heading(_("Over the years")),
            rx.el.div(
                growth_line(
                    change.path,
                    change.moments,
                    WIDE,
                    HIGH,
                    title=_("This skill over the years"),
                    description=_("Your own view as a line, others and evidence as marks. The table has the same."),
                ),
                rx.el.p(
                    rx.el.span(change.began),
                    rx.el.span(change.ended),
                    class_name="flex justify-between text-sm text-muted",
                ),
                class_name=f"mt-2 {theme_class(view.theme)}",
            ),
            cards.disclosure(_("The same as a table"), table),
            id="change",
        ),
        rx.fragment(),
    )
