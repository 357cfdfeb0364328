"""The question box of a class, for its pupils: who reads and when stands before the field in which they write."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.questions.asking import ask
from portfolio_app.ambassadors.questions.box_view import BoxView, load_box
from portfolio_app.ambassadors.questions.contacts import take_back_contact, want_contact
from portfolio_app.ambassadors.questions.models import LONGEST_QUESTION
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import field_error, framed
from portfolio_app.pages.placements.worrying import help_now
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import checkbox, text_area
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class QuestionBoxState(rx.State):
    """The box of the address. That somebody's question gave cause for worry is known to their tab alone, until they
    leave it."""

    view: BoxView = BoxView()
    worried: bool = False

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await load_box(current_actor(), query.get("class", ""), number)

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Load the box."""
        self.view, self.worried = BoxView(), False
        await self._show()

    @needs(Role.PUPIL)
    async def ask(self, form: dict[str, str | None]) -> None:
        """Put a question into the box."""
        drawn, contact = as_id(form.get("page") or ""), bool(form.get("contact"))
        words = form.get("words") or ""
        worried = await ask(current_actor(), form.get("class") or "", words, drawn, contact=contact)
        await self._show()
        self.worried = worried
        if worried:
            await hush(self)
        else:
            await say(self, N_("Your question is in the box, without your name."))

    @needs(Role.PUPIL)
    async def contact_me(self) -> None:
        """Give one's name to the adults on duty."""
        await want_contact(current_actor(), self.view.id)
        await self._show()
        await say(self, N_("An adult has your name now, and will find a quiet moment to talk with you."))

    @needs(Role.PUPIL)
    async def no_contact(self) -> None:
        """Take one's name back."""
        await take_back_contact(current_actor(), self.view.id)
        await self._show()
        await say(self, N_("Your name is deleted. Nobody will contact you because of it."))

    @needs(Role.PUPIL)
    async def hide_help(self) -> None:
        """Put the lines on help away."""
        self.worried = False


def _help(view: Any) -> rx.Component:
    """What somebody reads whose question gave cause for worry."""
    ask_them = rx.cond(
        view.wanted,
        rx.el.p(_("An adult has your name and will contact you."), class_name="mt-3"),
        rx.el.div(
            rx.el.p(_("They do not know who you are. If you want, they come to you:")),
            button(
                _("Let an adult contact me"),
                kind="secondary",
                icon=icons.talk,
                on_click=QuestionBoxState.contact_me,
                class_name="mt-2",
            ),
            class_name="mt-3",
        ),
    )
    at_school = rx.el.p(
        _("At your school:"), " ", rx.el.span(view.contact.name, dir="auto"), ", ", view.contact.how, class_name="mt-2"
    )
    return rx.el.section(
        rx.el.h3(_("Thank you for writing this"), class_name="text-xl font-semibold"),
        text.paragraph(
            _(
                "An adult of your school is told of your question now, before anybody else, and without your name. You "
                "do not have to wait until they read it: here are people who listen."
            ),
            class_name="mt-1",
        ),
        rx.el.div(help_now(view.contact), class_name="mt-3"),
        rx.el.p(view.now_said, class_name="mt-2"),
        rx.cond(view.contact.name != "", at_school, rx.fragment()),
        ask_them,
        rx.el.div(
            button(_("Close this part"), kind="quiet", icon=icons.close, on_click=QuestionBoxState.hide_help),
            class_name="mt-2",
        ),
        id="help-now",
        class_name="mt-3 rounded-lg border border-accent bg-accent-soft p-4 max-w-reading",
    )


