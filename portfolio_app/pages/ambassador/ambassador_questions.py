"""Questions that adults let through, for ambassadors to draft answers to. Nothing here says whose they are."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.ambassadors.questions.answering import draft
from portfolio_app.ambassadors.questions.models import LONGEST_ANSWER
from portfolio_app.ambassadors.questions.queries import DraftsView, load_drafts
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import field_error, framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.buttons import button, form
from portfolio_app.ui.fields import text_area
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class AmbassadorQuestionsState(rx.State):
    """What waits for an answer."""

    view: DraftsView = DraftsView()

    async def _show(self) -> None:
        self.view = await load_drafts(current_actor())

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Load the questions."""
        self.view = DraftsView()
        await self._show()

    @needs(Role.PUPIL)
    async def send(self, form: dict[str, str | None]) -> None:
        """Send a draft to the adults."""
        one = form.get("question") or ""
        try:
            await draft(current_actor(), one, form.get("answer") or "")
        except Invalid as problem:
            problem.field = f"answer-{one}"
            raise
        await self._show()
        await say(self, N_("Sent. An adult reads it before the class does."))


def _question(one: Any) -> rx.Component:
    back = cards.notice(_("An adult gave it back:"), " ", rx.el.span(one.why, dir="auto"), kind="warning")
    fields = form(
        rx.el.input(type="hidden", name="question", default_value=one.id),
        text_area(
            "answer",
            _("Your answer"),
            help=_("Say what you know and where from. Advise nobody what to do with their life."),
            default_value=one.answer,
            field_id="answer-" + one.id,
            error=field_error("answer-" + one.id),
            max_length=LONGEST_ANSWER,
            rows=4,
        ),
        rx.el.div(button(_("Send it to an adult"), type="submit")),
        on_submit=AmbassadorQuestionsState.send,
        class_name="mt-3 flex flex-col gap-3",
        key=one.id + one.state,
    )
    return rx.el.li(
        cards.card(
            rx.el.h2(one.question, dir="auto", class_name="text-lg font-semibold whitespace-pre-line break-words"),
            rx.cond(one.why != "", rx.el.div(back, class_name="mt-2"), rx.fragment()),
            fields,
            element=rx.el.article,
        ),
        key=one.id,
    )


def _sent(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(one.question, dir="auto", class_name="font-semibold break-words"),
        text.written(one.answer),
        key=one.id,
    )


@page("/ambassador-questions", N_("Questions to answer"), AmbassadorQuestionsState.load)
def ambassador_questions() -> rx.Component:
    """The page."""
    view: Any = AmbassadorQuestionsState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No question waits right now"),
        _("When a teacher lets a question of a class through, it stands here, and you can draft an answer."),
    )
    sent = rx.el.section(
        text.section_heading(_("What an adult reads now")),
        rx.el.ul(rx.foreach(view.sent, _sent), class_name="mt-3 flex flex-col gap-4 list-none p-0"),
    )
    return framed(
        text.page_head(
            _("Questions to answer"),
            _("Pupils of your school asked them without a name. Do not try to find out who it was."),
        ),
        text.stack(
            text.muted(
                _(
                    "An adult has read each of them first, and reads your answer before the class does. If one of them "
                    "worries you, do not answer it: tell the adult who looks after you."
                )
            ),
            rx.cond(
                view.lines.length() > 0,
                rx.el.ul(rx.foreach(view.lines, _question), class_name="flex flex-col gap-3 list-none p-0"),
                nothing,
            ),
            rx.cond(view.sent.length() > 0, sent, rx.fragment()),
            gap="gap-6",
        ),
        here="home",
        audience="pupil",
        ready=view.loaded,
    )
