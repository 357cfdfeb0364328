"""What the reader was told, the latest first: each leads to its thing, and stays until it is old."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.notices import actions
from portfolio_app.notices.queries import NoticesView, load_notices
from portfolio_app.pages.finding import nothing_found, pages_of, search_form
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.schools.queries import load_frame
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, small_button
from portfolio_app.ui.fields import text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import page_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import Tab, say


class NoticesState(rx.State):
    """A page of the list."""

    view: NoticesView = NoticesView()
    loaded: bool = False

    @needs(loads=True)
    async def load(self) -> None:
        """Load the page of the address."""
        await self._show()
        self.loaded = True

    @needs()
    async def read(self, notice: str) -> None:
        """Mark one as read: its button, or the link to its thing."""
        await actions.set_read(current_actor(), as_id(notice))
        await self._after()

    @needs()
    async def read_all(self) -> None:
        """Mark all as read."""
        await actions.read_all(current_actor())
        await say(self, N_("All notices are marked as read."))
        await self._after()

    async def _after(self) -> None:
        await self._show()
        (await self.get_state(Tab)).frame = await load_frame(current_actor())

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_notices(
            current_actor(),
            page_number(query.get("page", "")),
            only_new=query.get("show") == "new",
            search=query.get("search", ""),
        )


def _line(one: Any) -> rx.Component:
    weight = rx.cond(one.new, "font-semibold", "")
    link = page_link(
        one.sentence,
        href=one.href,
        on_click=NoticesState.read(one.id),
        class_name="text-ink underline decoration-control underline-offset-4 hover:text-accent",
    )
    said = rx.cond(one.href != "", link, rx.el.span(one.sentence))
    return rx.el.li(
        rx.el.div(
            rx.el.p(said, dir="auto", class_name=weight),
            rx.el.p(
                one.at,
                rx.cond(one.new, rx.el.span(" · ", _("new"), class_name="text-accent"), ""),
                class_name="text-sm text-muted",
            ),
            class_name="min-w-0 flex-1",
        ),
        rx.cond(
            one.new,
            small_button(_("Mark as read"), icons.check, on_click=NoticesState.read(one.id)),
            rx.fragment(),
        ),
        key=one.id,
        class_name="flex items-center gap-3 px-4 py-3 min-h-14",
    )


def _search(view: Any) -> rx.Component:
    word = text_field(
        "search", _("Name of whoever it is from"), type="search", default_value=view.search, width="flex-1 min-w-48"
    )
    return rx.cond(view.findable, search_form(address("/notices"), view, word), rx.fragment())


def _shown(view: Any) -> rx.Component:
    """All, or only what is new."""
    return rx.cond(
        view.only_new,
        text.link(_("Show all notices"), address("/notices")),
        rx.cond(
            view.new > 0,
            text.link(_("Show only new ones"), address("/notices") + "?show=new"),
            rx.fragment(),
        ),
    )


@page("/notices", N_("Notices"), NoticesState.load)
def notices() -> rx.Component:
    """The page."""
    view: Any = NoticesState.view
    nothing = cards.empty_state(
        drawings.bell_drawing(),
        _("No notices yet"),
        _("When somebody comments on something of yours, or lets you see something, you read it here."),
    )
    empty = rx.cond(
        view.search != "",
        nothing_found(),
        rx.cond(view.only_new, text.muted(_("Nothing new."), role="status"), nothing),
    )
    action = rx.cond(
        view.new > 0,
        button(_("Mark all as read"), kind="secondary", icon=icons.check, full=True, on_click=NoticesState.read_all),
        rx.fragment(),
    )
    listed = text.stack(
        _search(view),
        text.side_by_side(rx.cond(view.said != "", text.muted(view.said), rx.fragment()), _shown(view)),
        rx.cond(view.lines.length() > 0, cards.row_list(rx.foreach(view.lines, _line)), empty),
        pages_of(_("Pages of the list"), view.paging, previous=_("Newer"), following=_("Older")),
    )
    return framed(
        text.page_head(_("Notices"), _("What concerns you, for half a year."), action=action),
        rx.cond(NoticesState.loaded, listed, waiting()),
        text.paragraph(text.link(_("Notices by e-mail"), address("/mail"))),
    )
