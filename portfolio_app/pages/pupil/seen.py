"""Who has looked at my things: the log that every look of somebody else's leaves, and every look at a link."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import pages_of, search_form
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.sharing.seen import SeenView, load_seen
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.fields import select_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class SeenState(rx.State):
    """A page of the log."""

    view: SeenView = SeenView()
    loaded: bool = False

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the page of the address."""
        query = self.router.url.query_parameters
        self.view = await load_seen(current_actor(), page_number(query.get("page", "")), query.get("who", ""))
        self.loaded = True


def _line(line: Any) -> rx.Component:
    href: Any = rx.match(
        line.kind,
        ("capability", f"{address('/capability')}?code=" + line.thing.split(":")[1]),
        ("evidence", f"{address('/evidence')}?id=" + line.thing),
        ("entry", f"{address('/entry')}?id=" + line.thing),
        ("goal", f"{address('/goal')}?id=" + line.thing),
        ("result", f"{address('/questionnaire-result')}?id=" + line.thing),
        ("collection", f"{address('/collection')}?id=" + line.thing),
        ("credential", f"{address('/credentials')}?id=" + line.thing),
        ("lesson", f"{address('/module')}?work=" + line.thing),
        ("about-me", address("/about-me")),
        ("cv", address("/cv")),
        "",
    )
    said = rx.cond(line.kind != "", text.link(line.sentence, href), rx.el.span(line.sentence))
    return rx.el.li(
        icons.eye("text-muted shrink-0"), rx.el.span(said, dir="auto"), class_name="flex items-center gap-3 px-4 py-3"
    )


@page("/seen", N_("Who has looked"), SeenState.load)
def seen() -> rx.Component:
    """The page."""
    view: Any = SeenState.view
    nobody = cards.empty_state(
        drawings.people_drawing(),
        _("Nobody has looked yet"),
        _("When somebody opens what you shared, you see their name and the day here."),
    )
    listed = text.stack(
        rx.cond(
            view.viewers.length() > 0,
            search_form(
                address("/seen"),
                view,
                rx.el.div(
                    select_field("who", _("Who"), view.viewers, default_value=view.viewer), class_name="min-w-48"
                ),
            ),
            rx.fragment(),
        ),
        cards.row_list(rx.foreach(view.lines, _line)),
        pages_of(_("Pages of the list"), view.paging, previous=_("Newer"), following=_("Older")),
    )
    return framed(
        text.page_head(
            _("Who has looked"),
            _("Everyone else who opened something of yours, and how often your links were opened, one line a day."),
        ),
        rx.cond(
            SeenState.loaded,
            rx.cond(view.lines.length() > 0, listed, nobody),
            waiting(),
        ),
        text.paragraph(text.link(_("Back to my skills"), address("/skills"))),
        here="skills",
        audience="pupil",
    )
