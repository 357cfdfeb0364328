"""Who reads a question box when, and on which days nobody does: what stands, and the forms for more."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.pages.frame import field_error
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, small_button
from portfolio_app.ui.fields import checkbox, error_place, select_field, text_field


@dataclass(frozen=True)
class Hours:
    """The handlers of the page's State."""

    add_duty: Any
    end_duty: Any
    add_days_off: Any
    end_days_off: Any


def hours_part(view: Any, doings: Hours) -> rx.Component:
    """What pupils read of it before they write, and how to change it."""

    def duty(one: Any) -> rx.Component:
        away = small_button(_("Take away"), icons.close, on_click=doings.end_duty(one.id))
        return cards.list_row(one.name, detail=one.hours, trailing=away, key=one.id)

    def off(one: Any) -> rx.Component:
        away = small_button(_("Take away"), icons.close, on_click=doings.end_days_off(one.first, one.last))
        return cards.list_row(one.said, detail=_("nobody reads"), trailing=away, key=one.first + one.last)

    return rx.el.section(
        text.section_heading(_("When somebody reads")),
        text.paragraph(view.now_said, class_name="mt-1"),
        text.muted(
            _(
                "Pupils see these hours and names before they write. A worry reaches whoever is on duty; outside these "
                "hours all who are named here; without hours all teachers of the class and the counsellors."
            )
        ),
        cards.row_list(rx.foreach(view.duties, duty), rx.foreach(view.days_off, off), class_name="mt-3"),
        rx.el.div(
            cards.disclosure(_("Add hours"), _add_duty(view, doings)),
            cards.disclosure(_("Add days off"), _add_days_off(view, doings)),
            class_name="mt-2",
        ),
    )


def _add_duty(view: Any, doings: Hours) -> rx.Component:
    days = rx.el.fieldset(
        rx.el.legend(_("On these days"), class_name="font-semibold"),
        rx.el.div(
            rx.foreach(view.weekdays, lambda one: checkbox("day-" + one.value, one.label, field_id="day-" + one.value)),
            class_name="flex flex-wrap gap-x-5",
        ),
        error_place("days", field_error("days")),
        class_name="min-w-0",
        id="days",
    )
    return form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        select_field("person", _("Who"), view.adults, default_value=view.me),
        days,
        text_field("begins", _("From"), type="time", error=field_error("begins"), width="max-w-40"),
        text_field("ends", _("Until"), type="time", error=field_error("ends"), width="max-w-40"),
        rx.el.div(button(_("Save"), kind="secondary", type="submit")),
        on_submit=doings.add_duty,
        class_name="flex flex-col gap-4 pt-2",
        key="duty-" + view.duties.length().to_string(),
    )


def _add_days_off(view: Any, doings: Hours) -> rx.Component:
    return form(
        text_field("first", _("First day"), type="date", error=field_error("first"), width="max-w-56"),
        text_field(
            "last",
            _("Last day"),
            hint=_("(optional)"),
            type="date",
            error=field_error("last"),
            width="max-w-56",
        ),
        rx.el.div(button(_("Save"), kind="secondary", type="submit")),
        on_submit=doings.add_days_off,
        class_name="flex flex-col gap-4 pt-2",
        key="off-" + view.days_off.length().to_string(),
    )
