"""What an ambassador plans and has done, on the page of their term."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.frame import field_error
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_area, text_field


def _plan_fields(view: Any, one: Any = None) -> list[Any]:
    """The fields of a plan; of a new one without `one`."""

    def named(name: str) -> dict[str, Any]:
        if one is None:
            return {"error": field_error(name)}
        return {
            "field_id": name + "-" + one.id,
            "error": field_error(name + "-" + one.id),
            "default_value": getattr(one, name),
        }

    words = named("plan_words") if one is None else named("words")
    if one is not None:
        words |= {"field_id": "plan_words-" + one.id, "error": field_error("plan_words-" + one.id)}
    return [
        select_field("kind", _("What"), view.kinds, **named("kind")),
        text_field(
            "day",
            _("When"),
            type="date",
            custom_attrs={"min": view.first_day, "max": view.last_day},
            **named("day"),
        ),
        text_field("partner", _("With whom"), hint=_("(optional)"), max_length=120, **named("partner")),
        text_field("place", _("Where"), hint=_("(optional)"), max_length=120, **named("place")),
        text_area(
            "plan_words",
            _("What exactly"),
            hint=_("(optional)"),
            help=_("Such as: what you show, what you need, who opens the room."),
            max_length=500,
            **words,
        ),
    ]


def _new(view: Any, state: Any) -> rx.Component:
    return cards.disclosure(
        _("Plan an action"),
        form(
            rx.el.input(type="hidden", name="ambassador", default_value=view.id),
            rx.el.input(type="hidden", name="request", default_value=view.request),
            *_plan_fields(view),
            form_buttons(button(_("Put it in my plan"), type="submit", full=True)),
            on_submit=state.plan,
            key=view.request,
            class_name="mt-2 flex flex-col gap-4",
        ),
    )


def _logging(one: Any, state: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="action", default_value=one.id),
        rx.el.input(type="hidden", name="version", default_value=one.version.to_string()),
        text_field(
            "minutes-" + one.id,
            _("How long, in minutes"),
            field_id="minutes-" + one.id,
            type="number",
            default_value=one.minutes,
            error=field_error("minutes-" + one.id),
        ),
        text_field(
            "heads-" + one.id,
            _("How many people were there, about"),
            field_id="heads-" + one.id,
            type="number",
            default_value=one.heads,
            error=field_error("heads-" + one.id),
        ),
        text_area(
            "learned-" + one.id,
            _("What did you learn?"),
            field_id="learned-" + one.id,
            help=_("Write nobody’s name but your own."),
            default_value=one.typed_learned,
            max_length=1500,
            rows=3,
            error=field_error("learned-" + one.id),
        ),
        draft_status(),
        form_buttons(button(_("Put it in my log"), type="submit", full=True)),
        on_submit=state.log,
        custom_attrs=draft_attributes(one.draft, one.draft_version),
        key=one.id + ":" + one.version.to_string(),
        class_name="mt-2 flex flex-col gap-4",
    )


def _changing(view: Any, one: Any, state: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="action", default_value=one.id),
        rx.el.input(type="hidden", name="version", default_value=one.version.to_string()),
        *_plan_fields(view, one),
        form_buttons(button(_("Save"), type="submit", full=True)),
        on_submit=state.change_plan,
        key="plan:" + one.id + ":" + one.version.to_string(),
        class_name="mt-2 flex flex-col gap-4",
    )


def _posting(view: Any, one: Any, state: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="action", default_value=one.id),
        rx.el.input(type="hidden", name="version", default_value=one.post.version.to_string()),
        text_field(
            "wall-" + one.id,
            _("What you did, in a sentence"),
            field_id="wall-" + one.id,
            help=_("Write nobody’s name but your own."),
            default_value=one.post.words,
            max_length=400,
            error=field_error("wall-" + one.id),
        ),
        select_field(
            "picture-" + one.id,
            _("Picture"),
            view.photos,
            field_id="picture-" + one.id,
            help=_("One of your photos in which there is nobody, or everybody has agreed. Add photos as evidence."),
            default_value=one.post.picture,
            error=field_error("picture-" + one.id),
        ),
        form_buttons(button(_("Give it to an adult to read"), type="submit", kind="secondary", full=True)),
        on_submit=state.post,
        key="wall:" + one.id + ":" + one.post.version.to_string(),
        class_name="mt-2 flex flex-col gap-4",
    )


def _action(view: Any, one: Any, state: Any) -> rx.Component:
    log_first = cards.disclosure(_("How did it go?"), _logging(one, state), open=True)
    log_again = cards.disclosure(_("Change what I wrote"), _logging(one, state))
    kit = text.link(
        _("Poster, slides and handout for it"),
        rx.cond(view.kit_href != "", view.kit_href + one.id, ""),
    )
    choices = text.stack(
        rx.cond(one.logged, log_again, rx.cond(one.due, log_first, rx.fragment())),
        rx.cond((view.kit_href != "") & ~one.logged, kit, rx.fragment()),
        rx.cond(one.logged, rx.fragment(), cards.disclosure(_("Change the plan"), _changing(view, one, state))),
        rx.el.div(
            button(
                _("Take it out"),
                kind="quiet",
                on_click=state.delete(one.id),
                aria_label=_("Take it out") + ": " + one.name + ", " + one.day_said,
            )
        ),
        gap="gap-2",
        class_name="mt-2",
    )
    posted = rx.el.div(
        rx.cond(one.post.stands != "", text.muted(_("Wall:") + " ", one.post.stands, dir="auto"), rx.fragment()),
        cards.disclosure(_("Show it on the wall of our school"), _posting(view, one, state)),
        rx.cond(
            one.post.up,
            button(
                _("Take it off the wall"),
                kind="quiet",
                on_click=state.take_down(one.post.id),
                aria_label=_("Take it off the wall") + ": " + one.name + ", " + one.day_said,
            ),
            rx.fragment(),
        ),
        class_name="mt-2",
    )
    return rx.el.li(
        cards.card(
            rx.el.h3(one.name, class_name="text-lg font-semibold break-words"),
            text.muted(one.detail, dir="auto"),
            rx.cond(one.words != "", text.written(one.words, class_name="mt-1"), rx.fragment()),
            rx.cond(one.log != "", rx.el.p(one.log, class_name="mt-1 font-semibold"), rx.fragment()),
            rx.cond(one.learned != "", text.written(one.learned, class_name="mt-1"), rx.fragment()),
            rx.cond(view.posts & one.logged, posted, rx.fragment()),
            rx.cond(view.writes, choices, rx.fragment()),
            element=rx.el.article,
        ),
        key=one.id,
    )


def _listed(title: str, view: Any, some: Any, state: Any, nothing: str) -> rx.Component:
    return rx.el.div(
        text.small_heading(title),
        rx.cond(
            some.length() > 0,
            rx.el.ul(
                rx.foreach(some, lambda one: _action(view, one, state)),
                class_name="mt-2 flex flex-col gap-3 list-none p-0",
            ),
            text.paragraph(nothing, class_name="mt-1"),
        ),
    )


def actions_part(view: Any, state: Any) -> rx.Component:
    """The plan and the log."""
    return rx.el.section(
        text.section_heading(_("Actions")),
        rx.cond(view.own, text.muted(view.plan_said, class_name="mt-1"), rx.fragment()),
        rx.cond(view.summed != "", rx.el.p(view.summed, class_name="mt-1 font-semibold"), rx.fragment()),
        text.stack(
            _listed(_("Planned"), view, view.planned, state, _("Nothing is planned.")),
            rx.cond(view.writes, _new(view, state), rx.fragment()),
            _listed(_("Done so far"), view, view.logged, state, _("Nothing is written down yet.")),
            class_name="mt-3",
        ),
    )
