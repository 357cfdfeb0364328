"""Who has looked at my things: the log that every look of somebody else's leaves."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.registry import page
from portfolio_app.sharing import queries
from portfolio_app.sharing.queries import SeenView
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class SeenState(rx.State):
    """A page of the log."""

    view: SeenView = SeenView()
    loaded: bool = False

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Load the page of the address."""
        wanted = self.router.url.query_parameters.get("page", "1")
        page_number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1
        self.view = await queries.load_seen(current_actor(), page_number)
        self.loaded = True


def _line(line: Any) -> rx.Component:
    href: Any = rx.match(
        line.kind,
        ("capability", f"{address('/capability')}?code=" + line.thing.split(":")[1]),
        ("evidence", f"{address('/evidence')}?id=" + line.thing),
        ("entry", f"{address('/entry')}?id=" + line.thing),
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
    at = f"{address('/seen')}?page="
    nobody = cards.empty_state(
        drawings.people_drawing(),
        _("Nobody has looked yet"),
        _("When somebody opens what you shared, you see their name and the day here."),
    )
    listed = text.stack(
        cards.row_list(rx.foreach(view.lines, _line)),
        rx.cond(
            view.pages > 1,
            cards.pagination(
                _("Pages of the list"),
                view.said,
                previous=_("Newer"),
                previous_href=rx.cond(view.page > 1, at + (view.page - 1).to_string(), ""),
                following=_("Older"),
                following_href=rx.cond(view.page < view.pages, at + (view.page + 1).to_string(), ""),
            ),
            rx.fragment(),
        ),
    )
    return framed(
        text.page_head(_("Who has looked"), _("Everyone else who opened something of yours, one line a day.")),
        rx.cond(
            SeenState.loaded,
            rx.cond(view.lines.length() > 0, listed, nobody),
            waiting(),
        ),
        text.paragraph(text.link(_("Back to my skills"), address("/skills"))),
        here="skills",
        audience="pupil",
    )
