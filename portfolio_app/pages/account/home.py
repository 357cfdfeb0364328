"""Home: one sentence on what is next, for whoever is signed in."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.codes import dismiss_told
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.findings import finding_list
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.home import HomeView, load_home
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, link_button
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import Tab, say

DONE = {
    "passphrase": N_("Your new passphrase is saved. You are signed out everywhere else."),
    "kept": N_("Welcome back. Your account stays, with everything in it; nothing is deleted."),
}
"""What was done just before, as a code in the address, and what is said about it."""


class HomeState(rx.State):
    """What Home shows."""

    view: HomeView = HomeView()

    @needs(loads=True)
    async def load(self) -> None:
        """Load Home."""
        self.view = await load_home(current_actor())
        done = DONE.get(self.router.url.query_parameters.get("done", ""))
        if done:
            await say(self, done)

    @needs()
    async def dismiss(self) -> None:
        """Stop telling of the one-time codes that are told of now."""
        await dismiss_told(current_actor(), [one.id for one in self.view.told])
        self.view = await load_home(current_actor())


def _told(view: Any) -> rx.Component:
    """Who made codes for this account, until the reader puts that away."""
    return cards.notice(
        rx.el.ul(
            rx.foreach(view.told, lambda one: rx.el.li(one.sentence, dir="auto")),
            class_name="list-none p-0 flex flex-col gap-1",
        ),
        text.muted(_("If you did not ask for it, tell your school’s coordinator or a teacher you trust.")),
        actions=button(_("I have read this"), kind="secondary", on_click=HomeState.dismiss),
    )


def _section(section: Any) -> rx.Component:
    lines = rx.foreach(
        section.lines, lambda line: cards.list_row(line.title, href=line.href, detail=line.detail, key=line.href)
    )
    return rx.el.section(
        text.stack(
            text.section_heading(section.title),
            rx.cond(section.lines.length() > 0, cards.row_list(lines), text.paragraph(section.empty)),
            gap="gap-3",
        ),
        key=section.title,
    )


def _better(view: Any) -> rx.Component:
    """A few points, as long as there are some."""
    return rx.el.section(
        text.section_heading(_("Make your profile better")),
        text.muted(_("The rules of your CV found these. Nobody else sees them, and you decide.")),
        finding_list(view.better),
        text.paragraph(text.link(_("Open my CV"), address("/cv")), class_name="mt-3"),
        id="better",
    )


@page("/home", N_("Home"), HomeState.load)
def home() -> rx.Component:
    """The page."""
    view: Any = HomeState.view
    frame: Any = Tab.frame
    main = rx.cond(view.action != "", link_button(view.action, view.href, full=True), rx.fragment())
    return framed(
        text.page_head(view.greeting, view.sentence, action=main),
        rx.cond(view.told.length() > 0, _told(view), rx.fragment()),
        rx.foreach(view.sections, _section),
        rx.cond(view.better.length() > 0, _better(view), rx.fragment()),
        rx.cond(
            frame.is_pupil | frame.is_staff | frame.is_coordinator,
            text.side_by_side(
                text.link(_("Lessons"), address("/lessons"), class_name="inline-flex items-center min-h-11"),
                text.link(
                    _("Occupations and studies"), address("/pathways"), class_name="inline-flex items-center min-h-11"
                ),
                gap="gap-x-6",
            ),
            rx.fragment(),
        ),
        here="home",
    )
