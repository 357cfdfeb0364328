"""Phrases of one's own beside a field: a press puts one into it (`assets/insert.js`), and what is typed stays."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import _
from portfolio_app.pages.frame import address
from portfolio_app.sharing import phrases
from portfolio_app.sharing.policy import GUIDES
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.head import versioned


class UsesPhrases(rx.State, mixin=True):
    """What a page with such a list does when one is used: it counts, and changes nothing on the page."""

    @needs(*GUIDES)
    async def use_phrase(self, phrase: str) -> None:
        """Count that a phrase was used."""
        await phrases.use_phrase(current_actor(), as_id(phrase))


def phrase_list(lines: Any, field_id: str, state: type[UsesPhrases]) -> rx.Component:
    """The phrases (`PhraseLine`) that go into the field with that id, and the way to their page."""

    def press(one: Any) -> rx.Component:
        return rx.el.li(
            button(
                one.said,
                kind="quiet",
                on_click=state.use_phrase(one.id),
                custom_attrs={"data-insert": one.said, "data-into": field_id},
                class_name="max-w-full text-start whitespace-normal h-auto font-normal",
                dir="auto",
            ),
            key=one.id,
        )

    return rx.fragment(
        cards.disclosure(
            _("Your own phrases"),
            rx.el.ul(rx.foreach(lines, press), class_name="list-none p-0 flex flex-col gap-1 empty:hidden"),
            text.paragraph(text.link(_("Write phrases, or change them"), address("/phrases")), class_name="mt-2"),
        ),
        rx.el.script(src=versioned("/insert.js"), custom_attrs={"async": True}),
    )
