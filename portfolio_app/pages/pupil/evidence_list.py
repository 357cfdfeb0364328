"""All my evidence: wherever it comes from and whatever it shows, newest first."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.languages import N_, _
from portfolio_app.core.paging import page_number
from portfolio_app.pages.finding import nothing_found, pages_of, search_form, word_field
from portfolio_app.pages.frame import address, framed
from portfolio_app.pages.pupil.capability import evidence_row
from portfolio_app.pages.registry import page
from portfolio_app.skills.evidence_list import EvidenceListView, load_evidence_list
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import link_button
from portfolio_app.ui.fields import select_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs


class EvidenceListState(rx.State):
    """A page of the list; what it is narrowed to stands in the address."""

    view: EvidenceListView = EvidenceListView()

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the list."""
        query = self.router.url.query_parameters
        number = page_number(query.get("page", ""))
        self.view = await load_evidence_list(current_actor(), number, query.get("search", ""), query.get("origin", ""))


def _listed(view: Any) -> rx.Component:
    narrowed = select_field("origin", _("Where it comes from"), view.origins, default_value=view.origin)
    return text.stack(
        search_form(address("/evidence-list"), view, narrowed, word_field(view)),
        text.muted(view.counted, role="status"),
        rx.cond(
            view.rows.length() > 0,
            cards.row_list(rx.foreach(view.rows, evidence_row)),
            rx.cond(
                view.search != "",
                nothing_found(),
                text.muted(_("None of your evidence says that it comes from there."), role="status"),
            ),
        ),
        pages_of(_("Pages of evidence"), view.paging),
    )


@page("/evidence-list", N_("All my evidence"), EvidenceListState.load)
def evidence_list() -> rx.Component:
    """The page."""
    view: Any = EvidenceListState.view
    empty = cards.empty_state(
        drawings.folder_drawing(),
        _("No evidence yet"),
        _(
            "Evidence is anything that shows what you can do: from a lesson, a hobby, a club, a game, a job, or from "
            "caring for someone at home."
        ),
        link_button(_("Choose a skill it shows"), address("/skills"), icon=icons.onward),
    )
    return framed(
        text.page_head(_("All my evidence"), _("What shows your skills, wherever it comes from. The newest is first.")),
        rx.cond(view.loaded, rx.cond(view.count > 0, _listed(view), empty), waiting()),
        text.paragraph(
            text.link(_("Back to my skills"), address("/skills")),
            " · ",
            text.link(_("My portfolio"), address("/portfolio")),
            class_name="not-printed",
        ),
        here="skills",
        audience="pupil",
    )