def _hours(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        return rx.el.li(rx.el.span(one.name, dir="auto", class_name="font-semibold"), ": ", one.hours, key=one.id)

    off = rx.el.div(
        text.muted(_("Nobody reads on these days:")),
        rx.el.ul(rx.foreach(view.days_off, lambda one: rx.el.li(one, key=one)), class_name="list-disc ps-6"),
        class_name="mt-2",
    )
    listed = rx.el.ul(rx.foreach(view.duties, line), class_name="mt-2 list-disc ps-6")
    return rx.el.div(
        rx.el.p(view.now_said, class_name="font-semibold"),
        rx.cond(view.duties.length() > 0, listed, rx.fragment()),
        rx.cond(view.days_off.length() > 0, off, rx.fragment()),
    )


def _before(view: Any) -> rx.Component:
    """What a pupil knows before they write."""
    nameless = _(
        "Your name is not stored: not with the question, and nowhere else. Not even those who run the server can look "
        "up afterwards who asked."
    )
    then = _(
        "If they let it through, ambassadors of your school draft an answer. An adult reads that too. Then your class "
        "sees question and answer."
    )
    worries = _(
        "If it sounds as if somebody is not safe, an adult gets it at once, still without a name, and no ambassador "
        "ever sees it."
    )
    wording = _(
        "How you write can tell who you are, above all in a small class. Leave out names, and what only you can know."
    )
    kept = _("A question without an answer is deleted after 60 days. Answers stay until the end of the school year.")
    return cards.card(
        text.section_heading(_("Before you write")),
        rx.el.ul(
            rx.el.li(nameless),
            rx.el.li(_("First an adult reads it:"), " ", rx.el.span(view.readers, dir="auto"), ". ", then),
            rx.el.li(worries),
            rx.el.li(wording),
            rx.el.li(kept),
            class_name="mt-2 list-disc ps-6 space-y-1 max-w-reading",
        ),
        rx.el.div(text.small_heading(_("When somebody reads")), class_name="mt-4"),
        rx.el.div(_hours(view), class_name="mt-1"),
        element=rx.el.section,
    )


def _asking(view: Any) -> rx.Component:
    contact = checkbox(
        "contact",
        _("Let an adult contact me"),
        help=_(
            "This sends your name to the adult on duty, apart from the question. They may guess that the two belong "
            "together. Your name is deleted once they have talked with you, after 30 days at most."
        ),
    )
    fields = form(
        rx.el.input(type="hidden", name="class", default_value=view.id),
        rx.el.input(type="hidden", name="page", default_value=view.page),
        text_area(
            "words",
            _("Your question"),
            help=_("In any language. At most 1,000 characters. It is not saved while you write."),
            error=field_error("words"),
            max_length=LONGEST_QUESTION,
            rows=5,
        ),
        rx.cond(view.wanted, rx.fragment(), contact),
        form_buttons(button(_("Put it into the box"), type="submit", full=True)),
        on_submit=QuestionBoxState.ask,
        # No draft: what is typed stays in the browser until it is sent.
        custom_attrs={"autoComplete": "off"},
        key=view.page,
    )
    # Where somebody just wrote, for on a phone the top of the page is out of sight.
    told = rx.el.div(rx.cond(QuestionBoxState.worried, _help(view), rx.fragment()), role="status")
    return rx.el.section(text.section_heading(_("Ask")), told, rx.el.div(fields, class_name="mt-3"))


def _wanted() -> rx.Component:
    return cards.notice(
        _("An adult has your name and will contact you."),
        actions=button(_("Take my name back"), kind="secondary", on_click=QuestionBoxState.no_contact),
    )


def _answered(view: Any) -> rx.Component:
    def pair(one: Any) -> rx.Component:
        by = rx.cond(
            one.by_ambassador,
            _("An ambassador wrote the answer, and an adult read it."),
            _("An adult of your school wrote the answer."),
        )
        return rx.el.li(
            cards.card(
                rx.el.h3(one.question, dir="auto", class_name="font-semibold whitespace-pre-line break-words"),
                text.written(one.answer, class_name="mt-2"),
                text.muted(by, class_name="mt-2"),
                element=rx.el.article,
            ),
            key=one.id,
        )

    none = text.muted(_("No answers yet. They stand here for the whole class."))
    listed = rx.el.ul(rx.foreach(view.answered, pair), class_name="mt-3 flex flex-col gap-3 list-none p-0")
    return rx.el.section(
        text.section_heading(_("Questions and answers")),
        rx.cond(view.answered.length() > 0, listed, none),
        pages_of(_("Pages of the list"), view.paging),
    )


@page("/question-box", N_("Question box"), QuestionBoxState.load)
def question_box() -> rx.Component:
    """The page."""
    view: Any = QuestionBoxState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("This class has no question box yet"),
        _("A teacher of the class can open one. Until then, ask an adult you trust."),
    )
    closed = cards.notice(_("The box is closed just now: nothing can be asked. Answers stay here."), kind="info")
    others = rx.el.ul(
        rx.foreach(view.others, lambda one: rx.el.li(text.link(one.name, one.href), key=one.href)),
        class_name="flex flex-wrap gap-4 list-none p-0 not-printed",
    )
    return framed(
        text.page_head(
            _("Question box"),
            _("Ask what you would rather not ask aloud: about work, school, what comes after it."),
        ),
        rx.cond(
            view.there,
            text.stack(
                text.muted(_("Class"), " ", rx.el.span(view.class_name, dir="auto")),
                rx.cond(view.wanted & ~QuestionBoxState.worried, _wanted(), rx.fragment()),
                rx.cond(view.open, text.stack(_before(view), _asking(view), gap="gap-8"), closed),
                _answered(view),
                gap="gap-8",
            ),
            nothing,
        ),
        rx.cond(view.others.length() > 0, others, rx.fragment()),
        here="home",
        audience="pupil",
        ready=view.loaded,
    )
