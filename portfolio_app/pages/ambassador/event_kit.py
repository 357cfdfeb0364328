"""An event kit: choose the event, when and where, and take along a poster, slides, a handout and a script."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.kits.asking import LONGEST
from portfolio_app.ambassadors.kits.view import EventKitView, load_event_kit
from portfolio_app.ambassadors.policy import GUIDES
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, download_button, link_button, plain_form
from portfolio_app.ui.fields import select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class EventKitState(rx.State):
    """The kit that the address asks for."""

    view: EventKitView = EventKitView()

    @needs(Role.PUPIL, *GUIDES, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = EventKitView()
        self.view = await load_event_kit(current_actor(), self.router.url.query_parameters)


def _form(view: Any) -> rx.Component:
    """Everything asked for stands in the address, and nothing of it is kept."""
    return plain_form(
        address("/event-kit"),
        "get",
        rx.el.input(type="hidden", name="action", default_value=view.action),
        select_field("event", _("What it is"), view.events, default_value=view.event),
        select_field("text", _("Language of the kit"), view.languages, default_value=view.text),
        rx.el.div(
            text_field("day", _("Day"), type="date", default_value=view.day, hint=_("(optional)"), width=""),
            text_field("at", _("Time"), type="time", default_value=view.at, hint=_("(optional)"), width=""),
            class_name="grid gap-4 sm:grid-cols-2 max-w-reading",
        ),
        text_field("place", _("Place"), default_value=view.place, hint=_("(optional)"), max_length=LONGEST),
        text_field(
            "contact",
            _("The adult to turn to"),
            help=_("Stands on everything. Somebody of your school who is there that day."),
            default_value=view.contact,
            max_length=LONGEST,
        ),
        rx.cond(
            view.links.length() > 1,
            select_field(
                "link",
                _("Where the code leads"),
                view.links,
                help=_("A link counts how many came by it, and nobody knows who."),
                default_value=view.link,
            ),
            rx.fragment(),
        ),
        rx.el.div(button(_("Make the kit with this"), type="submit", kind="secondary", icon=icons.check)),
        class_name="flex flex-col gap-4",
        role="search",
        key=view.key,
    )


def _document(one: Any) -> rx.Component:
    return rx.el.li(
        download_button(one.title, one.href, busy=_("The file is being made…")),
        rx.el.p(one.detail, class_name="min-w-0 flex-1 basis-40 text-sm text-muted"),
        class_name="flex flex-wrap items-baseline gap-x-4 gap-y-2 px-4 py-3",
        key=one.href,
    )


def _made(view: Any) -> rx.Component:
    return rx.el.section(
        text.section_heading(_("The kit")),
        rx.el.div(
            link_button(_("Show the slides"), view.slides_href, document=True, icon=icons.check, full=True),
            class_name="mt-3",
        ),
        rx.el.ul(
            rx.foreach(view.documents, _document),
            class_name="mt-4 list-none p-0 rounded-lg border border-hairline bg-surface divide-y divide-hairline",
        ),
        id="kit",
    )


def _filled(view: Any) -> rx.Component:
    """What stands on it beside what was typed, and where it comes from."""
    none = _("Nobody is named. An ambassador is, once they agree to it on the page of their term.")
    coming = rx.el.ul(
        rx.foreach(view.coming, lambda line: rx.el.li(line)),
        lang=view.text,
        class_name="list-disc ps-6 space-y-1 max-w-reading",
    )
    return rx.el.section(
        text.section_heading(_("What stands on it")),
        text.stack(
            text.paragraph(rx.el.strong(view.school, dir="auto")),
            rx.cond(
                view.named != "",
                text.paragraph(_("Ambassadors who agreed to be named:"), " ", rx.el.span(view.named, dir="auto")),
                text.muted(none),
            ),
            rx.cond(
                view.coming.length() > 0,
                coming,
                text.muted(_("No period is announced, and there are no offers nearby yet.")),
            ),
            text.muted(_("The code leads to where people sign in, and to nobody’s own page.")),
            gap="gap-2",
            class_name="mt-2",
        ),
    )


@page("/event-kit", N_("Event kit"), EventKitState.load)
def event_kit() -> rx.Component:
    """The page."""
    view: Any = EventKitState.view
    training = cards.notice(
        _("Your training comes first, before you meet anybody."),
        actions=link_button(_("Training for ambassadors"), view.training_href, kind="secondary"),
    )
    return framed(
        text.page_head(
            _("Event kit"),
            _("A poster, slides, a handout and a script, filled with what is true at your school."),
            ready=view.loaded,
        ),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.training_href != "", training, rx.fragment()),
                text.columns(_form(view), _made(view)),
                _filled(view),
                gap="gap-8",
            ),
            waiting(),
        ),
    )
