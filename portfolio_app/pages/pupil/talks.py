"""The talks adults of the school noted with the reader; each can be answered."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.answering import answer_form, answered
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import address, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.portfolio.talk_pages import TalksView, load_talks
from portfolio_app.sharing.talks import LONGEST_ANSWER, answer_talk
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class TalksState(rx.State):
    """A page of the list."""

    view: TalksView = TalksView()

    async def _show(self) -> None:
        self.view = await load_talks(current_actor(), page_number(self.router.url.query_parameters.get("page", "")))

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the page of the address."""
        await self._show()

    @needs(*OWNERS)
    async def answer(self, form: dict[str, str | None]) -> None:
        """Answer what an adult noted."""
        await answer_talk(current_actor(), as_id(form.get("talk") or ""), form.get("answer") or "")
        await say(self, N_("Your answer is saved."))
        await self._show()


def _talk(one: Any) -> rx.Component:
    hint = _("Whoever noted it sees your answer. What they wrote stays as it is.")
    answering = answer_form("talk", one, hint, LONGEST_ANSWER, TalksState.answer)
    return cards.card(
        rx.el.p(
            rx.el.span(one.who, dir="auto", class_name="font-semibold"),
            rx.el.span(" · ", one.day, class_name="text-sm text-muted"),
        ),
        rx.el.p(one.words, dir="auto", class_name="mt-1 break-words"),
        answered(one),
        rx.el.div(cards.disclosure(_("Answer"), answering), class_name="mt-2 not-printed"),
        element=rx.el.li,
        key=one.id,
    )


@page("/talks", N_("Talks"), TalksState.load)
def talks() -> rx.Component:
    """The page."""
    view: Any = TalksState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("No talk is noted yet"),
        _("When an adult at your school has talked with you, they can note the day and what it was about. It is here."),
    )
    listed = text.stack(
        rx.el.ul(rx.foreach(view.talks, _talk), class_name="flex flex-col gap-3 list-none p-0"),
        pages_of(_("Pages of the list"), view.paging),
        id="noted",
    )
    return framed(
        text.page_head(
            _("Talks"),
            _("What adults at your school noted after a talk with you. Only you and whoever noted it read it."),
        ),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, rx.cond(view.talks.length() > 0, listed, nothing), waiting()),
        text.paragraph(
            text.link(_("What do others see?"), address("/what-they-see")),
            " · ",
            text.link(_("Back to my skills"), address("/skills")),
            class_name="not-printed",
        ),
        here="skills",
        audience="pupil",
    )
