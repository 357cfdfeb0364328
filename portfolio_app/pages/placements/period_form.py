"""The form of a period, and what it sends."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import _
from portfolio_app.marketplace.periods.actions import PeriodForm
from portfolio_app.pages.frame import field_error
from portfolio_app.ui.fields import checkbox, select_field, text_area, text_field

CLASS = "class:"
Form = dict[str, str | None]


def typed(form: Form) -> PeriodForm:
    """What somebody typed."""
    ticked = tuple(name.removeprefix(CLASS) for name, yes in form.items() if name.startswith(CLASS) and yes)
    return PeriodForm.of(form, classes=ticked)


def period_fields(fields: Any) -> list[Any]:
    """The fields; `fields` has what is in them and what there is to choose from."""
    ticks = rx.el.fieldset(
        rx.el.legend(_("Classes"), class_name="font-semibold"),
        rx.cond(field_error("classes") != "", rx.el.p(field_error("classes"), class_name="text-danger"), rx.fragment()),
        rx.el.div(
            rx.foreach(
                fields.classes,
                lambda one: checkbox(
                    CLASS + one.id,
                    rx.el.span(one.name, dir="auto"),
                    field_id="class-" + one.id,
                    default_checked=one.chosen,
                ),
            ),
            class_name="columns-2 sm:columns-3",
        ),
        id="classes",
        class_name="min-w-0",
    )
    return [
        text_field(
            "name",
            _("Name"),
            hint=_("such as “Work experience, grade 9”"),
            default_value=fields.name,
            max_length=120,
            error=field_error("name"),
        ),
        select_field("kind", _("What it is"), fields.kinds, default_value=fields.kind, error=field_error("kind")),
        text_field(
            "first_day", _("First day"), type="date", default_value=fields.first_day, error=field_error("first_day")
        ),
        text_field(
            "last_day", _("Last day"), type="date", default_value=fields.last_day, error=field_error("last_day")
        ),
        ticks,
        text_field(
            "wishes_until",
            _("Until when pupils say what they wish"),
            hint=_("(optional)"),
            help=_("Leave it empty if they are not asked."),
            type="date",
            default_value=fields.wishes_until,
            error=field_error("wishes_until"),
        ),
        text_field(
            "school_minutes",
            _("Minutes of school beside it, a day"),
            hint=_("(optional)"),
            help=_("School counts in when hours are held against the law."),
            type="number",
            default_value=fields.school_minutes,
            error=field_error("school_minutes"),
        ),
        select_field(
            "adult",
            _("Who answers for it at school"),
            fields.adults,
            help=_("Pupils and hosts turn to them, and “Something is wrong here” reaches them at once."),
            default_value=fields.adult,
            error=field_error("adult"),
        ),
        text_field(
            "adult_phone",
            _("Telephone on these days"),
            type="tel",
            default_value=fields.adult_phone,
            max_length=30,
            error=field_error("adult_phone"),
        ),
        text_area(
            "words",
            _("For pupils and families"),
            hint=_("(optional)"),
            default_value=fields.words,
            max_length=1500,
            error=field_error("words"),
        ),
    ]
