"""Beside answers that are given: whom they are shown to, and what those people wrote about them."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.audience import OwnThing, audience_section, remarks_section
from portfolio_app.pages.frame import field_error
from portfolio_app.sharing.comments import LONGEST_ANSWER
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import text_area


def showing_part(view: Any, state: type[OwnThing], on_show: Any, on_stop: Any, on_answer: Any) -> rx.Component:
    """Where answers can be shown: a button for each teacher, who can see them, and what was written about them."""

    def show(one: Any) -> rx.Component:
        return button(one.name, kind="secondary", icon=icons.people, on_click=on_show(one.id), key=one.id)

    def stop(one: Any) -> rx.Component:
        return button(one.name, kind="quiet", icon=icons.close, on_click=on_stop(one.id), key=one.id)

    showing = text.stack(
        rx.el.div(
            text.muted(
                _(
                    "They read your answers as they are now, with the questions, and can write back. They see nothing "
                    "else of your lessons."
                )
            ),
            rx.el.div(
                rx.foreach(view.teachers, show),
                rx.foreach(view.shown_to, stop),
                class_name="mt-3 flex flex-wrap gap-3 empty:hidden",
            ),
            class_name="not-printed",
        ),
        audience_section(view.who, view.nameable, state.choose_audience, view.work + view.who.words),
    )
    section = rx.el.section(text.section_heading(_("Show it to your teacher")), rx.el.div(showing, class_name="mt-2"))
    said = remarks_section(view, state, lambda one: _answering(one, on_answer))
    return rx.cond(view.work != "", text.stack(said, section, gap="gap-6"), rx.fragment())


def _answering(one: Any, on_answer: Any) -> rx.Component:
    """The answer to what somebody wrote, or the form for it: there is one."""
    fields = form(
        rx.el.input(type="hidden", name="remark", default_value=one.id),
        text_area(
            "answer",
            _("Your answer"),
            help=_("A few words: thank you, or what you tried. You can answer once."),
            field_id="answer-" + one.id,
            error=field_error("answer-" + one.id),
            max_length=LONGEST_ANSWER,
        ),
        rx.el.div(button(_("Send the answer"), kind="secondary", type="submit")),
        on_submit=on_answer,
        key=one.id,
    )
    given = rx.el.p(_("Your answer"), ": ", one.answer, dir="auto", class_name="mt-2 break-words text-muted")
    asking = rx.el.div(cards.disclosure(_("Answer"), fields), class_name="mt-2 not-printed")
    return rx.cond(one.answer != "", given, asking)
