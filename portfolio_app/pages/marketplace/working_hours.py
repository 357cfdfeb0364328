"""Working hours: what a country's rules say to somebody of an age, and whether a day is within them.

Everything asked stands in the address, and nothing of it is kept.
"""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.working_hours_asked import YOUNGEST
from portfolio_app.marketplace.working_hours_rules import ADULT
from portfolio_app.marketplace.working_hours_view import WorkingHoursView, load_working_hours
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.fields import Choice, checkbox, error_summary, select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class WorkingHoursState(rx.State):
    """The rules, and the day, that the address asks for."""

    view: WorkingHoursView = WorkingHoursView()

    @needs(loads=True)
    async def load(self) -> None:
        """Load them."""
        self.view = await load_working_hours(current_actor(), self.router.url.query_parameters)


def _line(one: Any) -> rx.Component:
    mark = rx.cond(one.mark != "", rx.fragment(" ", cards.tag(one.mark)), rx.fragment())
    return rx.el.li(one.words, mark)


def _lines(lines: Any, class_name: str = "") -> rx.Component:
    return rx.el.ul(rx.foreach(lines, _line), class_name=f"list-disc ps-6 space-y-1 max-w-reading {class_name}")


def _whom(view: Any) -> rx.Component:
    """For whom the rules are."""
    ages = [Choice(str(age), str(age)) for age in range(YOUNGEST, ADULT)]
    return plain_form(
        address("/working-hours"),
        "get",
        rx.el.input(type="hidden", name="country", default_value=view.country),
        rx.el.div(
            select_field("age", _("Age"), ages, default_value=view.age),
            select_field("kind", _("What it is"), view.kinds, default_value=view.kind),
            class_name="grid gap-4 sm:grid-cols-[8rem_1fr] max-w-reading",
        ),
        checkbox("ended", _("Compulsory school has ended"), default_checked=view.ended),
        rx.el.div(button(_("Show the rules"), type="submit", kind="secondary", icon=icons.search)),
        class_name="flex flex-col gap-3 not-printed",
        role="search",
        key=view.key,
    )


def _rules(view: Any) -> rx.Component:
    def topic(one: Any) -> rx.Component:
        return rx.el.section(text.small_heading(one.title), _lines(one.lines, "mt-1"), key=one.title)

    none = text.paragraph(_("No rule for this age and this is known here. Ask a teacher."))
    return rx.el.section(
        text.section_heading(view.heading),
        text.muted(view.whose, class_name="mt-1"),
        rx.cond(
            view.says.length() > 0,
            rx.el.div(
                rx.foreach(view.says, lambda said: text.paragraph(said)),
                class_name="mt-3 flex flex-col gap-2",
            ),
            rx.el.div(none, class_name="mt-3"),
        ),
        rx.el.div(rx.foreach(view.topics, topic), class_name="mt-5 grid gap-5 rail:grid-cols-2"),
        id="rules",
    )


def _check(view: Any) -> rx.Component:
    """The form for a day."""
    typed, wrong = view.typed, view.errors
    short = "max-w-56"
    return rx.el.section(
        text.section_heading(_("Look at a day")),
        text.muted(_("Type a day as it is planned. Nothing of it is kept."), class_name="mt-1"),
        plain_form(
            address("/working-hours"),
            "get",
            rx.el.input(type="hidden", name="check", default_value="yes"),
            rx.el.input(type="hidden", name="country", default_value=view.country),
            rx.el.input(type="hidden", name="age", default_value=view.age),
            rx.el.input(type="hidden", name="kind", default_value=view.kind),
            rx.cond(view.ended, rx.el.input(type="hidden", name="ended", default_value="yes"), rx.fragment()),
            text.muted(_("For"), ": ", view.whose),
            text_field("day", _("Day"), type="date", default_value=typed.day, error=wrong.day, width=short),
            rx.el.div(
                text_field("begins", _("Begins at"), type="time", default_value=typed.begins, error=wrong.begins),
                text_field("ends", _("Ends at"), type="time", default_value=typed.ends, error=wrong.ends),
                class_name="grid gap-4 sm:grid-cols-2 max-w-reading",
            ),
            text_field(
                "pause",
                _("Breaks, in minutes"),
                default_value=typed.pause,
                error=wrong.pause,
                input_mode="numeric",
                auto_complete="off",
                width=short,
            ),
            text_field(
                "school",
                _("Hours at school that day"),
                help=_("Such as 5 or 5:30. With no school that day, leave it empty."),
                default_value=typed.school,
                error=wrong.school,
                auto_complete="off",
                width=short,
            ),
            checkbox("holidays", _("It is in the holidays"), default_checked=view.holidays),
            rx.el.div(button(_("Look at this day"), type="submit", kind="primary")),
            class_name="mt-3 flex flex-col gap-4",
            key=view.key,
        ),
        id="check",
        class_name="not-printed",
    )


