"""A page of statements. Every answer is saved when it is chosen, and once more with the page, should one be lost."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.clock import now
from portfolio_app.core.languages import N_, _, format_time
from portfolio_app.core.paging import page_number
from portfolio_app.pages.audience import seen_by
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.skills import answering
from portfolio_app.skills.questionnaire_views import QuestionnaireView, load_questionnaire_page, number_in
from portfolio_app.ui import icons, text
from portfolio_app.ui.answers import answer_row
from portfolio_app.ui.buttons import button, form, form_buttons, link_button
from portfolio_app.ui.fields import saved_line
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs

ABOUT_THE_PAGE = ("number", "page")
"""Fields of the form that are no statements."""


class QuestionnaireState(rx.State):
    """The page of the address; `saved` says when an answer was last saved."""

    view: QuestionnaireView = QuestionnaireView()
    saved: str = ""

    def _name(self) -> str:
        return self.router.url.query_parameters.get("name", "")

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the statements."""
        query = self.router.url.query_parameters
        page, number = page_number(query.get("page", "")), number_in(query.get("round", ""))
        self.view = await load_questionnaire_page(current_actor(), self._name(), page, number)
        self.saved = ""

    @needs(*OWNERS)
    async def answer(self, number: int, statement: str, value: str) -> None:
        """Save one answer. The statements stay as they are on the page, so that nothing moves under the finger."""
        await answering.answer(current_actor(), self._name(), number, {statement: _value(value)})
        self.saved = _("Saved {time}").format(time=format_time(now()))

    @needs(*OWNERS)
    async def go_on(self, form: dict[str, str | None]) -> Any:
        """Save the whole page again, and go to the next."""
        number, page = number_in(form.get("number") or ""), page_number(form.get("page") or "")
        given = {name: _value(value) for name, value in form.items() if name not in ABOUT_THE_PAGE and value}
        await answering.answer(current_actor(), self._name(), number, given)
        # From the page that was sent, not from the one that is shown by now: a double click turns one page.
        return rx.redirect((await load_questionnaire_page(current_actor(), self._name(), page, number)).next_href)


def _value(text_: str | None) -> int:
    return int(text_) if text_ in ("1", "2", "3", "4") else 0


@page("/questionnaire", N_("Strengths and interests"), QuestionnaireState.load)
def questionnaire() -> rx.Component:
    """The page."""
    view: Any = QuestionnaireState.view

    def statement(one: Any) -> rx.Component:
        return answer_row(
            one.code,
            one.text,
            view.options,
            default_value=one.value,
            on_choose=lambda value: QuestionnaireState.answer(view.number, one.code, value),
            key=one.key,
        )

    fields = form(
        rx.el.input(type="hidden", name="number", default_value=view.number.to_string()),
        rx.el.input(type="hidden", name="page", default_value=view.page.to_string()),
        rx.foreach(view.statements, statement),
        saved_line(QuestionnaireState.saved),
        form_buttons(
            button(rx.cond(view.last, _("See what it says"), _("Next page")), type="submit", full=True),
            rx.cond(
                view.previous_href != "",
                link_button(_("Page before"), view.previous_href, kind="secondary", icon=icons.back, full=True),
                rx.fragment(),
            ),
            link_button(_("Stop for now"), address("/questionnaires"), kind="quiet", full=True),
        ),
        on_submit=QuestionnaireState.go_on,
        key=view.number.to_string() + "-" + view.page.to_string(),
        class_name="flex flex-col gap-6",
    )
    return framed(
        text.page_head(view.name, view.question),
        rx.cond(
            view.loaded,
            text.stack(
                text.side_by_side(rx.el.span(view.page_said, class_name="text-sm text-muted"), seen_by(view.who)),
                fields,
                text.muted(_("You can leave a statement out, and change any answer.")),
                gap="gap-5",
            ),
            waiting(),
        ),
        here="skills",
        audience="pupil",
    )
