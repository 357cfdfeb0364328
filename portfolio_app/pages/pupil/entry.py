"""One entry, to read: what its readers see, who they are, and what they said about it."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.audience import audience_section, remarks_section
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.pupil.entry_corner import in_the_corner, into_the_corner
from portfolio_app.pages.registry import page
from portfolio_app.pages.showing import ShownThing, link_section
from portfolio_app.pages.tagging import Tagging, read_tags, tags_section
from portfolio_app.portfolio import actions, corner, queries
from portfolio_app.portfolio.queries import EntryView
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, link_button, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.pictures import dial_dots
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

MOVED = "corner:"
"""Begins what the notice can undo, when that is the move into the private corner."""


class EntryState(Tagging, ShownThing, rx.State):
    """The entry."""

    view: EntryView = EntryView()

    def _thing(self) -> tuple[Kind, str]:
        return Kind.ENTRY, self.view.id

    async def _show(self) -> None:
        self._look_around()
        self.view = await queries.load_entry(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the entry of the address."""
        await self._show()

    @needs(*OWNERS)
    async def delete(self) -> Any:
        """Delete the entry and go back to the list."""
        entry = self.router.url.query_parameters.get("id", "")
        await actions.delete_entry(current_actor(), as_id(entry))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=entry)
        return rx.redirect(address("/portfolio"))

    @needs(*OWNERS)
    async def move_in(self) -> None:
        """Put the entry into the private corner; the notice can undo that, with all who could see it."""
        await corner.move_into_corner(current_actor(), as_id(self.view.id))
        await say(self, N_("It is in your private corner now. Nobody else can open it."), undo=MOVED + self.view.id)
        await self._show()

    @needs(*OWNERS)
    async def take_out(self) -> None:
        """Take the entry out of the private corner."""
        await corner.take_out_of_corner(current_actor(), as_id(self.view.id))
        await say(self, N_("It is out of your private corner. Only you see it until you choose somebody."))
        await self._show()

    async def _restore(self, what: str) -> None:
        if not what.startswith(MOVED):
            raise NotFound()
        await corner.undo_move(current_actor(), as_id(what.removeprefix(MOVED)))
        await hush(self)


Heading = Callable[..., rx.Component]


def reflection(heading: Any, written: Any, level: Heading = rx.el.h2) -> rx.Component:
    """One of the four questions with its answer; nothing where nothing was written."""
    shown = rx.el.section(level(heading, class_name="text-lg font-semibold"), text.written(written))
    return rx.cond(written != "", shown, rx.fragment())


def _turned(dials: Any, level: Heading) -> rx.Component:
    """Where somebody stood between two words in what the entry tells of, and why."""
    return rx.el.section(
        level(_("Between two words"), class_name="text-lg font-semibold"),
        rx.el.ul(
            rx.foreach(
                dials,
                lambda dial: rx.el.li(
                    rx.el.p(dial.name, class_name="font-semibold"),
                    rx.cond(dial.step > 0, dial_dots(dial.step, dial.said, dial.first, dial.second), rx.fragment()),
                    rx.cond(dial.words != "", text.written(dial.words, class_name="mt-1"), rx.fragment()),
                    key=dial.code,
                ),
            ),
            class_name="mt-2 flex flex-col gap-4 list-none p-0 theme-networks",
        ),
    )


