"""One collection: what is in it, in which order, what it says of itself, and who can see it."""

from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import ticked
from portfolio_app.core.errors import Conflict, NotFound
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.core.paging import page_number
from portfolio_app.pages.audience import audience_section, remarks_section
from portfolio_app.pages.drafting import draft_attributes
from portfolio_app.pages.finding import nothing_found, pages_of, word_field
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.pupil.collections import collection_fields, collection_typed
from portfolio_app.pages.registry import page
from portfolio_app.pages.showing import ShownThing, link_section
from portfolio_app.pages.writing import version_typed
from portfolio_app.portfolio.collections import actions, queries
from portfolio_app.portfolio.collections.queries import CollectionView
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, download_button, form, plain_form, print_button, small_button
from portfolio_app.ui.fields import checkbox
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

ENTRY = "entry:"
"""Begins the name of an entry's box, and what the notice can undo when an entry was taken out."""


class CollectionPageState(ShownThing, rx.State):
    """The collection of the address."""

    view: CollectionView = CollectionView()

    def _thing(self) -> tuple[Kind, str]:
        return Kind.COLLECTION, self.view.id

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self._look_around()
        self.view = await queries.load_collection(current_actor(), self._id(), number, query.get("search", ""))

    async def _restore(self, what: str) -> None:
        """Put back an entry that was taken out, where it was: "entry:<its id>@<its place>"."""
        entry, _at, place = what.removeprefix(ENTRY).partition("@")
        if not what.startswith(ENTRY) or not (place.isascii() and place.isdigit() and len(place) < 4):
            raise NotFound()
        await actions.put_in(current_actor(), as_id(self._id()), [as_id(entry)], at=int(place))
        await hush(self)

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the collection of the address."""
        await self._show()

    @needs(*OWNERS)
    async def change(self, form: dict[str, str | None]) -> None:
        """Keep another title and other lines."""
        version = version_typed(form.get("version"))
        try:
            await actions.change_collection(current_actor(), as_id(self._id()), collection_typed(form), version)
        except Conflict:
            await self._show()
            raise
        await self._show()
        await say(self, N_("Saved."))

    @needs(*OWNERS)
    async def put_in(self, form: dict[str, str | None]) -> None:
        """Put the ticked entries in."""
        entries = [as_id(one) for one in ticked(form, ENTRY)]
        await actions.put_in(current_actor(), as_id(self._id()), entries)
        await self._show()
        await say(self, N_("They are in your collection now."))

    @needs(*OWNERS)
    async def take_out(self, entry: str) -> None:
        """Take an entry out; the notice can put it back."""
        place = await actions.take_out(current_actor(), as_id(self._id()), as_id(entry))
        await self._show()
        await say(self, N_("Taken out. It is still in your portfolio."), undo=f"{ENTRY}{entry}@{place}")

    @needs(*OWNERS)
    async def move(self, entry: str, by: Annotated[int, Field(ge=-1, le=1)]) -> None:
        """Move an entry up or down."""
        await actions.move_in(current_actor(), as_id(self._id()), as_id(entry), by)
        await self._show()

    @needs(*OWNERS)
    async def delete(self) -> Any:
        """Delete the collection and go back to the list."""
        await actions.delete_collection(current_actor(), as_id(self._id()))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=self._id())
        return rx.redirect(address("/collections"))


def _entry(entry: Any) -> rx.Component:
    state = CollectionPageState
    thumbnail = rx.el.img(
        src=entry.thumbnail,
        alt="",
        loading="lazy",
        class_name="size-14 rounded-lg object-cover bg-sunken",
        custom_attrs={"width": 56, "height": 56},
    )
    return cards.list_row(
        entry.title,
        href=f"{address('/entry')}?id=" + entry.id,
        leading=rx.cond(entry.thumbnail != "", thumbnail, icons.portfolio("")),
        detail=rx.fragment(entry.about, rx.cond(entry.attachments != "", rx.el.span(" · ", entry.attachments), "")),
        trailing=rx.fragment(
            small_button(_("Move up"), icons.up, on_click=state.move(entry.id, -1), disabled=entry.first),
            small_button(_("Move down"), icons.down, on_click=state.move(entry.id, 1), disabled=entry.last),
            small_button(_("Take out of this collection"), icons.close, on_click=state.take_out(entry.id)),
        ),
        key=entry.id,
    )


def _add(view: Any) -> rx.Component:
    """The entries that are not in it, to tick."""
    find = plain_form(
        address("/collection"),
        "get",
        rx.el.input(type="hidden", name="id", default_value=view.id),
        word_field(view),
        button(_("Search"), type="submit", kind="secondary", icon=icons.search),
        class_name="flex flex-wrap items-end gap-3",
        role="search",
    )
    boxes = form(
        rx.el.fieldset(
            rx.el.legend(_("Entries that are not in it yet"), class_name="font-semibold"),
            rx.cond(
                field_error("entry") != "",
                rx.el.p(field_error("entry"), id="entry-problem", class_name="text-danger"),
                rx.fragment(),
            ),
            rx.foreach(
                view.offered,
                lambda one: checkbox(ENTRY + one.id, one.label, field_id="entry-" + one.id),
            ),
            class_name="flex flex-col min-w-0",
        ),
        rx.el.div(button(_("Put these in"), type="submit", kind="secondary", icon=icons.plus)),
        on_submit=CollectionPageState.put_in,
        key=view.lead + view.search + view.paging.said,
        class_name="flex flex-col gap-3",
    )
    choice = rx.cond(view.offered.length() > 0, boxes, nothing_found())
    return cards.disclosure(
        _("Add entries"),
        text.stack(
            rx.cond(
                view.findable | (view.offered.length() > 0),
                rx.fragment(
                    rx.cond(view.findable, find, rx.fragment()), choice, pages_of(_("Pages of entries"), view.paging)
                ),
                text.muted(
                    _("There is no other entry you could add."),
                    " ",
                    text.link(_("Write an entry"), address("/entry-form")),
                ),
            ),
        ),
        open=(view.listed.length() == 0) | (view.search != "") | (view.paging.page > 1),
        id="add",
    )


def _entries(view: Any) -> rx.Component:
    nothing = cards.empty_state(
        drawings.folder_drawing(), _("Nothing in it yet"), _("Choose entries below. You can put them in order here.")
    )
    return rx.el.section(
        rx.el.h2(_("Entries in it"), class_name="text-lg font-semibold"),
        rx.el.div(
            rx.cond(view.listed.length() > 0, cards.row_list(rx.foreach(view.listed, _entry)), nothing),
            class_name="mt-3",
        ),
        rx.el.div(_add(view), class_name="mt-3 not-printed"),
        id="entries",
    )


def _document(view: Any) -> rx.Component:
    """The collection on paper, to send: what others see of it."""
    return rx.el.section(
        text.section_heading(_("Take it with you")),
        rx.el.div(
            text.muted(
                _("With your name and what others may see of each entry. It names files, and does not hold them.")
            ),
            download_button(
                _("Download as PDF"),
                f"/documents/collection.pdf?language={spoken()}&id=" + view.id,
                busy=_("Making your PDF…"),
                icon=icons.download,
            ),
            class_name="mt-2 flex flex-col gap-3",
        ),
        class_name="not-printed",
    )


def _change(view: Any) -> rx.Component:
    fields = form(
        rx.el.input(type="hidden", name="version", default_value=view.version.to_string()),
        *collection_fields(view.typed_title, view.typed_about),
        rx.el.div(button(_("Save"), type="submit", kind="secondary")),
        on_submit=CollectionPageState.change,
        custom_attrs=draft_attributes(view.draft, view.draft_version.to_string()),
    )
    return rx.el.div(
        cards.disclosure(_("Change its title and lines"), fields, key=view.id + view.version.to_string()),
        class_name="not-printed",
    )


def _audience(view: Any) -> rx.Component:
    with_it = _(
        "Whoever can see this collection sees every entry in it, with its photos, files and links. That is so for "
        "entries you put in later, too. It ends when you take an entry out."
    )
    return text.stack(
        audience_section(view.who, view.nameable, CollectionPageState.choose_audience, view.id + view.who.words),
        text.muted(with_it),
    )


@page("/collection", N_("Collection"), CollectionPageState.load)
def collection() -> rx.Component:
    """The page."""
    view: Any = CollectionPageState.view
    return framed(
        text.page_head(view.title, view.lead),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                text.stack(rx.cond(view.about != "", text.written(view.about), rx.fragment()), _change(view)),
                _entries(view),
                rx.cond(view.listed.length() > 0, _document(view), rx.fragment()),
                _audience(view),
                link_section(view.link, CollectionPageState, Kind.COLLECTION),
                remarks_section(view, CollectionPageState),
                rx.el.div(
                    button(_("Delete"), kind="danger", icon=icons.trash, on_click=CollectionPageState.delete),
                    class_name="not-printed",
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        text.paragraph(text.link(_("Back to my collections"), address("/collections")), class_name="not-printed"),
        here="portfolio",
        audience="pupil",
        undo=CollectionPageState.undo,
    )
