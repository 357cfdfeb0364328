"""Visits, calls and accidents of a placement, noted by the adults of the school, and whom to call when something
happens."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.placements import notes
from portfolio_app.marketplace.placements.notes import PATH, NotesView, load_notes
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.frame import field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.links import plain_link
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class PlacementNotesState(rx.State):
    """The notes of the placement in the address."""

    view: NotesView = NotesView()

    async def _show(self) -> None:
        self.view = await load_notes(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load them."""
        await self._show()

    @needs(*GUIDES)
    async def keep(self, form: dict[str, str | None]) -> None:
        """Note something."""
        await notes.note(
            current_actor(),
            form.get("placement") or "",
            form.get("kind") or "",
            form.get("day") or "",
            form.get("words") or "",
            as_id(form.get("request") or ""),
        )
        await self._show()
        await say(self, N_("Noted."))

    @needs(*GUIDES)
    async def end(self, note: str) -> None:
        """It was a mistake; the notice brings it back."""
        await notes.end_note(current_actor(), note)
        await self._show()
        await say(self, N_("Taken away."), undo=note)

    @needs(*GUIDES)
    async def undo(self, note: str) -> None:
        """It stands after all."""
        await notes.end_note(current_actor(), note, back=True)
        await hush(self)
        await self._show()


def _note(one: Any) -> rx.Component:
    mistake = button(
        _("Take this note away"),
        kind="quiet",
        on_click=PlacementNotesState.end(one.id),
        aria_label=_("Take this note away") + ": " + one.detail,
    )
    return rx.el.li(
        cards.card(
            rx.el.p(rx.el.strong(one.kind)),
            text.muted(one.detail, dir="auto"),
            text.written(one.words, class_name="mt-1"),
            rx.cond(one.own, mistake, rx.fragment()),
        ),
        key=one.id,
    )


def _call(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        phone = plain_link(one.phone, href=one.calls, dir="ltr", class_name=f"{text.LINK} inline-block py-2")
        return rx.el.li(rx.el.span(one.name, dir="auto"), ", ", phone, key=one.name + one.phone)

    return rx.el.section(
        text.section_heading(_("If something happens")),
        rx.el.ul(rx.foreach(view.call, line), class_name="list-none p-0 mt-1"),
        text.muted(_("Then call home and the head of your school, and note it here on the same day.")),
    )


@page(PATH, N_("Visits and accidents"), PlacementNotesState.load)
def placement_notes() -> rx.Component:
    """The page."""
    view: Any = PlacementNotesState.view
    listed = rx.el.section(
        text.section_heading(_("Noted so far")),
        rx.cond(
            view.notes.length() > 0,
            rx.el.ul(rx.foreach(view.notes, _note), class_name="flex flex-col gap-3 list-none p-0 mt-3"),
            text.muted(_("Nothing is noted yet.")),
        ),
    )
    asked = rx.el.section(
        text.section_heading(_("Note something")),
        form(
            rx.el.input(type="hidden", name="placement", default_value=view.id),
            rx.el.input(type="hidden", name="request", default_value=view.request),
            select_field("kind", _("What was it?"), view.kinds, error=field_error("kind")),
            text_field("day", _("Day"), type="date", default_value=view.today, error=field_error("day")),
            text_area(
                "words",
                _("What happened?"),
                help=_(
                    "What you saw and did, in words that the pupil may read: it goes along with all that is theirs."
                ),
                max_length=1500,
                error=field_error("words"),
            ),
            form_buttons(button(_("Note it"), type="submit", full=True)),
            on_submit=PlacementNotesState.keep,
            key=view.request,
            class_name="flex flex-col gap-4 mt-3",
        ),
    )
    return framed(
        rx.cond(
            view.loaded,
            text.page_head(view.pupil, view.host + " · " + view.days),
            text.page_head(_("Visits and accidents")),
        ),
        problem_summary(_("Nothing is noted yet")),
        rx.cond(view.loaded, text.stack(_call(view), asked, listed, gap="gap-8"), waiting()),
        rx.cond(view.loaded, text.paragraph(text.link(_("To the agreement"), view.agreement_href)), rx.fragment()),
        here="classes",
        audience="staff",
        undo=PlacementNotesState.undo,
    )
