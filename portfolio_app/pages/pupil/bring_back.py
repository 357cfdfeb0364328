"""Bring a takeout back: what somebody took along from another instance, or from this one."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.takeout.queries import BringBackView, load_bring_back
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form_buttons, link_button, plain_form
from portfolio_app.ui.fields import file_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.head import versioned
from portfolio_app.web.requests import BRING_BACK


class BringBackState(rx.State):
    """What came of it."""

    view: BringBackView = BringBackView()

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Look."""
        self.view = await load_bring_back(current_actor(), self.router.url.query_parameters.get("problem", ""))


def _send(view: Any) -> rx.Component:
    return plain_form(
        f"{BRING_BACK}?language={spoken()}",
        "post",
        file_field(
            "file",
            _("The file you took along"),
            help=_(
                "A ZIP file, as “Take everything along” makes it. From Mahara its LEAP2A file comes in as far as it "
                "goes, and so does a JSON Resume."
            ),
            error=view.problem,
            accept=".zip,.xml,.json",
        ),
        form_buttons(button(_("Bring it back"), type="submit")),
        upload=True,
    )


def _answer(view: Any, label: str, kind: Any, mine: str) -> rx.Component:
    return plain_form(
        "/takeouts/confirm",
        "post",
        rx.el.input(type="hidden", name="language", default_value=spoken()),
        rx.el.input(type="hidden", name="id", value=view.id, read_only=True),
        rx.el.input(type="hidden", name="mine", default_value=mine),
        button(label, kind=kind, type="submit"),
    )


def _asked(view: Any) -> rx.Component:
    return cards.card(
        rx.el.h2(_("Is this yours?"), class_name="text-lg font-semibold"),
        text.paragraph(
            _("Another name stands in this takeout:"),
            " ",
            rx.el.strong(view.asked, dir="auto"),
            class_name="mt-1",
        ),
        text.muted(_("Bring it back only if that is you, under a name you had before.")),
        rx.el.div(
            _answer(view, _("Yes, that is me"), "primary", "yes"),
            _answer(view, _("No, forget this file"), "secondary", ""),
            class_name="mt-3 flex flex-wrap gap-3",
        ),
    )


def _came(title: str, lines: Any) -> rx.Component:
    listed = rx.el.ul(
        rx.foreach(lines, lambda one: rx.el.li(one.label, ": ", one.count)), class_name="list-disc ps-6 mt-1"
    )
    return rx.cond(lines.length() > 0, rx.el.div(rx.el.h3(title, class_name="font-semibold"), listed), rx.fragment())


def _report(view: Any) -> rx.Component:
    return cards.card(
        rx.el.h2(_("Your takeout is back"), class_name="text-lg font-semibold"),
        text.stack(
            rx.cond(view.new.length() == 0, text.paragraph(_("Nothing in it was new here.")), rx.fragment()),
            _came(_("New here"), view.new),
            _came(_("Was here already"), view.here),
            _came(_("Could not be brought back"), view.out),
            rx.el.div(link_button(_("My portfolio"), address("/portfolio"), kind="secondary", icon=icons.onward)),
            class_name="mt-2",
        ),
    )


@page("/bring-back", N_("Bring a takeout back"), BringBackState.load)
def bring_back() -> rx.Component:
    """The page."""
    view: Any = BringBackState.view
    under_way = text.stack(
        cards.under_way(
            _("Bringing your things back"),
            view.percent,
            view.said,
            source=f"{BRING_BACK}/progress?language={spoken()}",
            script=versioned("/under-way.js"),
        ),
        text.muted(_("You can leave this page meanwhile.")),
        text.paragraph(text.link(_("Look how far it is"), address("/bring-back"), document=True)),
    )
    told = rx.el.section(
        text.section_heading(_("What happens")),
        text.bullet_list(
            _("What you wrote comes in as yours, and nobody else sees it until you share it."),
            _("What others wrote comes in with their names. Nobody can change it, and it is marked as brought along."),
            _("What is here already stays as it is. If you bring the same file back again, nothing changes."),
        ),
        class_name="max-w-reading",
    )
    return framed(
        text.page_head(
            _("Bring a takeout back"),
            _("From another school’s Polku or from this one: your portfolio goes on where it was."),
        ),
        rx.cond(
            view.loaded,
            rx.cond(
                view.under_way,
                under_way,
                rx.cond(
                    view.asked != "",
                    _asked(view),
                    text.stack(rx.cond(view.done, _report(view), rx.fragment()), _send(view)),
                ),
            ),
            waiting(),
        ),
        told,
        text.paragraph(text.link(_("Take everything along"), address("/takeout"))),
        here="portfolio",
        audience="pupil",
    )