def entry_body(view: Any, level: Heading = rx.el.h2) -> rx.Component:
    """What an entry says: photos, what was written, places on dials, files and links, skills; its headings are of that
    level."""
    return text.stack(
        rx.foreach(
            view.photos,
            lambda photo: rx.el.figure(
                text.plain_link(
                    cards.photo(photo.picture, photo.title, photo.width, photo.height, class_name="max-h-[32rem]"),
                    href=photo.picture,
                ),
                rx.el.figcaption(
                    rx.cond(photo.about_href != "", text.link(photo.title, photo.about_href), photo.title),
                    dir="auto",
                    class_name="mt-1 text-sm text-muted",
                ),
                class_name="m-0",
            ),
        ),
        reflection(view.heading, view.happened, level),
        reflection(_("What I noticed"), view.noticed, level),
        reflection(_("What I learned"), view.learned, level),
        reflection(_("What I try next"), view.try_next, level),
        rx.cond(view.dials.length() > 0, _turned(view.dials, level), rx.fragment()),
        rx.cond(
            view.attachments.length() > 0,
            rx.el.section(
                level(_("Photos and other evidence"), class_name="text-lg font-semibold"),
                cards.row_list(
                    rx.foreach(
                        view.attachments,
                        lambda item: cards.list_row(
                            rx.cond(item.about_href != "", text.link(item.title, item.about_href), item.title),
                            leading=rx.el.span(
                                rx.match(
                                    item.kind,
                                    ("pdf", icons.file("")),
                                    ("link", icons.link("")),
                                    icons.words(""),
                                )
                            ),
                            detail=rx.cond(
                                item.href != "",
                                text.link(_("Open"), item.href, document=True, rel="noreferrer"),
                                rx.el.span(item.words, dir="auto", class_name="whitespace-pre-line"),
                            ),
                        ),
                    ),
                    class_name="mt-2",
                ),
            ),
            rx.fragment(),
        ),
        rx.cond(
            view.skills.length() > 0,
            rx.el.section(
                level(_("Skills it shows"), class_name="text-lg font-semibold"),
                rx.el.ul(
                    rx.foreach(view.skills, lambda skill: rx.el.li(cards.tag(skill.name, skill.theme))),
                    class_name="mt-2 flex flex-wrap gap-2 list-none p-0",
                ),
            ),
            rx.fragment(),
        ),
        read_tags(view.tags),
        gap="gap-6",
    )


def _collected(view: Any) -> rx.Component:
    """The collections it is in."""
    return rx.cond(
        view.collected.length() > 0,
        rx.el.section(
            rx.el.h2(_("In your collections"), class_name="text-lg font-semibold"),
            text.muted(_("Whoever can see one of these sees this entry in it.")),
            rx.el.ul(
                rx.foreach(view.collected, lambda one: rx.el.li(text.link(one.label, one.value))),
                class_name="mt-1 list-disc ps-6 space-y-1",
            ),
        ),
        rx.fragment(),
    )


@page("/entry", N_("Entry"), EntryState.load)
def entry() -> rx.Component:
    """The page."""
    view: Any = EntryState.view
    edit = link_button(_("Edit"), f"{address('/entry-form')}?id=" + view.id, icon=icons.pencil, full=True)
    return framed(
        text.page_head(view.title, view.about, edit, ready=view.loaded),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                entry_body(view),
                rx.cond(
                    view.unsettable != "",
                    text.muted(
                        _("Your PDF cannot show these characters. It has a box instead:"),
                        " ",
                        rx.el.bdi(view.unsettable),
                    ),
                    rx.fragment(),
                ),
                tags_section(view.tagging, EntryState, Kind.ENTRY, view.id),
                rx.cond(
                    view.in_corner,
                    in_the_corner(EntryState.take_out),
                    rx.fragment(
                        audience_section(view.who, view.nameable, EntryState.choose_audience, view.id + view.who.words),
                        link_section(view.link, EntryState, Kind.ENTRY),
                        into_the_corner(EntryState.move_in),
                    ),
                ),
                _collected(view),
                remarks_section(view, EntryState),
                rx.el.div(
                    button(_("Delete"), kind="danger", icon=icons.trash, on_click=EntryState.delete),
                    class_name="not-printed",
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        text.paragraph(text.link(_("Back to my portfolio"), address("/portfolio")), class_name="not-printed"),
        here="portfolio",
        audience="pupil",
        undo=EntryState.undo,
    )
