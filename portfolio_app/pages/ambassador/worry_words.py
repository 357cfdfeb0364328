"""The words of worry that a school looks for in questions: own ones to add, any of them to switch off and on."""

from typing import Any

import reflex as rx

from portfolio_app.ambassadors.questions.policy import WORDS_CHANGED_BY
from portfolio_app.ambassadors.questions.school_words import LONGEST, WordsView, add_word, load_words, switch_word
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import field_error, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import text_field
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class WorryWordsState(rx.State):
    """The list of the school of the address, or of the reader's."""

    view: WordsView = WordsView()

    def _school(self) -> str:
        return self.router.url.query_parameters.get("school", "")

    async def _show(self) -> None:
        self.view = await load_words(current_actor(), self._school())

    @needs(*WORDS_CHANGED_BY, loads=True)
    async def load(self) -> None:
        """Load the list."""
        self.view = WordsView()
        await self._show()

    @needs(*WORDS_CHANGED_BY)
    async def add(self, form: dict[str, str | None]) -> None:
        """Add a word."""
        await add_word(current_actor(), self._school(), form.get("word") or "")
        await self._show()
        await say(self, N_("Added. From now on it is looked for in new questions."))

    @needs(*WORDS_CHANGED_BY)
    async def switch(self, words: str, off: bool) -> None:
        """Switch a line off or on."""
        await switch_word(current_actor(), self._school(), words, off=off)
        await self._show()
        if off:
            await say(self, N_("It is not looked for any more."), undo=words)
        else:
            await say(self, N_("It is looked for again."))

    @needs(*WORDS_CHANGED_BY)
    async def undo(self, what: str) -> None:
        """Look for it after all."""
        await switch_word(current_actor(), self._school(), what, off=False)
        await hush(self)
        await self._show()


def _line(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                one.said, lang=one.language, dir="auto", class_name=rx.cond(one.off, "line-through text-muted", "")
            ),
            rx.cond(one.kind != "", rx.el.span(" · ", one.kind, class_name="text-sm text-muted"), rx.fragment()),
            rx.cond(one.off, rx.el.span(" · ", _("switched off"), class_name="text-sm text-muted"), rx.fragment()),
            class_name="min-w-0 break-words",
        ),
        rx.cond(one.off, _press(_("Use again"), one, off=False), _press(_("Switch off"), one, off=True)),
        class_name="flex items-center justify-between gap-3",
        key=one.words,
    )


def _press(label: str, one: Any, *, off: bool) -> rx.Component:
    return button(
        label,
        kind="quiet",
        on_click=WorryWordsState.switch(one.words, off),
        aria_label=label + ": " + one.said,
    )


def _language(one: Any) -> rx.Component:
    return cards.disclosure(
        rx.fragment(rx.el.span(one.title, lang=one.code, dir="auto"), ": ", one.said),
        rx.el.ul(rx.foreach(one.lines, _line), class_name="list-none p-0 divide-y divide-hairline"),
        key=one.code,
    )


@page("/worry-words", N_("Words of worry"), WorryWordsState.load)
def worry_words() -> rx.Component:
    """The page."""
    view: Any = WorryWordsState.view
    adding = form(
        text_field(
            "word",
            _("A word of your own, or a few that stand together"),
            help=_("It is found with any ending, in any case: “vape” finds “vapes” and “VAPED”, too."),
            error=field_error("word"),
            max_length=LONGEST,
            auto_complete="off",
        ),
        rx.el.div(button(_("Add"), type="submit", icon=icons.plus)),
        on_submit=WorryWordsState.add,
        key="add-" + view.own.length().to_string(),
    )
    own = rx.cond(
        view.own.length() > 0,
        rx.el.ul(rx.foreach(view.own, _line), class_name="mt-3 list-none p-0 divide-y divide-hairline"),
        rx.fragment(),
    )
    return framed(
        text.page_head(
            _("Words of worry"),
            _("A question in which one of them stands goes at once to an adult, and never to ambassadors."),
        ),
        text.stack(
            text.muted(view.name, dir="auto"),
            text.paragraph(
                _(
                    "All languages are looked for in every question. A false alarm costs a teacher one click; a "
                    "question that is missed costs more. So think twice before switching one off."
                )
            ),
            rx.el.section(text.section_heading(_("Words of your school")), rx.el.div(adding, class_name="mt-3"), own),
            rx.el.section(
                text.section_heading(_("Words that come with Polku")),
                text.muted(
                    _("A star stands for any letters, three dots for up to four words between."), class_name="mt-1"
                ),
                rx.el.div(rx.foreach(view.languages, _language), class_name="mt-2"),
            ),
            gap="gap-8",
        ),
        here="school",
        audience="staff",
        undo=WorryWordsState.undo,
        ready=view.loaded,
    )
