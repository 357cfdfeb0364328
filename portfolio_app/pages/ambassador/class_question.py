"""One question as the adults of a class see it, with what they can do about it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from portfolio_app.ambassadors.questions.answering import LONGEST_WHY
from portfolio_app.ambassadors.questions.models import LONGEST_ANSWER, LONGEST_QUESTION
from portfolio_app.core.languages import _
from portfolio_app.pages.frame import field_error
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import checkbox, text_area


@dataclass(frozen=True)
class Doings:
    """The handlers of the page's State."""

    let_through: Any
    keep_for_adults: Any
    no_worry: Any
    seen: Any
    put_aside: Any
    bring_back: Any
    approve: Any
    give_back: Any
    answer: Any


def question_card(one: Any, doings: Doings) -> rx.Component:
    """The question, and what its state asks for."""
    state = rx.match(
        one.state,
        ("worry", _worry(one, doings)),
        ("fresh", _fresh(one, doings)),
        ("through", _through(one, doings)),
        ("answered", _answered(one, doings)),
        ("aside", rx.el.div(button(_("Bring it back"), kind="secondary", on_click=doings.bring_back(one.id)))),
        rx.fragment(),
    )
    return rx.el.li(
        cards.card(
            rx.el.h3(
                rx.match(
                    one.state,
                    ("worry", _("Gives cause for worry")),
                    ("fresh", _("New")),
                    ("through", rx.cond(one.answer_state == "sent", _("An answer to read"), _("Let through"))),
                    ("answered", _("Answered")),
                    _("Put aside"),
                ),
                class_name=rx.cond(one.state == "worry", "font-semibold text-danger", "font-semibold text-muted"),
            ),
            text.written(rx.cond(one.state == "answered", one.shown, one.words), class_name="mt-1 text-lg"),
            text.muted(one.asked, class_name="mt-1"),
            rx.el.div(state, class_name="mt-3"),
            element=rx.el.article,
        ),
        id="question-" + one.id,
        key=one.id,
    )


def _aside(one: Any, doings: Doings) -> rx.Component:
    return button(_("Put aside"), kind="quiet", on_click=doings.put_aside(one.id))


def _worry(one: Any, doings: Doings) -> rx.Component:
    read = rx.cond(
        one.seen != "",
        text.muted(one.seen),
        rx.el.div(button(_("I have read it"), icon=icons.check, on_click=doings.seen(one.id))),
    )
    return text.stack(
        text.paragraph(
            _(
                "Words of worry stand in it, so no ambassador ever sees it. Whoever wrote it was shown where help is. "
                "You cannot know who it was: talk with the class about it in general, look who seems unwell, and ask "
                "a counsellor. If a life is in danger, call 112."
            )
        ),
        read,
        _own_answer(one, doings),
        text.side_by_side(
            button(_("It gives no cause for worry"), kind="secondary", on_click=doings.no_worry(one.id)),
            _aside(one, doings),
        ),
        gap="gap-3",
    )


def _shown(one: Any, *, beside: str) -> rx.Component:
    return text_area(
        "shown",
        _("As the class will read it"),
        help=_("Take out what tells who somebody is. Leave the rest as it was written."),
        default_value=one.shown,
        field_id=beside + one.id,
        error=field_error("shown-" + one.id),
        max_length=LONGEST_QUESTION,
        rows=3,
    )


def _hidden(one: Any) -> rx.Component:
    return rx.el.input(type="hidden", name="question", default_value=one.id)


def _fresh(one: Any, doings: Doings) -> rx.Component:
    found = text.muted(
        _("May tell who somebody is, and is taken out below:"),
        " ",
        rx.foreach(one.found, lambda part: rx.el.span(part, " · ", dir="auto", class_name="font-semibold")),
    )
    through = form(
        _hidden(one),
        rx.cond(one.found.length() > 0, found, rx.fragment()),
        _shown(one, beside="shown-"),
        checkbox(
            "adults_only",
            _("An adult answers this one"),
            default_checked=one.adults_only,
            field_id="adults-" + one.id,
        ),
        rx.el.div(button(_("Let it through"), type="submit")),
        on_submit=doings.let_through,
        class_name="flex flex-col gap-3",
        key=one.id + one.state,
    )
    return text.stack(through, _own_answer(one, doings), rx.el.div(_aside(one, doings)), gap="gap-2")


