"""What pupils of a class show to the reader of their answers in lessons: what waits for a word comes first."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.learning.shown import ShownToMe, load_shown_to_me
from portfolio_app.pages.finding import pages_of
from portfolio_app.pages.frame import framed
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class ShownToMeState(rx.State):
    """The class of the address."""

    view: ShownToMe = ShownToMe()

    @needs(Role.TEACHER, Role.COUNSELLOR, loads=True)
    async def load(self) -> None:
        """Load a page of what is shown."""
        self.view = ShownToMe()  # nothing of the former class stays, should this one be refused
        query = self.router.url.query_parameters
        self.view = await load_shown_to_me(current_actor(), query.get("class", ""), page_number(query.get("page", "")))


def _line(one: Any) -> rx.Component:
    said = rx.cond(one.answered, rx.el.span(" · ", _("You wrote something")), rx.fragment())
    reply = rx.cond(
        one.reply != "",
        rx.el.span(_("The pupil’s answer"), ": ", one.reply, dir="auto", class_name="block break-words"),
        rx.fragment(),
    )
    mark = rx.cond(one.answered, icons.check("size-5 text-accent"), rx.el.span(class_name="block size-5"))
    return cards.list_row(
        one.name,
        href=one.href,
        detail=rx.fragment(rx.el.span(one.title, lang=one.language, class_name="block"), one.detail, said, reply),
        leading=mark,
        key=one.id,
    )


@page("/shown-to-me", N_("Shown to you"), ShownToMeState.load)
def shown_to_me() -> rx.Component:
    """The page."""
    view: Any = ShownToMeState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("Nobody shows you answers now"),
        _("Pupils choose, for each activity of a lesson, whether they show you what they answered. Then it is here."),
    )
    listed = text.stack(
        cards.row_list(rx.foreach(view.listed, _line)),
        pages_of(_("Pages of the list"), view.paging),
    )
    return framed(
        text.page_head(_("Shown to you"), view.class_name, ready=view.loaded),
        rx.cond(
            view.loaded,
            text.stack(
                text.paragraph(_("Answers in lessons. What you have written nothing about stands first.")),
                rx.cond(view.count > 0, listed, nothing),
                text.paragraph(
                    text.link(_("Lessons of the class"), view.lessons_href),
                    " · ",
                    text.link(_("Back to the class"), view.class_href),
                    class_name="not-printed",
                ),
                gap="gap-6",
            ),
            waiting(),
        ),
        here="classes",
        audience="staff",
    )
