"""Strengths and interests: the two questionnaires, and how far one is with each."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.audience import seen_by
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.skills.questionnaire_views import QuestionnairesView, load_questionnaires
from portfolio_app.skills.rounds import restore_round
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import link_button
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class QuestionnairesState(rx.State):
    """Both of them."""

    view: QuestionnairesView = QuestionnairesView()

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load how far one is."""
        self.view = await load_questionnaires(current_actor())

    @needs(*OWNERS)
    async def undo(self, what: str) -> None:
        """Bring back the answers that were just deleted."""
        await restore_round(current_actor(), as_id(what))
        self.view = await load_questionnaires(current_actor())
        await say(self, N_("It is back where it was."))


def _card(card: Any) -> rx.Component:
    more = "inline-flex items-center min-h-11 rail:min-h-9"
    return rx.el.li(
        cards.card(
            text.section_heading(card.name),
            text.paragraph(card.about, class_name="mt-1"),
            text.muted(card.takes, class_name="mt-1"),
            rx.el.div(seen_by(card.who), class_name="mt-2"),
            rx.el.p(
                rx.cond(
                    card.answered_href != "",
                    text.link(card.said, card.answered_href, class_name=more),
                    rx.el.span(card.said),
                ),
                class_name="mt-2",
            ),
            text.side_by_side(
                link_button(card.action, card.href, kind="secondary", icon=icons.onward, full=True),
                rx.cond(
                    (card.result_href != "") & (card.result_href != card.href),
                    text.link(_("See what it says so far"), card.result_href, class_name=more),
                    rx.fragment(),
                ),
                rx.cond(
                    card.again_href != "",
                    text.link(_("Answer anew"), card.again_href, class_name=more),
                    rx.fragment(),
                ),
                class_name="mt-3",
            ),
            element=rx.el.section,
            class_name="h-full",
        ),
        key=card.code,
    )


@page("/questionnaires", N_("Strengths and interests"), QuestionnairesState.load)
def questionnaires() -> rx.Component:
    """The page."""
    view: Any = QuestionnairesState.view
    return framed(
        text.page_head(
            _("Strengths and interests"),
            _("Short statements to say yes or no to. You get your own words back, in order. No test, no marks."),
        ),
        rx.cond(
            view.loaded,
            text.stack(
                rx.el.ul(
                    rx.foreach(view.cards, _card), class_name="grid gap-4 rail:grid-cols-2 list-none p-0 [&>*]:min-w-0"
                ),
                text.muted(
                    _("Stop whenever you like: every answer is saved at once."),
                    " ",
                    _("Nobody else sees an answer unless you share the result it belongs to."),
                ),
                text.paragraph(
                    text.link(_("Which support now?"), address("/support")),
                    " · ",
                    text.link(_("Back to my skills"), address("/skills")),
                ),
            ),
            waiting(),
        ),
        here="skills",
        audience="pupil",
        undo=QuestionnairesState.undo,
    )
