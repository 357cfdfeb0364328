"""To whom have I not spoken? Pupils of a class to whom the reader has said nothing since a day."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _
from portfolio_app.learning.teaching.unspoken import UnspokenView, load_unspoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.sharing.policy import GUIDES
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, plain_form
from portfolio_app.ui.fields import text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class UnspokenState(rx.State):
    """The class and the day of the address."""

    view: UnspokenView = UnspokenView()

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load whom the reader has said nothing to."""
        self.view = UnspokenView()  # nothing of the former class stays, should this one be refused
        query = self.router.url.query_parameters
        self.view = await load_unspoken(current_actor(), query.get("class", ""), query.get("since", ""))


def _pupil(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            text.link(one.name, one.href, dir="auto", class_name="font-semibold"),
            text.muted(one.last),
            class_name="min-w-0",
        ),
        text.link(
            _("Note a talk"),
            one.talk_href,
            class_name="inline-flex items-center min-h-11 rail:min-h-9 not-printed",
        ),
        class_name="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2",
        key=one.id,
    )


@page("/unspoken", N_("To whom have I not spoken?"), UnspokenState.load)
def unspoken() -> rx.Component:
    """The page."""
    view: Any = UnspokenState.view
    asking = plain_form(
        address("/unspoken"),
        "get",
        rx.el.input(type="hidden", name="class", default_value=view.class_id),
        text_field("since", _("Since"), type="date", default_value=view.since, width="max-w-56", max=view.latest),
        rx.el.div(button(_("Show"), type="submit", kind="secondary")),
        class_name="flex flex-wrap items-end gap-3 not-printed",
        key=view.class_id + view.since,
    )
    nobody = rx.cond(
        view.everybody,
        text.paragraph(_("You have said something to everybody since then.")),
        text.paragraph(_("Nobody is in this class yet.")),
    )
    listed = rx.el.section(
        rx.el.h2(view.said, class_name="text-xl font-semibold"),
        cards.row_list(rx.foreach(view.pupils, _pupil), class_name="mt-3"),
    )
    return framed(
        text.page_head(_("To whom have I not spoken?"), view.class_name, ready=view.loaded),
        rx.cond(
            view.loaded,
            text.stack(
                text.paragraph(
                    _(
                        "Pupils to whom you have written no feedback or comment, of whom you said nothing about a "
                        "skill, and with whom you noted no talk. Only you see this."
                    )
                ),
                asking,
                rx.cond(view.pupils.length() > 0, listed, nobody),
                text.paragraph(
                    text.link(_("Shown to you"), view.shown_href),
                    " · ",
                    text.link(_("Back to the class"), view.class_href),
                    class_name="not-printed",
                ),
                gap="gap-6",
            ),
            waiting(),
        ),
        here="classes",
        audience="staff",
    )
