"""One entry, to read: what its readers see, who they are, and what they said about it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.audience import OwnThing, audience_section, remarks_section
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.portfolio import actions, queries
from portfolio_app.portfolio.queries import EntryView
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, link_button, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class EntryState(OwnThing, rx.State):
    """The entry."""

    view: EntryView = EntryView()

    def _thing(self) -> tuple[Kind, str]:
        return Kind.ENTRY, self.view.id

    async def _show(self) -> None:
        self.view = await queries.load_entry(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Load the entry of the address."""
        await self._show()

    @needs(Role.PUPIL)
    async def delete(self) -> Any:
        """Delete the entry and go back to the list."""
        entry = self.router.url.query_parameters.get("id", "")
        await actions.delete_entry(current_actor(), as_id(entry))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=entry)
        return rx.redirect(address("/portfolio"))


def reflection(heading: str, written: Any) -> rx.Component:
    """One of the four questions with its answer; nothing where nothing was written."""
    shown = rx.el.section(rx.el.h2(heading, class_name="text-lg font-semibold"), text.written(written))
    return rx.cond(written != "", shown, rx.fragment())


def entry_body(view: Any) -> rx.Component:
    """What an entry says: photos, the four answers, files and links, skills."""
    return text.stack(
        rx.foreach(
            view.photos,
            lambda photo: rx.el.figure(
                text.plain_link(
                    cards.photo(photo.picture, photo.title, photo.width, photo.height, class_name="max-h-[32rem]"),
                    href=photo.picture,
                ),
                rx.el.figcaption(photo.title, dir="auto", class_name="mt-1 text-sm text-muted"),
                class_name="m-0",
            ),
        ),
        reflection(_("What happened"), view.happened),
        reflection(_("What I noticed"), view.noticed),
        reflection(_("What I learned"), view.learned),
        reflection(_("What I try next"), view.try_next),
        rx.cond(
            view.attachments.length() > 0,
            rx.el.section(
                rx.el.h2(_("Photos and other evidence"), class_name="text-lg font-semibold"),
                cards.row_list(
                    rx.foreach(
                        view.attachments,
                        lambda item: cards.list_row(
                            item.title,
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
                rx.el.h2(_("Skills it shows"), class_name="text-lg font-semibold"),
                rx.el.ul(
                    rx.foreach(view.skills, lambda skill: rx.el.li(cards.tag(skill.name, skill.theme))),
                    class_name="mt-2 flex flex-wrap gap-2 list-none p-0",
                ),
            ),
            rx.fragment(),
        ),
        gap="gap-6",
    )


@page("/entry", N_("Entry"), EntryState.load)
def entry() -> rx.Component:
    """The page."""
    view: Any = EntryState.view
    edit = link_button(_("Edit"), f"{address('/entry-form')}?id=" + view.id, icon=icons.pencil, full=True)
    return framed(
        text.page_head(view.title, view.day, edit, ready=view.loaded),
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
                audience_section(view.who, view.nameable, EntryState.choose_audience, view.id + view.who.words),
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