def _judged(judged: Any) -> rx.Component:
    """What the rules say of the day that was typed."""
    words = {
        "blocked": _("This day is not within the rules."),
        "warned": _("This day can be. Look at this first."),
    }
    said = rx.match(judged.standing, *((code, one) for code, one in words.items()), _("This day is within the rules."))
    instead = rx.el.div(
        rx.el.p(_("This would be within the rules:"), class_name="font-semibold"),
        rx.el.ul(rx.foreach(judged.instead, rx.el.li), class_name="list-disc ps-6 space-y-1"),
        rx.cond(
            judged.free_of_warnings,
            rx.fragment(),
            text.muted(_("Some of what is said above still holds for it."), class_name="mt-1"),
        ),
        class_name="mt-3",
    )
    inside = [
        rx.el.p(rx.el.strong(said), " ", judged.day),
        rx.cond(judged.reasons.length() > 0, _lines(judged.reasons, "mt-2"), rx.fragment()),
        rx.cond(judged.instead.length() > 0, instead, rx.fragment()),
    ]
    return rx.el.section(
        rx.cond(judged.standing == "blocked", cards.notice(*inside, kind="problem"), cards.notice(*inside)),
        id="judged",
        role="status",
        aria_label=_("What the rules say of this day"),
    )


def _origins(view: Any) -> rx.Component:
    """Where each rule comes from, for staff."""

    def origin(one: Any) -> rx.Component:
        return rx.el.li(
            text.paragraph(one.words),
            text.muted(
                one.basis,
                " · ",
                one.read,
                rx.cond(
                    one.to_be_verified,
                    rx.fragment(" ", cards.tag(_("To be verified by the authority"))),
                    rx.fragment(),
                ),
                class_name="mt-1",
            ),
            rx.el.ul(
                rx.foreach(one.sources, lambda source: rx.el.li(source, class_name="break-words")),
                lang="en",
                class_name="mt-1 list-disc ps-6 text-sm text-muted",
            ),
            key=one.code,
        )

    return rx.el.section(
        text.section_heading(_("Where these rules come from")),
        rx.el.ul(rx.foreach(view.origins, origin), class_name="mt-3 flex flex-col gap-5 list-none p-0"),
        id="origins",
    )


@page("/working-hours", N_("Working hours"), WorkingHoursState.load)
def working_hours() -> rx.Component:
    """The page."""
    view: Any = WorkingHoursState.view
    for_staff = _(
        "No authority has verified these rules yet. They were collected from public pages, which stand below. Before "
        "you rely on one, ask the authority for work in your country."
    )
    for_pupils = _(
        "No authority has checked these rules yet. Before anything is agreed, a teacher looks at it with you."
    )
    rules = text.stack(
        rx.cond(view.judged.standing != "", _judged(view.judged), rx.fragment()),
        error_summary(_("Please check these fields"), view.problems),
        rx.cond(view.is_staff, cards.notice(for_staff), text.paragraph(for_pupils)),
        _whom(view),
        _rules(view),
        _check(view),
        rx.cond(view.is_staff & (view.origins.length() > 0), _origins(view), rx.fragment()),
        gap="gap-7",
    )
    others = rx.el.ul(
        rx.foreach(view.elsewhere, lambda one: rx.el.li(text.link(one.label, one.value), key=one.value)),
        class_name="flex flex-col gap-2 list-none p-0",
    )
    choose = text.stack(
        text.paragraph(_("Polku has no rules for the country of your school. These countries have some:")), others
    )
    return framed(
        text.page_head(
            _("Working hours"),
            _("When, for how long and at what you may work, at your age."),
        ),
        rx.cond(view.loaded, rx.cond(view.elsewhere.length() > 0, choose, rules), waiting()),
        here="",
    )
