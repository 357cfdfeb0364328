"""Recently deleted: what can still be brought back, of every kind."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import nothing_found, pages_of, search_form
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.resting import RestingView, load_resting, restore_resting
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class DeletedState(rx.State):
    """A page of what rests."""

    view: RestingView = RestingView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_resting(current_actor(), page_number(query.get("page", "")), query.get("search", ""))

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load what rests."""
        await self._show()

    @needs(*OWNERS)
    async def restore(self, shelf: str, thing: str) -> None:
        """Bring something back."""
        await restore_resting(current_actor(), shelf, as_id(thing))
        await say(self, N_("It is back where it was."))
        await self._show()


def _thing(thing: Any) -> rx.Component:
    return cards.list_row(
        thing.title,
        detail=thing.detail,
        trailing=button(
            _("Bring back"),
            kind="secondary",
            icon=icons.undo,
            on_click=DeletedState.restore(thing.shelf, thing.id),
            aria_label=_("Bring back") + ": " + thing.title,
        ),
        key=thing.id,
    )


@page("/deleted", N_("Recently deleted"), DeletedState.load)
def deleted() -> rx.Component:
    """The page."""
    view: Any = DeletedState.view
    nothing = cards.empty_state(
        drawings.folder_drawing(),
        _("Nothing is deleted"),
        _("What you delete stays here for 30 days, so that you can bring it back."),
    )
    return framed(
        text.page_head(_("Recently deleted"), _("Only you see this. After 30 days, what is here is deleted for ever.")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.findable, search_form(address("/deleted"), view), rx.fragment()),
                rx.cond(
                    view.things.length() > 0,
                    cards.row_list(rx.foreach(view.things, _thing)),
                    rx.cond(view.search != "", nothing_found(), nothing),
                ),
                pages_of(_("Pages of the list"), view.paging),
            ),
            waiting(),
        ),
        text.paragraph(
            text.link(_("My skills"), address("/skills")), " · ", text.link(_("My portfolio"), address("/portfolio"))
        ),
        here="",
        audience="pupil",
    )
