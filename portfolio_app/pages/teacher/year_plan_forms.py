"""The forms of a plan: laying out, adding, copying, and what can be done with one item."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import NAMES, _, languages
from portfolio_app.learning.teaching.models import PlanKind
from portfolio_app.learning.teaching.planning import LONGEST_TITLE, LONGEST_WORDS
from portfolio_app.pages.frame import field_error
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import checkbox, select_field, text_area, text_field

AIM = "aim:"


def adding(view: Any, state: Any) -> rx.Component:
    """Everything by which something comes into the plan."""
    return rx.el.section(
        text.section_heading(_("Put into the plan")),
        rx.el.div(
            cards.disclosure(_("A whole programme"), _laying_out(view, state)),
            cards.disclosure(_("A module"), _module(view, state)),
            cards.disclosure(_("An external day: a visit, a fair"), _new(view, state, PlanKind.EXTERNAL)),
            cards.disclosure(_("A deadline of the school"), _new(view, state, PlanKind.DEADLINE)),
            cards.disclosure(_("A year of another plan"), _copying(view, state)),
            class_name="mt-2",
        ),
        class_name="not-printed",
    )


def item_forms(one: Any, view: Any, state: Any) -> rx.Component:
    """What can be done with an item: other days, other words, cancelling, taking out."""
    cancelling = rx.cond(
        one.cancelled,
        button(_("It takes place after all"), kind="secondary", on_click=state.cancel(one.id, False)),
        button(_("It does not take place"), kind="secondary", on_click=state.cancel(one.id, True)),
    )
    return rx.el.div(
        rx.match(
            one.kind,
            (PlanKind.MODULE.value, _moving(one, state)),
            (PlanKind.EXTERNAL.value, _changing(one, view, state, PlanKind.EXTERNAL)),
            _changing(one, view, state, PlanKind.DEADLINE),
        ),
        rx.el.div(
            rx.cond(one.kind == PlanKind.EXTERNAL.value, cancelling, rx.fragment()),
            button(_("Take it out"), kind="danger", icon=icons.trash, on_click=state.take_out(one.id)),
            class_name="mt-4 flex flex-wrap gap-3",
        ),
        text.muted(one.by, class_name="mt-2"),
    )


def for_families(view: Any) -> rx.Component:
    """The sheet to take home, in each language that the instance speaks."""

    def sheet(code: str) -> Any:
        return rx.el.li(
            text.link(
                NAMES[code],
                f"/documents/deadlines.pdf?language={code}&class=" + view.class_id,
                document=True,
                lang=code,
            )
        )

    return rx.el.section(
        text.section_heading(_("For families, to take home (PDF)")),
        text.muted(
            _(
                "In their language: deadlines that families are to know, from today on, and the addresses of the three "
                "questions for tonight of what is assigned now."
            )
        ),
        rx.el.ul(
            *[sheet(code) for code in languages()], class_name="mt-2 flex flex-wrap gap-x-6 gap-y-2 list-none p-0"
        ),
        class_name="not-printed",
    )


def _known(one: Any) -> list[rx.Component]:
    return [
        rx.el.input(type="hidden", name="item", value=one.id, read_only=True),
        rx.el.input(type="hidden", name="version", value=one.version.to_string(), read_only=True),
    ]


def _day_field(name: str, label: str, *, field_id: Any, value: Any, **given: Any) -> rx.Component:
    return text_field(
        name,
        label,
        type="date",
        default_value=value,
        field_id=field_id,
        error=field_error(field_id),
        width="max-w-56",
        key=value,
        **given,
    )


def _moving(one: Any, state: Any) -> rx.Component:
    return form(
        *_known(one),
        _day_field("day", _("Week of this day"), field_id="day-" + one.id, value=one.day),
        rx.el.div(button(_("Move it"), type="submit", kind="secondary")),
        on_submit=state.move_to,
        class_name="flex flex-col gap-3",
    )


def _laying_out(view: Any, state: Any) -> rx.Component:
    return form(
        text.muted(_("Every module that is not in the plan yet gets a week, in its order and year.")),
        select_field("view", _("Programme"), view.views, error=field_error("view")),
        select_field(
            "first_year",
            _("The first of its years is"),
            view.year_options,
            default_value=view.first_year,
            error=field_error("first_year"),
        ),
        rx.el.div(button(_("Lay it out"), type="submit", kind="secondary")),
        rx.cond(
            view.entitlements.length() > 0,
            rx.el.ul(
                rx.foreach(
                    view.entitlements,
                    lambda one: rx.el.li(text.link(one.title, one.href, lang=one.language), key=one.href),
                ),
                class_name="list-none p-0",
            ),
            rx.fragment(),
        ),
        on_submit=state.lay_out,
        key="lay" + view.first_year,
    )


def _module(view: Any, state: Any) -> rx.Component:
    adding_one = form(
        rx.el.input(type="hidden", name="request", value=view.request, read_only=True),
        select_field("module", _("Module"), view.unplanned, error=field_error("module")),
        _day_field("module_day", _("Week of this day"), field_id="module_day", value=view.start),
        rx.el.div(button(_("Put it in"), type="submit", kind="secondary")),
        on_submit=state.add_module,
    )
    return rx.cond(view.unplanned.length() > 0, adding_one, text.muted(_("Every module is in the plan.")))


def _words(kind: PlanKind, view: Any, one: Any = None) -> list[rx.Component]:
    """The fields of an external day or a deadline, empty or as `one` has them."""

    def named(name: str) -> Any:
        return f"{name}-" + one.id if one is not None else f"{kind}_{name}"

    def error(name: str) -> Any:
        return field_error(named(name) if one is not None else (named(name) if name == "day" else name))

    value: Any = one if one is not None else None
    external = kind is PlanKind.EXTERNAL
    fields = [
        text_field(
            "title",
            _("What it is"),
            help=_("Such as “Visit to Sotungin lukio”.") if external else _("Such as “Apply by noon”."),
            default_value=value.title if one is not None else "",
            field_id=named("title"),
            error=error("title"),
            max_length=LONGEST_TITLE,
        ),
        _day_field(
            "day",
            _("Day"),
            field_id=named("day"),
            value=value.day if one is not None else view.start,
        ),
    ]
    if external:
        fields += [
            text_field(
                "hours",
                _("Hours"),
                input_mode="decimal",
                default_value=value.hours if one is not None else "",
                field_id=named("hours"),
                error=error("hours"),
                width="max-w-32",
            ),
            _aim_boxes(view, one),
        ]
    fields.append(
        text_area(
            "words",
            _("More about it"),
            help=_("What to bring, where to be, where to apply. Pupils read it.") if not external else None,
            default_value=value.words if one is not None else "",
            field_id=named("words"),
            max_length=LONGEST_WORDS,
        )
    )
    if not external:
        fields.append(
            checkbox(
                "families",
                _("Families are to know it, too"),
                help=_("It stands on the sheet to take home."),
                default_checked=value.families if one is not None else False,
                field_id=named("families"),
            )
        )
    return fields


def _aim_boxes(view: Any, one: Any) -> rx.Component:
    def box(aim: Any) -> rx.Component:
        return checkbox(
            AIM + aim.number,
            rx.el.span(aim.number, ". ", rx.el.span(aim.name, lang=aim.language)),
            field_id=(one.id if one is not None else "new") + "-aim-" + aim.number,
            default_checked=one.aims.contains(aim.number) if one is not None else False,
        )

    boxes = rx.el.fieldset(
        rx.el.legend(_("Aims it works at"), class_name="font-semibold"),
        rx.foreach(view.aims, box),
        class_name="min-w-0",
    )
    return rx.cond(view.aims.length() > 0, boxes, rx.fragment())


def _new(view: Any, state: Any, kind: PlanKind) -> rx.Component:
    request = view.external_request if kind is PlanKind.EXTERNAL else view.deadline_request
    return form(
        rx.el.input(type="hidden", name="kind", default_value=kind.value),
        rx.el.input(type="hidden", name="request", value=request, read_only=True),
        *_words(kind, view),
        rx.el.div(button(_("Put it in"), type="submit", kind="secondary")),
        on_submit=state.add_day,
        key=request,
    )


def _changing(one: Any, view: Any, state: Any, kind: PlanKind) -> rx.Component:
    return form(
        *_known(one),
        rx.el.input(type="hidden", name="kind", default_value=kind.value),
        *_words(kind, view, one),
        rx.el.div(button(_("Save"), type="submit", kind="secondary")),
        on_submit=state.change,
        class_name="flex flex-col gap-3",
    )


def _copying(view: Any, state: Any) -> rx.Component:
    return form(
        text.muted(_("Days are moved by whole weeks. What is in this plan already stays as it is.")),
        select_field("from_class", _("Plan of class"), view.classes, default_value=view.class_id),
        select_field(
            "from_year",
            _("From school year"),
            view.copy_from,
            default_value=view.last_year,
            error=field_error("from_year"),
        ),
        select_field(
            "to_year",
            _("Into school year"),
            view.year_options,
            default_value=view.first_year,
            error=field_error("to_year"),
        ),
        rx.el.div(button(_("Copy it"), type="submit", kind="secondary")),
        on_submit=state.copy,
        key="copy" + view.first_year,
    )
