"""Notes of thanks that pupils want to send to workplaces: read here first, then sent on or given back."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.marketplace.diary.thanks import LONGEST_WHY, give_back, send_on
from portfolio_app.marketplace.diary.thanks_view import ThanksListView, load_thanks
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class ThanksState(rx.State):
    """A page of the list."""

    view: ThanksListView = ThanksListView()

    async def _show(self) -> None:
        number = page_number(self.router.url.query_parameters.get("page", ""))
        self.view = await load_thanks(current_actor(), number)

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load the page of the address."""
        await self._show()

    @needs(*GUIDES)
    async def send(self, note: str, version: int) -> None:
        """Send a note to the workplace."""
        await send_on(current_actor(), note, version)
        await self._show()
        await say(self, N_("It is on its way to the workplace. The pupil hears of it."))

    @needs(*GUIDES)
    async def give_back(self, form: dict[str, str | None]) -> None:
        """Give a note back to its pupil."""
        note, why = form.get("note") or "", form.get("why") or ""
        await give_back(current_actor(), note, version_typed(form.get("version")), why)
        await self._show()
        await say(self, N_("The pupil has it back, with what you wrote."))


def _waiting(one: Any) -> rx.Component:
    send = rx.cond(
        one.reader != "",
        text.stack(
            text.muted(_("It goes by mail to:"), " ", one.reader),
            rx.el.div(button(_("Send it on"), icon=icons.check, on_click=ThanksState.send(one.id, one.version))),
            gap="gap-2",
        ),
        text.muted(_("Nobody at the workplace can be written to just now. Hand the note over on paper.")),
    )
    back = form(
        rx.el.input(type="hidden", name="note", default_value=one.id),
        rx.el.input(type="hidden", name="version", default_value=one.version.to_string()),
        text_area(
            "why",
            _("What should the pupil change?"),
            max_length=LONGEST_WHY,
            rows=2,
            field_id="why-" + one.id,
        ),
        rx.el.div(button(_("Give it back"), kind="secondary", type="submit")),
        on_submit=ThanksState.give_back,
        class_name="mt-2 flex flex-col gap-3",
        key=one.id + ":" + one.version.to_string(),
    )
    return text.stack(
        rx.el.div(text.written(one.words), class_name="border-s-4 border-hairline ps-4"),
        send,
        cards.disclosure(_("Give it back with a sentence"), back),
        class_name="mt-3",
    )


def _note(one: Any) -> rx.Component:
    return rx.el.li(
        cards.card(
            rx.el.h2(text.link(one.name, one.href, dir="auto"), class_name="text-lg font-semibold break-words"),
            text.muted(one.where),
            rx.cond(one.became != "", rx.el.p(one.became, class_name="mt-2"), _waiting(one)),
            element=rx.el.article,
        ),
        key=one.id,
    )


@page("/thanks", N_("Thank-you notes to workplaces"), ThanksState.load)
def thanks() -> rx.Component:
    """The page."""
    view: Any = ThanksState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No thank-you notes yet"),
        _("When days at a workplace are over, pupils can write a note to it. You read it here before it is sent."),
    )
    listed = text.stack(
        rx.el.ul(rx.foreach(view.lines, _note), class_name="flex flex-col gap-3 list-none p-0"),
        pages_of(_("Pages of the list"), view.paging),
    )
    return framed(
        text.page_head(
            _("Thank-you notes to workplaces"),
            _("Nothing that a pupil writes goes to a workplace before you have read it."),
        ),
        rx.cond(view.loaded, rx.cond(view.lines.length() > 0, listed, nothing), waiting()),
        text.paragraph(text.link(_("Back to the classes"), address("/classes"))),
        here="classes",
        audience="staff",
    )
