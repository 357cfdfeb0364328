"""Which support now: five points to start from, a person first, pages second. Opening them leaves nothing anywhere."""

from typing import Any
from uuid import uuid4

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.skills import support as told
from portfolio_app.skills.support import SupportView, load_support
from portfolio_app.skills.support_points import POINTS, SupportPoint
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import Choice, radio_cards, select_field, text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import plain_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class SupportState(rx.State):
    """Whom to turn to, and what was told."""

    view: SupportView = SupportView()

    async def _show(self) -> None:
        self.view = await load_support(current_actor(), uuid4())

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load people."""
        await self._show()

    @needs(*OWNERS)
    async def tell(self, form: dict[str, str | None]) -> None:
        """Tell the chosen adult."""
        adult, words, request = form.get("adult"), form.get("words") or "", as_id(form.get("request") or "")
        await told.tell(current_actor(), as_id(adult) if adult else None, form.get("point") or "", words, request)
        await say(self, N_("Sent. Only the person you chose can see it."))
        await self._show()

    @needs(*OWNERS)
    async def take_back(self, note: str) -> None:
        """Take a note back."""
        await told.take_back(current_actor(), as_id(note))
        await say(self, N_("Taken back. They cannot see it any more."))
        await self._show()


def _people(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        phone = plain_link(one.phone, href="tel:" + one.phone, class_name=f"{text.LINK} inline-block py-2")
        site = plain_link(one.name, href=one.url, rel="noreferrer", class_name=f"{text.LINK} inline-block py-2")
        return rx.el.li(
            rx.cond(one.url != "", site, rx.el.span(one.name)),
            rx.cond(one.phone != "", phone, rx.fragment()),
            rx.cond(one.hours != "", rx.el.span(one.hours, class_name="text-muted"), rx.fragment()),
            class_name="flex flex-wrap items-center gap-x-3",
        )

    at_school = rx.el.div(
        text.small_heading(_("At your school")),
        rx.cond(
            view.contact.name != "",
            rx.el.p(rx.el.span(view.contact.name, dir="auto", class_name="font-semibold"), " · ", view.contact.how),
            rx.el.p(_("Ask any teacher you trust.")),
        ),
        rx.cond(
            view.teachers.length() > 0,
            rx.el.p(
                rx.el.span(_("Teachers of your class:"), class_name="text-muted"),
                " ",
                rx.foreach(view.teachers, lambda name: rx.el.span(name, dir="auto", class_name="inline-block me-3")),
            ),
            rx.fragment(),
        ),
    )
    outside = rx.el.div(
        text.small_heading(_("Outside school")),
        rx.cond(
            view.contact.help.length() > 0,
            rx.el.ul(rx.foreach(view.contact.help, line), class_name="list-none p-0"),
            rx.el.p(_("In an emergency call 112. In Norway, 112 is the police and 113 an ambulance.")),
        ),
    )
    return rx.el.section(
        text.section_heading(_("First, a person")),
        cards.card(text.columns(at_school, outside), class_name="mt-3"),
    )


def _point(point: SupportPoint) -> rx.Component:
    pages = [
        rx.el.li(text.link(_(label), address(path), class_name="inline-block py-2 rail:py-0.5"))
        for label, path in point.pages
    ]
    inside = text.stack(
        text.paragraph(_(point.meaning)),
        rx.el.p(rx.el.span(_("To somebody you could say:"), class_name="block text-sm text-muted"), _(point.ask)),
        rx.el.div(
            rx.el.p(_("Afterwards, these pages may help:"), class_name="text-sm text-muted"),
            rx.el.ul(*pages, class_name="list-none p-0"),
        ),
        gap="gap-3",
    )
    return rx.el.li(cards.disclosure(_(point.title), inside), class_name="px-3 py-1")


def _telling(view: Any) -> rx.Component:
    fields = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        radio_cards(
            "point",
            _("What fits best right now?"),
            [Choice(point.code, _(point.title)) for point in POINTS],
            error=field_error("point"),
        ),
        select_field("adult", _("Whom do you want to tell?"), view.adults, error=field_error("adult")),
        text_area(
            "words",
            _("Anything else they should know?"),
            hint=_("(optional)"),
            error=field_error("words"),
            max_length=told.LONGEST_WORDS,
        ),
        text.muted(_("Only this person sees it, in Polku. You can take it back. After a year it is gone by itself.")),
        form_buttons(button(_("Send"), type="submit", full=True)),
        on_submit=SupportState.tell,
        # No draft: nothing is kept of this before it is sent.
        key=view.request,
    )
    return rx.el.section(
        cards.disclosure(_("Tell an adult at your school"), fields), id="tell", class_name="not-printed"
    )


def _note(note: Any) -> rx.Component:
    return rx.el.li(
        cards.card(
            rx.el.p(
                rx.el.span(note.name, dir="auto", class_name="font-semibold"),
                rx.el.span(" · ", note.day, class_name="text-sm text-muted"),
            ),
            rx.el.p(note.point),
            rx.cond(note.words != "", text.written(note.words, class_name="mt-1"), rx.fragment()),
            text.muted(
                rx.cond(note.seen != "", note.seen, _("Not seen yet")),
                class_name="mt-1",
            ),
            rx.el.div(
                button(_("Take it back"), kind="secondary", icon=icons.undo, on_click=SupportState.take_back(note.id)),
                class_name="mt-2",
            ),
            element=rx.el.article,
        ),
        key=note.id,
    )


@page("/support", N_("Which support now?"), SupportState.load)
def support() -> rx.Component:
    """The page."""
    view: Any = SupportState.view
    told_already = rx.el.section(
        text.section_heading(_("What you have told")),
        rx.el.ul(rx.foreach(view.notes, _note), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
    )
    return framed(
        text.page_head(
            _("Which support now?"),
            _("Five points to start from. None is better than another, and all of them change."),
        ),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.notes.length() > 0, told_already, rx.fragment()),
                _people(view),
                rx.el.section(
                    text.section_heading(_("Where are you right now?")),
                    text.muted(_("Nothing is kept of what you open here.")),
                    rx.el.ul(
                        *(_point(point) for point in POINTS),
                        class_name="mt-3 rounded-lg border border-hairline bg-surface divide-y divide-hairline "
                        "list-none p-0",
                    ),
                ),
                rx.cond(view.adults.length() > 0, _telling(view), rx.fragment()),
                text.paragraph(text.link(_("Back to my skills"), address("/skills")), class_name="not-printed"),
                gap="gap-8",
            ),
            waiting(),
        ),
        here="skills",
        audience="pupil",
    )
