"""Takeout: everything of one's own in one file, without asking anybody."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.takeout.queries import TakeoutView, load_takeout
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, link_button, plain_form
from portfolio_app.ui.fields import checkbox
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.head import versioned


class TakeoutState(rx.State):
    """How it is with the takeout of whoever is signed in."""

    view: TakeoutView = TakeoutView()

    @needs(loads=True)
    async def load(self) -> None:
        """Look."""
        self.view = await load_takeout(current_actor())


def _ask(label: str, has_corner: Any, kind: Any = "primary") -> rx.Component:
    return plain_form(
        "/takeouts",
        "post",
        rx.el.input(type="hidden", name="language", default_value=spoken()),
        rx.cond(
            has_corner,
            checkbox(
                "corner",
                _("What lies in my private corner too"),
                help=_("Otherwise it stays here, with the photos that are in it alone."),
            ),
            rx.fragment(),
        ),
        rx.el.div(button(label, kind=kind, type="submit", icon=icons.download)),
    )


def _under_way(view: Any) -> rx.Component:
    return text.stack(
        cards.under_way(
            _("Putting your things together"),
            view.percent,
            view.said,
            source=f"/takeouts/progress?language={spoken()}",
            script=versioned("/under-way.js"),
        ),
        text.muted(_("You can leave this page. You get a notice when it is ready.")),
        text.paragraph(text.link(_("Look how far it is"), address("/takeout"), document=True)),
    )


def _ready(view: Any) -> rx.Component:
    return cards.card(
        rx.el.h2(_("Your takeout is ready"), class_name="text-lg font-semibold"),
        text.paragraph(view.until, rx.cond(view.downloaded != "", " " + view.downloaded, ""), class_name="mt-1"),
        rx.el.div(
            link_button(_("Download it"), view.href, icon=icons.download, document=True),
            text.muted(view.size),
            class_name="mt-3 flex flex-wrap items-center gap-3",
        ),
        text.muted(
            _("After that, open it once: unpack the file and open index.html. Keep it where only you get to it."),
            class_name="mt-3",
        ),
    )


@page("/takeout", N_("Take everything along"), TakeoutState.load)
def takeout() -> rx.Component:
    """The page."""
    view: Any = TakeoutState.view
    nothing_yet = text.stack(
        rx.cond(
            view.failed,
            cards.notice(_("It could not be made: there is no room left for it. Tell your school’s coordinator.")),
            rx.fragment(),
        ),
        _ask(_("Take everything along"), view.has_corner),
    )
    ready = text.stack(_ready(view), _ask(_("Make a new one"), view.has_corner, "secondary"))
    inside = rx.el.section(
        text.section_heading(_("What is in it")),
        text.bullet_list(
            _("Everything you wrote, with your photos and files"),
            _("Your goals, answers and pathways, and how you saw your skills over time"),
            _("What others wrote to you and said about your skills, with their names"),
            _("What Polku knows about you besides: your sign-ins, your notices, who saw what"),
        ),
        text.muted(_("What you deleted stays out, and so do passphrases.")),
        text.muted(
            _(
                "The file opens without Polku and without a network. Other programs can read it too: "
                "portfolio.json, resume.json (JSON Resume) and leap2a.xml (LEAP2A, for Mahara)."
            )
        ),
        class_name="max-w-reading",
    )
    return framed(
        text.page_head(
            _("Take everything along"),
            _("All that is yours, in one file. You need nobody’s permission, and nothing here changes."),
        ),
        rx.cond(
            view.loaded,
            rx.cond(
                view.under_way,
                _under_way(view),
                rx.cond(view.ready, ready, nothing_yet),
            ),
            waiting(),
        ),
        rx.cond(view.last != "", text.muted(view.last), rx.fragment()),
        inside,
        rx.cond(
            view.may_bring_back,
            text.paragraph(text.link(_("Bring a takeout back"), address("/bring-back"))),
            rx.fragment(),
        ),
        here="account",
    )
