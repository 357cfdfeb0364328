"""Going through everything one has made, before leaving school: keep, hide, delete, one by one."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS, Role
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import nothing_found, pages_of, shelf_search, shelves_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.leaving import things
from portfolio_app.portfolio.leaving.actions import say_gone_through
from portfolio_app.portfolio.leaving.queries import load_own_things
from portfolio_app.portfolio.leaving.things import OwnThingsView
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class OwnThingsState(rx.State):
    """A page of everything that is the reader's."""

    view: OwnThingsView = OwnThingsView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_own_things(
            current_actor(), page_number(query.get("page", "")), query.get("search", ""), query.get("show", "")
        )

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load it."""
        await self._show()

    @needs(*OWNERS)
    async def hide(self, kind: str, thing: str) -> None:
        """Nobody else sees a thing from now on."""
        undo = await things.hide_thing(current_actor(), kind, thing)
        await self._show()
        await say(self, N_("It is hidden: only you see it."), undo=undo)

    @needs(*OWNERS)
    async def delete(self, kind: str, thing: str) -> None:
        """Delete a thing; it rests for some time."""
        undo = await things.delete_thing(current_actor(), kind, thing)
        await self._show()
        await say(self, N_("It is deleted. You find it under “Recently deleted” for 30 days."), undo=undo)

    @needs(*OWNERS)
    async def undo(self, what: str) -> None:
        """Take the last decision back."""
        await things.undo_decision(current_actor(), what)
        await hush(self)
        await self._show()

    @needs(Role.PUPIL)
    async def gone_through(self, done: bool) -> None:
        """It is gone through, or is to be looked at again."""
        await say_gone_through(current_actor(), done=done)
        await self._show()
        await say(self, N_("Saved."))


def _thing(one: Any) -> rx.Component:
    hide = button(
        _("Hide"),
        kind="quiet",
        icon=icons.lock,
        on_click=OwnThingsState.hide(one.kind, one.id),
        aria_label=_("Hide") + ": " + one.title,
    )
    delete = button(
        _("Delete"),
        kind="quiet",
        icon=icons.trash,
        on_click=OwnThingsState.delete(one.kind, one.id),
        aria_label=_("Delete") + ": " + one.title,
    )
    return cards.list_row(
        one.title,
        detail=rx.fragment(
            rx.el.p(one.detail),
            rx.el.p(icons.eye("inline-block me-1 align-text-bottom"), one.seen, dir="auto"),
            rx.cond(one.rule != "", rx.el.p(one.rule, class_name="mt-1 text-ink max-w-reading"), rx.fragment()),
        ),
        trailing=rx.fragment(rx.cond(one.hides, hide, rx.fragment()), rx.cond(one.deletes, delete, rx.fragment())),
        key=one.id,
    )


@page("/leaving/things", N_("Go through your things"), OwnThingsState.load)
def own_things() -> rx.Component:
    """The page."""
    view: Any = OwnThingsState.view
    nothing = cards.empty_state(
        drawings.folder_drawing(), _("Nothing here"), _("What you make and what others say to you will be listed here.")
    )
    done = rx.cond(
        view.gone_through,
        text.side_by_side(
            rx.el.p(icons.check("inline-block me-1"), _("You have gone through it."), class_name="font-semibold"),
            button(_("I want to look again"), kind="quiet", on_click=OwnThingsState.gone_through(False)),
        ),
        rx.el.div(button(_("I have gone through it"), on_click=OwnThingsState.gone_through(True))),
    )
    return framed(
        text.page_head(
            _("Go through your things"),
            _("Keep what you want to keep: you need do nothing for that. Hide what only you should see, or delete it."),
        ),
        shelves_of(_("What is listed"), view.parts, lambda part: part.label),
        shelf_search(address("/leaving/things"), view),
        rx.cond(
            view.things.length() > 0,
            cards.row_list(rx.foreach(view.things, _thing)),
            rx.cond(view.search != "", nothing_found(), nothing),
        ),
        pages_of(_("Pages of the list"), view.paging),
        done,
        text.paragraph(
            text.link(_("Leaving school"), address("/leaving")),
            " · ",
            text.link(_("Recently deleted"), address("/deleted")),
        ),
        ready=view.loaded,
        audience="pupil",
        undo=OwnThingsState.undo,
    )
