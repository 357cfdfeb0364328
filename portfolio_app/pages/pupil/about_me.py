"""About me: the lines that hold, changed in place; who can see them; and the earlier ones, which come back or go."""

from typing import Any
from uuid import uuid4

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.audience import OwnThing, audience_section, remarks_section
from portfolio_app.pages.drafting import draft_attributes, draft_status
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.sharing.models import Kind
from portfolio_app.skills import about_me as told
from portfolio_app.skills.about_me import AboutMeView, about_thing, load_about_me
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, small_button
from portfolio_app.ui.fields import text_area
from portfolio_app.ui.kinds import Text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

LINES = ("line1", "line2", "line3")
"""The fields of a form for such lines."""
DELETED = "deleted:"
"""Begins what the notice can undo, when that is the deleting of earlier lines."""


class AboutMeState(OwnThing, rx.State):
    """The reader's own lines."""

    view: AboutMeView = AboutMeView()

    def _thing(self) -> tuple[Kind, str]:
        return Kind.ABOUT_ME, about_thing(current_actor().person_id)

    async def _show(self) -> None:
        number = page_number(self.router.url.query_parameters.get("page", ""))
        self.view = await load_about_me(current_actor(), uuid4(), number)

    async def _restore(self, what: str) -> None:
        if what.startswith(DELETED):
            await told.restore_lines(current_actor(), as_id(what.removeprefix(DELETED)))
        else:
            await told.say_again(current_actor(), as_id(what))
        await say(self, N_("It is back where it was."))

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the lines."""
        await self._show()

    @needs(*OWNERS)
    async def save(self, form: dict[str, str | None]) -> None:
        """Say these lines from now on; the notice can bring the former ones back."""
        await told.say_about_me(current_actor(), typed(form), as_id(form.get("request") or ""))
        await say(self, N_("Saved."), undo=form.get("before") or "")
        await self._show()

    @needs(*OWNERS)
    async def say_again(self, lines: str) -> None:
        """Say earlier lines again."""
        await told.say_again(current_actor(), as_id(lines))
        await say(self, N_("These are your lines again."))
        await self._show()

    @needs(*OWNERS)
    async def delete(self, lines: str) -> None:
        """Delete earlier lines; the notice can undo it."""
        await told.delete_earlier(current_actor(), as_id(lines))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=DELETED + lines)
        await self._show()


def typed(form: dict[str, str | None]) -> tuple[str, ...]:
    """The lines that a form sent."""
    return tuple(form.get(name) or "" for name in LINES)


def line_field(name: Text, label: Text, words: Text) -> rx.Component:
    """The field for one line."""
    return text_area(
        name,  # pyright: ignore[reportArgumentType]
        label,
        default_value=words,
        error=field_error(name),
        max_length=told.LONGEST_LINE,
        rows="2",
    )


def lines_listed(lines: Any, language: Any) -> rx.Component:
    """Lines about somebody, one beneath the other."""
    return rx.el.ul(
        rx.foreach(
            lines, lambda line: rx.el.li(line, dir="auto", lang=language, class_name="max-w-reading break-words")
        ),
        class_name="list-none p-0 flex flex-col gap-2",
    )


def _shown(view: Any) -> rx.Component:
    nothing = cards.empty_state(
        drawings.path_drawing(),
        _("You have not said anything about yourself yet"),
        _("Five easy questions give you three lines to begin with. It takes ten minutes."),
        link_button(_("Begin the first lesson"), address("/first-lesson"), icon=icons.onward),
    )
    lines = cards.card(
        lines_listed(view.current.lines, view.current.language),
        text.muted(view.current.day, class_name="mt-3"),
        element=rx.el.section,
        aria_label=_("About me"),
    )
    return rx.cond(view.current.lines.length() > 0, lines, nothing)


def _changing(view: Any) -> rx.Component:
    labels = (_("First line"), _("Second line"), _("Third line"))
    fields = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        rx.el.input(type="hidden", name="before", default_value=view.current.id),
        *(line_field(name, label, view.typed[at]) for at, (name, label) in enumerate(zip(LINES, labels, strict=True))),
        draft_status(),
        form_buttons(button(_("Save"), type="submit", icon=icons.check, full=True)),
        on_submit=AboutMeState.save,
        custom_attrs=draft_attributes(view.draft, view.draft_version.to_string()),
        key=view.request + view.current.id,  # earlier lines can become those of now as well
        class_name="flex flex-col gap-5 mt-2",
    )
    return rx.el.section(
        text.section_heading(_("Change the lines")),
        text.muted(_("Write what is true for you now. A line can stay empty."), class_name="mt-1"),
        fields,
        class_name="not-printed",
    )


def _earlier(view: Any) -> rx.Component:
    def lines(one: Any) -> rx.Component:
        again = button(_("Use these again"), kind="secondary", icon=icons.undo, on_click=AboutMeState.say_again(one.id))
        return cards.card(
            rx.el.div(
                text.muted(one.day),
                small_button(_("Delete these lines"), icons.trash, on_click=AboutMeState.delete(one.id)),
                class_name="flex items-center justify-between gap-2",
            ),
            lines_listed(one.lines, one.language),
            rx.el.div(again, class_name="mt-3 not-printed"),
            element=rx.el.li,
            key=one.id,
        )

    return rx.cond(
        view.earlier.length() > 0,
        rx.el.section(
            text.section_heading(_("Earlier lines")),
            text.muted(_("Only you see these, whoever can see the ones above."), class_name="mt-1"),
            rx.el.ul(rx.foreach(view.earlier, lines), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
            pages_of(_("Pages of earlier lines"), view.paging),
            id="earlier",
        ),
        rx.fragment(),
    )


@page("/about-me", N_("About me"), AboutMeState.load)
def about_me() -> rx.Component:
    """The page."""
    view: Any = AboutMeState.view
    audience = audience_section(view.who, view.nameable, AboutMeState.choose_audience, view.current.id + view.who.words)
    return framed(
        text.page_head(_("About me"), _("Up to three lines in your own words. They may change whenever you do.")),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                _shown(view),
                remarks_section(view, AboutMeState),
                rx.cond(view.current.lines.length() > 0, audience, rx.fragment()),
                _changing(view),
                _earlier(view),
                text.paragraph(
                    text.link(_("The first lesson"), address("/first-lesson")),
                    " · ",
                    text.link(_("Back to my skills"), address("/skills")),
                    class_name="not-printed",
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        here="skills",
        audience="pupil",
        undo=AboutMeState.undo,
    )