def _own_answer(one: Any, doings: Doings) -> rx.Component:
    fields = form(
        _hidden(one),
        _shown(one, beside="own-shown-"),
        text_area(
            "answer",
            _("Your answer"),
            field_id="own-answer-" + one.id,
            error=field_error("answer-" + one.id),
            max_length=LONGEST_ANSWER,
            rows=4,
        ),
        rx.el.div(button(_("Show it to the class"), type="submit")),
        on_submit=doings.answer,
        class_name="flex flex-col gap-3 pt-2",
        key="own-" + one.id + one.state,
    )
    return cards.disclosure(_("Answer it yourself"), fields)


def _through(one: Any, doings: Doings) -> rx.Component:
    ours = rx.fragment(
        text.paragraph(_("Ambassadors of your school can draft an answer.")),
        rx.cond(
            one.answer_state == "returned",
            text.muted(_("Given back to:"), " ", rx.el.span(one.by, dir="auto"), ". ", one.why),
            rx.fragment(),
        ),
        rx.el.div(
            button(_("An adult answers this one"), kind="secondary", on_click=doings.keep_for_adults(one.id, True))
        ),
    )
    kept = rx.fragment(
        text.paragraph(_("An adult answers this one. Ambassadors do not see it.")),
        rx.el.div(
            button(_("Let ambassadors answer it"), kind="secondary", on_click=doings.keep_for_adults(one.id, False))
        ),
    )
    cleaned = text.muted(_("As the class will read it"), ": ", rx.el.span(one.shown, dir="auto"))
    return text.stack(
        rx.cond(one.shown != one.words, cleaned, rx.fragment()),
        rx.cond(one.answer_state == "sent", _draft(one, doings), rx.cond(one.adults_only, kept, ours)),
        _own_answer(one, doings),
        rx.el.div(_aside(one, doings)),
        gap="gap-3",
    )


def _draft(one: Any, doings: Doings) -> rx.Component:
    version = rx.el.input(type="hidden", name="version", value=one.version.to_string(), read_only=True)
    marks = one.id + ":" + one.version.to_string()
    approve = form(
        _hidden(one),
        version,
        text_area(
            "answer",
            _("The answer"),
            help=_("Change what is wrong or unclear; keep it the ambassador’s own."),
            default_value=one.answer,
            field_id="answer-" + one.id,
            error=field_error("answer-" + one.id),
            max_length=LONGEST_ANSWER,
            rows=5,
        ),
        rx.el.div(button(_("Approve and show it to the class"), type="submit", icon=icons.check)),
        on_submit=doings.approve,
        class_name="flex flex-col gap-3",
        key="approve-" + marks,
    )
    back = form(
        _hidden(one),
        version,
        text_area(
            "why",
            _("What should the ambassador change?"),
            field_id="why-" + one.id,
            error=field_error("why-" + one.id),
            max_length=LONGEST_WHY,
            rows=2,
        ),
        rx.el.div(button(_("Give it back"), kind="secondary", type="submit")),
        on_submit=doings.give_back,
        class_name="flex flex-col gap-3 pt-2",
        key="back-" + marks,
    )
    return rx.fragment(
        text.muted(_("Drafted by:"), " ", rx.el.span(one.by, dir="auto")),
        approve,
        cards.disclosure(_("Give it back with a sentence"), back),
    )


def _answered(one: Any, doings: Doings) -> rx.Component:
    return text.stack(
        rx.el.div(text.written(one.answer), class_name="border-s-4 border-hairline ps-4"),
        rx.cond(one.by != "", text.muted(_("Written by:"), " ", rx.el.span(one.by, dir="auto")), rx.fragment()),
        rx.el.div(button(_("Take it off the page of the class"), kind="quiet", on_click=doings.put_aside(one.id))),
        gap="gap-2",
    )
