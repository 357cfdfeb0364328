"""My portfolio: the entries in their order, and the way to the PDF."""

from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import nothing_found, pages_of, shelf_search, shelves_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.pupil.entry_corner import corner_words
from portfolio_app.pages.registry import page
from portfolio_app.portfolio import actions, queries
from portfolio_app.portfolio.queries import PortfolioView
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import download_button, link_button, print_button, small_button
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import page_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class PortfolioState(rx.State):
    """A page of the list."""

    view: PortfolioView = PortfolioView()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await queries.load_portfolio(
            current_actor(), number, query.get("search", ""), query.get("show", "")
        )

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the list."""
        await self._show()

    @needs(*OWNERS)
    async def move(self, entry: str, by: Annotated[int, Field(ge=-1, le=1)]) -> None:
        """Move an entry up or down."""
        await actions.move_entry(current_actor(), as_id(entry), by)
        await self._show()

    @needs(*OWNERS)
    async def delete(self, entry: str) -> None:
        """Delete an entry; the notice can undo it."""
        await actions.delete_entry(current_actor(), as_id(entry))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=entry)
        await self._show()

    @needs(*OWNERS)
    async def undo(self, entry: str) -> None:
        """Bring back what the notice speaks of."""
        await actions.restore_entry(current_actor(), as_id(entry))
        await say(self, N_("It is back where it was."))
        await self._show()


def _entry(entry: Any) -> rx.Component:
    href = f"{address('/entry')}?id=" + entry.id
    thumbnail = rx.el.img(
        src=entry.thumbnail,
        alt="",
        loading="lazy",
        class_name="size-20 sm:size-24 rounded-lg object-cover bg-sunken shrink-0",
        custom_attrs={"width": 96, "height": 96},
    )
    return rx.el.li(
        cards.card(
            rx.el.div(
                rx.cond(entry.thumbnail != "", thumbnail, rx.fragment()),
                rx.el.div(
                    rx.el.h2(text.link(entry.title, href), dir="auto", class_name="text-lg font-semibold break-words"),
                    text.muted(
                        rx.el.span(entry.about, dir="auto"),
                        rx.cond(entry.attachments != "", rx.el.span(" · ", entry.attachments), ""),
                    ),
                    rx.el.p(entry.beginning, dir="auto", class_name="mt-1 break-words"),
                    class_name="min-w-0 flex-1",
                ),
                class_name="flex gap-4",
            ),
            rx.cond(
                entry.skills.length() > 0,
                rx.el.ul(
                    rx.foreach(entry.skills, lambda skill: rx.el.li(cards.tag(skill.name, skill.theme))),
                    class_name="mt-3 flex flex-wrap gap-2 list-none p-0",
                ),
                rx.fragment(),
            ),
            rx.el.div(
                cards.audience_badge(
                    entry.audience,
                    icon=lambda size: rx.cond(entry.private, icons.lock(size), icons.people(size)),
                    href=href + "#audience",
                    label=_("Change who can see this"),
                ),
                rx.el.div(
                    small_button(
                        _("Move up"), icons.up, on_click=PortfolioState.move(entry.id, -1), disabled=entry.first
                    ),
                    small_button(
                        _("Move down"), icons.down, on_click=PortfolioState.move(entry.id, 1), disabled=entry.last
                    ),
                    page_link(
                        icons.pencil(""),
                        href=f"{address('/entry-form')}?id=" + entry.id,
                        aria_label=_("Edit"),
                        title=_("Edit"),
                        class_name="inline-flex items-center justify-center size-11 rail:size-9 text-muted "
                        "rounded-lg hover:bg-sunken hover:text-ink",
                    ),
                    small_button(_("Delete"), icons.trash, on_click=PortfolioState.delete(entry.id)),
                    class_name="flex items-center not-printed",
                ),
                class_name="mt-3 flex flex-wrap items-center justify-between gap-2",
            ),
            element=rx.el.article,
        ),
        class_name="when-near [--tall:25rem] sm:[--tall:15rem]",
        key=entry.id,
    )


@page("/portfolio", N_("My portfolio"), PortfolioState.load)
def portfolio() -> rx.Component:
    """The page."""
    view: Any = PortfolioState.view
    pdf = download_button(
        _("Download as PDF"),
        f"/documents/portfolio.pdf?language={spoken()}",
        busy=_("Making your PDF…"),
        icon=icons.download,
    )
    new = link_button(_("New entry"), address("/entry-form"), icon=icons.plus, full=True)
    in_corner = view.show == queries.CORNER
    whole = text.stack(
        rx.el.div(text.muted(view.counted), pdf, class_name="flex flex-wrap items-center justify-between gap-3"),
        text.link(_("PDF without my goals"), f"/documents/portfolio.pdf?language={spoken()}&goals=no", document=True),
        rx.cond(view.left_out != "", text.muted(view.left_out), rx.fragment()),
    )
    corner = text.stack(
        text.paragraph(corner_words()),
        text.muted(view.counted),
        rx.cond(
            view.listed.length() > 0,
            text.link(
                _("PDF with my private corner"),
                f"/documents/portfolio.pdf?language={spoken()}&corner=yes",
                document=True,
            ),
            rx.fragment(),
        ),
    )
    nothing = rx.cond(
        view.search != "",
        nothing_found(),
        text.muted(
            rx.cond(
                in_corner,
                _("Your private corner is empty. You can put an entry there when you write it, or on its page."),
                _("Nothing here yet."),
            )
        ),
    )
    listed = text.stack(
        text.paragraph(
            text.link(_("My collections"), address("/collections")),
            ": ",
            _("entries you chose for one purpose"),
            rx.el.br(),
            text.link(_("My CV"), address("/cv")),
            ": ",
            _("one or two pages made of your entries"),
            class_name="not-printed",
        ),
        shelves_of(_("Which entries"), view.shelves, lambda shelf: shelf.name),
        rx.cond(in_corner, corner, rx.cond(view.show == "", whole, text.muted(view.counted))),
        shelf_search(address("/portfolio"), view),
        rx.cond(
            view.listed.length() > 0,
            rx.el.ol(rx.foreach(view.listed, _entry), class_name="flex flex-col gap-4 list-none p-0"),
            nothing,
        ),
        pages_of(_("Pages of entries"), view.paging),
    )
    empty = cards.empty_state(
        drawings.folder_drawing(),
        _("Your portfolio is empty"),
        _("An entry says what you did, what you noticed and what you learned. One evening at a club is enough."),
        link_button(_("Write your first entry"), address("/entry-form"), icon=icons.plus),
    )
    return framed(
        text.page_head(
            _("My portfolio"),
            _("What you did and what it taught you, in your order."),
            rx.cond(view.loaded & (view.count == 0), rx.fragment(), new),
        ),
        rx.cond(
            view.draft_href != "",
            cards.notice(
                _("There is an entry you have not finished."),
                actions=link_button(_("Continue writing"), view.draft_href, kind="secondary"),
            ),
            rx.fragment(),
        ),
        rx.cond(view.loaded, rx.cond(view.count > 0, listed, empty), waiting()),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        text.paragraph(
            rx.cond(
                view.tagged,
                rx.fragment(text.link(_("Skills in what I have done"), address("/tags")), " · "),
                rx.fragment(),
            ),
            text.link(_("My credentials"), address("/credentials")),
            " · ",
            text.link(_("Recently deleted"), address("/deleted")),
            " · ",
            text.link(_("Take everything along"), address("/takeout")),
            class_name="not-printed",
        ),
        here="portfolio",
        audience="pupil",
        undo=PortfolioState.undo,
    )
