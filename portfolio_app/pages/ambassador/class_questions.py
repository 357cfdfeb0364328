"""The question box of a class, for its adults: each question comes here first, and each answer before the class sees
it."""

from collections.abc import Awaitable
from typing import Any

import reflex as rx

from portfolio_app.ambassadors.questions import answering, contacts, opening, sorting
from portfolio_app.ambassadors.questions.adults_view import QuestionsView, load_questions
from portfolio_app.ambassadors.questions.policy import ADULTS
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import Conflict, Invalid
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.ambassador.class_question import Doings, question_card
from portfolio_app.pages.ambassador.duty_forms import Hours, hours_part
from portfolio_app.pages.finding import pages_of, shelves_of
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.placements.worrying import help_now
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]
QUESTION, DUTY, OFF = "question:", "duty:", "off:"
"""Begin what a notice can undo."""


class ClassQuestionsState(rx.State):
    """A part of the box of the address."""

    view: QuestionsView = QuestionsView()

    def _class(self) -> str:
        return self.router.url.query_parameters.get("class", "")

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await load_questions(current_actor(), self._class(), query.get("show", ""), number)

    async def _do(self, doing: Awaitable[object], one: str = "") -> None:
        """Await it and show what became of it; what is wrong with a field stands beside that of question `one`. When
        somebody was faster, it shows what they did."""
        try:
            await doing
        except Invalid as problem:
            problem.field = f"{problem.field}-{one}" if one and problem.field else problem.field
            raise
        except Conflict:
            await self._show()
            raise
        await self._show()

    @needs(*ADULTS, loads=True)
    async def load(self) -> None:
        """Load the box."""
        self.view = QuestionsView()
        await self._show()

    @needs(*ADULTS)
    async def open_box(self) -> None:
        """Open the box, or open it again."""
        await self._do(opening.open_box(current_actor(), self._class()))
        await say(self, N_("The box is open. Say below who reads it when; pupils see that before they write."))

    @needs(*ADULTS)
    async def close_box(self) -> None:
        """Close it: nobody asks any more."""
        await self._do(opening.close_box(current_actor(), self._class()))
        await say(self, N_("The box is closed. What was asked stays, and you can open it again."))

    @needs(*ADULTS)
    async def let_through(self, form: Form) -> None:
        """Let a question through, in the words of the form."""
        one = form.get("question") or ""
        adults_only = bool(form.get("adults_only"))
        words = form.get("shown") or ""
        await self._do(sorting.let_through(current_actor(), one, words, adults_only=adults_only), one)
        if adults_only:
            await say(self, N_("Kept for adults. Answer it below."))
        else:
            await say(self, N_("Let through. Ambassadors can draft an answer now."))

    @needs(*ADULTS)
    async def keep_for_adults(self, question: str, yes: bool) -> None:
        """Keep a question from ambassadors, or let them see it after all."""
        await self._do(sorting.keep_for_adults(current_actor(), question, adults_only=yes))
        await say(
            self, N_("Ambassadors do not see it any more.") if yes else N_("Ambassadors can draft an answer now.")
        )

    @needs(*ADULTS)
    async def no_worry(self, question: str) -> None:
        """It gives no cause for worry."""
        await self._do(sorting.no_worry(current_actor(), question))
        await say(self, N_("It is a question like others now. Let it through, or answer it."))

    @needs(*ADULTS)
    async def seen(self, question: str) -> None:
        """Colleagues see that it was read."""
        await self._do(sorting.see_worry(current_actor(), question))
        await say(self, N_("Your colleagues see that you have read it."))

    @needs(*ADULTS)
    async def put_aside(self, question: str) -> None:
        """Put a question aside; the notice can bring it back."""
        await self._do(sorting.put_aside(current_actor(), question))
        await say(self, N_("Put aside. It is deleted in 30 days, unless you bring it back."), undo=QUESTION + question)

    @needs(*ADULTS)
    async def bring_back(self, question: str) -> None:
        """Bring it back."""
        await self._do(sorting.bring_back(current_actor(), question))
        await say(self, N_("It is back where it was."))

    @needs(*ADULTS)
    async def approve(self, form: Form) -> None:
        """Approve an ambassador's answer, in the words of the form."""
        one, version = form.get("question") or "", version_typed(form.get("version"))
        await self._do(answering.approve(current_actor(), one, form.get("answer") or "", version), one)
        await say(self, N_("Approved. The class sees question and answer now."))

    @needs(*ADULTS)
    async def give_back(self, form: Form) -> None:
        """Give an answer back to its ambassador."""
        one, version = form.get("question") or "", version_typed(form.get("version"))
        await self._do(answering.give_back(current_actor(), one, form.get("why") or "", version), one)
        await say(self, N_("The ambassador has it back, with what you wrote."))

    @needs(*ADULTS)
    async def answer(self, form: Form) -> None:
        """Answer a question oneself."""
        one = form.get("question") or ""
        shown, words = form.get("shown") or "", form.get("answer") or ""
        await self._do(answering.answer_as_adult(current_actor(), one, shown, words), one)
        await say(self, N_("The class sees question and answer now."))

    @needs(*ADULTS)
    async def talked(self, contact: str) -> None:
        """Somebody was contacted: their name goes."""
        await self._do(contacts.end_contact(current_actor(), contact))
        await say(self, N_("Their name is deleted here."))

    @needs(*ADULTS)
    async def add_duty(self, form: Form) -> None:
        """Add hours in which somebody reads."""
        days = [day for day in range(7) if form.get(f"day-{day}")]
        person, request = form.get("person") or "", as_id(form.get("request") or "")
        begins, ends = form.get("begins") or "", form.get("ends") or ""
        await self._do(opening.add_duty(current_actor(), self._class(), person, days, begins, ends, request))
        await say(self, N_("Saved. Pupils see these hours before they write."))

    @needs(*ADULTS)
    async def end_duty(self, duty: str) -> None:
        """Take hours away; the notice can bring them back."""
        await self._do(opening.end_duty(current_actor(), duty))
        await say(self, N_("Taken away."), undo=DUTY + duty)

    @needs(*ADULTS)
    async def add_days_off(self, form: Form) -> None:
        """Add days on which nobody reads."""
        first, last = form.get("first") or "", form.get("last") or ""
        await self._do(opening.add_days_off(current_actor(), self._class(), first, last))
        await say(self, N_("Saved. Pupils see these days before they write."))

    @needs(*ADULTS)
    async def end_days_off(self, first: str, last: str) -> None:
        """Take such days away; the notice can bring them back."""
        await self._do(opening.end_days_off(current_actor(), self._class(), first, last))
        await say(self, N_("Taken away."), undo=f"{OFF}{first}:{last}")

    @needs(*ADULTS)
    async def undo(self, what: str) -> None:
        """Bring back what the notice speaks of."""
        if what.startswith(DUTY):
            await opening.end_duty(current_actor(), what.removeprefix(DUTY), back=True)
        elif what.startswith(OFF):
            first, _colon, last = what.removeprefix(OFF).partition(":")
            await opening.end_days_off(current_actor(), self._class(), first, last, back=True)
        else:
            await sorting.bring_back(current_actor(), what.removeprefix(QUESTION))
        await hush(self)
        await self._show()


