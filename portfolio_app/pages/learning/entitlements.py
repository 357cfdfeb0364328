"""What somebody can expect of career education at a stage, and what each does for it: a card a role, to print."""

from typing import Any

import reflex as rx

from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.learning.entitlements_view import EntitlementsView, load_entitlements
from portfolio_app.learning.policy import READERS
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class EntitlementsState(rx.State):
    """The stage of the address."""

    view: EntitlementsView = EntitlementsView()

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = EntitlementsView()
        self.view = await load_entitlements(current_actor(), self.router.url.query_parameters)


def _stages(view: Any) -> rx.Component:
    def one(stage: Any) -> rx.Component:
        here = rx.el.span(stage.title, aria_current="page", class_name="font-semibold")
        return rx.el.li(rx.cond(stage.here, here, text.link(stage.title, stage.href)), key=stage.href)

    return rx.el.nav(
        rx.el.ul(rx.foreach(view.stages, one), class_name="flex flex-col gap-2 list-none p-0"),
        aria_label=_("Stages"),
        class_name="not-printed",
    )


def _lines(lines: Any) -> rx.Component:
    return rx.el.ul(rx.foreach(lines, lambda line: rx.el.li(line)), class_name="list-disc ps-5 space-y-1")


def _theme(one: Any) -> rx.Component:
    def module(link: Any) -> rx.Component:
        return rx.el.li(text.link(link.title, link.href, lang=link.language), key=link.href)

    served = rx.el.div(
        rx.el.p(_("Modules for this"), lang=spoken(), class_name="text-sm text-muted"),
        rx.el.ul(rx.foreach(one.modules, module), class_name="flex flex-wrap gap-x-5 gap-y-1 list-none p-0"),
        class_name="mt-2",
    )
    return rx.el.section(
        rx.el.h3(one.title, class_name="text-lg font-semibold"),
        _lines(one.lines),
        rx.cond(one.modules.length() > 0, served, rx.fragment()),
        class_name="max-w-reading",
        key=one.title,
    )


def _card(one: Any) -> rx.Component:
    return cards.card(
        rx.el.h3(one.title, class_name="text-lg font-semibold"),
        rx.el.p(one.stage, class_name="text-sm text-muted"),
        rx.el.h4(one.expect_head, class_name="mt-3 font-semibold"),
        _lines(one.expect),
        rx.el.h4(one.do_head, class_name="mt-3 font-semibold"),
        _lines(one.do),
        element=rx.el.li,
        class_name="break-inside-avoid",
        key=one.code,
    )


@page("/entitlements", N_("What you can expect"), EntitlementsState.load)
def entitlements() -> rx.Component:
    """The page."""
    view: Any = EntitlementsState.view
    body = text.stack(
        rx.cond(view.other != "", cards.notice(view.other), rx.fragment()),
        rx.el.div(
            text.stack(
                text.paragraph(view.summary, class_name="text-lg text-muted"),
                _stages(view),
                rx.el.section(
                    text.section_heading(view.stage),
                    text.paragraph(view.stage_summary, class_name="mt-1"),
                    rx.el.div(rx.foreach(view.themes, _theme), class_name="mt-4 flex flex-col gap-5"),
                ),
                rx.el.section(
                    text.section_heading(_("A card for each"), lang=spoken()),
                    rx.el.div(print_button(_("Print")), lang=spoken(), class_name="not-printed"),
                    rx.el.ul(rx.foreach(view.cards, _card), class_name="mt-3 grid gap-4 sm:grid-cols-2 list-none p-0"),
                ),
                gap="gap-6",
            ),
            lang=view.language,
        ),
        text.muted(_("Source"), ": ", rx.el.span(view.source, lang="en"), class_name="text-sm"),
        text.paragraph(text.link(_("All lessons"), address("/lessons")), class_name="not-printed"),
        gap="gap-6",
    )
    return framed(
        text.page_head(
            rx.el.span(view.title, lang=view.language),
            ready=view.loaded,
        ),
        rx.cond(view.loaded, body, waiting()),
        here="",
    )
