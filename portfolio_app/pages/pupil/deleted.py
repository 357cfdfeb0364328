"""Recently deleted: what can still be brought back, of every kind. A kind joins by one line in `SHELVES`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.actions import restore_entry
from portfolio_app.portfolio.queries import load_deleted_entries
from portfolio_app.skills.actions import restore_evidence
from portfolio_app.skills.queries import load_deleted_evidence
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


@dataclass(frozen=True)
class Resting:
    """A deleted thing: `shelf` names its kind, `detail` says until when it rests."""

    shelf: str = ""
    id: str = ""
    title: str = ""
    detail: str = ""


async def _evidence(actor: Actor) -> list[Resting]:
    return [Resting("evidence", one.id, one.title, one.detail) for one in await load_deleted_evidence(actor)]


async def _entries(actor: Actor) -> list[Resting]:
    return [
        Resting("entry", one.id, one.title, f"{_('Entry')}. {one.until}.") for one in await load_deleted_entries(actor)
    ]


@dataclass(frozen=True)
class Shelf:
    """A kind of thing: how its deleted ones are found, and brought back."""

    load: Callable[[Actor], Awaitable[Sequence[Resting]]]
    restore: Callable[[Actor, UUID], Awaitable[None]]


SHELVES = {"evidence": Shelf(_evidence, restore_evidence), "entry": Shelf(_entries, restore_entry)}


class DeletedState(rx.State):
    """What rests."""

    things: rx.Field[list[Resting]] = rx.field(default_factory=list)
    loaded: bool = False

    async def _show(self) -> None:
        self.things = [thing for shelf in SHELVES.values() for thing in await shelf.load(current_actor())]
        self.loaded = True

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Load everything that rests."""
        await self._show()

    @needs(Role.PUPIL)
    async def restore(self, shelf: str, thing: str) -> None:
        """Bring something back."""
        if shelf not in SHELVES:
            raise NotFound()
        await SHELVES[shelf].restore(current_actor(), as_id(thing))
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
    things: Any = DeletedState.things
    nothing = cards.empty_state(
        drawings.folder_drawing(),
        _("Nothing is deleted"),
        _("What you delete stays here for 30 days, so that you can bring it back."),
    )
    return framed(
        text.page_head(_("Recently deleted"), _("Only you see this. After 30 days, what is here is deleted for ever.")),
        rx.cond(
            DeletedState.loaded,
            rx.cond(things.length() > 0, cards.row_list(rx.foreach(things, _thing)), nothing),
            waiting(),
        ),
        text.paragraph(
            text.link(_("My skills"), address("/skills")), " · ", text.link(_("My portfolio"), address("/portfolio"))
        ),
        here="",
        audience="pupil",
    )