_DOINGS = Doings(
    let_through=ClassQuestionsState.let_through,
    keep_for_adults=ClassQuestionsState.keep_for_adults,
    no_worry=ClassQuestionsState.no_worry,
    seen=ClassQuestionsState.seen,
    put_aside=ClassQuestionsState.put_aside,
    bring_back=ClassQuestionsState.bring_back,
    approve=ClassQuestionsState.approve,
    give_back=ClassQuestionsState.give_back,
    answer=ClassQuestionsState.answer,
)
_HOURS = Hours(
    add_duty=ClassQuestionsState.add_duty,
    end_duty=ClassQuestionsState.end_duty,
    add_days_off=ClassQuestionsState.add_days_off,
    end_days_off=ClassQuestionsState.end_days_off,
)


def _contacts(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        done = button(_("I have talked with them"), kind="secondary", on_click=ClassQuestionsState.talked(one.id))
        return cards.list_row(one.name, href=one.href, detail=one.asked, trailing=done, key=one.id)

    return rx.el.section(
        text.section_heading(_("Who wants to be contacted")),
        text.muted(
            _(
                "They said so when they asked something. Which question was theirs is not stored: let them tell you. "
                "Find a quiet moment, and do not call them out in class."
            ),
            class_name="mt-1",
        ),
        cards.row_list(rx.foreach(view.contacts, line), class_name="mt-3"),
    )


def _worried(view: Any) -> rx.Component:
    """Where an adult finds help for somebody, whoever that is."""
    return cards.disclosure(_("Help outside school"), help_now(view.contact))


def _box(view: Any) -> rx.Component:
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("Nothing here right now"),
        _("New questions come here before anybody else sees them. You hear of them once a day, of a worry at once."),
    )
    close = rx.cond(
        view.open,
        button(_("Close the box"), kind="secondary", on_click=ClassQuestionsState.close_box),
        button(_("Open it again"), on_click=ClassQuestionsState.open_box),
    )
    few = cards.notice(
        _("This is a small class: how somebody writes may tell you who it is. Treat it as if you did not know."),
        kind="info",
    )
    listed = rx.el.ul(
        rx.foreach(view.lines, lambda one: question_card(one, _DOINGS)), class_name="flex flex-col gap-3 list-none p-0"
    )
    return text.stack(
        rx.cond(view.few, few, rx.fragment()),
        rx.cond(view.contacts.length() > 0, _contacts(view), rx.fragment()),
        rx.el.section(
            text.section_heading(_("Questions")),
            rx.el.div(shelves_of(_("Parts of the list"), view.shelves, lambda one: one.label), class_name="mt-3"),
            rx.el.div(rx.cond(view.lines.length() > 0, listed, nothing), class_name="mt-3"),
            pages_of(_("Pages of the list"), view.paging),
            rx.el.div(_worried(view), class_name="mt-3"),
        ),
        hours_part(view, _HOURS),
        rx.el.section(
            text.section_heading(_("Open or closed")),
            text.paragraph(
                rx.cond(
                    view.open,
                    _("The box is open: pupils of the class can ask."),
                    _("The box is closed: nobody can ask. What was answered can still be read."),
                ),
                class_name="mt-1",
            ),
            rx.el.div(close, class_name="mt-3"),
        ),
        gap="gap-8",
    )


@page("/class-questions", N_("Question box of a class"), ClassQuestionsState.load)
def class_questions() -> rx.Component:
    """The page."""
    view: Any = ClassQuestionsState.view
    first = cards.empty_state(
        drawings.people_drawing(),
        _("This class has no question box yet"),
        _(
            "Pupils ask without a name. You see each question first; ambassadors may draft answers, and you approve "
            "them. Nobody can look up who asked: neither you, nor whoever runs the server."
        ),
        button(_("Open a question box"), icon=icons.plus, on_click=ClassQuestionsState.open_box),
    )
    words = rx.fragment(text.link(_("Words of worry"), view.words_href), " · ")
    return framed(
        text.page_head(_("Question box of a class"), view.class_name, ready=view.loaded),
        rx.cond(view.there, _box(view), first),
        text.paragraph(
            rx.cond(view.words_href != "", words, rx.fragment()),
            text.link(_("Back to the class"), f"{address('/class')}?id=" + view.id),
            class_name="not-printed",
        ),
        here="classes",
        audience="staff",
        undo=ClassQuestionsState.undo,
        ready=view.loaded,
    )
