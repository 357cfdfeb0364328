"""Phrases of one's own: to write, to change, to delete. They stand beside the fields they go into."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.sharing import phrases as own
from portfolio_app.sharing.phrases import LONGEST, PhrasesView, load_phrases
from portfolio_app.sharing.policy import GUIDES
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Fields = dict[str, str | None]


class PhrasesState(rx.State):
    """The reader's phrases."""

    view: PhrasesView = PhrasesView()

    async def _show(self) -> None:
        self.view = await load_phrases(current_actor())

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load them."""
        await self._show()

    @needs(*GUIDES)
    async def add(self, form: Fields) -> None:
        """Keep a new one."""
        await own.add_phrase(current_actor(), form.get("words") or "", as_id(form.get("request") or ""))
        await self._show()
        await say(self, N_("Saved."))

    @needs(*GUIDES)
    async def change(self, form: Fields) -> None:
        """Say one in other words."""
        version = form.get("version") or ""
        number = int(version) if version.isdecimal() and len(version) < 9 else 0
        try:
            await own.change_phrase(current_actor(), as_id(form.get("phrase") or ""), form.get("words") or "", number)
        finally:
            await self._show()
        await say(self, N_("Saved."))

    @needs(*GUIDES)
    async def delete(self, phrase: str) -> None:
        """Delete one; the notice can undo it."""
        await own.delete_phrase(current_actor(), as_id(phrase))
        await self._show()
        await say(self, N_("The phrase is deleted."), undo=phrase)

    @needs(*GUIDES)
    async def undo(self, phrase: str) -> None:
        """Bring it back."""
        await own.delete_phrase(current_actor(), as_id(phrase), back=True)
        await hush(self)
        await self._show()


def _phrase(one: Any) -> rx.Component:
    changing = form(
        rx.el.input(type="hidden", name="phrase", default_value=one.id),
        rx.el.input(type="hidden", name="version", value=one.version.to_string(), read_only=True),
        text_area(
            "words",
            _("Phrase"),
            default_value=one.words,
            field_id="words-" + one.id,
            error=field_error("words-" + one.id),
            max_length=LONGEST,
        ),
        rx.el.div(
            button(_("Save"), type="submit", kind="secondary"),
            button(_("Delete this phrase"), kind="danger", icon=icons.trash, on_click=PhrasesState.delete(one.id)),
            class_name="flex flex-wrap gap-3",
        ),
        on_submit=PhrasesState.change,
        key=one.id,
    )
    return cards.card(
        text.written(one.words, class_name="break-words"),
        text.muted(one.used),
        cards.disclosure(_("Change or delete it"), changing),
        element=rx.el.li,
        key=one.id,
    )


@page("/phrases", N_("Your own phrases"), PhrasesState.load)
def phrases() -> rx.Component:
    """The page."""
    view: Any = PhrasesState.view
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("No phrase yet"),
        _("Keep a sentence that you often write. Beside the fields for comments, one press puts it into your text."),
    )
    adding = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        text_area(
            "words",
            _("A new phrase"),
            help=_("{name} in it becomes the pupil’s first name."),
            error=field_error("words"),
            max_length=LONGEST,
        ),
        form_buttons(button(_("Keep the phrase"), type="submit", icon=icons.plus, full=True)),
        on_submit=PhrasesState.add,
        key=view.request,
    )
    full = text.paragraph(_("You have 100 phrases. Delete one before you write another."))
    return framed(
        text.page_head(_("Your own phrases"), _("Nobody else sees them. What you use most comes first.")),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.room, adding, full),
                rx.cond(
                    view.listed.length() > 0,
                    rx.el.ul(rx.foreach(view.listed, _phrase), class_name="flex flex-col gap-3 list-none p-0"),
                    nothing,
                ),
                text.paragraph(text.link(_("All classes"), address("/classes")), class_name="not-printed"),
                gap="gap-8",
            ),
            waiting(),
        ),
        here="classes",
        audience="staff",
        undo=PhrasesState.undo,
    )
