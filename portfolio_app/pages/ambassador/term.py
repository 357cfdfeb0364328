"""A term of ambassadors for the adults of its school: who applied, whom to choose, who serves and how far they are."""

from typing import Any

import reflex as rx

from portfolio_app.ambassadors.policy import GUIDES
from portfolio_app.ambassadors.terms import applying, calls
from portfolio_app.ambassadors.terms.calls import TermForm
from portfolio_app.ambassadors.terms.queries import TERM_PATH, TermView, load_term
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.ambassador.term_form import term_fields
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]
TERM = "term:"


class TermState(rx.State):
    """The term of the address."""

    view: TermView = TermView()

    async def _show(self) -> None:
        self.view = await load_term(current_actor(), self.router.url.query_parameters.get("id", ""))

    @needs(*GUIDES, loads=True)
    async def load(self) -> None:
        """Load it."""
        await self._show()

    @needs(*GUIDES)
    async def choose(self, application: str) -> None:
        """Choose a pupil; the notice can take that back."""
        await applying.choose(current_actor(), application)
        await self._show()
        await say(self, N_("Chosen. They are told."), undo=application)

    @needs(*GUIDES)
    async def decline(self, form: Form) -> None:
        """Say that it is somebody else, and why."""
        application = form.get("application") or ""
        await applying.decline(current_actor(), application, form.get(f"words-{application}") or "")
        await self._show()
        await say(self, N_("They are told."), undo=application)

    @needs(*GUIDES)
    async def open_again(self, application: str) -> None:
        """Take an answer back."""
        await applying.take_back_answer(current_actor(), application)
        await self._show()
        await say(self, N_("Taken back."))

    @needs(*GUIDES)
    async def change(self, form: Form) -> None:
        """Change what is said of the term."""
        term, version = form.get("term") or "", version_typed(form.get("version"))
        await calls.change_term(current_actor(), term, TermForm.of(form), version)
        await self._show()
        await say(self, N_("Saved."))

    @needs(*GUIDES)
    async def end(self, term: str) -> None:
        """The term does not take place."""
        await calls.end_term(current_actor(), term)
        await self._show()
        await say(self, N_("Ended. Nobody is an ambassador by it any more."), undo=TERM + term)

    @needs(*GUIDES)
    async def undo(self, what: str) -> None:
        """Take back what was done last: an answer, or the end of the term."""
        if what.startswith(TERM):
            await calls.end_term(current_actor(), what.removeprefix(TERM), back=True)
        else:
            await applying.take_back_answer(current_actor(), what)
        await hush(self)
        await self._show()


def _refusal(one: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="application", default_value=one.id),
        text_field(
            "words-" + one.id,
            _("Why, and what they can do instead"),
            field_id="words-" + one.id,
            help=_("The pupil reads it."),
            max_length=300,
            error=field_error("words-" + one.id),
        ),
        form_buttons(button(_("Tell the pupil"), type="submit", kind="secondary", full=True)),
        on_submit=TermState.decline,
        class_name="flex flex-col gap-4 mt-2",
    )


def _application(one: Any) -> rx.Component:
    choose = button(_("Choose"), on_click=TermState.choose(one.id), aria_label=_("Choose") + ": " + one.name, full=True)
    waits = text.stack(choose, cards.disclosure(_("Somebody else this time"), _refusal(one)), class_name="mt-3")
    again = button(
        _("Take the answer back"),
        kind="quiet",
        on_click=TermState.open_again(one.id),
        aria_label=_("Take the answer back") + ": " + one.name,
    )
    answered = rx.el.div(
        rx.cond(one.stands != "", rx.el.p(one.stands, dir="auto", class_name="font-semibold"), rx.fragment()),
        again,
        class_name="mt-2",
    )
    return rx.el.li(
        cards.card(
            rx.el.h3(one.name, dir="auto", class_name="text-lg font-semibold break-words"),
            text.muted(rx.cond(one.class_name != "", one.class_name + " · ", ""), one.said_on, dir="auto"),
            rx.el.p(_("Reaches:") + " ", one.group, class_name="mt-2"),
            rx.cond(one.reach_words != "", rx.el.p(one.reach_words, dir="auto"), rx.fragment()),
            text.written(one.why, class_name="mt-2"),
            rx.cond(one.waits, waits, answered),
            element=rx.el.article,
        ),
        key=one.id,
    )


def _serving(one: Any) -> rx.Component:
    return cards.list_row(
        rx.cond(one.class_name != "", one.name + ", " + one.class_name, one.name),
        href=one.href,
        detail=one.detail,
        trailing=rx.el.span(one.stands, class_name="text-sm text-muted"),
        key=one.id,
    )


def _changing(view: Any) -> rx.Component:
    return text.stack(
        cards.disclosure(
            _("Change this term"),
            form(
                rx.el.input(type="hidden", name="term", default_value=view.id),
                rx.el.input(type="hidden", name="version", default_value=view.version.to_string()),
                *term_fields(view.fields),
                form_buttons(button(_("Save"), type="submit", full=True)),
                on_submit=TermState.change,
                key=view.id + ":" + view.version.to_string(),
                class_name="flex flex-col gap-4 mt-2",
            ),
        ),
        rx.cond(
            view.ended,
            text.paragraph(_("This term was ended.")),
            rx.el.div(button(_("End this term"), kind="quiet", on_click=TermState.end(view.id))),
        ),
    )


@page(TERM_PATH, N_("A term of ambassadors"), TermState.load)
def term() -> rx.Component:
    """The page."""
    view: Any = TermState.view
    mix = rx.cond(
        view.mix.length() > 0,
        rx.el.div(
            text.small_heading(_("The mix so far")),
            rx.el.ul(
                rx.foreach(view.mix, lambda said: rx.el.li(said, dir="auto", key=said)),
                class_name="list-none p-0 mt-1 flex flex-wrap gap-x-6",
            ),
            class_name="mt-3",
        ),
        rx.fragment(),
    )
    serving = rx.el.section(
        text.section_heading(_("Ambassadors")),
        text.muted(view.free, class_name="mt-1"),
        rx.cond(
            view.serving.length() > 0,
            cards.row_list(rx.foreach(view.serving, _serving), class_name="mt-3"),
            text.paragraph(_("Nobody is chosen yet."), class_name="mt-2"),
        ),
        mix,
    )
    applied = rx.el.section(
        text.section_heading(_("Who applied")),
        rx.cond(
            view.applications.length() > 0,
            rx.el.ul(rx.foreach(view.applications, _application), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
            text.paragraph(_("Nobody has applied yet. Pupils find the call on their Home."), class_name="mt-2"),
        ),
    )
    return framed(
        text.page_head(rx.cond(view.loaded, view.name, _("A term of ambassadors")), view.days, dir="auto"),
        problem_summary(_("Nothing is changed yet")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.el.div(
                    text.muted(view.until),
                    rx.cond(view.words != "", text.written(view.words, class_name="mt-2"), rx.fragment()),
                ),
                serving,
                applied,
                _changing(view),
                gap="gap-8",
            ),
            waiting(),
        ),
        text.paragraph(text.link(_("Ambassadors"), address("/ambassadors"))),
        here="classes",
        audience="staff",
        undo=TermState.undo,
    )
