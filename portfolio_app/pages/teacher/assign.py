"""Assigning a module, or a part of it, to a class or to some of its pupils."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.learning.teaching.assign_view import AssignView, load_assign
from portfolio_app.learning.teaching.assigning import AssignForm, assign
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.learning.box_form import box_form
from portfolio_app.pages.registry import page
from portfolio_app.pages.teacher.days import days_typed
from portfolio_app.portfolio.teaching import href
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, plain_form
from portfolio_app.ui.fields import checkbox, select_field, text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

Form = dict[str, str | None]
ACTIVITY, PUPIL = "activity:", "pupil:"


class AssignState(rx.State):
    """The class and the module of the address."""

    view: AssignView = AssignView()

    @needs(Role.TEACHER, loads=True)
    async def load(self) -> None:
        """Load what there is to choose from."""
        self.view = AssignView()
        query = self.router.url.query_parameters
        self.view = await load_assign(current_actor(), query.get("class", ""), query.get("module", ""))

    @needs(Role.TEACHER)
    async def assign(self, form: Form) -> Any:
        """Assign it, and go where the class's lessons stand."""
        first, last = days_typed(form)
        chosen = AssignForm(
            module=form.get("module") or "",
            first_day=first,
            due_on=last,
            activities=_ticked(form, ACTIVITY),
            pupils=tuple(as_id(one) for one in _ticked(form, PUPIL)),
        )
        class_id = form.get("class") or ""
        await assign(current_actor(), as_id(class_id), chosen, as_id(form.get("request") or ""))
        await say(self, N_("Assigned. Its pupils find it on Home and among their notices."))
        return rx.redirect(href("/class-lessons", id=class_id))


def _ticked(form: Form, prefix: str) -> tuple[str, ...]:
    return tuple(name.removeprefix(prefix) for name, yes in form.items() if name.startswith(prefix) and yes)


def _boxes(prefix: str, options: Any, language: Any = "") -> rx.Component:
    return rx.el.div(
        rx.foreach(
            options,
            lambda one: checkbox(
                prefix + one.value,
                rx.el.span(one.label, dir="auto", lang=language),
                field_id=prefix.replace(":", "-") + one.value,
            ),
        ),
        class_name="columns-1 sm:columns-2",
    )


def _which(view: Any) -> rx.Component:
    return plain_form(
        address("/assign"),
        "get",
        select_field("class", _("Class"), view.classes, default_value=view.class_id),
        select_field("module", _("Module"), view.modules, every=_("Choose a module"), default_value=view.module),
        rx.el.div(button(_("Show it"), type="submit", kind="secondary", icon=icons.onward)),
        key=view.class_id + view.module,
    )


def _form(view: Any) -> rx.Component:
    hidden = [("class", view.class_id), ("module", view.module), ("request", view.request)]
    return form(
        *[rx.el.input(type="hidden", name=name, default_value=value) for name, value in hidden],
        rx.el.h2(text.link(view.title, view.module_href, lang=view.language), class_name="text-xl font-semibold"),
        text.muted(view.minutes),
        rx.cond(view.already != "", cards.notice(view.already), rx.fragment()),
        rx.el.div(
            text_field(
                "first_day",
                _("First day"),
                type="date",
                default_value=view.first_day,
                error=field_error("first_day"),
                width="w-56",
            ),
            text_field(
                "due_on",
                _("Last day"),
                type="date",
                default_value=view.due_on,
                help=_("It ends at midnight, by the school’s clock."),
                error=field_error("due_on"),
                width="w-56",
            ),
            class_name="flex flex-wrap gap-x-6 gap-y-4",
        ),
        cards.disclosure(
            _("Only a part of it"),
            rx.el.fieldset(
                rx.el.legend(_("Which activities? None ticked means all of them."), class_name="font-semibold"),
                _boxes(ACTIVITY, view.activities, view.language),
                class_name="min-w-0",
            ),
        ),
        cards.disclosure(
            _("Only for some pupils"),
            rx.el.fieldset(
                rx.el.legend(
                    _("For whom? Nobody ticked means the whole class, and whoever joins it later."),
                    class_name="font-semibold",
                ),
                _boxes(PUPIL, view.pupils),
                class_name="min-w-0",
            ),
        ),
        form_buttons(button(_("Assign it"), type="submit", icon=icons.check, full=True)),
        on_submit=AssignState.assign,
        key=view.request,
    )


@page("/assign", N_("Assign a lesson"), AssignState.load)
def assign_page() -> rx.Component:
    """The page."""
    view: Any = AssignState.view
    return framed(
        text.page_head(_("Assign a lesson"), view.class_name),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.class_id != "",
            text.stack(
                _which(view),
                rx.cond(view.module != "", _form(view), rx.fragment()),
                box_form(view.box, of_class=True),
                text.paragraph(text.link(_("The class’s lessons"), view.back)),
                text.paragraph(text.link(_("Own modules of your school"), address("/own-modules"))),
                gap="gap-8",
            ),
            text.paragraph(_("You are not in a class yet. Your school’s coordinator can add you.")),
        ),
        here="classes",
        audience="staff",
        ready=view.loaded,
    )
